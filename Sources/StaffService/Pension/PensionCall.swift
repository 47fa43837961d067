internal import AccessControl
internal import Addressee
internal import AuditTrail
internal import Governance
internal import Installation
internal import Logging
internal import MutualTLS
internal import NationalPension
internal import Postgres
internal import Register
internal import Sharing
internal import StaffAPI

/// 国民年金の要求. What a handler of the pension department has: its records, and who acts.
struct PensionCall: Sendable {
    let hub: Installation
    let principal: Principal
    let records: PensionRecords
    let clerk: Clerk
    let today: CalendarDay

    var log: PensionLog { PensionLog(pool: hub.pool) }

    init(_ call: StaffCall, _ records: PensionRecords) async throws {
        (hub, principal, self.records, today) = (call.hub, call.principal, records, .todayInJapan())
        let setUpBy = try await hub.pool.withConnection { try await SetUp.of(call.principal, on: $0) }
        clerk = Clerk(
            account: principal.account, setUpBy: setUpBy, section: principal.department ?? "", terminal: principal.terminal)
    }

    /// Refuses whoever can't be the second person for what another entered.
    ///
    /// - Parameters:
    ///   - examination: with which an application is to be accepted.
    ///   - mark: as which a claim is to be accepted.
    /// - Throws: `PensionRefused` J0002–J0005, J0014, J0034, J0048; `PostgresError`.
    func requireSecondPerson(for reception: ReceptionNumber, examination: Int64? = nil, mark: String? = nil) async throws {
        try await requireSecondPerson(after: try await records.entries(of: reception, examination: examination, mark: mark))
    }

    /// The same of anything that others entered.
    ///
    /// - Parameter own: said to whoever entered one of them.
    /// - Throws: `PensionRefused` J0004, J0005, J0014; `PostgresError`.
    func requireSecondPerson(after entries: [EnteredBy], or own: PensionRefused = .samePerson) async throws {
        for entry in entries {
            let word = TwoPeople.Word(account: entry.account, on: entry.on, setUpBy: entry.setUpBy)
            let violation = try await hub.pool.transaction { connection in
                try await TwoPeople(connection: connection, today: today).violation(by: principal, holding: .pensionWork, after: word)
            }
            switch violation {
            case nil: continue
            case .some(.ownProposal): throw own
            case .some(.withoutRight): throw PensionRefused.rightLost
            default: throw PensionRefused.notTwoPeople
            }
        }
    }

    /// Of whom nothing of where they are is shown: the register is asked, for what this module was given may be older than the protection.
    ///
    /// - Throws: `PostgresError`.
    func withoutPlace(_ numbers: [AddresseeNumber]) async throws -> Set<AddresseeNumber> {
        try await PersonLookup(provisioning: hub.provisioning).withoutPlace(among: numbers)
    }

    /// Whom of them nobody here is told where they are, or how they moved: the register says so, or what the module was given.
    ///
    /// - Throws: `PensionRefused` J0017; `PostgresError`.
    func hidden(_ numbers: [AddresseeNumber]) async throws -> Set<AddresseeNumber> {
        let numbers = Array(Set(numbers))
        return try await withoutPlace(numbers).union(try await records.protected(among: numbers))
    }

    /// A look at one person's rows of a list is a look at the person: it needs a reason, and is on record with whom it was about, before it is answered.
    ///
    /// - Returns: `nil` where no person was named.
    /// - Throws: as `told`; J0006 without a reason; `PostgresError`.
    func looked(_ list: String, at number: String?, _ stated: StatedReason?) async throws -> AddresseeNumber? {
        guard let number else { return nil }
        guard let stated else { throw PensionRefused.noReason }
        let (reason, found) = (try told(stated), try AddresseeNumber(number))
        try await log.lookedUp(found, by: principal, reason: reason, list: list)
        return found
    }

    /// The department goes on being told of whoever it keeps a record of, also when no other rule has them in its scope any more (NP-10).
    ///
    /// - Throws: `PostgresError`.
    func keepTold(of number: AddresseeNumber, because reason: String = "国民年金の記録がある") async throws {
        try await Interests(pool: hub.pool, vault: hub.provisioning.vault).keep(
            by: principal, holding: .pensionWork, .nationalPension, in: number, because: reason)
    }

    /// The same of what is kept already: that the hub can't note it now fails nothing, and is tried again when somebody looks.
    func keepToldOfKept(_ numbers: [AddresseeNumber], because reason: String = "国民年金の記録がある") async {
        for number in numbers {
            do { try await keepTold(of: number, because: reason) } catch {
                Logger(label: "atena.pension").error("an interest waits to be registered", metadata: ["error": .string("\(type(of: error))")])
            }
        }
    }

    /// The department is told of those whose income an application needs; that it is for its sake is kept, so that it can be ended.
    func keepTold(of numbers: [AddresseeNumber], for reception: ReceptionNumber) async {
        do { try await records.interestBegins(in: numbers, for: reception, by: clerk) } catch {
            // Told all the same: then it does not end by itself.
            Logger(label: "atena.pension").error("an interest is kept without its application", metadata: ["error": .string("\(type(of: error))")])
        }
        await keepToldOfKept(numbers, because: Self.examined)
    }

    /// Of whom no application has need any more, and nothing else of the department, it is told no longer: somebody who was entered by mistake, or for what was
    /// withdrawn. Where one can't be ended now, it is when the staff service goes through all of them (`PensionExaminer`).
    func endInterests(after reception: ReceptionNumber) async {
        let interests = PensionInterests(records, of: hub, logger: Logger(label: "atena.pension"))
        do { await interests.end(in: try await records.relatives(of: reception), by: clerk, onRecord: principal.name) } catch {
            Logger(label: "atena.pension").error("interests wait to be ended", metadata: ["error": .string("\(type(of: error))")])
        }
    }

    /// Why the department is told of somebody whose income an application needs.
    static var examined: String { "免除等の審査の対象者（配偶者・世帯主）" }

    /// Why the department is told of somebody who claims what another was insured for.
    static var claiming: String { "裁定請求の請求者" }

    /// Whether the hub, or the module, knows somebody of the number.
    ///
    /// - Throws: `PostgresError`.
    func isKnown(_ number: AddresseeNumber) async throws -> Bool {
        if try await isRegistered(number) { return true }
        return try await records.wasGiven(number)
    }

    /// A reason that says something.
    ///
    /// - Throws: `Problem` for a kind that is not on the list; `PensionRefused` J0006.
    func told(_ stated: StatedReason) throws -> LookupReason {
        let reason = try LookupReason(stated)
        try EnteredText.reason.checked(reason.text)
        guard reason.isTold else { throw reason.text.isEmpty ? PensionRefused.noReason : .shortReason }
        return reason
    }
}

extension StaffRoutes {
    /// Answers a request of the pension department: of people who have the right to its work, where the body has the module.
    ///
    /// The log is told before anything is done that earlier acts were, and of this one before it is acknowledged; a refusal is on record before it is told.
    /// - Parameter kind: of the event that a refusal is the failure of.
    func pension<R: StaffRequest>(_ request: R.Type, _ kind: EventKind, _ body: @escaping @Sendable (PensionCall, R) async throws -> R.Answer) {
        let module = pension
        answer(request) { call, question in try await call.pension(module, kind) { try await body($0, question) } }
    }

    /// The same of what brings a file.
    ///
    /// - Parameter body: sends it, when all is on record.
    func pensionFile<R: LongRequest>(
        _ request: R.Type, _ kind: EventKind, _ body: @escaping @Sendable (PensionCall, R, PartWriter) async throws -> R.Answer
    ) {
        let module = pension
        stream(request) { call, question, _, out in try await call.pension(module, kind) { try await body($0, question, out) } }
    }

    /// The same of what hands a file over.
    ///
    /// - Parameter body: is given where the file lies.
    func pensionTake<R: FilingRequest>(
        _ request: R.Type, _ kind: EventKind, _ body: @escaping @Sendable (StaffCall, PensionCall, R, _ path: String, PartWriter) async throws -> R.Answer
    ) {
        let module = pension
        take(request, for: .pensionWork) { call, question, path, out in
            try await call.pension(module, kind) { try await body(call, $0, question, path, out) }
        }
    }
}

extension StaffCall {
    fileprivate func pension<Answer>(_ module: PensionModule, _ kind: EventKind, _ body: (PensionCall) async throws -> Answer) async throws -> Answer {
        let person = try await self.person()
        let pool = hub.pool
        try await pool.permit(person, .pensionWork, or: kind)
        do throws(any Error) {
            guard let records = module.records else { throw PensionRefused.notHere }
            let log = PensionLog(pool: pool)
            try await log.tell(records)
            let answer: Answer
            do {
                answer = try await body(try await PensionCall(self, records))
            } catch {
                // What it opened all the same, a task for a clerk, is told, too.
                try await log.tell(records)
                throw error
            }
            // It is done, and on the module's own record: what the log can't be told now, it is told before the next.
            do { try await log.tell(records) } catch {
                Logger(label: "atena.pension").error("an act waits to be told to the log", metadata: ["error": .string("\(type(of: error))")])
            }
            return answer
        } catch let refused as AccessRefused {
            // On record where it was refused.
            throw refused
        } catch let error as PostgresError { throw error } catch let refused as any Explained {
            // Of whatever kind: a value that is none, an act that nobody may do, a reason that says nothing.
            try await pool.refuse(kind, refused.code, by: person)
            throw refused
        } catch let problem as Problem {
            try await pool.refuse(kind, problem.code, by: person)
            throw problem
        }
    }
}
