package import Addressee

/// 審査の基礎. All that an examination stood on, so that it can be shown again, and so that it is seen when something of it has changed.
package struct ExaminationBasis: Sendable, Hashable, Codable, Unprinted {
    /// What the form says.
    package let application: ExemptionApplication
    /// Version of the household; 0 where none was entered.
    package let householdVersion: Int32
    /// 世帯; `nil` where none was entered.
    package let household: HouseholdEntry?
    /// 生年月日, as it was given; `nil` where it was not.
    package let born: String?
    /// Its 不詳表記.
    package let bornNotation: String?
    /// 所得 of everybody who is looked at.
    package let incomes: [KnownIncome]
    /// 月別の状況 of the months asked for; `nil` where no qualification is recorded, and the months were not held against it.
    package let months: [MonthRun]?
    /// What has to be found out before the record can be told.
    package let holds: [Hold]
    /// 審査の順.
    package let order: [ExemptionKind]
}

/// 審査の状態.
package enum ExaminationState: String, Sendable, Hashable, Codable, CaseIterable {
    /// 照会が要る: an income is not known, and nobody has asked for it.
    case toAsk = "to-ask"
    /// 所得待ち
    case waiting
    /// 保留
    case held
    /// 審査済み
    case decided

    /// Where an application stands by what the rules say; what somebody has to do comes first.
    init(_ basis: ExaminationBasis, _ proposal: ExemptionProposal) {
        let isHeld = proposal.parts.contains { if case .held = $0.outcome { true } else { false } }
        self =
            if !proposal.toAsk.isEmpty { .toAsk } else if isHeld || !basis.holds.isEmpty { .held } else if !proposal.waitingFor.isEmpty { .waiting } else {
                .decided
            }
    }

    /// In Japanese, for people.
    package var label: String {
        switch self {
        case .toAsk: "照会が要る"
        case .waiting: "所得待ち"
        case .held: "保留"
        case .decided: "審査済み"
        }
    }
}

/// 審査. What the rules made of an application at one time; whole, and never changed.
package struct KeptExamination: Sendable, Hashable, Unprinted {
    /// Names it.
    package let id: Int64
    /// The day in Japan on which it was made.
    package let on: CalendarDay
    /// By whose act.
    package let by: String
    /// How it stands.
    package let state: ExaminationState
    /// What it stood on.
    package let basis: ExaminationBasis
    /// 審査結果の案.
    package let proposal: ExemptionProposal
}
