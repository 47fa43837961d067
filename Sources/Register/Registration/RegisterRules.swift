internal import Addressee

/// What becomes of a row (Intake: the four counts add up).
package enum Verdict: Sendable {
    /// - Parameters:
    ///   - claim: what another has, and the person is registered without.
    ///   - withoutCode: whether the resident record code is left out of the version.
    case accepted(number: NumberPlan, claim: Claim? = nil, withoutCode: Bool = false)
    case unchanged
    case held(Hold)
    case rejected(code: String, item: String, reason: String)
}

/// What becomes of the individual number of an accepted row (NL-2).
package enum NumberPlan: Sendable {
    /// The link stays as it is, with or without a number.
    case keep(Vault.Place?)
    /// Links to a number that is held already.
    case link(Vault.Place)
    /// First seen: a new integrated addressee number.
    case assign
    /// The person's number changed: the integrated addressee number stays.
    case change(runningNumber: Int64)

    /// Whether the row's number gets an integrated number of its own.
    var assigns: Bool { if case .assign = self { true } else { false } }

    /// Whether the row's number is laid down in the vault for the first time.
    var laysDown: Bool {
        switch self {
        case .assign, .change: true
        case .keep, .link: false
        }
    }
}

/// The rules of the register, pure: facts are fetched first, then decided.
enum RegisterRules {
    /// Decides one row against what is held (CT-11, NL-2).
    static func decide(
        _ submission: Submission, from source: SystemName, held: Holding?, number: NumberFacts, changed: (Holding) -> ItemSet
    ) -> Verdict {
        if held == nil, let waits = numberForm(number) { return waits }
        if let fault = history(submission, source, held) { return fault }
        if let fault = movement(submission, held, changed) { return fault }
        return linking(submission, held, number)
    }

    private static func history(_ submission: Submission, _ source: SystemName, _ held: Holding?) -> Verdict? {
        guard let held else { return nil }
        guard let history = submission.history else {
            // A second department that registers the same person is news, though the row is not.
            return held.digest == submission.digest && held.registeredBy.contains(source.rawValue) ? .unchanged : nil
        }
        // The numbers are part of the row.
        if held.digest == submission.digest { return .unchanged }
        if history == held.history {
            return .rejected(code: "E0204", item: "rirekibango", reason: "同じ履歴番号で内容の異なる行がすでに登録されています。")
        }
        if history < held.history {
            return .rejected(code: "E0203", item: "rirekibango", reason: "履歴番号は登録済みの履歴番号より大きい番号で設定してください（履歴番号が同じときは、枝番号で比べます）。")
        }
        return nil
    }

    private static func movement(_ submission: Submission, _ held: Holding?, _ changed: (Holding) -> ItemSet) -> Verdict? {
        guard let reason = submission.reason else {
            if let held, !held.state.isNonResident {
                return .rejected(code: "E0207", item: "atenabango", reason: "住登者として登録されている宛名番号です。住登外者としては登録できません。")
            }
            // Who is dead does not come to life by a row that says nothing of it.
            if let held, held.state != .nonResident, !submission.isStateStated {
                return .rejected(
                    code: "E0213", item: "jutogaijotai",
                    reason: "\(held.state.label)として登録されている宛名番号です。住登外者の状態を\(LayoutEdition.national.label)の様式で設定してください。")
            }
            return nil
        }
        // A record that comes to the hub with a history of its own is taken over in the state it is in.
        let isTakenOver = held == nil && (submission.history?.number ?? 1) > 1
        if !isTakenOver {
            let before = RegisterState(held?.state)
            guard reason.allowedBefore.contains(before) else {
                return .rejected(
                    code: "E0201", item: "idojiyu",
                    reason: "異動事由「\(reason.nameJa)」は、異動前の状態が「\(before.label)」の人には使えません。")
            }
        }
        let after = reason.stateAfter ?? held?.state
        if let after, after != submission.state {
            return .rejected(
                code: "E0208", item: "juminjotai", reason: "異動事由「\(reason.nameJa)」の後の住民状態と一致しません。")
        }
        if let fault = ReasonConditions.fault(reason, held: held?.residentKind, row: submission.residentKind) {
            return .rejected(code: fault.code, item: fault.item, reason: fault.reason)
        }
        if reason.code == "41", let held {
            let beyond = ItemCatalogue.register.items(of: changed(held).subtracting(ItemSet.ofMoveWithinBody))
            if let first = beyond.first {
                return .rejected(
                    code: "E0202", item: first.rawValue,
                    reason: "転居で住所以外の項目（\(beyond.map(\.label).joined(separator: "、"))）が変わっています。")
            }
        }
        return nil
    }
}

extension ItemSet {
    /// 転居: what a move within the body may change.
    static let ofMoveWithinBody = ItemSet([
        .rirekibango, .rirekiEdabango, .jushoShikuchosonkodo, .jushoChoazakodo, .jushoTodofuken, .jushoShikugunchosonmei, .jushoChoaza,
        .jushoBanchigohyoki, .jushoKatagaki, .jushoYubinbango, .idojiyu, .idonengappi, .todokedenengappi, .jushoteinengappi,
    ])
}

extension RegisterState {
    /// What a clerk calls it.
    package var label: String {
        switch self {
        case .none: "未登録"
        case .resident: "住民"
        case .nonResident: "住登外者"
        case .movedOut: "転出者"
        case .dead: "死亡者"
        case .removed: "消除者"
        case .nonResidentDead: "住登外死亡者"
        case .nonResidentRemoved: "住登外の消除者"
        }
    }
}
