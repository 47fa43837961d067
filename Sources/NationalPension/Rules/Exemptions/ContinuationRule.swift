internal import Addressee

/// 継続審査 (施行規則第77条第3項). Whether an exemption may go on next year without a new application.
enum ContinuationRule {
    static func decide(_ application: ExemptionApplication, _ parts: [ExemptionProposal.Part], tables: RuleTables) -> ExemptionProposal.Continuation {
        let article: LawArticle = "国民年金法施行規則第77条第3項"
        func no(_ text: String) -> ExemptionProposal.Continuation { .init(isAllowed: false, reason: Reason(text, article)) }
        guard application.wantsContinuation else { return no("継続審査を希望していません。") }
        guard application.months.first.firstDay <= application.filedOn, application.filedOn <= application.months.last.lastDay else {
            return no("申請日が申請期間の中にないため、継続審査はできません。")
        }
        var granted: [KindAssessment] = []
        for part in parts {
            guard case .granted(let kind) = part.outcome, let assessment = part.kinds.last else { continue }
            guard tables.kinds[kind].mayContinue else { return no("\(tables.kinds[kind].label)は継続審査の対象となりません。") }
            granted.append(assessment)
        }
        if granted.isEmpty { return no("承認相当の期間がないため、継続審査はできません。") }
        if granted.contains(where: { $0.persons.contains { $0.special != nil } }) { return no("失業などの特例による場合、継続審査はできません。") }
        return .init(isAllowed: true, reason: Reason("所得による全額免除または納付猶予のため、翌年度も継続して審査できます。", article))
    }
}
