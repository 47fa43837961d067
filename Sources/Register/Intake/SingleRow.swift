public import AccessControl
public import Addressee
internal import AuditTrail
internal import Postgres
internal import SourceFiles

extension Intake {
    /// What became of one row.
    public enum RowOutcome: Sendable, Equatable {
        /// A new version.
        case accepted
        /// Accepted, and given this 宛名番号.
        case assigned(addresseeNumber: String)
        /// Accepted without a number that another has; whose it is waits for a clerk.
        case claimed(code: String)
        /// Held as it is already.
        case unchanged
        /// Waits for a clerk.
        case held(code: String)
        /// Refused, with the codes of its faults.
        case rejected(codes: [String])
    }

    /// Takes rows in as they happen (随時), through the same checks as a file. Rows that come at one moment share a transaction.
    public struct Door: Sendable {
        fileprivate let intake: Intake
        fileprivate let fields: SubmissionFields
        fileprivate let source: SystemName
        fileprivate let body: LocalGovernmentCode?
        fileprivate let byWhom: String
        fileprivate let group = CommitGroup<[UInt8], RowOutcome>(gathering: .milliseconds(20))
    }

    /// Opens the door for rows with this header.
    ///
    /// - Parameter principal: must have the right to operate deliveries; every row's event names who it is.
    /// - Throws: `AccessRefused` without the right, and `FileRefused` for a header that does not fit the layout, both recorded; `PostgresError`.
    public func door(_ principal: Principal, header: [UInt8], layout: FileLayout, source: SystemName) async throws -> Door {
        let told = ["layout": layout.name, "source": source.rawValue]
        try await pool.permit(principal, .operateDeliveries, or: .rowsRefused, fields: told)
        let body = try await pool.withConnection { try await HubBody.read(on: $0) }?.code
        do throws(FileRefused) {
            let fields = SubmissionFields(layout: layout, header: try FileHeader(header, layout: layout))
            return Door(intake: self, fields: fields, source: source, body: body, byWhom: principal.name)
        } catch {
            try await pool.refuse(.rowsRefused, error.code, by: principal, fields: told)
            throw error
        }
    }
}

extension Intake.Door {
    /// Takes one row in; when this returns, it is durable.
    ///
    /// - Throws: `PostgresError` where the database is away: the row may be submitted again without harm. `NumberingUnknown` where a row
    ///   asked for a number and the connection broke at the commit: look for the person before asking again.
    package func submit(_ row: [UInt8]) async throws -> Intake.RowOutcome {
        try await group.submit(row) { rows in
            do {
                return try await take(rows).map { .success($0) }
            } catch  where rows.count > 1 && !(error is NumberingUnknown) {
                // What the group stumbled over may be one row's alone.
                var answers: [Result<Intake.RowOutcome, any Error>] = []
                for row in rows {
                    do { answers.append(.success(try await take([row])[0])) } catch { answers.append(.failure(error)) }
                }
                return answers
            }
        }
    }

    /// Takes rows in, in their order, in one transaction.
    func take(_ rows: [[UInt8]]) async throws -> [Intake.RowOutcome] {
        var block = RowBlock(
            lane: 0, number: 0, columnCount: fields.header.columnCount, ignoring: fields.header.ignored, capacity: rows.count)
        for (index, row) in rows.enumerated() { row.withUnsafeBytes { block.append($0, line: index + 1) } }
        var outcomes = [Intake.RowOutcome](repeating: .accepted, count: rows.count)
        let looked = try RegisteredRows(vault: intake.vault, fields: fields, source: source, body: body, comesByRows: true).check(block, on: intake.today())
        let (submissions, national) = (looked.taken, looked.national)
        for (index, found) in looked.faults { outcomes[index] = .rejected(codes: found.map(\.code)) }
        let faults = looked.faults.values.joined().map(\.code)
        let events = IntakeEvents(source: source.rawValue, byWhom: byWhom)
        guard !submissions.isEmpty else {
            let refused = block
            try await IntakeRetry.retrying { _ in
                try await intake.pool.transaction(opening: [HubCalendar.holdingStill, Connection.keepingPlans]) { connection in
                    let outcome = try await BlockRegistration(vault: intake.vault, fields: fields, source: source).register([], of: refused, on: connection)
                    let told =
                        [events.refused(codes: faults, rows: refused.rows.count)] + events.remarkable(outcome) { refused.withRow($0, fields.addresseeNumber) }
                    for rows in try await connection.pipeline(told.map { $0.statement() }) { try rows.written() }
                }
            }
            intake.notifier.notify()
            return outcomes
        }
        let asksForNumber = submissions.contains { $0.addresseeNumber.isEmpty }
        let checked = block
        let outcome = try await IntakeRetry.retrying { _ in
            do {
                return try await intake.pool.transaction(opening: [HubCalendar.holdingStill, Connection.keepingPlans]) { connection in
                    var registration = BlockRegistration(vault: intake.vault, fields: fields, source: source)
                    registration.comesByRows = true
                    let outcome = try await registration.register(submissions, of: national, on: connection)
                    try await ConflictQueue(vault: intake.vault, source: source, fields: fields).add(outcome, of: checked, file: nil, on: connection)
                    let assigned = Dictionary(outcome.assignedAddresseeNumbers.map { ($0.row, $0.addresseeNumber) }) { first, _ in first }
                    let numbers = submissions.map { assigned[$0.row] ?? $0.addresseeNumber }
                    let told =
                        [events.rows(outcome, numbers: numbers, rows: checked.rows.count, faults: faults)]
                        + events.remarkable(outcome) { row in assigned[row] ?? checked.withRow(row, fields.addresseeNumber) }
                    for rows in try await connection.pipeline(told.map { $0.statement() }) { try rows.written() }
                    return outcome
                }
            } catch let error as PostgresError where asksForNumber && error.isCommitUnknown {
                // A second try could give a person a second number.
                throw NumberingUnknown()
            }
        }
        intake.notifier.notify()
        for (row, number) in outcome.assignedAddresseeNumbers { outcomes[row] = .assigned(addresseeNumber: number) }
        for row in outcome.unchanged { outcomes[row] = .unchanged }
        for held in outcome.held { outcomes[held.row] = .held(code: held.hold.code) }
        for claimed in outcome.claimed { outcomes[claimed.row] = .claimed(code: claimed.claim.code) }
        for rejected in outcome.rejected { outcomes[rejected.row] = .rejected(codes: [rejected.fault.code]) }
        return outcomes
    }
}

/// Whether a number was given is not known.
public struct NumberingUnknown: Error, Sendable {}

extension NumberingUnknown: Explained {
    /// X0014.
    public var code: String { "X0014" }
    /// What is not known.
    public var rule: String { "付番が済んだか分かりません" }
}
