internal import Postgres

/// How the reports of receptions stand, by rows that this program wrote and by no others.
struct ReportStandings: Sendable {
    /// Of receptions that were ever in a batch.
    var standings: [ReceptionNumber: ReportStanding] = [:]
    /// Reports that the Service has answered, by rows that this program wrote.
    var answered: Set<ReportID> = []
    /// Reports to which somebody put an answer that this program did not write: none is taken for them till it is gone.
    var blocked: Set<ReportID> = []
    /// Reports of batches that were recalled, by the reception that is due again: what the Service answers all the same counts.
    var recalled: [ReceptionNumber: ReportID] = [:]
    /// Rows that this program did not write as they are.
    var untrueRows = 0
    /// True items that were read, by batch.
    var trueItems: [ReportBatchNumber: Int64] = [:]

    /// Of any accepted reception whose kind is reported.
    subscript(reception: ReceptionNumber) -> ReportStanding {
        standings[reception]
            ?? ReportStanding(id: ReportID(reception: reception, attempt: 1), state: .due, batch: nil, returnReason: "", mended: "")
    }
}

extension PensionRecords {
    /// How those reports stand that may be due again, and those whose rows are read for the first time: of the others that were ever in a batch none is due.
    /// What was sent and stayed sent is counted, and not read again.
    func standingsOfDue(on connection: Connection) async throws -> ReportStandings {
        let steps = try await batchSteps(on: connection)
        let void = steps.filter { BatchStep.state(after: $0.value) == nil }.keys
        var counts: [ReportBatchNumber: ReadBatches.Rows] = [:]
        for row in try await connection.query(
            """
            SELECT i.batch_year, i.batch_number, count(*), coalesce(sum(a.answers), 0)::bigint, count(m.number) FROM pension.report_item i
            LEFT JOIN (SELECT fiscal_year, number, attempt, count(*) AS answers FROM pension.result_answer GROUP BY fiscal_year, number, attempt) AS a
              USING (fiscal_year, number, attempt)
            LEFT JOIN pension.report_mending m USING (fiscal_year, number, attempt)
            GROUP BY i.batch_year, i.batch_number
            """)
        {
            let (year, number, items, answers, mendings) = try row.decode((Int32, Int32, Int64, Int64, Int64).self)
            counts[ReportBatchNumber(fiscalYear: year, number: number)] = .init(items: items, answers: answers, mendings: mendings)
        }
        let unread = Array(readBatches.unread(among: counts))
        let doubtful = Array(Set(unread).union(void))
        // What went again since, in a batch that counts, is not due by what became of it before.
        let rows = try await connection.query(
            """
            WITH unread (year, number) AS (SELECT * FROM unnest(\(unread.map(\.fiscalYear)), \(unread.map(\.number)))),
              doubtful (year, number) AS (SELECT * FROM unnest(\(doubtful.map(\.fiscalYear)), \(doubtful.map(\.number)))),
              open AS (
                SELECT i.fiscal_year, i.number, i.attempt, (i.batch_year, i.batch_number) IN (SELECT * FROM unread) AS is_unread FROM pension.report_item i
                WHERE (i.batch_year, i.batch_number) IN (SELECT * FROM doubtful)
                UNION ALL SELECT m.fiscal_year, m.number, m.attempt, false FROM pension.report_mending m WHERE m.goes_again)
            SELECT DISTINCT o.fiscal_year, o.number FROM open o
            WHERE o.is_unread OR NOT EXISTS (
              SELECT FROM pension.report_item l WHERE (l.fiscal_year, l.number) = (o.fiscal_year, o.number) AND l.attempt > o.attempt
                AND (l.batch_year, l.batch_number) NOT IN (SELECT * FROM doubtful))
            """)
        var found = try await standings(
            of: try rows.map { try ReceptionNumber(fiscalYear: $0.decode("fiscal_year"), number: $0.decode("number")) }, on: connection)
        takeBack(&found, try await takeBacks(on: connection))
        // Where some row is untrue it is read, and told, each time.
        guard found.untrueRows == 0 else { return found }
        for batch in unread { if let rows = counts[batch], found.trueItems[batch] == rows.items { readBatches.wasRead(batch, rows) } }
        return found
    }

    /// Receptions of which a report was in a batch, and nothing was said to answer it.
    func unanswered(on connection: Connection) async throws -> [ReceptionNumber] {
        try await connection.query(
            """
            SELECT DISTINCT i.fiscal_year, i.number FROM pension.report_item i
            WHERE NOT EXISTS (SELECT FROM pension.result_answer a WHERE (a.fiscal_year, a.number, a.attempt) = (i.fiscal_year, i.number, i.attempt))
            """
        ).map { try ReceptionNumber(fiscalYear: $0.decode("fiscal_year"), number: $0.decode("number")) }
    }

    /// How reports stand.
    ///
    /// - Parameters:
    ///   - receptions: only of these; `nil`: of all.
    ///   - year: only of those of one fiscal year.
    func standings(of receptions: [ReceptionNumber]? = nil, year: Int32? = nil, on connection: Connection) async throws -> ReportStandings {
        var found = ReportStandings()
        // First the steps: a batch that comes after this look is one whose reports are in it.
        let steps = try await batchSteps(on: connection)
        let said = try await takeBacks(of: receptions, on: connection)
        let rows = try await connection.query(
            """
            SELECT i.fiscal_year, i.number, i.attempt, i.batch_year, i.batch_number, a.list_id IS NOT NULL, coalesce(a.outcome, ''), coalesce(a.reason, ''),
              coalesce(m.goes_again, false), coalesce(m.reason, ''), \(unsafeSQL: SealedRecord.reportItem.sealed("i")),
              \(unsafeSQL: SealedRecord.resultAnswer.sealed("a")), \(unsafeSQL: SealedRecord.reportMending.sealed("m"))
            FROM pension.report_item i
            LEFT JOIN pension.result_answer a ON (a.fiscal_year, a.number, a.attempt) = (i.fiscal_year, i.number, i.attempt)
            LEFT JOIN pension.report_mending m ON (m.fiscal_year, m.number, m.attempt) = (i.fiscal_year, i.number, i.attempt)
            WHERE (\(receptions == nil) OR (i.fiscal_year, i.number) IN (
                SELECT * FROM unnest(\(receptions?.map(\.fiscalYear) ?? []), \(receptions?.map(\.number) ?? []))))
              AND (\(year == nil) OR i.fiscal_year = \(year)::integer)
            ORDER BY i.fiscal_year, i.number, i.attempt
            """)
        for row in rows {
            let (
                year, count, attempt, batchYear, batchNumber, isAnswered, outcome, reason, goesAgain, mended, form, mac, answer, answerMAC, mending, mendingMAC
            ) =
                try row.decode(
                    (
                        Int32, Int32, Int32, Int32, Int32, Bool, String, String, Bool, String, [UInt8], [UInt8]?, [UInt8], [UInt8]?, [UInt8], [UInt8]?
                    ).self)
            let reception = ReceptionNumber(fiscalYear: year, number: count)
            let id = ReportID(reception: reception, attempt: attempt)
            let (before, next) = (found[reception], ReportID(reception: reception, attempt: attempt + 1))
            guard seal.holds(.reportItem, form, mac) else {
                found.untrueRows += 1
                // Its number is taken all the same; one that lies further ahead is in nobody's way yet.
                let isTaken = before.state == .due && before.id == id
                found.standings[reception] =
                    isTaken ? ReportStanding(id: next, state: .due, batch: before.batch, returnReason: before.returnReason, mended: before.mended) : before
                continue
            }
            let batch = ReportBatchNumber(fiscalYear: batchYear, number: batchNumber)
            found.trueItems[batch, default: 0] += 1
            // What left its batch was in none.
            if said[reception]?.contains(where: { $0.left == batch }) == true { continue }
            let isTrulyAnswered = isAnswered && seal.holds(.resultAnswer, answer, answerMAC)
            if isTrulyAnswered { found.answered.insert(id) }
            if isAnswered, !isTrulyAnswered { found.blocked.insert(id) }
            // Of a batch that was recalled, what the Service answered all the same was sent.
            let done = steps[batch] ?? []
            guard let state = BatchStep.state(after: done) ?? (isTrulyAnswered ? .sent : nil) else {
                if done.contains(.recalled) { found.recalled[reception] = id }
                // One that never went takes nothing from what went before it, and was answered since.
                guard before.state == .due else { continue }
                found.standings[reception] = ReportStanding(id: next, state: .due, batch: nil, returnReason: before.returnReason, mended: before.mended)
                continue
            }
            found.recalled[reception] = nil
            var (now, isMended, told) = (state, false, "")
            if state == .sent, isAnswered {
                if isTrulyAnswered {
                    now = outcome == "processed" ? .processed : .returned
                    told = now == .returned ? reason : ""
                } else {
                    found.untrueRows += 1
                }
            }
            if now == .returned, mendingMAC != nil {
                if seal.holds(.reportMending, mending, mendingMAC) { isMended = true } else { found.untrueRows += 1 }
            }
            found.standings[reception] =
                isMended && goesAgain
                ? ReportStanding(id: next, state: .due, batch: batch, returnReason: told, mended: mended)
                : ReportStanding(id: id, state: isMended ? .ended : now, batch: batch, returnReason: told, mended: isMended ? mended : "")
        }
        takeBack(&found, said)
        return found
    }

    /// What was taken back never went and is never due: whatever batch its report was in, it left that, or that was cancelled.
    ///
    /// - Parameter said: of taking receptions back.
    private func takeBack(_ standings: inout ReportStandings, _ said: [ReceptionNumber: [KeptTakeBack]]) {
        for (reception, steps) in said where steps.last?.step == .confirmed {
            standings.standings[reception] = ReportStanding(id: standings[reception].id, state: .takenBack, batch: nil, returnReason: "", mended: "")
        }
    }

    /// What was done with batches, the oldest first.
    ///
    /// - Parameter batches: only these; `nil`: all.
    func batchSteps(of batches: [ReportBatchNumber]? = nil, on connection: Connection) async throws -> [ReportBatchNumber: [BatchStep]] {
        var steps: [ReportBatchNumber: [BatchStep]] = [:]
        for row in try await connection.query(
            """
            SELECT batch_year, batch_number, step, \(unsafeSQL: SealedRecord.reportStep.sealed("s")) FROM pension.report_step s
            WHERE \(batches == nil) OR (batch_year, batch_number) IN (
              SELECT * FROM unnest(\(batches?.map(\.fiscalYear) ?? []), \(batches?.map(\.number) ?? [])))
            ORDER BY batch_year, batch_number, ordinal
            """)
        {
            let (year, number, step, form, mac) = try row.decode((Int32, Int32, String, [UInt8], [UInt8]?).self)
            guard seal.holds(.reportStep, form, mac), let step = BatchStep(rawValue: step) else { continue }
            steps[ReportBatchNumber(fiscalYear: year, number: number), default: []].append(step)
        }
        return steps
    }
}
