internal import Addressee
internal import ConnectorKit
internal import Foundation
internal import TextForms

/// What a connector program answered: the number of the question, and what belongs to it, or an error.
struct ProgramReply: Decodable {
    let call: Int
    private let error: String?
    private let detail: String?
    private let name: String?
    private let version: String?
    private let system: String?
    private let datasets: [String: [Int]]?
    private let capabilities: [String]?
    private let batchSize: Int?
    private let resultsSaid: [Said]?
    private let answersSaid: [SaidLater]?
    private let heldSaid: [SaidHeld]?

    private enum CodingKeys: String, CodingKey {
        case call, error, detail, name, version, system, datasets, capabilities
        case batchSize = "batch_size"
        case resultsSaid = "results"
        case answersSaid = "answers"
        case heldSaid = "held"
    }

    /// `"applied"`, `{"accepted":"receipt"}`, `{"retry_later":"reason"}`, `{"rejected":"reason"}`.
    private struct Said: Decodable {
        let result: EntryResult

        private enum CodingKeys: String, CodingKey {
            case accepted, rejected
            case retryLater = "retry_later"
        }

        init(from decoder: any Decoder) throws {
            let container: KeyedDecodingContainer<CodingKeys>
            do {
                container = try decoder.container(keyedBy: CodingKeys.self)
            } catch DecodingError.typeMismatch {
                guard try decoder.singleValueContainer().decode(String.self) == "applied" else { throw ConnectorError.interrupted("a result of no known kind") }
                result = .applied
                return
            }
            guard container.allKeys.count == 1, let key = container.allKeys.first else { throw ConnectorError.interrupted("a result of no known kind") }
            let text = try container.decode(String.self, forKey: key)
            result =
                switch key {
                case .accepted: .accepted(receipt: text)
                case .retryLater: .retryLater(reason: text)
                case .rejected: .rejected(reason: text)
                }
        }
    }

    private struct SaidLater: Decodable {
        let receipt: String
        let atenabango: String?
        let recordKey: String?
        let result: Said

        private enum CodingKeys: String, CodingKey {
            case receipt, atenabango, result
            case recordKey = "record_key"
        }
    }

    private struct SaidHeld: Decodable {
        let atenabango: String
        let rirekibango: Int
        let digest: String
        let recordKey: String?

        private enum CodingKeys: String, CodingKey {
            case atenabango, rirekibango, digest
            case recordKey = "record_key"
        }
    }

    /// The error that it told; nil where it told none.
    var connectorError: ConnectorError? {
        guard let error else { return nil }
        return ConnectorError(label: error, String((detail ?? "").prefix(200))) ?? .interrupted("the program told an error of no known kind")
    }

    func description() throws -> ConnectorDescription {
        guard let name, let version, let receiver = system.flatMap({ SystemName(rawValue: $0) }), let datasets else {
            throw ConnectorError.badConfiguration("describe: name, version, system and datasets are needed")
        }
        var understood: [String: ClosedRange<Int>] = [:]
        guard datasets.count <= 20 else { throw ConnectorError.badConfiguration("describe: more than 20 datasets") }
        for (dataset, versions) in datasets {
            guard DatasetName(rawValue: dataset) != nil, let first = versions.first, let last = versions.last, versions.count <= 2, first <= last else {
                throw ConnectorError.badConfiguration("describe: datasets tell the first and the last schema version of each")
            }
            understood[dataset] = first...last
        }
        guard batchSize.map({ $0 > 0 }) ?? true else { throw ConnectorError.badConfiguration("describe: batch_size is at least 1") }
        return ConnectorDescription(
            name: Self.plain(name, 100), version: Self.plain(version, 40), receiver: receiver, datasets: understood,
            capabilities: Set((capabilities ?? []).compactMap { Capability(rawValue: $0) }), batchSize: batchSize)
    }

    /// What is shown to people: no control characters, and not too much of it.
    private static func plain(_ text: String, _ most: Int) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.prefix(most).map { $0.properties.generalCategory == .control ? " " : $0 }))
    }

    func results() throws -> [EntryResult] {
        guard let resultsSaid else { throw ConnectorError.interrupted("an answer without results") }
        return resultsSaid.map(\.result)
    }

    func lateAnswers() throws -> [LateAnswer] {
        guard let answersSaid else { throw ConnectorError.interrupted("an answer without answers") }
        return answersSaid.compactMap { said in
            var number: AddresseeNumber?
            // Of whom an answer speaks that names nobody, nobody knows.
            if let said = said.atenabango {
                do throws(ValueError) { number = try AddresseeNumber(said) } catch { return nil }
            }
            return LateAnswer(receipt: said.receipt, addresseeNumber: number, recordKey: said.recordKey, result: said.result.result)
        }
    }

    func held() throws -> [HeldEntry] {
        guard let heldSaid else { throw ConnectorError.interrupted("an answer without held") }
        return try heldSaid.map { said in
            guard let digest = [UInt8](hex: said.digest.utf8), digest.count == 32 else { throw ConnectorError.interrupted("a digest of no 32 bytes") }
            return HeldEntry(
                addresseeNumber: try AddresseeNumber(said.atenabango), recordKey: said.recordKey, historyNumber: said.rirekibango, digest: digest)
        }
    }
}
