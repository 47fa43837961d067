/// 異動事由 (idojiyu). Why a resident's record was entered, removed or corrected, and which states it may follow.
///
/// Source: `reference/movement-reasons.tsv`; the reasons are those of 住民記録システム標準仕様書 v1.0 §1.2.2, the codes are ours.
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

    /// Two characters, such as `A1`.
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
    public var changesResidentKind: Bool { ["A1", "A2", "A4", "A5", "A6", "C3", "C4", "DA"].contains(code) }

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
        MovementReason("A1", .entry, "国内転入", [.none, .movedOut, .nonResident, .removed], .resident),
        MovementReason("A2", .entry, "国外転入等", [.none, .movedOut, .nonResident, .removed], .resident),
        MovementReason("A3", .entry, "出生", [.none], .resident),
        MovementReason(
            "A4", .entry, "職権記載（帰化等）", [.none, .removed], .resident,
            only: .japanese),
        MovementReason(
            "A5", .entry, "職権記載（国籍喪失）", [.none, .removed], .resident,
            only: .foreign),
        MovementReason("A6", .entry, "職権記載", [.none, .movedOut, .nonResident, .removed], .resident),
        MovementReason("A7", .entry, "改製", [.resident], .resident),
        MovementReason("A8", .entry, "再製", [.resident], .resident),
        MovementReason("A9", .entry, "異動の取消し（増）", [.movedOut, .dead, .removed], .resident),
        MovementReason("B1", .removal, "国内転出", [.resident], .movedOut),
        MovementReason("B2", .removal, "国外転出", [.resident], .movedOut),
        MovementReason("B3", .removal, "死亡", [.resident], .dead),
        MovementReason(
            "B4", .removal, "職権消除（帰化等）", [.resident], .removed,
            only: .foreign),
        MovementReason(
            "B5", .removal, "職権消除（国籍喪失）", [.resident], .removed,
            only: .japanese),
        MovementReason("B6", .removal, "職権消除", [.resident], .removed),
        MovementReason("B7", .removal, "改製", [.resident], .resident),
        MovementReason("B8", .removal, "再製", [.resident], .resident),
        MovementReason("B9", .removal, "異動の取消し（減）", [.resident], .removed),
        MovementReason("C1", .correction, "転居", [.resident], .resident),
        MovementReason("C2", .correction, "軽微な修正", any, nil),
        MovementReason("C3", .correction, "職権修正", any, nil),
        MovementReason("C4", .correction, "誤記修正", any, nil),
        MovementReason("C5", .correction, "個人番号の変更請求", [.resident], .resident),
        MovementReason("C6", .correction, "個人番号の職権修正", any, nil),
        MovementReason("C7", .correction, "個人番号の職権記載", any, nil),
        MovementReason("C8", .correction, "住民票コードの変更請求", [.resident], .resident),
        MovementReason("C9", .correction, "住民票コードの職権記載", [.resident], .resident),
        MovementReason("D1", .correction, "世帯分離", [.resident], .resident),
        MovementReason("D2", .correction, "世帯合併", [.resident], .resident),
        MovementReason("D3", .correction, "世帯変更", [.resident], .resident),
        MovementReason("D4", .correction, "世帯主変更", [.resident], .resident),
        MovementReason("D5", .correction, "旧氏の記載", [.resident], .resident),
        MovementReason("D6", .correction, "旧氏の変更", [.resident], .resident),
        MovementReason("D7", .correction, "旧氏の削除", [.resident], .resident),
        MovementReason("D8", .correction, "通称の記載", [.resident], .resident),
        MovementReason("D9", .correction, "通称の削除", [.resident], .resident),
        MovementReason("DA", .correction, "異動の取消し（修正）", any, nil),
    ]
}
