package import Addressee
internal import Postgres

extension PensionRecords {
    /// 不備のまま進達する理由. Keeps why a claim goes to the Service though it lacks what it lacks now; the Service is told of it. Another person accepts it.
    ///
    /// - Throws: `PensionRefused` J0002, J0003, J0006, J0007, J0023, J0041, J0046 where nothing lacks that is not told yet; `PostgresError`.
    package func tellLacks(of reception: ReceptionNumber, because reason: String, by clerk: Clerk, today: CalendarDay) async throws -> KeptClaim {
        try EnteredText.reason.checked(reason)
        return try await pool.transaction(retries: 2) { connection in
            let claim = try await openClaim(reception, today: today, on: connection)
            guard !claim.untold.isEmpty else { throw PensionRefused.nothingLacks }
            let id = try await seal.nextID(of: .claimLack, on: connection)
            try await seal.insert(
                .claimLack,
                """
                SELECT \(id)::bigint AS lack_id, now() AS entered_at, \(reception.fiscalYear)::integer AS fiscal_year,
                  \(reception.number)::integer AS number, \(claim.number.value)::text AS atenabango, \(claim.lacks.map(\.key))::text[] AS keys,
                  \(clerk.section)::text AS section, \(clerk.account)::text AS entered_by, \(clerk.setUpBy)::text AS entered_set_up_by,
                  \(reason)::text AS reason
                """, on: connection)
            try await Act(kind: .lackTold, clerk: clerk, number: claim.number, reception: reception, reason: reason).record(seal, on: connection)
            guard let kept = try await keptClaim(reception, on: connection) else { throw PensionRefused.unreadable }
            return kept
        }
    }

    /// Whether a claim may go to the Service, by the hand of another than recorded what it stands on.
    ///
    /// - Parameter looked: mark of the claim as the other has looked at it.
    /// - Throws: `PensionRefused` J0004, J0007 where nothing was looked at, J0042 where it lacks something of which nothing was told, J0048 where something was
    ///   entered since; `PostgresError`.
    func requireComplete(_ reception: ReceptionNumber, as looked: String?, by clerk: Clerk, on connection: Connection) async throws {
        guard let claim = try await keptClaim(reception, on: connection) else { throw PensionRefused.noClaim }
        guard claim.untold.isEmpty else { throw PensionRefused.incomplete(claim.untold) }
        guard let looked else { throw PensionRefused.terms("請求を確定するときは、確かめた内容の番号を指定してください（--seen）。") }
        guard looked == claim.mark else { throw PensionRefused.claimMoved }
        guard !claim.enterers.contains(where: { $0.account == clerk.account }) else { throw PensionRefused.samePerson }
    }
}

extension KeptClaim {
    /// Who entered what it stands on, beside the claim itself: papers that came, or that somebody took back, why it goes without others, and what it says since.
    var enterers: [EnteredBy] {
        claim.asked.compactMap { asked in arrivals.last { $0.paper == asked.key }?.enteredBy } + told.map(\.enteredBy) + versions.map(\.enteredBy)
    }
}
