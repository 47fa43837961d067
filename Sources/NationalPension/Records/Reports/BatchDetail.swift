package import Addressee
internal import Postgres

/// 締めた内容. What was settled when a batch was closed; the file made later is the same, byte for byte, or none is made.
package struct ClosedReport: Sendable, Hashable, Codable {
    /// 様式, with its version.
    package let layout: String
    /// 文字コード.
    package let encoding: ReportEncoding
    /// 件数.
    package let count: Int
    /// SHA-256 of the file, in hexadecimal.
    package let digest: String
    /// 代替文字: what stands for characters without a code.
    package let replacements: [String: String]
    /// 紙の様式, of a batch that goes on paper, too; `nil` of one that goes on its medium alone, or was closed before decision 0095.
    package var paper: ClosedPaper?
}

/// 束の経過の一行.
package struct KeptStep: Sendable, Hashable, Unprinted {
    /// What was done.
    package let step: BatchStep
    /// The day on which it was done.
    package let on: CalendarDay
    /// 入力者.
    package let enteredBy: EnteredBy
    /// 相手; empty where nobody took or gave anything.
    package let counterpart: String
    /// 理由 or 備考; empty where none was given.
    package let reason: String
    /// Of 締め.
    package let closed: ClosedReport?
}

/// 報告の束.
package struct ReportBatch: Sendable, Hashable, Unprinted {
    /// What the file says of it.
    package let head: ReportHead
    /// Who made it.
    package let madeBy: EnteredBy
    /// 所属 of whoever made it.
    package let section: String
    /// What was done with it since, the oldest first.
    package let steps: [KeptStep]
    /// Rows of it that this program did not write as they are: nothing of them counts.
    package let untrueRows: Int
    /// 確定取消しで外れた受付: what was in it when it was made, and was taken back before it was closed.
    package let left: Set<ReceptionNumber>

    /// What may be done with it next.
    package var next: [BatchStep] { BatchStep.next(after: steps.map(\.step)) }
    /// Where it stands; `nil`: it was made, and nothing else.
    package var last: BatchStep? { steps.last?.step }
    /// What became of its reports, and where its medium is, in Japanese: after a recall or a cancellation neither of the two is all.
    package var stands: String {
        let done = steps.map(\.step)
        let medium = BatchStep.ofMedium(done)
        guard let reports = BatchStep.ofReports(done) else { return medium?.label ?? "作成" }
        let place =
            switch medium {
            case .written: "（媒体は手元）"
            case .handed: "（媒体は引渡し済み）"
            case .received: "（媒体は受領済み）"
            case .returned: "（媒体は返却済み）"
            case .destroyed: "（媒体は廃棄済み）"
            default: ""
            }
        return reports.label + place
    }
    /// 締めた内容; `nil` before.
    package var closed: ClosedReport? { steps.compactMap(\.closed).first }

    /// 期限を過ぎた日数 of its medium; `nil` where nothing is overdue.
    package func daysOverdue(on today: CalendarDay) -> Int? {
        let done = steps.map(\.step)
        guard let days = BatchStep.days(after: done), let step = steps.last(where: { $0.step == BatchStep.ofMedium(done) }) else { return nil }
        let late = Int(today.daysSince2000 - step.on.daysSince2000) - days
        return late > 0 ? late : nil
    }
}

/// 束の内容, with the reports that it holds.
package struct BatchDetail: Sendable, Unprinted {
    /// 束.
    package let batch: ReportBatch
    /// 報告, in the order of the file.
    package let reports: [ReportContent]
    /// How each of them stands now.
    package let standings: [ReceptionNumber: ReportStanding]
    /// Reports that the Service has answered.
    let answered: Set<ReportID>
    /// 文字: those of the file without a code in Shift_JIS.
    package let characters: [ForeignCharacter]

    /// How one of its reports stands, in Japanese: of one that goes, or went, again what became of it here, and where the other is.
    package func stands(_ report: ReportContent) -> String {
        guard let standing = standings[report.id.reception] else { return "－" }
        guard standing.id != report.id else { return standing.state.label }
        let here =
            switch BatchStep.ofReports(batch.steps.map(\.step)) {
            case _ where answered.contains(report.id): "結果あり"
            case .cancelled: "取消し"
            case .recalled: "不達"
            default: "－"
            }
        return "\(here)（いまは \(standing.id) \(standing.state.label)）"
    }

    /// A character, and what was decided to stand for it; `nil` where nothing was.
    package struct ForeignCharacter: Sendable, Hashable {
        /// With its variation selector, where it has one.
        package let character: Character
        /// 代替文字.
        package let replacement: String?
    }
}

extension PensionRecords {
    /// Batches, the newest first.
    ///
    /// - Parameters:
    ///   - overdueOn: only those whose medium should have come further by the day.
    ///   - section: only those that this section made, by its code.
    /// - Throws: `PostgresError`; `PensionRefused` J0017.
    package func batches(overdueOn: CalendarDay? = nil, section: String? = nil, limit: Int = 50) async throws -> [ReportBatch] {
        try await pool.transaction(isolation: .repeatableRead, readOnly: true) { connection in
            // Of what is overdue nobody knows before how far back it is.
            let page = overdueOn == nil && section == nil ? limit : 1_000
            var (found, read): ([ReportBatch], Int) = ([], 0)
            while found.count < limit {
                let batches = try await batches(nil, limit: page, after: read, on: connection)
                // One that somebody else put there is no batch, and keeps no other from being shown.
                found += batches.compactMap { $0 }.filter { batch in
                    (overdueOn.map { batch.daysOverdue(on: $0) != nil } ?? true) && (section.map { batch.section == $0 } ?? true)
                }
                read += batches.count
                if batches.count < page { break }
            }
            return Array(found.prefix(limit))
        }
    }

    /// A batch with its reports, and what lacks a code.
    ///
    /// - Throws: `PensionRefused` J0017, J0049, J0051; `PostgresError`.
    package func batchDetail(_ number: ReportBatchNumber) async throws -> BatchDetail {
        try await pool.transaction(isolation: .repeatableRead, readOnly: true) { connection in
            let batch = try await batch(number, on: connection)
            let contents = try await contents(of: batch, on: connection)
            var codes = try ReportCharacters(.shiftJIS)
            let missing = codes.missing(in: ReportLayouts.current.records(batch.head, contents).joined())
            var decided = batch.closed?.replacements ?? [:]
            if batch.closed == nil, !missing.isEmpty { decided = try await decidedCharacters(on: connection) }
            let found = try await standings(of: contents.map(\.id.reception), on: connection)
            return BatchDetail(
                batch: batch, reports: contents, standings: found.standings, answered: found.answered,
                characters: missing.map { BatchDetail.ForeignCharacter(character: $0, replacement: decided[String($0)]) })
        }
    }

    /// A batch and its steps.
    ///
    /// - Throws: `PensionRefused` J0017, J0049, J0051 where the batch itself is not as this program wrote it.
    func batch(_ number: ReportBatchNumber, on connection: Connection) async throws -> ReportBatch {
        guard let found = try await batches(number, limit: 1, after: 0, on: connection).first else { throw PensionRefused.unknownBatch }
        guard let batch = found else { throw PensionRefused.untrueReport }
        return batch
    }

    /// Batches with their steps, the newest first; `nil` of one that this program did not write as it is.
    ///
    /// - Parameters:
    ///   - number: only this one.
    ///   - read: how many of them were read before.
    private func batches(_ number: ReportBatchNumber?, limit: Int, after read: Int, on connection: Connection) async throws -> [ReportBatch?] {
        let rows = try await connection.query(
            """
            SELECT fiscal_year, number, made_on, items, body, section, entered_by, entered_set_up_by, \(unsafeSQL: SealedRecord.reportBatch.sealed("b"))
            FROM pension.report_batch b WHERE \(number == nil) OR (fiscal_year, number) = (\(number?.fiscalYear)::integer, \(number?.number)::integer)
            ORDER BY fiscal_year DESC, number DESC LIMIT \(Int64(limit)) OFFSET \(Int64(read))
            """)
        let numbers = try rows.map { ReportBatchNumber(fiscalYear: try $0.decode("fiscal_year"), number: try $0.decode("number")) }
        let steps = try await steps(of: numbers, on: connection)
        let left = try await leftReports(of: numbers, on: connection)
        return try rows.map { row in
            let (year, count, madeOn, items, body, section, by, setUpBy, form, mac) = try row.decode(
                (Int32, Int32, PostgresDay, Int32, String, String, String, String?, [UInt8], [UInt8]?).self)
            guard seal.holds(.reportBatch, form, mac) else { return nil }
            let (made, number) = (CalendarDay(daysSince2000: madeOn.daysSince2000), ReportBatchNumber(fiscalYear: year, number: count))
            let (kept, untrue) = steps[number] ?? ([], 0)
            let gone = left[number] ?? []
            return ReportBatch(
                head: ReportHead(batch: number, body: body, madeOn: made, count: Int(items) - gone.count),
                madeBy: EnteredBy(account: by, on: made, setUpBy: setUpBy), section: section, steps: kept, untrueRows: untrue, left: gone)
        }
    }

    /// Their steps, the oldest first, and how many rows of each this program did not write as they are.
    private func steps(of numbers: [ReportBatchNumber], on connection: Connection) async throws -> [ReportBatchNumber: (kept: [KeptStep], untrue: Int)] {
        let rows = try await connection.query(
            """
            SELECT batch_year, batch_number, step, stepped_on, entered_by, floor(extract(epoch FROM stepped_at))::bigint, entered_set_up_by, counterpart, reason,
              content::text, \(unsafeSQL: SealedRecord.reportStep.sealed("s"))
            FROM pension.report_step s
            WHERE (batch_year, batch_number) IN (SELECT * FROM unnest(\(numbers.map(\.fiscalYear)), \(numbers.map(\.number)))) ORDER BY ordinal
            """)
        var steps: [ReportBatchNumber: (kept: [KeptStep], untrue: Int)] = [:]
        for row in rows {
            let (year, number, step, on, by, at, setUpBy, counterpart, reason, content, form, mac) = try row.decode(
                (Int32, Int32, String, PostgresDay, String, Int64, String?, String, String, String?, [UInt8], [UInt8]?).self)
            let batch = ReportBatchNumber(fiscalYear: year, number: number)
            guard seal.holds(.reportStep, form, mac) else {
                steps[batch, default: ([], 0)].untrue += 1
                continue
            }
            guard let step = BatchStep(rawValue: step) else { throw PensionRefused.unreadable }
            steps[batch, default: ([], 0)].kept.append(
                KeptStep(
                    step: step, on: CalendarDay(daysSince2000: on.daysSince2000),
                    enteredBy: EnteredBy(account: by, on: CalendarDay(inJapanAt: at), setUpBy: setUpBy), counterpart: counterpart, reason: reason,
                    closed: try content.map { try KeptJSON.read($0) }))
        }
        return steps
    }

    /// What its reports say, in the order of the file.
    ///
    /// - Throws: `PensionRefused` J0051 where one of them is not as this program wrote it, or one lacks.
    func contents(of batch: ReportBatch, on connection: Connection) async throws -> [ReportContent] {
        let number = batch.head.batch
        let rows = try await connection.query(
            """
            SELECT c.content::text, \(unsafeSQL: SealedRecord.reportItem.sealed("i")), \(unsafeSQL: SealedRecord.reportContent.sealed("c"))
            FROM pension.report_item i LEFT JOIN pension.report_content c USING (fiscal_year, number, attempt)
            WHERE i.batch_year = \(number.fiscalYear) AND i.batch_number = \(number.number) ORDER BY i.line
            """)
        var contents: [ReportContent] = []
        for row in rows {
            let (text, item, itemMAC, content, contentMAC) = try row.decode((String?, [UInt8], [UInt8]?, [UInt8], [UInt8]?).self)
            // What somebody put in is in no file.
            guard seal.holds(.reportItem, item, itemMAC) else { continue }
            guard let text, seal.holds(.reportContent, content, contentMAC) else { throw PensionRefused.untrueReport }
            let report: ReportContent = try KeptJSON.read(text)
            if !batch.left.contains(report.id.reception) { contents.append(report) }
        }
        guard contents.count == batch.head.count else { throw PensionRefused.untrueReport }
        return contents
    }
}
