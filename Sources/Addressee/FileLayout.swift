/// A file layout at the hub's door (`reference/file-layouts.md`): its columns with types, lengths,
/// codes and when they must be set.
public struct FileLayout: Sendable, Hashable {
    /// `residents` or `nonresidents`.
    public let name: String
    /// 様式の版. Which code domains its columns have.
    public let edition: LayoutEdition
    /// All columns, in the layout's order (a file's own order is free). At most 64.
    public let columns: [Column]
    /// 取消しの行. Columns that are otherwise in a row that withdraws a record, which names what stands and says no more of it, whatever its values may be by now.
    public let ofWithdrawn: [Column]

    init(name: String, edition: LayoutEdition, columns: [Column], ofWithdrawn: [Column] = []) {
        (self.name, self.edition, self.columns, self.ofWithdrawn) = (name, edition, columns, ofWithdrawn)
    }

    /// The column of a name, `nil` where the layout has none.
    public func column(named name: String) -> Column? { columns.first { $0.name == name } }

    /// The same layout in another edition, or in its own.
    public func written(in edition: LayoutEdition) -> FileLayout {
        Self.all.first { $0.name == name && $0.edition == edition } ?? self
    }

    /// Every layout in every edition.
    public static let all = [residents, legacyResidents, nonResidents, legacyNonResidents]

    /// The items that a file of this layout can carry.
    public var items: ItemSet { ItemSet(columns.compactMap(\.item)) }

    /// One column.
    public struct Column: Sendable, Hashable {
        /// National item name in romaji; the header of the file.
        public let name: String
        /// The Japanese item name.
        public let label: String
        /// The item of the record that the column fills; `nil` for those that only drive the request (処理区分, 操作者ID …).
        public let item: Item?
        /// データ型 of its values.
        public let kind: Kind
        /// Characters allowed, where the kind does not say it all.
        public let characters: Characters
        /// Greatest length in characters (a variation selector does not count).
        public let length: Int
        /// Whether `length` is the only length.
        public let fixed: Bool
        /// 必須. When it must be set, and by which error code.
        public let required: Requirement
        /// Permitted values, in order; empty where any is.
        public let codes: [String]
        /// The edition whose domain the codes are, where editions differ; nil where all write them alike.
        public let edition: LayoutEdition?
        /// Values of another edition that no code of this one stands for.
        public let withoutNationalCode: [String]
        /// The check digit that the value must end with.
        public let checkDigit: CheckedNumber?
        /// 値の範囲 that the text of a published dataset says of the item.
        public let domain: ValueDomain?

        init(
            _ name: String, _ label: String, item: Item?, _ kind: Kind, _ length: Int, _ characters: Characters = .any,
            fixed: Bool = false, required: Requirement = .never, codes: [String] = [], checkDigit: CheckedNumber? = nil,
            edition: LayoutEdition? = nil, withoutNationalCode: [String] = [], domain: ValueDomain? = nil
        ) {
            self.name = name
            self.label = label
            self.item = item
            self.kind = kind
            self.characters = domain?.isDigits == true ? .digits : characters
            self.length = domain?.onlyLength ?? length
            self.fixed = fixed || domain?.onlyLength != nil
            self.required = required
            self.codes = domain?.codes ?? codes
            self.domain = domain
            self.edition = edition
            self.withoutNationalCode = withoutNationalCode
            self.checkDigit = checkDigit
        }

        /// A column of an item, with the item's name, label and (unless given) kind and length.
        init(
            _ item: Item, _ characters: Characters = .any, kind given: Kind? = nil, length: Int? = nil, fixed: Bool = false,
            required: Requirement = .never, codes: [String] = [], checkDigit: CheckedNumber? = nil, edition: LayoutEdition? = nil,
            withoutNationalCode: [String] = [], domain: ValueDomain? = nil
        ) {
            let own: Kind =
                switch item.kind {
                case .halfWidth: .halfWidth
                case .fullWidth: .fullWidth
                case .integer: .integer
                case .date: .date
                }
            let kind = given ?? own
            self.init(
                item.rawValue, item.label, item: item, kind, length ?? item.length, characters, fixed: fixed || kind == .date,
                required: required, codes: codes, checkDigit: checkDigit, edition: edition, withoutNationalCode: withoutNationalCode, domain: domain)
        }
    }

    /// データ型
    public enum Kind: Sendable, Hashable {
        /// X
        case halfWidth
        /// Ｎ (half-width allowed)
        case fullWidth
        /// 9, from 1
        case integer
        /// 9, 0 and less than 0 too, without leading zeros: a count, or an amount in yen
        case amount
        /// DATE `YYYY-MM-DD`
        case date
        /// TIME `HH:MM:SS` or `HH:MM`
        case time
    }

    /// 指定文字 of a half-width column.
    public enum Characters: Sendable, Hashable {
        case any
        /// 半角数字
        case digits
        /// 半角英数字
        case alphanumerics
    }

    /// Numbers that carry a check digit.
    public enum CheckedNumber: Sendable, Hashable {
        /// 個人番号, E0101
        case individualNumber
        /// 住民票コード, E0102
        case residentRecordCode
        /// 市区町村コード, E0103
        case localGovernmentCode
    }

    /// 必須. When a column must be set.
    public enum Requirement: Sendable, Hashable {
        /// ◎: else E0001. The column must stand in the header.
        case always
        /// ◎ unless all conditions hold: else E0001. The column must stand in the header.
        case alwaysUnless([Condition])
        /// When all conditions hold: else E0004 with this reason (Japanese).
        case when([Condition], reason: String)
        /// May always be empty.
        case never
    }

    /// A condition on other columns of the row.
    public enum Condition: Sendable, Hashable {
        /// The column has one of these values (at most 8 characters each).
        case equals(String, [String])
        /// At least one of the columns is set.
        case anySet([String])
        /// None of the columns is set.
        case noneSet([String])
    }
}
