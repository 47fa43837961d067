extension FileLayout {
    /// 国民年金の移行, by kind: what an existing city's pension system hands over, in a layout of ours; the nation has published none.
    public static func pension(_ kind: PensionFile) -> FileLayout {
        let who = Column(.atenabango, .alphanumerics, required: .always)
        func day(_ name: String, _ label: String, _ required: Requirement = .never) -> Column {
            Column(name, label, item: nil, .date, 10, fixed: true, required: required)
        }
        func code(_ name: String, _ label: String, _ required: Requirement = .never) -> Column {
            Column(name, label, item: nil, .halfWidth, 40, required: required)
        }
        let rest: [Column] =
            switch kind {
            case .basic:
                [
                    Column("kisonenkinbango", "基礎年金番号", item: nil, .halfWidth, 11), Column("denwabango", "電話番号", item: nil, .halfWidth, 20),
                    Column("biko", "備考", item: nil, .fullWidth, 1_000),
                ]
            case .qualification:
                [
                    code("shubetsu", "種別", .always), day("shutokubi", "取得日", .always), code("shutokujiyu", "取得事由"), day("soshitsubi", "喪失日"),
                    code("soshitsujiyu", "喪失事由"), day("kijunbi", "基準日", .always),
                ]
            case .exemption:
                [
                    code("menjoshubetsu", "免除の種類", .always), Column("kaishitsuki", "始月", item: nil, .halfWidth, 7, fixed: true, required: .always),
                    Column("shuryotsuki", "終月", item: nil, .halfWidth, 7, fixed: true, required: .always),
                ]
            case .additional: [day("moshidebi", "申出日", .always), day("jitaibi", "辞退の申出日")]
            }
        return FileLayout(name: "pension-\(kind.rawValue)", edition: .national, columns: [who] + rest)
    }

    /// 移行の種類.
    public enum PensionFile: String, Sendable, Hashable, CodedTerm {
        /// 年金基本
        case basic
        /// 資格
        case qualification
        /// 免除・猶予
        case exemption
        /// 付加保険料
        case additional

        /// For people.
        public var label: String {
            switch self {
            case .basic: "年金基本"
            case .qualification: "資格"
            case .exemption: "免除"
            case .additional: "付加"
            }
        }
    }
}
