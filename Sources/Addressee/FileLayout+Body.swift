extension FileLayout {
    /// 市区町村コード. The column that names the body whose file or row it is, as the numbering API calls it (CT-19, decision 0091).
    public static let bodyCode = "shikuchosonkodo"
    /// 引継ぎ先の市区町村コード. The same of a hand-over: its other columns are the other municipality's, and this one says whom it is for.
    static let destinationCode = "hikitsugisakikodo"

    /// Where a row says whose it is; nil where the layout has no such column.
    public var bodyColumn: String? { columns.first { $0.item == nil && [Self.bodyCode, Self.destinationCode].contains($0.name) }?.name }

    /// The column where a file may leave it out: whatever names no body is taken as its source's.
    static func optionalBody(_ name: String = Self.bodyCode, _ label: String = "市区町村コード") -> Column {
        Column(name, label, item: nil, .halfWidth, 6, .digits, fixed: true, checkDigit: .localGovernmentCode)
    }
}
