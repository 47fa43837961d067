internal import Addressee
internal import AuditTrail
package import Installation
package import NationalPension
internal import Oversight
internal import Postgres
package import Settings

/// 国民年金のモジュール, where the body has one: a login and a database of its own, apart from the hub's.
package struct PensionModule: Sendable {
    /// `nil` where the body has none here.
    package let records: PensionRecords?
    /// 期限を過ぎたもの for measures: read once in some minutes, however many ask; `nil` where the records can't be read.
    private let arrears: PromptReading<PensionArrears?>

    /// What an operator is told of it; `nil` where the body has none here.
    func state(on today: CalendarDay) async -> PensionState? {
        guard let records else { return nil }
        // What can't be asked now is told as that, and hides nothing else.
        let publication = records.toPublish.outcome
        let batches = try? await records.batches(overdueOn: today, limit: 1_000)
        return PensionState(
            untrueRows: records.untrueRows,
            overdueMedia: batches?.compactMap { batch in
                batch.daysOverdue(on: today).map { PensionState.Medium(batch: "\(batch.head.batch)", step: batch.stands, daysOverdue: $0) }
            }, arrears: try? await records.arrears(on: today), today: today, heldOfPublication: publication.held,
            publicationProblem: publication.problem, refusedOfPublication: publication.refused)
    }

    /// Measures for `/metrics`: of what only its database knows none while that can't be read, which `atena_pension_up` tells.
    func metrics() async -> [HealthMetric] {
        var known: PensionArrears?
        if records != nil, let read = await arrears.value() { known = read }
        var overdue = HealthMetric(
            "atena_pension_overdue",
            help: "Pension receptions, reports, tasks and proposals past their day, by kind; 0 is ordinary; none is told where the records can't be read.")
        if let known {
            for (what, count) in [("receptions", known.receptions), ("reports", known.reports), ("tasks", known.tasks), ("proposals", known.proposals)] {
                overdue.add(Double(count.count), [("what", what)])
            }
        }
        return [
            HealthMetric(
                "atena_pension_up",
                help: "1 where the pension department's records answered the last look in time, otherwise 0; none where the body has none here.",
                value: records == nil ? nil : known == nil ? 0 : 1),
            overdue,
            HealthMetric(
                "atena_pension_batch_days_late",
                help: "Days by which a batch of pension reports is late, from a week after the longest waiting one was accepted; 0 where none waits so long.",
                value: known.map { Double($0.batchDaysLate(on: .todayInJapan())) }),
        ]
    }

    /// - Parameters:
    ///   - hub: under whose key ring the module's acts are sealed.
    ///   - program: version of the program, which knows the rules of its time.
    /// - Throws: `SettingsRefused` where the setting is of another form; `RuleTableError` where the rules can't be read.
    package init(_ settings: Settings, of hub: Installation, program: String = "") throws {
        var opened: PensionRecords?
        if settings[.pension] != nil {
            let connection = try Installation.connection(settings, user: "atena_national_pension", role: nil, in: .pension)
            opened = PensionRecords(
                pool: OpenPools.opened(Pool(settings: connection, maximum: 6)), tables: try RuleTables.delivered(),
                seal: PensionSeal { hub.seal($0, of: $1) }, program: program)
        }
        records = opened
        arrears = PromptReading(youth: .seconds(60), age: .seconds(300), deadline: .seconds(2)) { [opened] in
            try? await opened?.arrears(on: .todayInJapan())
        }
    }
}
