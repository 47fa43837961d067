internal import Addressee

/// Whose a number is, as far as the rules can say it by themselves (NL-2): facts are fetched first, then decided.
///
/// Two current residents never have one number by themselves, whatever of them agrees. Where a row says so, its person is registered without it,
/// and until a person decides the number goes out for neither.
extension RegisterRules {
    /// Facts about the numbers in the row.
    struct NumberFacts {
        /// Where the individual number is held already.
        var owner: Vault.Place?
        /// Who has it now, the row's own person not among them.
        var others: [Holder] = []
        /// Another resident who came under the number that the person has from before, while they were none; asked for where they become one again.
        var residentUnderOwn: Holder?
        /// Whether two people decided that it is not the row's person's.
        var isDenied = false
        /// The other current resident who has the resident record code.
        var codeHolder: Holder?
        /// The same for the code.
        var isCodeDenied = false
        /// Somebody of a new person's row who has the same addressee number but for leading zeros.
        var lookalike: Holder?
        /// Whether a correction of the person's number (46) waits for a clerk already: later rows change everything else.
        var isCorrectionWaiting = false
        /// What two people decided about the row.
        var ruling: Ruling?
        /// Who a row of the block says the person is; asked for only where two must be compared.
        var identityOfRow: (Int) -> Identity

        func identity(of holder: Holder) -> Identity {
            switch holder.who {
            case .known(let identity): identity
            case .row(let row): identityOfRow(row)
            }
        }
    }

    /// An addressee number that differs from a registered one in leading zeros only is held, never registered as a further person.
    static func numberForm(_ facts: NumberFacts) -> Verdict? {
        guard let lookalike = facts.lookalike else { return nil }
        return .held(
            Hold(code: HoldCode.zerosLost, reason: "先頭の0の数だけが異なる宛名番号の人が登録されています。表計算ソフトなどで先頭の0が失われていないか確認してください。", other: lookalike))
    }

    static func linking(_ submission: Submission, _ held: Holding?, _ facts: NumberFacts) -> Verdict {
        var (plan, claim): (NumberPlan, Claim?) = (.keep(held?.owner), nil)
        if submission.number != nil {
            switch number(submission, held, facts) {
            case .plan(let decided): plan = decided
            case .hold(let hold): return .held(hold)
            case .claim(let kept, let of, let owner):
                let running = [owner.runningNumber] + (kept.map { [$0.runningNumber] } ?? [])
                plan = .keep(kept)
                claim = Claim(
                    code: HoldCode.numberClaimed, reason: "個人番号が別の人に登録されています。どちらの番号か決まるまで、番号なしで登録し、どちらについても提供しません。",
                    items: ItemSet(.kojinbango), other: of, running: owner.runningNumber,
                    awaiting: [.init(whose: .claimant, items: ItemSet(.kojinbango))]
                        + running.map { .init(whose: .tiedTo($0), items: ItemSet(.kojinbango)) })
            }
        }
        // Who becomes a resident again keeps no number that another resident came under meanwhile.
        if let rival = facts.residentUnderOwn, case .keep(let kept?) = plan, kept.runningNumber == held?.owner?.runningNumber {
            let awaiting = [Awaiting(whose: .claimant, items: ItemSet(.kojinbango)), .init(whose: .tiedTo(kept.runningNumber), items: ItemSet(.kojinbango))]
            plan = .keep(nil)
            if claim == nil {
                claim = Claim(
                    code: HoldCode.numberClaimed, reason: "登録されていた個人番号が、その後に別の住民に登録されています。どちらの番号か決まるまで、番号なしで登録し、どちらについても提供しません。",
                    items: ItemSet(.kojinbango), other: rival, running: kept.runningNumber, awaiting: awaiting)
            }
        }
        if let holder = facts.codeHolder, !facts.isCodeDenied {
            let code = ItemSet(.juminhyokodo)
            let awaiting = [Awaiting(whose: .claimant, items: code), Awaiting(whose: .person(holder.addresseeID), items: code)]
            if claim == nil {
                claim = Claim(
                    code: HoldCode.recordCodeClaimed, reason: "住民票コードが別の住民に登録されています。どちらのコードか決まるまで、コードなしで登録し、どちらについても提供しません。",
                    items: code, other: holder, running: nil, awaiting: awaiting)
            } else {
                claim?.items.formUnion(code)
                claim?.awaiting += awaiting
            }
        }
        return .accepted(number: plan, claim: claim, withoutCode: facts.codeHolder != nil || facts.isCodeDenied)
    }

    private enum NumberVerdict {
        case plan(NumberPlan)
        case hold(Hold)
        /// The number of the other, which the person is registered without; what they had stays theirs.
        case claim(Vault.Place?, of: Holder, Vault.Place)
    }

    private static func number(_ submission: Submission, _ held: Holding?, _ facts: NumberFacts) -> NumberVerdict {
        // What never was hers is as if she had none.
        let current = facts.ruling == .neverHers ? nil : held?.owner
        guard let owner = facts.owner else {
            guard let current else { return .plan(.assign) }
            return changing(submission, current, facts, to: .change(runningNumber: current.runningNumber), running: nil)
        }
        let rivals = submission.state == .resident ? facts.others.filter(\.isResident) : []
        if owner == current {
            // Who comes back, and another resident has the number meanwhile.
            if held?.state != .resident, let rival = rivals.first { return .claim(nil, of: rival, owner) }
            return .plan(.keep(owner))
        }
        if facts.ruling == .new { return .plan(.keep(current)) }
        if facts.ruling == .link { return .plan(.link(owner)) }
        if facts.isDenied, facts.ruling == nil { return .plan(.keep(current)) }
        if let current {
            // A number that the person had before.
            if owner.runningNumber == current.runningNumber { return changing(submission, current, facts, to: .link(owner), running: owner.runningNumber) }
            if submission.reason?.code == "46" {
                return .hold(corrected(owner.runningNumber, facts.others.first, awaiting: rivals.isEmpty ? [] : [owner.runningNumber, current.runningNumber]))
            }
            if let rival = rivals.first { return .claim(current, of: rival, owner) }
            return .hold(
                Hold(code: HoldCode.numberOfAnother, reason: "個人番号が別の人に登録されています。", other: facts.others.first, running: owner.runningNumber))
        }
        if let rival = rivals.first { return .claim(nil, of: rival, owner) }
        // A department's record is compared with the resident's, where there is one.
        let compared = facts.others.contains(where: \.isResident) ? facts.others.filter(\.isResident) : facts.others
        if let other = compared.first, case let identity = facts.identityOfRow(submission.row),
            !compared.contains(where: { identity.agrees(with: facts.identity(of: $0)) })
        {
            if submission.state == .resident { return .claim(nil, of: other, owner) }
            return .hold(
                Hold(code: HoldCode.numberOfAnother, reason: "個人番号が、氏名・生年月日・性別の合わない人に登録されています。", other: other, running: owner.runningNumber))
        }
        return .plan(.link(owner))
    }

    /// The person has another number than the row: by 45 (個人番号の変更請求) it changed; 46 (個人番号の職権修正) does not say whether it changed or never was hers; others may not say so.
    private static func changing(
        _ submission: Submission, _ current: Vault.Place, _ facts: NumberFacts, to plan: NumberPlan, running: Int64?
    ) -> NumberVerdict {
        if facts.ruling == .changed { return .plan(plan) }
        switch submission.reason?.code {
        case nil, "45": return .plan(plan)
        case "46": return .hold(corrected(running, nil, awaiting: []))
        case _ where facts.isCorrectionWaiting: return .plan(.keep(current))
        default:
            return .hold(
                Hold(code: HoldCode.numberDiffers, reason: "個人番号が登録済みの番号と異なりますが、異動事由が個人番号の変更請求（45）ではありません。", running: running))
        }
    }

    private static func corrected(_ running: Int64?, _ other: Holder?, awaiting: [Int64]) -> Hold {
        Hold(
            code: HoldCode.numberCorrected, reason: "個人番号の職権修正（46）です。番号が変わったのか、登録されている番号がもともと別人のものだったのかを決めてください。", other: other,
            running: running, awaiting: awaiting.map { .init(whose: .tiedTo($0), items: ItemSet(.kojinbango)) })
    }
}
