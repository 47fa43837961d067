extension FileLayout {
    /// 公開. A file of records that a system publishes: whose record it is, the record key, the dataset's items, whether the record is withdrawn, and whose file it
    /// is, where that is said.
    ///
    /// A record is whole in its row: an item that is empty is not set. The individual number has no column. What values an item takes the dataset's text says
    /// (値の範囲).
    public static func published(_ catalogue: ItemCatalogue) -> FileLayout {
        var columns = [Column(.atenabango, .alphanumerics, required: .always)]
        for item in catalogue.items where item != .kojinbango {
            let isKey = item == catalogue.recordKey
            // Counts and amounts may be none.
            columns.append(
                Column(
                    item, isKey ? .alphanumerics : .any, kind: item.kind == .integer ? .amount : nil, required: isKey ? .always : .never,
                    domain: catalogue.domains[item.rawValue]))
        }
        // Of a dataset that was approved before such a name was refused, the item is what stands there.
        columns += [Column(withdrawn, "取消し", item: nil, .halfWidth, 1, .digits, fixed: true, codes: ["0", "1"]), optionalBody()]
            .filter { catalogue[$0.name] == nil }
        let key = catalogue.recordKey.flatMap { catalogue.domains[$0.rawValue] == nil ? nil : Column($0, .alphanumerics, required: .always) }
        return FileLayout(name: catalogue.dataset.rawValue, edition: .national, columns: columns, keyOfWithdrawn: key)
    }

    /// 取消し. The column that says 1 where the record is no more.
    public static let withdrawn = "torikeshi"

    /// Columns that a file of any published dataset may have beside its items: no item is called so.
    public static let besideItems = [withdrawn, bodyCode]
}
