internal import Addressee
internal import Yams

/// Reads `protected:` of a policy file: `{place: give, ground: …, legal-bases: […]}`.
enum PlaceOfProtectedParser {
    /// - Parameters:
    ///   - items: what the policy gives without anybody's say, and what once somebody released it.
    ///   - ways: the ways of the policy; nil where they are not to be held against the word.
    ///   - legalBases: of the policy.
    static func read(
        _ fields: [String: YAMLSource.Field], _ catalogue: ItemCatalogue?, _ items: (given: ItemSet, confirmed: ItemSet)?, _ ways: Policy.Ways?,
        legalBases: [String], isStored: Bool, _ source: inout YAMLSource
    ) -> PlaceOfProtected? {
        guard let node = fields["protected"]?.value, let inner = source.fields(of: node, known: ["place", "ground", "legal-bases"], at: "protected")
        else { return nil }
        let ground = source.text("ground", inner, in: node)
        guard let place = source.required("place", inner, in: node), let text = source.scalar(place, "place") else { return nil }
        guard let word = PlaceOfProtected.Word(rawValue: text) else {
            source.note(.value, place, "支援措置の対象者の所在の扱いではありません: \(text)", expected: "withhold, confirm, give")
            return nil
        }
        var bases: [String] = []
        if let list = inner["legal-bases"]?.value {
            for (id, node) in source.list("legal-bases", list) ?? [] {
                if legalBases.contains(id) {
                    bases.append(id)
                } else {
                    source.note(.protected, node, "このポリシーの根拠ではありません: \(id)", expected: "ポリシーの legal-bases にある根拠")
                }
            }
        } else if word == .give {
            source.note(
                .protected, place, "支援措置の対象者の所在を提供する根拠（legal-bases）がありません", expected: "protected に legal-bases: [根拠] を書くか、place: withhold")
        }
        // Without a dataset or items there is nothing to compare with; that they lack is told already.
        guard let catalogue, let items else { return nil }
        if word == .give { tellsOfProtection(items.given, catalogue, place, &source) }
        if !isStored {
            if word != .withhold, items.given.union(items.confirmed).isDisjoint(with: catalogue.ofPlace) {
                source.note(.protected, place, "所在の項目がないため、place: \(text) は効きません", expected: "place: withhold か、protected を除く")
            }
            // What is released comes in the answer about one person, for which a system has to ask.
            if word == .confirm, let ways, !ways.pull {
                source.note(.protected, place, "waysにpullがないため、職員が確認しても提供されません", expected: "waysにpullを加えるか、place: withhold")
            }
        }
        return ground.map { PlaceOfProtected(word, ground: $0, legalBases: bases) }
    }

    /// Who is given where a protected person is, is told that they are protected: by all four items, of everybody, unasked.
    private static func tellsOfProtection(_ given: ItemSet, _ catalogue: ItemCatalogue, _ place: Node, _ source: inout YAMLSource) {
        guard catalogue.isOfRegister else {
            source.note(
                .protected, place, "データセット\(catalogue.dataset)には抑止・支援措置の項目がないため、支援措置の対象者の所在は提供できません", expected: "place: withhold か confirm")
            return
        }
        let missing = ItemCatalogue.register.items(of: ItemSet.ofProtection.subtracting(given))
        guard !missing.isEmpty else { return }
        source.note(
            .protected, place, "抑止・支援措置の四項目のすべてを、確認なしに提供しないため、支援措置の対象者の所在は提供できません",
            expected: "\(missing.map { "\($0.rawValue)(\($0.label))" }.joined(separator: "、")) をitemsに加えてconfirm-itemsから除くか、place: withhold か confirm")
    }
}
