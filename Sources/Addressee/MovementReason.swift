/// 異動事由 (idojiyu). Why a resident's record was entered, removed or corrected, and which states it may follow.
///
/// Source: `reference/movement-reasons.tsv`; the reasons are those of 住民記録システム標準仕様書 v1.0 §1.2.2, the codes are the national ones
/// (`reference/national-codes.tsv`). 消除_再製 alone has none, and keeps its code of the legacy edition.
public struct MovementReason: Sendable, Hashable, CustomStringConvertible {
    /// 異動区分
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// 記載
        case entry
        /// 消除
        case removal
        /// 修正
        case correction
    }

    /// Two characters, such as `01`.
    public let code: String
    /// 異動区分. Whether the reason enters, removes or corrects a record.
    public let kind: Kind
    /// In Japanese, such as 国内転入.
    public let nameJa: String
    /// States in which the register may hold the person before this movement (CT-11).
    public let allowedBefore: Set<RegisterState>
    /// The state afterwards; `nil` leaves it as it was.
    public let stateAfter: ResidentState?
    /// Set where the reason concerns only Japanese or only foreign residents: of an entry (記載) the record that is entered, of a removal (消除) and of a
    /// correction (修正) the one that is held.
    public let onlyFor: ResidentKind?

    /// Whether 住民種別 may be another afterwards: a new record of someone who was not resident, and corrections that may correct anything.
    public var changesResidentKind: Bool { ["01", "02", "04", "05", "06", "43", "44", "59"].contains(code) }

    /// Whether the nation has a code for it: all but 消除_再製.
    public var isNational: Bool { code != LegacyCodes.withoutNationalCode }

    /// `nil` where no reason has the code.
    public init?(code: some StringProtocol) {
        guard let found = Self.byCode[String(code)] else { return nil }
        self = found
    }

    /// Code and Japanese name.
    public var description: String { "\(code) \(nameJa)" }

    /// By code, which is unique among the reasons.
    public static func == (a: Self, b: Self) -> Bool { a.code == b.code }
    /// By code, as `==`.
    public func hash(into hasher: inout Hasher) { hasher.combine(code) }

    private init(
        _ code: String, _ kind: Kind, _ nameJa: String, _ allowedBefore: Set<RegisterState>,
        _ stateAfter: ResidentState?, only: ResidentKind? = nil
    ) {
        self.code = code
        self.kind = kind
        self.nameJa = nameJa
        self.allowedBefore = allowedBefore
        self.stateAfter = stateAfter
        onlyFor = only
    }

    private static let byCode = Dictionary(uniqueKeysWithValues: all.map { ($0.code, $0) })
    private static let any = Set(RegisterState.allCases)

    /// All reasons, in the order of the list.
    public static let all: [MovementReason] = [
        MovementReason("01", .entry, "国内転入", [.none, .movedOut, .nonResident, .nonResidentRemoved, .removed], .resident),
        MovementReason("02", .entry, "国外転入等", [.none, .movedOut, .nonResident, .nonResidentRemoved, .removed], .resident),
        MovementReason("03", .entry, "出生", [.none], .resident),
        MovementReason(
            "04", .entry, "職権記載（帰化等）", [.none, .removed], .resident,
            only: .japanese),
        MovementReason(
            "05", .entry, "職権記載（国籍喪失）", [.none, .removed], .resident,
            only: .foreign),
        MovementReason("06", .entry, "職権記載", [.none, .movedOut, .nonResident, .nonResidentRemoved, .removed], .resident),
        MovementReason("07", .entry, "改製", [.resident], .resident),
        MovementReason("08", .entry, "再製", [.resident], .resident),
        MovementReason("09", .entry, "異動の取消し（増）", [.movedOut, .dead, .removed], .resident),
        MovementReason("21", .removal, "国内転出", [.resident], .movedOut),
        MovementReason("22", .removal, "国外転出", [.resident], .movedOut),
        MovementReason("23", .removal, "死亡", [.resident], .dead),
        MovementReason(
            "24", .removal, "職権消除（帰化等）", [.resident], .removed,
            only: .foreign),
        MovementReason(
            "25", .removal, "職権消除（国籍喪失）", [.resident], .removed,
            only: .japanese),
        MovementReason("26", .removal, "職権消除", [.resident], .removed),
        MovementReason("27", .removal, "改製", [.resident], .resident),
        MovementReason("B8", .removal, "再製", [.resident], .resident),
        MovementReason("28", .removal, "異動の取消し（減）", [.resident], .removed),
        MovementReason("41", .correction, "転居", [.resident], .resident),
        MovementReason("42", .correction, "軽微な修正", any, nil),
        MovementReason("43", .correction, "職権修正", any, nil),
        MovementReason("44", .correction, "誤記修正", any, nil),
        MovementReason("45", .correction, "個人番号の変更請求", [.resident], .resident),
        MovementReason("46", .correction, "個人番号の職権修正", any, nil),
        MovementReason("47", .correction, "個人番号の職権記載", any, nil),
        MovementReason("48", .correction, "住民票コードの変更請求", [.resident], .resident),
        MovementReason("49", .correction, "住民票コードの職権記載", [.resident], .resident),
        MovementReason("50", .correction, "世帯分離", [.resident], .resident),
        MovementReason("51", .correction, "世帯合併", [.resident], .resident),
        MovementReason("52", .correction, "世帯変更", [.resident], .resident),
        MovementReason("53", .correction, "世帯主変更", [.resident], .resident),
        MovementReason("54", .correction, "旧氏の記載", [.resident], .resident),
        MovementReason("55", .correction, "旧氏の変更", [.resident], .resident),
        MovementReason("56", .correction, "旧氏の削除", [.resident], .resident),
        MovementReason("57", .correction, "通称の記載", [.resident], .resident),
        MovementReason("58", .correction, "通称の削除", [.resident], .resident),
        MovementReason("59", .correction, "異動の取消し（修正）", any, nil),
    ]
}
