public import Addressee
internal import Postgres

extension Intake {
    /// What became of one row.
    public enum RowOutcome: Sendable, Equatable {
        case accepted
        /// Accepted, and given this 宛名番号.
        case assigned(addresseeNumber: String)
        case unchanged
        case held(code: String)
        case rejected(codes: [String])
    }

    /// Takes rows in as they happen (随時), each in a transaction of its own, through the same checks as a file.
    public struct Door: Sendable {
        fileprivate let intake: Intake
        fileprivate let fields: SubmissionFields
        fileprivate let source: SystemName
    }

    /// Opens the door for rows with this header.
    ///
    /// - Throws: `FileRefused` for a header that does not fit the layout.
    public func door(header: [UInt8], layout: FileLayout, source: SystemName) throws -> Door {
        Door(intake: self, fields: SubmissionFields(layout: layout, header: try FileHeader(header, layout: layout)), source: source)
    }
}

extension Intake.Door {
    /// Takes one row in; when this returns, it is durable.
    ///
    /// - Throws: `PostgresError` where the database is away: the row may be submitted again without harm. `NumberingUnknown` where a row
    ///   asked for a number and the connection broke at the commit: look for the person before asking again.
    public func submit(_ row: [UInt8]) async throws -> Intake.RowOutcome {
        var block = RowBlock(lane: 0, number: 0, columnCount: fields.header.columnCount, capacity: 1)
        row.withUnsafeBytes { block.append($0, line: 1) }
        guard block.rows[0].isWhole else { return .rejected(codes: ["E0300"]) }
        let faults = block.withRow(0) { $0.faults(by: fields.header.check) }
        guard faults.isEmpty else { return .rejected(codes: faults.map(\.code)) }
        let submission: Submission
        var scratch: [UInt8] = []
        switch try block.withRow(0, { try fields.submission($0, at: 0, vault: intake.vault, today: intake.today(), scratch: &scratch) }) {
        case .success(let value): submission = value
        case .failure(let fault): return .rejected(codes: [fault.code])
        }
        let asksForNumber = submission.addresseeNumber.isEmpty
        let outcome = try await BlockIntake.retrying { _ in
            do {
                return try await intake.pool.transaction { connection in
                    try await HubCalendar.holdStill(on: connection)
                    return try await BlockRegistration(vault: intake.vault, fields: fields, source: source)
                        .register([submission], of: block, on: connection)
                }
            } catch let error as PostgresError where asksForNumber && error.isCommitUnknown {
                // A second try could give the person a second number.
                throw NumberingUnknown()
            }
        }
        intake.bell.ring()
        if let assigned = outcome.assigned.first, outcome.accepted == 1 { return .assigned(addresseeNumber: assigned.addresseeNumber) }
        if let held = outcome.held.first { return .held(code: held.code) }
        if let rejected = outcome.rejected.first { return .rejected(codes: [rejected.fault.code]) }
        return outcome.accepted == 1 ? .accepted : .unchanged
    }
}

/// Whether a number was given is not known.
public struct NumberingUnknown: Error, Sendable {}
