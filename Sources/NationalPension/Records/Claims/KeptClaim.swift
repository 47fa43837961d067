package import Addressee
internal import Postgres
internal import ReceiverLedger

/// 届いた書類. That a paper came, or that it was recorded by mistake; the last row of a paper counts.
package struct ClaimArrival: Sendable, Hashable, Unprinted {
    /// Its number.
    package let id: Int64
    /// Key of the paper.
    package let paper: String
    /// Whether it came; otherwise the row before was a mistake.
    package let hasCome: Bool
    /// The day on which it came.
    package let cameOn: CalendarDay
    /// 入力者.
    package let enteredBy: EnteredBy
}

/// 不備のまま進達する理由. What is expressly told to the Service that a claim lacks.
package struct ToldLack: Sendable, Hashable, Unprinted {
    /// Its number.
    package let id: Int64
    /// Keys of what lacked (`ClaimLack`).
    package let keys: [String]
    /// Why it goes all the same.
    package let reason: String
    /// 入力者.
    package let enteredBy: EnteredBy
}

/// 催促. That somebody was reminded of what a claim lacks.
package struct ClaimReminder: Sendable, Hashable, Unprinted {
    /// The day.
    package let on: CalendarDay
    /// How.
    package let means: ReminderMeans
    /// Keys of what lacked (`ClaimLack`).
    package let keys: [String]
    /// Who recorded it, account.
    package let by: String
}

/// 裁定請求, with all that was kept of it: only rows that this program wrote.
package struct KeptClaim: Sendable, Unprinted {
    /// 受付番号.
    package let reception: ReceptionNumber
    /// 宛名番号 of the insured person, or of whoever died.
    package let number: AddresseeNumber
    /// 受付日.
    package let receivedOn: CalendarDay
    /// What it says now.
    package let claim: Claim
    /// 受付時の記載. What it said when it was received.
    package let filed: Claim
    /// 記載の版: what was entered or corrected since it was received, the oldest first.
    package let versions: [ClaimVersion]
    /// 届いた書類, the oldest first.
    package let arrivals: [ClaimArrival]
    /// 不備のまま進達する理由, the oldest first.
    package let told: [ToldLack]
    /// 催促, the oldest first.
    package let reminders: [ClaimReminder]
    /// What the rules say of it now.
    package let check: ClaimCheck
    /// 不備, whether told to the Service or not.
    package let lacks: [ClaimLack]
    /// Rows of it that this program did not write as they are: nothing of them counts.
    package let untrueRows: Int

    /// 不備 that nothing was said about: with any of it the claim is not accepted.
    package var untold: [ClaimLack] {
        let keys = Set(told.flatMap(\.keys))
        return lacks.filter { !keys.contains($0.key) }
    }

    /// What was entered of it so far: another after any further row. Whoever accepts it says which they have looked at.
    package var mark: String { "\(arrivals.last?.id ?? 0)-\(told.last?.id ?? 0)" + (versions.last.map { "-\($0.id)" } ?? "") }

    /// By which arrival a paper is there; `nil` where it lacks.
    package func arrival(of paper: String) -> ClaimArrival? { arrivals.last { $0.paper == paper }.flatMap { $0.hasCome ? $0 : nil } }

    /// 催促する相手: 宛名番号 of the claimant; of a claimant without any, 受付番号 of their first claim after that death. Nobody is reminded under the number of
    /// whoever died.
    package let reminded: String

    /// The same without what tells where whoever claims is, or is treated.
    var withoutPlace: KeptClaim {
        KeptClaim(
            reception: reception, number: number, receivedOn: receivedOn, claim: claim.withoutPlace, filed: filed.withoutPlace,
            versions: versions.map { ClaimVersion(id: $0.id, claim: $0.claim.withoutPlace, enteredBy: $0.enteredBy) }, arrivals: arrivals, told: told,
            reminders: reminders, check: check, lacks: lacks, untrueRows: untrueRows, reminded: reminded)
    }

    /// 請求の期限 and 催促する日 that have come, and nobody has reminded since.
    package func remindersDue(on day: CalendarDay) -> [CalendarDay] { check.remindersDue(on: day, sent: reminders.map(\.on)) }
}

extension PensionRecords {
    /// A claim, whether it waits or is decided; `nil` of a reception that is none.
    ///
    /// - Throws: `PensionRefused` J0002, J0017, J0023; `PostgresError`.
    package func claim(_ reception: ReceptionNumber) async throws -> KeptClaim? {
        try await pool.withConnection { try await keptClaim(reception, on: $0) }
    }

    /// As `claim`, in the transaction that is open.
    func keptClaim(_ reception: ReceptionNumber, on connection: Connection) async throws -> KeptClaim? {
        let rows = try await connection.query(
            """
            SELECT atenabango, received_on, kind, content::text, \(unsafeSQL: SealedRecord.reception.sealed("r")) FROM pension.reception r
            WHERE fiscal_year = \(reception.fiscalYear) AND number = \(reception.number)
            """)
        guard
            let (number, receivedOn, kind, content, form, mac) = try rows.first?.decode((String, PostgresDay, String, String, [UInt8], [UInt8]?).self)
        else { throw PensionRefused.unknownReception }
        guard NoticeKind(rawValue: kind)?.isClaim == true else { return nil }
        guard seal.holds(.reception, form, mac) else { throw PensionRefused.untrue }
        guard case .claim(let filed) = try KeptJSON.read(content, as: FiledContent.self) else { throw PensionRefused.unreadable }
        let versions = try await versions(of: reception, on: connection)
        let claim = versions.rows.last?.claim ?? filed
        let received = CalendarDay(daysSince2000: receivedOn.daysSince2000)
        let (arrivals, told, reminders) = (
            try await arrivals(reception, on: connection), try await toldLacks(reception, on: connection), try await reminders(reception, on: connection)
        )
        let came = Set(claim.asked.map(\.key).filter { paper in arrivals.rows.last { $0.paper == paper }?.hasCome == true })
        let check = claim.check(claimedOn: received, born: try await birth(ofWhoClaims: claim, number, on: connection), came: came, using: tables)
        let reminded = claim.claimant == nil ? number : try await whomToRemind(claim, of: number, under: reception, on: connection)
        return KeptClaim(
            reception: reception, number: try AddresseeNumber(number), receivedOn: received, claim: claim, filed: filed, versions: versions.rows,
            arrivals: arrivals.rows, told: told.rows, reminders: reminders.rows, check: check, lacks: check.lacks(),
            untrueRows: versions.untrue + arrivals.untrue + told.untrue + reminders.untrue, reminded: reminded)
    }

    /// A claim that waits; its person's row is the transaction's.
    ///
    /// - Throws: `PensionRefused` J0002, J0003, J0023, J0041; `PostgresError`.
    func openClaim(_ reception: ReceptionNumber, today: CalendarDay, on connection: Connection) async throws -> KeptClaim {
        _ = try await waiting(reception, today: today, on: connection)
        guard let claim = try await keptClaim(reception, on: connection) else { throw PensionRefused.noClaim }
        return claim
    }

    /// Of a claimant without a number the first claim by the same, after the same death, that this program wrote.
    private func whomToRemind(_ claim: Claim, of number: String, under reception: ReceptionNumber, on connection: Connection) async throws -> String {
        guard let claimant = claim.claimant else { return number }
        if let own = claimant.number { return own }
        let others = try await claims(of: try AddresseeNumber(number), on: connection)
        return (others.first { $0.claim.claimant?.number == nil && $0.claim.claimant?.isOne(with: claimant) == true }?.reception ?? reception).description
    }

    private func arrivals(_ reception: ReceptionNumber, on connection: Connection) async throws -> (rows: [ClaimArrival], untrue: Int) {
        let rows = try await connection.query(
            """
            SELECT arrival_id, paper, has_come, came_on, entered_by, floor(extract(epoch FROM entered_at))::bigint, entered_set_up_by,
              \(unsafeSQL: SealedRecord.claimArrival.sealed("a"))
            FROM pension.claim_arrival a WHERE fiscal_year = \(reception.fiscalYear) AND number = \(reception.number) ORDER BY arrival_id
            """)
        let found = try rows.compactMap { row -> ClaimArrival? in
            let (id, paper, hasCome, cameOn, by, at, setUpBy, form, mac) = try row.decode(
                (Int64, String, Bool, PostgresDay, String, Int64, String?, [UInt8], [UInt8]?).self)
            guard seal.holds(.claimArrival, form, mac) else { return nil }
            return ClaimArrival(
                id: id, paper: paper, hasCome: hasCome, cameOn: CalendarDay(daysSince2000: cameOn.daysSince2000),
                enteredBy: EnteredBy(account: by, on: CalendarDay(inJapanAt: at), setUpBy: setUpBy))
        }
        return (found, rows.count - found.count)
    }

    private func toldLacks(_ reception: ReceptionNumber, on connection: Connection) async throws -> (rows: [ToldLack], untrue: Int) {
        let rows = try await connection.query(
            """
            SELECT lack_id, to_json(keys)::text, reason, entered_by, floor(extract(epoch FROM entered_at))::bigint, entered_set_up_by,
              \(unsafeSQL: SealedRecord.claimLack.sealed("l"))
            FROM pension.claim_lack l WHERE fiscal_year = \(reception.fiscalYear) AND number = \(reception.number) ORDER BY lack_id
            """)
        let found = try rows.compactMap { row -> ToldLack? in
            let (id, keys, reason, by, at, setUpBy, form, mac) = try row.decode((Int64, String, String, String, Int64, String?, [UInt8], [UInt8]?).self)
            guard seal.holds(.claimLack, form, mac) else { return nil }
            return ToldLack(
                id: id, keys: try KeptJSON.read(keys), reason: reason,
                enteredBy: EnteredBy(account: by, on: CalendarDay(inJapanAt: at), setUpBy: setUpBy))
        }
        return (found, rows.count - found.count)
    }

    private func reminders(_ reception: ReceptionNumber, on connection: Connection) async throws -> (rows: [ClaimReminder], untrue: Int) {
        let rows = try await connection.query(
            """
            SELECT reminded_on, means, to_json(keys)::text, entered_by, \(unsafeSQL: SealedRecord.claimReminder.sealed("m"))
            FROM pension.claim_reminder m WHERE fiscal_year = \(reception.fiscalYear) AND number = \(reception.number) ORDER BY reminded_on, reminder_id
            """)
        let found = try rows.compactMap { row -> ClaimReminder? in
            let (day, means, keys, by, form, mac) = try row.decode((PostgresDay, String, String, String, [UInt8], [UInt8]?).self)
            guard seal.holds(.claimReminder, form, mac) else { return nil }
            guard let means = ReminderMeans(rawValue: means) else { throw PensionRefused.unreadable }
            return ClaimReminder(on: CalendarDay(daysSince2000: day.daysSince2000), means: means, keys: try KeptJSON.read(keys), by: by)
        }
        return (found, rows.count - found.count)
    }

    /// 請求者の生年月日, as it was given last, or as it was declared.
    private func birth(ofWhoClaims claim: Claim, _ insured: String, on connection: Connection) async throws -> BirthDate? {
        if let claimant = claim.claimant, claimant.number == nil { return try claimant.born.map { try BirthDate(written: $0.description) } }
        let number = claim.claimant?.number ?? insured
        let rows = try await connection.query(
            """
            SELECT coalesce(n.items::text, v.items::text) FROM (SELECT \(number)::text AS atenabango) AS wanted
            LEFT JOIN national_pension.person n ON n.atenabango = wanted.atenabango AND NOT n.removed
            LEFT JOIN pension.person p ON p.atenabango = wanted.atenabango
            LEFT JOIN pension.addressee_version v ON v.atenabango = p.atenabango AND v.history_number = p.history_number
            """)
        guard let items = try rows.first?.decode(String?.self) else { return nil }
        return AddresseeVersion(historyNumber: 0, presence: .resident, movedOn: nil, items: try KeptJSON.read(items)).birth
    }
}
