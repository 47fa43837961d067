import AccessControlStand
import Addressee
import ConnectorKit
import Foundation
import RegisterStand
import SharingStand
import Synchronization
import Testing

@testable import Sharing

/// What came out of the hub, and where.
struct Out: Sendable {
    var place: String
    var text: String
    /// Whether a policy gives it, on a way that may carry it.
    var mayGive = false
}

extension MarkedCity {
    /// 漏えい. What stands where nothing gives it of where somebody is or was, who lives with them among it: `PLACE: WHO.ITEM` for each.
    func leaks(in outs: [Out]) -> [String] {
        outs.flatMap { out in
            (untold + (out.mayGive ? [] : current)).flatMap { marks in marks.found(in: out.text).map { "\(out.place): \($0)" } }
        }
    }

    /// Whose place a text tells: all of it, but for what one item alone may lack (who lives with somebody has the household's number from them). 異動事由 does
    /// not count: others have the same.
    func told(in text: String) -> Set<String> {
        Set(
            (current + untold + control).filter { marks in
                marks.found(in: text).count { !$0.hasSuffix(".idojiyu") } >= marks.values.keys.count { $0 != .idojiyu } - 1
            }.map(\.who))
    }
}

extension TestHub {
    /// The certificate that media for a system are encrypted to, PEM; beside its key.
    func recipient(_ system: SystemName) async throws -> String {
        let (key, certificate) = (path("\(system).key"), path("\(system).pem"))
        let made = try await Program.run(
            "/usr/bin/openssl",
            [
                "req", "-x509", "-nodes", "-days", "2", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-subj", "/CN=\(system)", "-keyout", key,
                "-out", certificate, "-addext", "basicConstraints=critical,CA:FALSE", "-addext", "keyUsage=critical,keyAgreement",
            ])
        try #require(made.status == 0, "\(made.error)")
        return try String(contentsOfFile: certificate, encoding: .utf8)
    }

    /// What a system is given of a dataset on each way that there is: a way that is added does not compile until it is here.
    ///
    /// - Parameter asked: numbers that it asks for one by one.
    func outs(_ way: ProvisionRecord.Way, to system: SystemName, dataset: String = "addressee", asked: [String], mayGive: Bool) async throws -> [Out] {
        let to = "\(system)/\(dataset)"
        let caller = caller(system)
        var outs: [Out] = []
        switch way {
        case .full:
            for format in ExtractFormat.allCases {
                var bytes: [UInt8] = []
                let extract = try await provisioning.full(caller, dataset: dataset, format: format)
                for try await piece in extract { bytes += piece }
                outs.append(Out(place: "full \(format) \(to)", text: String(decoding: bytes, as: UTF8.self), mayGive: mayGive))
            }
        case .delta:
            var cursor: String?
            var more = true
            while more {
                let page = try await provisioning.changes(caller, dataset: dataset, after: cursor, limit: 3, wait: .zero)
                outs.append(Out(place: "delta \(to)", text: Self.text(page.entries), mayGive: mayGive))
                (cursor, more) = (page.cursor, page.more)
            }
        case .one:
            for number in asked {
                // Who awaits confirmation is refused.
                do {
                    let entries = try await provisioning.person(caller, dataset: dataset, addresseeNumber: AddresseeNumber(number))
                    outs.append(Out(place: "one \(number) \(to)", text: Self.text(entries), mayGive: mayGive))
                } catch {
                    outs.append(Out(place: "one \(number) \(to), refused", text: Self.failure(error)))
                }
            }
        case .push:
            let connector = SharingStand.Receiver()
            connector.state.withLock {
                $0.description = ConnectorDescription(
                    name: "memory", version: "1", receiver: system, datasets: [dataset: 1...9], capabilities: [.inventory])
            }
            // One is not taken, and has to be looked after by people; the receiver says of it all that it was told.
            let strange = ResidentRow.number(3)
            connector.set(verdict: { entry in
                entry.addresseeNumber.value == strange ? .rejected(reason: "受け取れません: \(Self.text([entry]))") : .applied
            })
            try await worker(connector, system: system, dataset: dataset).run(untilIdle: true)
            outs = connector.batches.flatMap(\.entries).map { Out(place: "push \(to)", text: Self.text([$0]), mayGive: mayGive) }
        case .medium:
            for format in ExtractFormat.allCases {
                let name = "\(system)-\(dataset)-\(format)"
                let certificate = try String(contentsOfFile: path("\(system).pem"), encoding: .utf8)
                let number = try await medium([], system, dataset: dataset, to: certificate, format: format)
                _ = try await MediaHandOver(provisioning: provisioning, authority: nil).write(
                    by: Staff.with(.operateDeliveries), number, into: path(name + ".p7m"))
                let files = ["-in", path(name + ".p7m"), "-recip", path("\(system).pem"), "-inkey", path("\(system).key")]
                let opened = try await Program.run("/usr/bin/openssl", ["cms", "-decrypt", "-binary", "-inform", "DER"] + files)
                try #require(opened.status == 0, "\(opened.error)")
                // A medium can be lost: whatever the policy's word, it carries none.
                outs.append(Out(place: "medium \(format) \(to)", text: String(decoding: opened.output, as: UTF8.self)))
                for slip in ["receipt.txt", "receipt.json"] {
                    outs.append(Out(place: "\(slip) \(to)", text: try String(contentsOfFile: path("\(name).p7m.\(slip)"), encoding: .utf8)))
                }
            }
        case .none:
            for (who, asks, number) in [(system, dataset, "R9"), (system, "nothing", asked[0]), (SystemName.residentRecord, dataset, asked[0])] {
                do {
                    _ = try await provisioning.person(self.caller(who), dataset: asks, addresseeNumber: AddresseeNumber(number))
                } catch {
                    outs.append(Out(place: "refusal \(who)/\(asks)", text: Self.failure(error)))
                }
            }
        }
        return outs
    }

    private static func text(_ entries: [Entry]) -> String { entries.map { String(decoding: $0.json(), as: UTF8.self) }.joined(separator: "\n") }

    /// All that an error says to anybody.
    static func failure(_ error: any Error) -> String {
        let told = (error as? any Explained).map { "\($0.code) \($0.rule)" } ?? ""
        return "\(error) \(String(describing: error)) \(String(reflecting: error)) \(told)"
    }
}
