package import Addressee
internal import Postgres

extension PensionRecords {
    /// 職員による突合. A clerk says which report a row answers.
    ///
    /// - Parameter reason: how they found out.
    /// - Returns: the reception that the result made, which another person has to accept; `nil` where it made none.
    /// - Throws: `PensionRefused` J0006, J0007, J0059, J0060; `PostgresError`.
    package func settle(_ list: Int64, _ line: Int32, as id: ReportID, because reason: String, by clerk: Clerk, today: CalendarDay) async throws
        -> ReceptionNumber?
    {
        try EnteredText.reason.checked(reason)
        return try await settling {
            let (made, number) = try await pool.transaction(retries: 2) { connection in
                try await takeTurns(on: connection)
                let open = try await openRow(list, line, on: connection)
                guard let report = try await awaitedReports(of: [id.reception], on: connection).reports[id] else { throw PensionRefused.notAwaited(id) }
                return (
                    try await answer(open, report, because: reason, by: clerk, today: today, on: connection).reception, try AddresseeNumber(report.number)
                )
            }
            toPublish.add([number])
            return made
        }
    }

    /// Says that a row answers no report of here.
    ///
    /// - Throws: `PensionRefused` J0006, J0007, J0059; `PostgresError`.
    package func dismiss(_ list: Int64, _ line: Int32, because reason: String, by clerk: Clerk) async throws {
        try EnteredText.reason.checked(reason)
        try await settling {
            try await pool.transaction(retries: 2) { connection in
                try await takeTurns(on: connection)
                let open = try await openRow(list, line, on: connection)
                try await seal.insert(
                    .resultAnswer,
                    """
                    SELECT \(open.list)::bigint AS list_id, \(open.line)::integer AS line, now() AS answered_at, NULL::integer AS fiscal_year,
                      NULL::integer AS number, NULL::integer AS attempt, 'dismissed'::text AS outcome, false AS by_rule, NULL::integer AS result_year,
                      NULL::integer AS result_number, \(reason)::text AS reason, \(clerk.section)::text AS section, \(clerk.account)::text AS entered_by,
                      \(clerk.setUpBy)::text AS entered_set_up_by
                    """, on: connection)
                try await Act(kind: .resultMatched, clerk: clerk, reason: reason).record(seal, on: connection)
            }
        }
    }

    private func openRow(_ list: Int64, _ line: Int32, on connection: Connection) async throws -> OpenResult {
        guard let open = try await openRows([(list, line)], on: connection).first else { throw PensionRefused.unknownResult }
        return open
    }

    /// Two who settle one row, or two rows as one report: the database refuses one of them.
    private func settling<R>(_ body: () async throws -> R) async throws -> R {
        do { return try await body() } catch let error as PostgresError where error.isUniqueViolation { throw PensionRefused.unknownResult }
    }
}
