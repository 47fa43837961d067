import AccessControlStand
import Addressee
import ConnectorKit
import Governance
import Register
import RegisterStand
import SharingStand
import Testing

@testable import Sharing

/// 老齢福祉年金受給者情報 (NP-11, 評価書 Ⅱ-5 移転先3): care insurance is given the certificate of whom one is registered, under the policy as delivered, and told when it is no more.
@Suite(.timeLimit(.minutes(5))) struct OldAgeWelfareTests {
    private static let dataset = "old-age-welfare-pension"
    private static let policy = "systems/care-insurance-old-age-welfare-pension.yaml"

    /// The policy as delivered, or with an item less.
    private static func library(without item: String? = nil) throws -> PolicyLibrary {
        let delivered = try PolicyLibrary(directory: TestServer.root + "/Policies")
        return try PolicyLibrary(
            documents: delivered.documents.filter { !$0.name.hasPrefix("systems/") || $0.name == policy }.map { document in
                guard document.name == policy, let item else { return document }
                return PolicyDocument(name: policy, text: document.text.replacing("  - \(item)\n", with: ""))
            })
    }

    private func publish(_ hub: TestHub, _ certificates: [Int: String?]) async throws {
        let catalogue = try #require(try DatasetName(rawValue: Self.dataset).flatMap { try Self.library().datasets[$0] })
        let persons = try certificates.map { (try AddresseeNumber(ResidentRow.number($0.key)), $0.value) }
        let count = try await Intake(pool: hub.staffed, vault: hub.vault, today: { TestHub.intakeDay }).publish(
            allOf: persons.map(\.0), of: catalogue, source: .nationalPension, by: "test"
        ) {
            Dictionary(
                uniqueKeysWithValues: persons.map { number, certificate in
                    (number, certificate.map { [WholeRecord(["shoshokigo": "さ", "shoshobango": $0, "shikyukubun": "全部"])] } ?? [])
                })
        }
        #expect(count.rejected.isEmpty)
        try await hub.settle()
    }

    @Test func careInsuranceIsGivenTheCertificateAndToldWhenItIsNoMore() async throws {
        try await TestHub.with { hub in
            try await hub.advance("2026-11-20")
            // Of whom care insurance insures nobody yet, it is given nothing, whatever is registered.
            try await hub.take([ResidentRow(1), ResidentRow(2), ResidentRow(3).with { $0[.seinengappi] = "2000-01-02" }])
            try await hub.load(try Self.library())
            try await publish(hub, [1: "101", 3: "103"])
            var (held, cursor): ([String: [String: String]], String?) = ([:], nil)
            func ask() async throws -> [String] {
                let page = try await hub.provisioning.changes(
                    hub.caller(.careInsurance), dataset: Self.dataset, after: cursor, limit: 10, wait: .zero)
                cursor = page.cursor
                for entry in page.entries {
                    let items = Dictionary(uniqueKeysWithValues: entry.items.map { ($0.key.rawValue, $0.value) })
                    #expect(entry.individualNumber == nil)
                    held[entry.addresseeNumber.value] = entry.operation == .upsert ? items : nil
                }
                return page.entries.map { "\($0.addresseeNumber.value) \($0.operation)" }
            }
            let (one, two) = (ResidentRow.number(1), ResidentRow.number(2))
            #expect(try await ask() == ["\(one) upsert"])
            #expect(held == [one: ["shoshokigo": "さ", "shoshobango": "101", "shikyukubun": "全部"]])

            // The next month: another is registered, and nothing of the first changed.
            try await publish(hub, [1: "101", 2: "102", 3: "103"])
            #expect(try await ask() == ["\(two) upsert"])

            // Narrowed by an item, the receiver is given the records without it.
            try await hub.load(try Self.library(without: "shikyukubun"))
            try await hub.settle()
            _ = try await ask()
            #expect(held == [one: ["shoshokigo": "さ", "shoshobango": "101"], two: ["shoshokigo": "さ", "shoshobango": "102"]])

            // Ended: it is taken back.
            try await publish(hub, [1: nil, 2: "102", 3: nil])
            #expect(try await ask() == ["\(one) remove"])
            #expect(Set(held.keys) == [two])
        }
    }
}
