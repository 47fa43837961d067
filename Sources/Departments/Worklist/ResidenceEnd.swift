import Addressee
import ConnectorKit

/// 消除. How and when somebody ceased to be a resident.
struct ResidenceEnd: Sendable, Hashable {
    /// Code of the movement reason.
    var reason: String
    /// 異動年月日: the first day without residence here.
    var day: CalendarDay

    init(reason: String, day: CalendarDay) {
        self.reason = reason
        self.day = day
    }

    /// The latest of the reasons that ends residence; `nil` where none does (a correction, a calendar, a narrower policy).
    init?(_ reasons: [ReasonOnDay]) {
        var latest: ResidenceEnd?
        for given in reasons {
            guard let reason = MovementReason(code: given.idojiyu), let after = reason.stateAfter, after != .resident else { continue }
            if let found = latest, found.day > given.idonengappi { continue }
            latest = ResidenceEnd(reason: given.idojiyu, day: given.idonengappi)
        }
        guard let latest else { return nil }
        self = latest
    }

    /// 異動の取消し（減）: the entry is cancelled, so the residence never was.
    var isCancellation: Bool { reason == "28" }

    /// 資格喪失日 of an insured person.
    ///
    /// The day after (介護保険法11条1項, 国民健康保険法8条1項, 国民年金法9条); the same day where the person became a resident of another municipality on it
    /// (the provisos; 国内転出), or where only the record is exchanged (帰化, 国籍喪失: another record begins that day).
    var lossDay: CalendarDay {
        switch reason {
        case "21", "24", "25": day
        default: day.adding(days: 1)
        }
    }
}
