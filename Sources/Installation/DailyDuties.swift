internal import AccessControl
public import Addressee
public import Departments
internal import Postgres
internal import Sharing

/// 日次の処理. What is due once a day in Japan: transfers that take effect and accounts that nobody uses, questions that lapse, the hub's day with the
/// policies that follow it, and what modules may forget. One place for all of it, whoever asks: the service, `atena work --calendar`, `atena access daily`.
public struct DailyDuties: Sendable {
    private let installation: Installation
    private let modules: [DepartmentModule]
    private let dormantDays: Int
    private let answerDays: Int

    /// What was done.
    public struct Done: Sendable {
        /// 発効した異動 and 停止した利用者.
        public var access: (transfers: Int, closed: Int)
        /// Questions that lapsed.
        public var lapsed: Int
        /// Persons who crossed an age; nil where the hub was at that day, or past it, already.
        public var crossed: Int?
    }

    /// - Parameter modules: those that run in this process.
    /// - Throws: `SettingsRefused` where a number of days is none.
    public init(_ installation: Installation, modules: [DepartmentModule]) throws {
        (self.installation, self.modules) = (installation, modules)
        dormantDays = try installation.settings.days(.dormantDays)
        answerDays = try installation.settings.days(.answerDays)
    }

    /// Does all that is due up to `day`. Doing it again changes nothing more.
    ///
    /// - Parameter whom: who does it, as the log is to name it.
    public func run(to day: CalendarDay, by whom: String) async throws -> Done {
        let access = try await access(by: whom)
        let lapsed = try await ManualConfirmation(provisioning: installation.provisioning).lapse(after: answerDays, byWhom: whom)
        let crossed = try await CalendarAdvance(pool: installation.pool).advance(to: day, by: whom)
        if crossed != nil { for module in modules { _ = try await module.forgetBatches() } }
        return Done(access: access, lapsed: lapsed, crossed: crossed)
    }

    /// Only what is due of people and rights.
    public func access(by whom: String) async throws -> (transfers: Int, closed: Int) {
        try await installation.access.daily(dormantAfter: dormantDays, byWhom: whom)
    }

    /// Tries again what the day could not do to policies.
    ///
    /// - Returns: how many were left before.
    public func catchUpPolicies() async throws -> Int {
        let left = try await installation.policies.overdue().count
        if left > 0 { try await CalendarAdvance(pool: installation.pool).catchUpPolicies() }
        return left
    }
}
