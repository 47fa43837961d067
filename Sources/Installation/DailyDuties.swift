internal import AccessControl
public import Addressee
public import Departments
internal import Governance
internal import Postgres
internal import Register
internal import Settings
internal import Sharing

/// 日次の処理. What is due once a day in Japan: the hub's day with the policies that follow it, transfers that take effect and accounts that nobody uses,
/// questions that lapse, and what modules may forget. One place for all of it, whoever asks: the service, `atena work --calendar`, `atena access daily`.
public struct DailyDuties: Sendable {
    private let installation: Installation
    private let modules: [DepartmentModule]

    /// - Parameter modules: those that this process delivers to.
    public init(_ installation: Installation, modules: [DepartmentModule]) { (self.installation, self.modules) = (installation, modules) }

    /// Reads how many days accounts and questions have, before anything begins.
    ///
    /// - Throws: `SettingsRefused` where a number of days is none.
    public func check() throws {
        _ = try installation.settings.days(.dormantDays)
        _ = try installation.settings.days(.answerDays)
    }

    /// Moves the hub's day, and lets modules forget what no delivery can bring again.
    ///
    /// - Parameter whom: who does it, as the log is to name it.
    /// - Returns: persons who crossed an age; nil where the hub was at that day, or past it, already.
    public func advance(to day: CalendarDay, by whom: String) async throws -> Int? {
        let crossed = try await CalendarAdvance(pool: installation.pool, store: installation.provisioning.store).advance(to: day, by: whom)
        if crossed != nil { for module in modules { _ = try await module.forgetBatches() } }
        return crossed
    }

    /// Lets transfers of today take effect, and closes accounts that nobody used.
    public func access(by whom: String) async throws -> (transfers: Int, closed: Int) {
        try await installation.access.daily(dormantAfter: installation.settings.days(.dormantDays), byWhom: whom)
    }

    /// Lets questions lapse that waited too long by today.
    ///
    /// - Returns: how many.
    public func answers(by whom: String) async throws -> Int {
        try await ManualConfirmation(provisioning: installation.provisioning).lapse(after: installation.settings.days(.answerDays), byWhom: whom)
    }

    /// Notes which files that were due have not come, an event each, once.
    ///
    /// - Returns: how many are new, and why nobody knows what is due, in Japanese; nil where it is known.
    public func sources(by whom: String) async throws -> (missed: Int, problem: String?) {
        let reading = installation.settings.sourceSchedule()
        guard case .known(let schedule) = reading else { return (0, reading.problem) }
        return (try await SourcesDue(pool: installation.pool).note(schedule, by: whom), nil)
    }

    /// Takes down which receivers have followed protection that was set, and tells the log of who has not within a day, once.
    ///
    /// - Returns: how many are new.
    public func protection(by whom: String) async throws -> Int {
        try await ProtectionNotices(provisioning: installation.provisioning).keep(by: whom)
    }

    /// Notes in the log which protection was set, and protects again whose protection was taken out of the tables.
    ///
    /// - Returns: how many sets are found missing for the first time.
    public func protectionTrail(by whom: String) async throws -> Int {
        try await ProtectionTrail(pool: installation.pool, vault: installation.provisioning.vault).keep(by: whom)
    }

    /// Counts the policies to which the day could not do what it should.
    public func overduePolicies() async throws -> Int { try await installation.policies.overdue().count }

    /// Tries these again.
    public func catchUpPolicies() async throws { try await CalendarAdvance(pool: installation.pool, store: installation.provisioning.store).catchUpPolicies() }
}
