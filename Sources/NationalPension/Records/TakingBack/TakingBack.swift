package import Addressee
internal import Postgres

extension PensionRecords {
    /// 確定取消しの求め. Says that a reception was accepted by mistake: the wrong person, or the wrong kind. Nothing of it goes in a batch from now on; it is taken
    /// back once another person has confirmed that.
    ///
    /// - Throws: `PensionRefused` J0002, J0006, J0007, J0023, J0114–J0116, J0118; `PostgresError`.
    package func askTakeBack(_ reception: ReceptionNumber, because reason: String, by clerk: Clerk, today: CalendarDay) async throws {
        try EnteredText.reason.checked(reason)
        try await pool.transaction(retries: 2) { connection in
            let received = try await accepted(reception, today: today, on: connection)
            _ = try await batchToLeave(received, on: connection)
            let said = try await takeBacks(of: [reception], on: connection)[reception] ?? []
            guard said.last?.step != .asked else { throw PensionRefused.takeBackAsked(reception) }
            guard said.last?.step != .confirmed else { throw PensionRefused.takenBack(reception) }
            try await keep(.asked, of: received, after: said, reason: reason, by: clerk, on: connection)
            try await open(.takeBack, "確定を取り消すことの確認を待っています。受付と理由を確かめ、確認するか、却下してください。", reception, received.number, by: clerk, on: connection)
        }
    }

    /// 確定取消し. Another person has looked at it: the reception is taken back, whatever followed from it ends, and it is reported to nobody. It stays in the ledger.
    ///
    /// - Throws: `PensionRefused` J0002, J0004, J0023, J0114–J0117; `PostgresError`.
    package func takeBack(_ reception: ReceptionNumber, by clerk: Clerk, today: CalendarDay) async throws {
        do {
            try await pool.transaction(retries: 2) { connection in
                // No batch is made or closed meanwhile.
                try await takeTurnAtBatches(on: connection)
                let received = try await accepted(reception, today: today, on: connection)
                let batch = try await batchToLeave(received, on: connection)
                let said = try await takeBacks(of: [reception], on: connection)[reception] ?? []
                guard let asked = said.last, asked.step == .asked else { throw PensionRefused.noTakeBack(reception) }
                guard asked.enteredBy.account != clerk.account else { throw PensionRefused.sameTaker }
                try await keep(.confirmed, of: received, after: said, leaving: batch, by: clerk, on: connection)
                try await closeTasks(of: received, "受付の確定を取り消したため", by: clerk, on: connection)
            }
        } catch let error as PostgresError where error.isUniqueViolation {
            // Another has confirmed it meanwhile; or somebody put a confirmation there that is none, and that has to be taken away first.
            let said = try await pool.withConnection { try await takeBacks(of: [reception], on: $0) }
            throw said[reception]?.last?.step == .asked ? PensionRefused.untrue : .noTakeBack(reception)
        }
    }

    /// 確定取消しの却下. The reception stays accepted; whoever asked may say so, too.
    ///
    /// - Throws: `PensionRefused` J0002, J0006, J0007, J0023, J0117; `PostgresError`.
    package func dismissTakeBack(_ reception: ReceptionNumber, because reason: String, by clerk: Clerk, today: CalendarDay) async throws {
        try EnteredText.reason.checked(reason)
        try await pool.transaction(retries: 2) { connection in
            let (received, _) = try await received(reception, today: today, on: connection)
            let said = try await takeBacks(of: [reception], on: connection)[reception] ?? []
            guard said.last?.step == .asked else { throw PensionRefused.noTakeBack(reception) }
            try await keep(.dismissed, of: received, after: said, reason: reason, by: clerk, on: connection)
            try await closeTasks(.takeBack, of: reception, received.number, "確定の取消しを却下したため", by: clerk, on: connection)
        }
    }

    /// Who asks that a reception be taken back: to confirm it takes another.
    ///
    /// - Throws: `PensionRefused` J0017, J0117; `PostgresError`.
    package func takeBackAsker(of reception: ReceptionNumber) async throws -> EnteredBy {
        let said = try await pool.withConnection { try await takeBacks(of: [reception], on: $0) }
        guard let last = said[reception]?.last, last.step == .asked else { throw PensionRefused.noTakeBack(reception) }
        return last.enteredBy
    }

    /// Those who make and those who close batches, and whoever takes a reception back, take turns.
    func takeTurnAtBatches(on connection: Connection) async throws {
        _ = try await connection.query("SELECT last FROM pension.report_batch_count ORDER BY fiscal_year FOR UPDATE")
    }

    /// Reads a reception that was accepted, and from which nothing of the record followed; and takes its person's row.
    private func accepted(_ reception: ReceptionNumber, today: CalendarDay, on connection: Connection) async throws -> Received {
        let (received, decision) = try await received(reception, today: today, on: connection)
        switch decision {
        case .made("accepted"): break
        case .untrue: throw PensionRefused.untrue
        case .made, .none: throw PensionRefused.notTakenBack("確定していない受付です。確認を待つ受付は、返戻か取下げとしてください。")
        }
        switch received.content {
        case .nothing, .application, .request, .claim, .carriedClaim: break
        case .event: throw PensionRefused.notTakenBack("この受付からは記録が生じています。記録を訂正するか（atena pension notify correct）、取り消してください（cancel）。")
        case .basic: throw PensionRefused.notTakenBack("年金基本情報は、正しい内容をもう一度受け付けて変更してください（atena pension notify basics）。")
        case .welfare: throw PensionRefused.notTakenBack("老齢福祉年金の証書は、正しい内容をもう一度受け付けて変更してください（atena pension notify welfare）。")
        }
        guard try await resultEnterers(of: reception, on: connection).isEmpty else {
            throw PensionRefused.notTakenBack("日本年金機構の処理結果から生じた受付です。日本年金機構に確かめてください。")
        }
        return received
    }

    /// The batch that the report of a reception is in and that was only made; `nil` where it is in none.
    ///
    /// - Throws: `PensionRefused` J0115 where it ever went to the Service, J0116 where its batch is closed.
    private func batchToLeave(_ received: Received, on connection: Connection) async throws -> ReportBatchNumber? {
        let reception = received.reception
        let rows = try await connection.query(
            """
            SELECT attempt, batch_year, batch_number, \(unsafeSQL: SealedRecord.reportItem.sealed("i")) FROM pension.report_item i
            WHERE fiscal_year = \(reception.fiscalYear) AND number = \(reception.number) ORDER BY attempt
            """)
        var items: [(id: ReportID, batch: ReportBatchNumber)] = []
        for row in rows {
            let (attempt, year, number, form, mac) = try row.decode((Int32, Int32, Int32, [UInt8], [UInt8]?).self)
            guard seal.holds(.reportItem, form, mac) else { continue }
            items.append((ReportID(reception: reception, attempt: attempt), ReportBatchNumber(fiscalYear: year, number: number)))
        }
        let steps = try await batchSteps(of: items.map(\.batch), on: connection)
        var open: ReportBatchNumber?
        for item in items {
            let done = steps[item.batch] ?? []
            guard !done.contains(.handed) else { throw PensionRefused.wasSent(item.id) }
            guard !done.contains(.cancelled) else { continue }
            guard done.isEmpty else { throw PensionRefused.isClosed(reception, item.batch) }
            open = item.batch
        }
        return open
    }

    private func keep(
        _ step: TakeBackStep, of received: Received, after said: [KeptTakeBack], reason: String = "", leaving batch: ReportBatchNumber? = nil, by clerk: Clerk,
        on connection: Connection
    ) async throws {
        let (year, number) = (received.reception.fiscalYear, received.reception.number)
        let ordinal = try await connection.freeNumber(
            from: (said.last?.ordinal ?? 0) + 1, to: 100, among: "SELECT ordinal FROM pension.take_back WHERE fiscal_year = \(year) AND number = \(number)",
            of: "確定取消し")
        let asked = step == .asked ? nil : said.last
        try await seal.insert(
            .takeBack,
            """
            SELECT \(year)::integer AS fiscal_year, \(number)::integer AS number, \(ordinal)::integer AS ordinal,
              \(asked?.ordinal)::integer AS confirms_ordinal, \(batch?.fiscalYear)::integer AS batch_year, \(batch?.number)::integer AS batch_number,
              now() AS entered_at, 'accepted'::text AS outcome, \(step.rawValue)::text AS step, \(asked?.step.rawValue)::text AS confirms_step,
              \(asked?.enteredBy.account)::text AS confirms_by, \(reason)::text AS reason, \(clerk.section)::text AS section,
              \(clerk.account)::text AS entered_by, \(clerk.setUpBy)::text AS entered_set_up_by
            """, on: connection)
        try await Act(kind: step.act, clerk: clerk, number: received.number, reception: received.reception, reason: reason).record(seal, on: connection)
    }
}
