internal import Addressee
package import Installation
package import NationalPension
internal import Postgres
package import Settings

/// 国民年金のモジュール, where the body has one: a login and a database of its own, apart from the hub's.
package struct PensionModule: Sendable {
    /// `nil` where the body has none here.
    package let records: PensionRecords?

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
            }, heldOfPublication: publication.held, publicationProblem: publication.problem)
    }

    /// - Parameters:
    ///   - hub: under whose key ring the module's acts are sealed.
    ///   - program: version of the program, which knows the rules of its time.
    /// - Throws: `SettingsRefused` where the setting is of another form; `RuleTableError` where the rules can't be read.
    package init(_ settings: Settings, of hub: Installation, program: String = "") throws {
        guard settings[.pension] != nil else {
            records = nil
            return
        }
        let connection = try Installation.connection(settings, user: "atena_national_pension", role: nil, in: .pension)
        records = PensionRecords(
            pool: OpenPools.opened(Pool(settings: connection, maximum: 6)), tables: try RuleTables.delivered(),
            seal: PensionSeal { hub.seal($0, of: $1) }, program: program)
    }
}
