internal import Addressee
internal import Postgres

extension PensionRecords {
    /// 処理結果の入力者: who took the list in that a reception stands on, and who matched its row. None of them accepts it; none of a reception that no result made.
    ///
    /// - Throws: `PensionRefused` J0023 where the list is not as this program wrote it; `PostgresError`.
    func resultEnterers(of reception: ReceptionNumber, on connection: Connection) async throws -> [EnteredBy] {
        let rows = try await connection.query(
            """
            SELECT a.entered_by, floor(extract(epoch FROM a.answered_at))::bigint, a.entered_set_up_by,
              l.entered_by, floor(extract(epoch FROM l.taken_at))::bigint, l.entered_set_up_by,
              \(unsafeSQL: SealedRecord.resultAnswer.sealed("a")), \(unsafeSQL: SealedRecord.resultList.sealed("l"))
            FROM pension.result_answer a JOIN pension.result_list l ON l.list_id = a.list_id
            WHERE a.result_year = \(reception.fiscalYear) AND a.result_number = \(reception.number)
            """)
        var enterers: [EnteredBy] = []
        for row in rows {
            let (matcher, matchedAt, matcherSetUpBy, taker, takenAt, takerSetUpBy, answer, answerMAC, list, listMAC) = try row.decode(
                (String, Int64, String?, String, Int64, String?, [UInt8], [UInt8]?, [UInt8], [UInt8]?).self)
            // What somebody put there by SQL names nobody.
            guard seal.holds(.resultAnswer, answer, answerMAC) else { continue }
            guard seal.holds(.resultList, list, listMAC) else { throw PensionRefused.untrue }
            enterers.append(EnteredBy(account: matcher, on: CalendarDay(inJapanAt: matchedAt), setUpBy: matcherSetUpBy))
            enterers.append(EnteredBy(account: taker, on: CalendarDay(inJapanAt: takenAt), setUpBy: takerSetUpBy))
        }
        return enterers
    }
}
