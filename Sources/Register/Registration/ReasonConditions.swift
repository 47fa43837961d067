internal import Addressee

/// 異動事由の条件. Which residents a reason concerns, and when 住民種別 may change (`movement-reasons.tsv`).
enum ReasonConditions {
    /// Why the reason can't be used for this person; nil where it can.
    ///
    /// - Parameters:
    ///   - held: 住民種別 of the record as held before; nil where none is, or a non-resident's.
    ///   - row: 住民種別 of the row.
    static func fault(_ reason: MovementReason, held: ResidentKind?, row: ResidentKind?) -> LogicFault? {
        if let only = reason.onlyFor, let subject = subject(reason, held, row), subject != only {
            return LogicFault(
                code: "E0210", item: "juminshubetsu",
                reason: "異動事由「\(reason.nameJa)」は、\(subject.isForeign ? "外国人" : "日本人")住民には使えません。異動事由か住民種別を確かめてください。")
        }
        if let held, let row, held != row, !reason.changesResidentKind {
            return LogicFault(
                code: "E0212", item: "juminshubetsu",
                reason: "異動事由「\(reason.nameJa)」で住民種別が変わっています。帰化・国籍喪失は職権消除と職権記載で、誤りは職権修正か誤記修正で送ってください。")
        }
        return nil
    }

    /// Whom the condition speaks of: an entry of the record that begins, a removal or correction of the one that is held. One that comes with a
    /// history of its own is taken by what it says of itself.
    private static func subject(_ reason: MovementReason, _ held: ResidentKind?, _ row: ResidentKind?) -> ResidentKind? {
        switch reason.kind {
        case .entry: row
        case .removal, .correction: held ?? row
        }
    }
}
