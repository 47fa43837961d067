internal import Addressee
internal import Postgres

extension PensionRecords {
    /// 返戻の処理. What a clerk did about a report that the Service gave back: it is due again, or ends here. To end one takes another than received what it reports.
    ///
    /// - Parameters:
    ///   - goesAgain: otherwise it ends.
    ///   - reason: what was mended, which the Service is told; or why it ends.
    /// - Throws: `PensionRefused` J0004, J0006, J0007, J0061, J0063; `PostgresError`.
    package func mend(_ reception: ReceptionNumber, goesAgain: Bool, because reason: String, by clerk: Clerk) async throws -> ReportStanding {
        try EnteredText.reason.checked(reason)
        do {
            return try await pool.transaction(retries: 2) { connection in
                let standing = try await returnedReport(reception, on: connection)
                if !goesAgain { try await requireAnother(than: clerk, of: reception, on: connection) }
                try await seal.insert(
                    .reportMending,
                    """
                    SELECT \(reception.fiscalYear)::integer AS fiscal_year, \(reception.number)::integer AS number, \(standing.id.attempt)::integer AS attempt,
                      now() AS entered_at, \(goesAgain)::boolean AS goes_again, \(reason)::text AS reason, \(clerk.section)::text AS section,
                      \(clerk.account)::text AS entered_by, \(clerk.setUpBy)::text AS entered_set_up_by
                    """, on: connection)
                let number = try await addressee(of: reception, on: connection)
                try await Act(kind: .reportMended, clerk: clerk, number: number, reception: reception, reason: reason).record(seal, on: connection)
                try await closeTasks(of: reception, number, goesAgain ? "もう一度報告するため" : "報告を終えたため", by: clerk, on: connection)
                return try await standings(of: [reception], on: connection)[reception]
            }
        } catch let error as PostgresError where error.isUniqueViolation {
            throw PensionRefused.notReturned(ReportID(reception: reception, attempt: 1))
        }
    }

    private func returnedReport(_ reception: ReceptionNumber, on connection: Connection) async throws -> ReportStanding {
        var filter = ReportFilter()
        (filter.states, filter.receptions) = ([], [reception])
        guard let report = try await reports(filter, on: connection).reports.first else { throw PensionRefused.unknownReport }
        guard report.standing.state == .returned else { throw PensionRefused.notReturned(report.standing.id) }
        return report.standing
    }

    private func requireAnother(than clerk: Clerk, of reception: ReceptionNumber, on connection: Connection) async throws {
        let rows = try await connection.query(
            "SELECT entered_by FROM pension.reception WHERE fiscal_year = \(reception.fiscalYear) AND number = \(reception.number)")
        guard try rows.first?.decode(String.self) != clerk.account else { throw PensionRefused.samePerson }
    }

    func addressee(of reception: ReceptionNumber, on connection: Connection) async throws -> AddresseeNumber {
        let rows = try await connection.query(
            "SELECT atenabango FROM pension.reception WHERE fiscal_year = \(reception.fiscalYear) AND number = \(reception.number)")
        guard let number = try rows.first?.decode(String.self) else { throw PensionRefused.unknownReception }
        return try AddresseeNumber(number)
    }
}
