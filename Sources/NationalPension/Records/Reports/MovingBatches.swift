package import Addressee
internal import Postgres
internal import ReceiverLedger

extension PensionRecords {
    /// 束の締め, of a batch that goes on its medium alone. Settles what the file of a batch holds; nothing of it changes any more.
    ///
    /// - Throws: `PensionRefused` J0049–J0051, J0054 where a character without a code is not decided, J0091 where no report is left in it, J0119 where somebody asks to
    ///   take one of its receptions back; `PostgresError`.
    package func close(_ number: ReportBatchNumber, in encoding: ReportEncoding, by clerk: Clerk, today: CalendarDay) async throws -> ReportBatch {
        try await close(number, in: encoding, on: nil, by: clerk, today: today)
    }

    /// The same of a batch that goes on paper, too.
    ///
    /// - Parameter drawn: its forms, each page of which was read back; `nil`: it goes on its medium alone.
    /// - Throws: as the other; J0145 where a report left the batch since they were drawn.
    func close(_ number: ReportBatchNumber, in encoding: ReportEncoding, on drawn: DrawnPaper?, by clerk: Clerk, today: CalendarDay) async throws -> ReportBatch
    {
        try await step(.closed, of: number, by: clerk, today: today) { batch, connection in
            let (medium, reports) = try await settled(batch, in: encoding, on: connection)
            var closed = medium
            if let drawn {
                guard drawn.reports == reports.map(\.id) else { throw PensionRefused.leftWhileDrawn }
                closed.paper = drawn.paper
            }
            return Step(closed: closed)
        }
    }

    /// 締める束の様式: what would be settled if it were closed now, and the 送付書 of its medium.
    ///
    /// - Throws: as `close`.
    func formsToClose(_ number: ReportBatchNumber, in encoding: ReportEncoding) async throws -> BatchForms {
        try await pool.transaction(isolation: .repeatableRead, readOnly: true) { connection in
            let batch = try await batch(number, on: connection)
            guard batch.untrueRows == 0 else { throw PensionRefused.untrueReport }
            guard batch.next.contains(.closed) else { throw PensionRefused.batchStands(batch.stands, batch.next.map(\.label)) }
            let (closed, reports) = try await settled(batch, in: encoding, on: connection)
            return BatchForms(
                batch: number, reports: reports, text: ReportPapers(head: batch.head, closed: closed, reports: reports, encrypted: nil).transmittal)
        }
    }

    /// What closing settles of the medium, and the reports that it holds.
    private func settled(_ batch: ReportBatch, in encoding: ReportEncoding, on connection: Connection) async throws -> (ClosedReport, [ReportContent]) {
        guard batch.head.count > 0 else { throw PensionRefused.emptied }
        let layout = ReportLayouts.current
        let reports = try await contents(of: batch, on: connection)
        let asked = try await takeBacksAsked(on: connection)
        if let doubtful = reports.map(\.id.reception).first(where: asked.contains) { throw PensionRefused.holdsTakeBack(doubtful) }
        let records = layout.records(batch.head, reports)
        var codes = try ReportCharacters(encoding)
        let missing = codes.missing(in: records.joined())
        let decided = missing.isEmpty ? [:] : try await decidedCharacters(on: connection)
        let undecided = missing.filter { decided[String($0)] == nil }
        guard undecided.isEmpty else { throw PensionRefused.undecided(undecided) }
        let replacements = Dictionary(missing.map { ($0, decided[String($0)] ?? "") }) { first, _ in first }
        guard let bytes = codes.bytes(of: records, in: layout, replacing: replacements) else { throw PensionRefused.undecided(missing) }
        let closed = ClosedReport(
            layout: layout.name, encoding: encoding, count: batch.head.count, digest: try await Self.digest(of: bytes, on: connection),
            replacements: Dictionary(replacements.map { (String($0.key), $0.value) }) { first, _ in first })
        return (closed, reports)
    }

    /// 束の承認. Another person has looked at the batch, as it was closed; from now on its medium may be made.
    ///
    /// - Parameter hidden: of whom no medium says where they are.
    /// - Throws: `PensionRefused` J0004, J0049–J0051, J0056; `PostgresError`.
    package func release(_ number: ReportBatchNumber, hidden: Set<AddresseeNumber>, by clerk: Clerk, today: CalendarDay) async throws -> ReportBatch {
        try await step(.released, of: number, by: clerk, today: today) { batch, connection in
            let enterers = batch.enterers(before: .released)
            guard !enterers.contains(where: { $0.account == clerk.account }) else { throw PensionRefused.sameReleaser }
            try await requireNoPlace(of: hidden, in: batch, on: connection)
            return Step(confirms: enterers.last?.account)
        }
    }

    /// 不達の記録: that the Service could not read the medium, or that it is lost. Another has to confirm it; where the medium is stays on record.
    ///
    /// - Throws: `PensionRefused` J0006, J0049–J0051; `PostgresError`.
    package func fail(_ number: ReportBatchNumber, because reason: String, by clerk: Clerk, today: CalendarDay) async throws -> ReportBatch {
        try EnteredText.reason.checked(reason)
        return try await step(.failed, of: number, by: clerk, today: today) { _, _ in Step(reason: reason) }
    }

    /// 再報告: what the Service has not answered of a batch that failed is due again, as another attempt.
    ///
    /// - Throws: `PensionRefused` J0004, J0049–J0051; `PostgresError`.
    package func recall(_ number: ReportBatchNumber, by clerk: Clerk, today: CalendarDay) async throws -> ReportBatch {
        try await step(.recalled, of: number, by: clerk, today: today) { batch, _ in
            let enterers = batch.enterers(before: .recalled)
            guard !enterers.contains(where: { $0.account == clerk.account }) else { throw PensionRefused.sameRecaller }
            return Step(confirms: enterers.last?.account)
        }
    }

    /// Of a step that takes two people, those who are not the second: whoever did what it confirms, and of a release whoever made the batch.
    ///
    /// - Throws: `PensionRefused` J0049, J0051; `PostgresError`.
    package func enterers(of number: ReportBatchNumber, before step: BatchStep) async throws -> [EnteredBy] {
        try await pool.withConnection { try await batch(number, on: $0) }.enterers(before: step)
    }

    /// 宛名番号 of those of whose place a batch tells.
    ///
    /// - Throws: `PensionRefused` J0017, J0049, J0051; `PostgresError`.
    package func placed(in number: ReportBatchNumber) async throws -> [AddresseeNumber] {
        try await pool.withConnection { connection in
            try await contents(of: try await batch(number, on: connection), on: connection).filter { !$0.isProtected }.map { try AddresseeNumber($0.number) }
        }
    }

    /// 束の取消し: its reports are due again. A medium that was made of it is to be destroyed, and is asked for till then.
    ///
    /// - Throws: `PensionRefused` J0006, J0049–J0051; `PostgresError`.
    package func cancel(_ number: ReportBatchNumber, because reason: String, by clerk: Clerk, today: CalendarDay) async throws -> ReportBatch {
        try EnteredText.reason.checked(reason)
        return try await step(.cancelled, of: number, by: clerk, today: today) { _, _ in Step(reason: reason) }
    }

    /// 受渡しの記録: that the medium was handed over, arrived, came back or was destroyed.
    ///
    /// - Parameters:
    ///   - day: the day on which it was; `nil`: today.
    ///   - counterpart: who took or gave it; needed where it was handed over or received.
    ///   - hidden: as `release`, where it is handed over.
    /// - Throws: `PensionRefused` J0006, J0007, J0049–J0051, J0056, J0062; `PostgresError`.
    package func move(
        _ number: ReportBatchNumber, _ moved: BatchStep, on day: CalendarDay?, counterpart: String, remarks: String, hidden: Set<AddresseeNumber> = [],
        by clerk: Clerk, today: CalendarDay
    ) async throws -> ReportBatch {
        guard [.handed, .received, .returned, .destroyed].contains(moved) else { throw PensionRefused.custody("受渡しの記録ではありません。") }
        try EnteredText.counterpart.checked(counterpart)
        try EnteredText.remarks.checked(remarks)
        guard moved == .destroyed || counterpart.contains(where: { !$0.isWhitespace }) else { throw PensionRefused.custody("相手（機関と氏名）を入力してください。") }
        return try await step(moved, of: number, on: day, by: clerk, today: today) { batch, connection in
            if moved == .handed { try await requireNoPlace(of: hidden, in: batch, on: connection) }
            return Step(counterpart: counterpart, reason: remarks)
        }
    }

    /// 媒体の作成. The file of a released batch, and the papers that go with it. Made again, they are the same, till the medium is handed over.
    ///
    /// - Throws: `PensionRefused` J0049–J0051, J0055, J0056; `PostgresError`.
    package func write(_ number: ReportBatchNumber, hidden: Set<AddresseeNumber>, by clerk: Clerk, today: CalendarDay) async throws -> WrittenReports {
        func made(_ batch: ReportBatch, _ connection: Connection) async throws -> WrittenReports {
            try await requireNoPlace(of: hidden, in: batch, on: connection)
            return try await written(batch, on: connection)
        }
        let isFirst = try await pool.withConnection { try await batch(number, on: $0).last != .written }
        guard isFirst else {
            return try await pool.transaction(isolation: .repeatableRead, readOnly: true) { try await made(try await batch(number, on: $0), $0) }
        }
        var reports: WrittenReports?
        _ = try await step(.written, of: number, by: clerk, today: today) { batch, connection in
            reports = try await made(batch, connection)
            return Step()
        }
        guard let reports else { throw PensionRefused.unreadable }
        return reports
    }

    private func written(_ batch: ReportBatch, on connection: Connection) async throws -> WrittenReports {
        guard let closed = batch.closed, batch.last == .released || batch.last == .written else {
            throw PensionRefused.batchStands(batch.stands, batch.next.map(\.label))
        }
        let reports = try await contents(of: batch, on: connection)
        var codes = try ReportCharacters(closed.encoding)
        let replacements = Dictionary(closed.replacements.compactMap { key, value in key.count == 1 ? (Character(key), value) : nil }) { first, _ in first }
        let layout = try ReportLayouts.named(closed.layout)
        guard let bytes = codes.bytes(of: layout.records(batch.head, reports), in: layout, replacing: replacements),
            try await Self.digest(of: bytes, on: connection) == closed.digest, reports.count == closed.count,
            let numberHeading = codes.bytes(of: "個人番号")
        else { throw PensionRefused.notTheSame }
        return WrittenReports(ReportPapers(head: batch.head, closed: closed, reports: reports), bytes, in: layout, numberHeading: numberHeading)
    }

    private func requireNoPlace(of hidden: Set<AddresseeNumber>, in batch: ReportBatch, on connection: Connection) async throws {
        let numbers = Set(hidden.map(\.value))
        let placed = try await contents(of: batch, on: connection).filter { !$0.isProtected }.map(\.number)
        let told = try await protected(among: try placed.map { try AddresseeNumber($0) }, on: connection)
        guard placed.allSatisfy({ !numbers.contains($0) }), told.isEmpty else { throw PensionRefused.protectedSince }
    }

    /// SHA-256 in hexadecimal, as the database computes it.
    static func digest(of bytes: [UInt8], on connection: Connection) async throws -> String {
        guard let digest = try await connection.query("SELECT pg_catalog.encode(pg_catalog.sha256(\(bytes)::bytea), 'hex')").first?.decode(String.self) else {
            throw PensionRefused.unreadable
        }
        return digest
    }

    /// What a step keeps beside who took it.
    private struct Step {
        var confirms: String?
        var counterpart = ""
        var reason = ""
        var closed: ClosedReport?
    }

    /// Takes a step, where it may follow; of two that come at once the database refuses one.
    private func step(
        _ step: BatchStep, of number: ReportBatchNumber, on day: CalendarDay? = nil, by clerk: Clerk, today: CalendarDay,
        _ body: (ReportBatch, Connection) async throws -> Step
    ) async throws -> ReportBatch {
        do {
            let (moved, persons) = try await pool.transaction(retries: 2) { connection in
                // What it holds is settled: nobody takes a reception back meanwhile.
                if step == .closed { try await takeTurnAtBatches(on: connection) }
                let batch = try await batch(number, on: connection)
                guard batch.untrueRows == 0 else { throw PensionRefused.untrueReport }
                guard batch.next.contains(step) else { throw PensionRefused.batchStands(batch.stands, batch.next.map(\.label)) }
                let on = day ?? today
                guard on <= today else { throw PensionRefused.custody("日が今日より後です。") }
                // Of where the medium is; what became of its reports may have been told later.
                let before = batch.steps.last { !BatchStep.saysNothingOfMedium.contains($0.step) }?.on ?? batch.head.madeOn
                guard on >= before else { throw PensionRefused.custody("日が、媒体の前の記録より前です。") }
                let kept = try await body(batch, connection)
                try await seal.insert(
                    .reportStep,
                    """
                    SELECT \(number.fiscalYear)::integer AS batch_year, \(number.number)::integer AS batch_number,
                      \(Int32(batch.steps.count + 1))::integer AS ordinal, now() AS stepped_at, \(on.postgres)::date AS stepped_on,
                      \(step.rawValue)::text AS step, \(step.confirmed?.rawValue)::text AS confirms_step,
                      \(kept.confirms)::text AS confirms_by, \(kept.counterpart)::text AS counterpart, \(kept.reason)::text AS reason,
                      \(try kept.closed.map { try KeptJSON.of($0) })::text::json AS content, \(clerk.section)::text AS section,
                      \(clerk.account)::text AS entered_by, \(clerk.setUpBy)::text AS entered_set_up_by
                    """, on: connection)
                try await Act(kind: ToldAct.Kind(step), clerk: clerk, reason: "\(number)").record(seal, on: connection)
                let persons = try await step.changesPublication ? self.persons(in: number, on: connection) : []
                return (try await self.batch(number, on: connection), persons)
            }
            toPublish.add(persons)
            return moved
        } catch let error as PostgresError where error.isUniqueViolation {
            let now = try await pool.withConnection { try await batch(number, on: $0) }
            throw PensionRefused.batchStands(now.stands, now.next.map(\.label))
        }
    }
}

extension ReportBatch {
    /// Of a step that takes two people, those who are not the second; whoever did what it confirms is the last.
    fileprivate func enterers(before step: BatchStep) -> [EnteredBy] {
        (step == .released ? [madeBy] : []) + steps.filter { $0.step == step.confirmed }.map(\.enteredBy)
    }
}
