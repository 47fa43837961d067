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
                if !goesAgain, try await reportEnterer(of: reception, on: connection).account == clerk.account { throw PensionRefused.sameEnder }
                try await seal.insert(
                    .reportMending,
                    """
                    SELECT \(reception.fiscalYear)::integer AS fiscal_year, \(reception.number)::integer AS number, \(standing.id.attempt)::integer AS attempt,
                      now() AS entered_at, \(goesAgain)::boolean AS goes_again, \(reason)::text AS reason, \(clerk.section)::text AS section,
                      \(clerk.account)::text AS entered_by, \(clerk.setUpBy)::text AS entered_set_up_by
                    """, on: connection)
                let number = try await addressee(of: reception, on: connection)
                try await Act(kind: .reportMended, clerk: clerk, number: number, reception: reception, reason: reason).record(seal, on: connection)
                try await closeTasks(.returnedReport, of: reception, number, goesAgain ? "もう一度報告するため" : "報告を終えたため", by: clerk, on: connection)
                return try await standings(of: [reception], on: connection)[reception]
            }
        } catch let error as PostgresError where error.isUniqueViolation {
            throw PensionRefused.notReturned(try await pool.withConnection { try await standings(of: [reception], on: $0) }[reception].id)
        }
    }

    private func returnedReport(_ reception: ReceptionNumber, on connection: Connection) async throws -> ReportStanding {
        var filter = ReportFilter()
        (filter.states, filter.receptions) = ([], [reception])
        guard let report = try await reports(filter, on: connection).reports.first else { throw PensionRefused.unknownReport }
        guard report.standing.state == .returned else { throw PensionRefused.notReturned(report.standing.id) }
        return report.standing
    }

    /// Who entered the reception that a report is of: to end it takes another.
    ///
    /// - Throws: `PensionRefused` J0002, J0023; `PostgresError`.
    package func reportEnterer(of reception: ReceptionNumber) async throws -> EnteredBy {
        try await pool.withConnection { try await reportEnterer(of: reception, on: $0) }
    }

    private func reportEnterer(of reception: ReceptionNumber, on connection: Connection) async throws -> EnteredBy {
        let rows = try await connection.query(
            """
            SELECT entered_by, floor(extract(epoch FROM entered_at))::bigint, entered_set_up_by, \(unsafeSQL: SealedRecord.reception.sealed("r"))
            FROM pension.reception r WHERE fiscal_year = \(reception.fiscalYear) AND number = \(reception.number)
            """)
        guard let (account, at, setUpBy, form, mac) = try rows.first?.decode((String, Int64, String?, [UInt8], [UInt8]?).self) else {
            throw PensionRefused.unknownReception
        }
        guard seal.holds(.reception, form, mac) else { throw PensionRefused.untrue }
        return EnteredBy(account: account, on: CalendarDay(inJapanAt: at), setUpBy: setUpBy)
    }

    func addressee(of reception: ReceptionNumber, on connection: Connection) async throws -> AddresseeNumber {
        let rows = try await connection.query(
            "SELECT atenabango FROM pension.reception WHERE fiscal_year = \(reception.fiscalYear) AND number = \(reception.number)")
        guard let number = try rows.first?.decode(String.self) else { throw PensionRefused.unknownReception }
        return try AddresseeNumber(number)
    }
}
