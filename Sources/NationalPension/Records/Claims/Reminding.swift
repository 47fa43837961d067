package import Addressee
internal import Postgres
internal import ReceiverLedger

extension PensionRecords {
    /// 催促の記録. Keeps that the claimant was reminded of what a claim lacks; nobody is reminded twice on one day, of whatever claim.
    ///
    /// - Throws: `PensionRefused` J0002, J0003, J0008, J0023, J0041, J0045, J0046 where nothing lacks; `PostgresError`.
    package func remind(of reception: ReceptionNumber, on day: CalendarDay, by means: ReminderMeans, clerk: Clerk, today: CalendarDay) async throws -> KeptClaim
    {
        // Two claims of one claimant take turns.
        func needed(_ connection: Connection) async throws -> Set<String> {
            let claimant = try await keptClaim(reception, on: connection)?.claim.claimant?.number
            return try await subject(of: reception, on: connection).union([claimant].compactMap { $0 })
        }
        return try await transaction(taking: needed) { connection, takesTurns in
            let claim = try await openClaim(reception, today: today, on: connection)
            try takesTurns([claim.number.value, claim.claim.claimant?.number ?? claim.number.value])
            guard !claim.untold.isEmpty else { throw PensionRefused.nothingLacks }
            guard day >= claim.receivedOn else { throw PensionRefused.received("催促した日が、請求の受付日より前です。") }
            guard day <= today else { throw PensionRefused.received("催促した日が今日より後です。") }
            let same = try await connection.query(
                """
                SELECT fiscal_year, number, \(unsafeSQL: SealedRecord.claimReminder.sealed("m")) FROM pension.claim_reminder m
                WHERE reminded = \(claim.reminded) AND reminded_on = \(day.postgres) ORDER BY reminder_id
                """)
            for row in same {
                let (year, count, form, mac) = try row.decode((Int32, Int32, [UInt8], [UInt8]?).self)
                if seal.holds(.claimReminder, form, mac) { throw PensionRefused.remindedAlready(ReceptionNumber(fiscalYear: year, number: count), day) }
            }
            let id = try await seal.nextID(of: .claimReminder, on: connection)
            try await seal.insert(
                .claimReminder,
                """
                SELECT \(id)::bigint AS reminder_id, now() AS entered_at, \(reception.fiscalYear)::integer AS fiscal_year,
                  \(reception.number)::integer AS number, \(day.postgres)::date AS reminded_on, \(claim.reminded)::text AS reminded,
                  \(means.rawValue)::text AS means, \(claim.untold.map(\.key))::text[] AS keys, \(clerk.section)::text AS section,
                  \(clerk.account)::text AS entered_by
                """, on: connection)
            try await Act(kind: .claimReminded, clerk: clerk, number: claim.number, reception: reception).record(seal, on: connection)
            guard let kept = try await keptClaim(reception, on: connection) else { throw PensionRefused.unreadable }
            return kept
        }
    }

    /// 最後に催促した日, of any claim; `nil` where the claimant was never reminded.
    func lastReminded(_ number: String, on connection: Connection) async throws -> CalendarDay? {
        let rows = try await connection.query(
            """
            SELECT reminded_on, \(unsafeSQL: SealedRecord.claimReminder.sealed("m")) FROM pension.claim_reminder m
            WHERE reminded = \(number) ORDER BY reminded_on DESC, reminder_id DESC
            """)
        for row in rows {
            let (day, form, mac) = try row.decode((PostgresDay, [UInt8], [UInt8]?).self)
            if seal.holds(.claimReminder, form, mac) { return CalendarDay(daysSince2000: day.daysSince2000) }
        }
        return nil
    }
}
