package import Addressee
package import Governance
import Sharing

extension PolicyLibrary {
    /// The content hash of its list of legal bases, as an approver names it.
    package var bases: String? { documents.first { $0.name == "legal-bases.tsv" }?.contentHash }
}

/// A policy file of a test.
package struct TestPolicy: Sendable {
    package var system: SystemName
    package var items: [Item]
    package var scope: String
    package var from: String
    package var until: String
    package var ways: String
    package var purpose: String
    /// 支援措置の対象者の所在の扱い, as the lines of a file; nil: given with the four items that tell of the protection, else withheld.
    package var protected: String?
    /// 媒体の受取人: fingerprints of certificates.
    package var recipients: [String] = []
    /// Further fields, such as `precision: {jusho: ward}`.
    package var more: String

    package init(
        system: SystemName = .tax, items: [Item] = [.kojinbango, .shimei, .jushoChoaza, .idojiyu, .idonengappi], scope: String = "state: [resident]",
        from: String = "2025-04-01", until: String = "", ways: String = "[push, pull]", purpose: String = "試験", protected: String? = nil, more: String = ""
    ) {
        self.system = system
        self.items = items
        self.scope = scope
        self.from = from
        self.until = until
        self.ways = ways
        self.purpose = purpose
        self.protected = protected
        self.more = more
    }

    /// The lines of a word, with a ground.
    package static func placeOfProtected(_ word: PlaceOfProtected.Word) -> String {
        "protected: { place: \(word.rawValue), ground: 試験のため\(word == .give ? ", legal-bases: [transfer-16]" : "") }"
    }

    private var wordOfProtected: String {
        if let protected { return protected }
        let items = ItemSet(items)
        guard !items.isDisjoint(with: .ofPlace) else { return "" }
        return Self.placeOfProtected(items.isSuperset(of: .ofProtection) ? .give : .withhold)
    }

    private var text: String {
        """
        system: \(system)
        label: 試験
        department: 試験課
        dataset: addressee
        items: [\(items.map(\.rawValue).joined(separator: ", "))]
        individual-number:
          provided: \(items.contains(.kojinbango) ? "yes" : "no")
          consultation: 事前協議により決定
        purpose: \(purpose)
        legal-bases: [transfer-16]
        approved-by: 区政推進部長
        valid-from: \(from)
        valid-until: \(until)
        ways: \(ways)
        \(wordOfProtected)
        \(recipients.isEmpty ? "" : "media: { recipients: [\(recipients.joined(separator: ", "))] }")
        \(more)
        scope:
          \(scope)
        """
    }

    package static func documents(_ policies: [TestPolicy]) -> [PolicyDocument] {
        let offered = ItemCatalogue.register.items.filter {
            ![.atenabango, .rirekibango, .rirekiEdabango, .karitorokufuragu, .tagyomusanshofukafuragu].contains($0)
        }
        return [
            PolicyDocument(
                name: "legal-bases.tsv",
                text: """
                    id\tlaw\tarticle\taffair\tdepartment\tkind\trow\trepealed
                    transfer-16\t地方税法\t番号法第九条第二項\t個人市民税賦課事務\t市民税課\ttransfer\t16\t
                    """),
            PolicyDocument(
                name: "datasets/addressee.yaml",
                text: """
                    dataset: addressee
                    label: 宛名
                    schema-version: 2
                    items: [\(offered.map(\.rawValue).joined(separator: ", "))]
                    """),
        ] + policies.map { PolicyDocument(name: "systems/\($0.system).yaml", text: $0.text) }
    }
}
