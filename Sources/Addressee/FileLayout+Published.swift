extension FileLayout {
    /// 公開. A file of records that a system publishes: whose record it is, the record key, the dataset's items, whether the record is withdrawn, and whose file it
    /// is, where that is said.
    ///
    /// A record is whole in its row: an item that is empty is not set. The individual number has no column. What values an item takes the dataset's text says
    /// (値の範囲).
    public static func published(_ catalogue: ItemCatalogue) -> FileLayout {
        func column(_ item: Item, _ domain: ValueDomain?) -> Column {
            let isKey = item == catalogue.recordKey
            // Counts and amounts may be none.
            return Column(
                item, isKey ? .alphanumerics : .any, kind: item.kind == .integer ? .amount : nil, required: isKey ? .always : .never, domain: domain)
        }
        let items = catalogue.items.filter { $0 != .kojinbango }
        var columns = [Column(.atenabango, .alphanumerics, required: .always)] + items.map { column($0, catalogue.domains[$0.rawValue]) }
        // Of a dataset that was approved before such a name was refused, the item is what stands there.
        columns += [Column(withdrawn, "取消し", item: nil, .halfWidth, 1, .digits, fixed: true, codes: ["0", "1"]), optionalBody()]
            .filter { catalogue[$0.name] == nil }
        return FileLayout(
            name: catalogue.dataset.rawValue, edition: .national, columns: columns,
            ofWithdrawn: items.filter { catalogue.domains[$0.rawValue] != nil }.map { column($0, nil) })
    }

    /// 取消し. The column that says 1 where the record is no more.
    public static let withdrawn = "torikeshi"

    /// Columns that a file of any published dataset may have beside its items: no item is called so.
    public static let besideItems = [withdrawn, bodyCode]
}
