internal import Postgres

/// 決定と意見の対照. What the Service decided on an application, beside what was applied for and proposed.
package struct RulingComparison: Sendable, Unprinted {
    /// 受付番号 of the application.
    package let application: ReceptionNumber
    /// 申請期間.
    package let requested: MonthSpan
    /// 決定, by months; `nil`: 却下 as a whole.
    package let decision: ExemptionDecision?
    /// Whether the opinion is known with which the application was forwarded.
    package let hasOpinion: Bool
    /// 意見と違うところ, in order of months.
    package let differences: [RulingDifference]
}

/// 確認を待つ決定.
package struct WaitingRuling: Sendable, Unprinted {
    /// 受付番号 of the decision.
    package let reception: ReceptionNumber
    /// 宛名番号 of the applicant.
    package let number: String
    /// The two beside each other.
    package let comparison: RulingComparison
}

extension PensionRecords {
    /// 確認を待つ決定. Decisions of the Service on applications that nobody has accepted yet, the oldest first.
    ///
    /// - Parameter differing: only those that differ from the opinion.
    /// - Throws: `PostgresError`; `PensionRefused` J0017.
    package func waitingRulings(differing: Bool, limit: Int = 50) async throws -> [WaitingRuling] {
        try await pool.transaction(isolation: .repeatableRead, readOnly: true) { connection in
            let rows = try await connection.query(
                """
                SELECT r.fiscal_year, r.number, r.atenabango, \(unsafeSQL: SealedRecord.reception.sealed("r"))
                FROM pension.result_answer a JOIN pension.reception r ON r.fiscal_year = a.result_year AND r.number = a.result_number
                WHERE NOT EXISTS (SELECT FROM pension.decision d WHERE d.fiscal_year = r.fiscal_year AND d.number = r.number)
                ORDER BY r.fiscal_year, r.number
                """)
            var found: [WaitingRuling] = []
            for row in rows where found.count < limit {
                let (year, count, number, form, mac) = try row.decode((Int32, Int32, String, [UInt8], [UInt8]?).self)
                let reception = ReceptionNumber(fiscalYear: year, number: count)
                guard seal.holds(.reception, form, mac), let comparison = try await comparison(of: reception, on: connection) else { continue }
                guard !differing || !comparison.differences.isEmpty else { continue }
                found.append(WaitingRuling(reception: reception, number: number, comparison: comparison))
            }
            return found
        }
    }

    /// The two beside each other; `nil` of a reception that no decision on an application made.
    ///
    /// - Throws: `PostgresError`; `PensionRefused` J0017.
    func comparison(of reception: ReceptionNumber, on connection: Connection) async throws -> RulingComparison? {
        let rows = try await connection.query(
            """
            SELECT a.fiscal_year, a.number, w.content::text, p.content::text, \(unsafeSQL: SealedRecord.resultAnswer.sealed("a")),
              \(unsafeSQL: SealedRecord.resultRow.sealed("w")), \(unsafeSQL: SealedRecord.reception.sealed("p"))
            FROM pension.result_answer a JOIN pension.result_row w ON w.list_id = a.list_id AND w.line = a.line
            JOIN pension.reception p ON p.fiscal_year = a.fiscal_year AND p.number = a.number
            WHERE a.result_year = \(reception.fiscalYear) AND a.result_number = \(reception.number)
            """)
        for row in rows {
            let (year, count, said, applied, answer, answerMAC, result, resultMAC, filed, filedMAC) = try row.decode(
                (Int32, Int32, String, String, [UInt8], [UInt8]?, [UInt8], [UInt8]?, [UInt8], [UInt8]?).self)
            // What somebody put there by SQL says nothing.
            guard seal.holds(.resultAnswer, answer, answerMAC), seal.holds(.resultRow, result, resultMAC), seal.holds(.reception, filed, filedMAC),
                case .application(let application) = try KeptJSON.read(applied, as: FiledContent.self),
                let ruling = try KeptJSON.read(said, as: ResultRow.self).ruling
            else { continue }
            let of = ReceptionNumber(fiscalYear: year, number: count)
            var opinion: KeptExamination?
            if let id = try await opinionGiven(on: of, on: connection) {
                opinion = try await allExaminations(of: of, on: connection).read.first { $0.id == id }
            }
            return RulingComparison(
                application: of, requested: application.months, decision: ruling.decision, hasOpinion: opinion != nil,
                differences: RulingDifference.of(ruling.decision, requested: application.months, opinion: opinion?.proposal.parts))
        }
        return nil
    }
}
