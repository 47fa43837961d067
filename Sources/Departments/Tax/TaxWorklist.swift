import Addressee
import Postgres
import ReceiverLedger

/// 個人住民税. Who was resident on each 1 January (賦課期日).
struct TaxWorklist: Worklist {
    /// Years back for which an assessment may still be decided (地方税法17条の5).
    static let yearsBack = 5

    let categories: [WorklistCategory] = [
        WorklistCategory("this-year", "本年1月1日(賦課期日)現在の住民", on("date_trunc('year', day)::date")),
        WorklistCategory("last-year", "前年1月1日(賦課期日)現在の住民", on("(date_trunc('year', day) - interval '1 year')::date")),
        WorklistCategory("residents", "現在の住民", on("day")),
        WorklistCategory("this-year-left", "本年の賦課期日後に転出・死亡等した者", "\(on("date_trunc('year', day)::date")) AND resident_until <= day"),
        WorklistCategory("to-confirm", "期間の要確認", "NOT (start_known AND end_known)"),
    ]

    private static func on(_ day: String) -> String {
        "resident_from <= \(day) AND (resident_until IS NULL OR resident_until > \(day))"
    }

    func counts(on day: CalendarDay) -> Query { WorklistCategory.counts(categories, in: "tax.residence", on: day) }

    func withdrawal(of items: ItemSet, from persons: [String]?) -> [Query] {
        var queries: [Query] = []
        if !items.isDisjoint(with: [ItemSet(.juminnengappi), ItemSet(.jushoteinengappi)]) {
            queries += TaxQueries.forgetBeginnings(of: persons)
        }
        if items.contains(.idonengappi) { queries.append(TaxQueries.forgetEnds(of: persons)) }
        if items.contains(.idojiyu) { queries.append(TaxQueries.forgetReasons(of: persons)) }
        return queries
    }

    func queries(_ changes: [Change], on day: CalendarDay) -> [Query] {
        var new = Periods()
        var periods = Periods()
        var open = Periods()
        var endedNumbers: [String] = []
        var endedDays: [PostgresDay] = []
        var endedReasons: [String] = []
        var cancelledNumbers: [String] = []
        var cancelledFrom: [PostgresDay?] = []
        var withdrawn: [String] = []
        for change in changes {
            let number = change.number
            switch ResidenceDecision(change.state, on: day) {
            case .period(let residence):
                if change.isNew { new.append(number, residence) } else { periods.append(number, residence) }
            case .open(let residence): open.append(number, residence)
            case .ended(let end) where !change.isNew:
                endedNumbers.append(number)
                endedDays.append(end.day.postgres)
                endedReasons.append(end.reason)
            case .cancelled(let from) where !change.isNew:
                cancelledNumbers.append(number)
                cancelledFrom.append(from?.postgres)
            case .withdrawn where !change.isNew: withdrawn.append(number)
            case .ended, .cancelled, .withdrawn, .unchanged: break
            }
        }
        var queries = [TaxQueries.assessmentDates(through: day)]
        if !new.numbers.isEmpty { queries.append(TaxQueries.writeNew(new)) }
        if !periods.numbers.isEmpty { queries.append(TaxQueries.write(periods)) }
        if !open.numbers.isEmpty { queries.append(TaxQueries.writeIfNoneOpen(open)) }
        if !endedNumbers.isEmpty { queries += TaxQueries.end(endedNumbers, endedDays, endedReasons) }
        if !cancelledNumbers.isEmpty { queries.append(TaxQueries.cancel(cancelledNumbers, cancelledFrom)) }
        if !withdrawn.isEmpty { queries.append(TaxQueries.withdraw(withdrawn)) }
        return queries
    }

    struct Periods {
        var numbers: [String] = []
        var from: [PostgresDay] = []
        var until: [PostgresDay?] = []
        var endReasons: [String?] = []
        var startKnown: [Bool] = []
        var endKnown: [Bool] = []

        mutating func append(_ number: String, _ residence: Residence) {
            numbers.append(number)
            from.append(residence.from.postgres)
            until.append(residence.until?.postgres)
            endReasons.append(residence.endReason)
            startKnown.append(residence.startKnown)
            endKnown.append(residence.endKnown)
        }
    }
}
