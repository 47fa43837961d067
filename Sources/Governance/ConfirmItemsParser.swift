internal import Addressee
internal import Yams

/// Reads `confirm-items:` of a policy file (自動応答不可の項目, CT-18): items of `items:` that go out only once a person of the staff released them.
enum ConfirmItemsParser {
    /// - Parameter ways: the ways of the policy; nil where they are not to be held against the list.
    static func items(
        _ fields: [String: YAMLSource.Field], _ catalogue: ItemCatalogue?, _ items: ItemSet?, _ ways: Policy.Ways?, _ source: inout YAMLSource
    ) -> ItemSet {
        guard let node = fields["confirm-items"]?.value, let list = source.list("confirm-items", node) else { return [] }
        var found: ItemSet = []
        for (text, node) in list {
            guard let catalogue else { continue }
            guard let item = source.item(text, in: catalogue) else {
                source.noteUnknownItem(text, node, in: catalogue)
                continue
            }
            if let items, !items.contains(item) {
                source.note(.confirmation, node, "itemsにない項目は確認待ちにできません: \(item.rawValue)(\(item.label))", expected: "itemsにある項目")
                continue
            }
            found.insert(ItemSet(item))
        }
        if let items, !items.isEmpty, items.subtracting(found).isEmpty {
            source.note(.confirmation, node, "すべての項目を確認待ちにすると、確認なしに提供するものがありません", expected: "確認なしに提供する項目を一つ以上残す")
        }
        // What waits comes in the answer about one person, for which a system has to ask.
        if let ways, !ways.pull {
            source.note(
                .confirmation, node, "waysにpullがないため、確認待ちの項目は確認しても提供されません",
                expected: "waysにpullを加えるか、項目をitemsとconfirm-itemsから除く")
        }
        return found
    }
}
