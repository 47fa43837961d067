package import Addressee
internal import Postgres
internal import ReceiverLedger

extension PensionRecords {
    /// 添付書類の受領. Keeps that papers came which a claim waits for; or, where that was recorded by mistake, that they did not. No row is changed by it.
    ///
    /// - Parameters:
    ///   - papers: by key or by label.
    ///   - hasCome: `false` takes back what was recorded by mistake.
    /// - Throws: `PensionRefused` J0002, J0003, J0007, J0008, J0023, J0041, J0043, J0044; `PostgresError`.
    package func attach(
        _ papers: [String], to reception: ReceptionNumber, on day: CalendarDay, hasCome: Bool = true, by clerk: Clerk, today: CalendarDay
    ) async throws -> KeptClaim {
        guard !papers.isEmpty else { throw PensionRefused.terms("届いた書類を指定してください。") }
        return try await pool.transaction(retries: 2) { connection in
            let claim = try await openClaim(reception, today: today, on: connection)
            guard day >= claim.receivedOn else { throw PensionRefused.received("書類の届いた日が、請求の受付日より前です。") }
            guard day <= today else { throw PensionRefused.received("書類の届いた日が今日より後です。") }
            for paper in try asked(papers, of: claim.claim) {
                guard (claim.arrival(of: paper) != nil) != hasCome else { throw PensionRefused.attached(label(of: paper, claim.claim), hasCome) }
                try await keep(paper, hasCome: hasCome, on: day, of: reception, claim.number, by: clerk, on: connection)
            }
            try await Act(kind: .paperCame, clerk: clerk, number: claim.number, reception: reception).record(seal, on: connection)
            guard let kept = try await keptClaim(reception, on: connection) else { throw PensionRefused.unreadable }
            return kept
        }
    }

    /// Keys of papers that a claim waits for or has, each once.
    ///
    /// - Throws: `PensionRefused` J0043 for one that was not asked for.
    func asked(_ papers: [String], of claim: Claim) throws(PensionRefused) -> [String] {
        var keys: [String] = []
        for paper in papers {
            let alike = paper.isEmpty ? [] : claim.asked.filter { $0.label.hasPrefix(paper) }
            guard let found = claim.asked.first(where: { $0.key == paper || $0.label == paper }) ?? (alike.count == 1 ? alike[0] : nil) else {
                throw .notAsked(claim.asked)
            }
            if !keys.contains(found.key) { keys.append(found.key) }
        }
        return keys
    }

    private func label(of paper: String, _ claim: Claim) -> String { claim.asked.first { $0.key == paper }?.label ?? paper }

    func keep(
        _ paper: String, hasCome: Bool, on day: CalendarDay, of reception: ReceptionNumber, _ number: AddresseeNumber, by clerk: Clerk,
        on connection: Connection
    ) async throws {
        let id = try await seal.nextID(of: .claimArrival, on: connection)
        try await seal.insert(
            .claimArrival,
            """
            SELECT \(id)::bigint AS arrival_id, now() AS entered_at, \(reception.fiscalYear)::integer AS fiscal_year, \(reception.number)::integer AS number,
              \(day.postgres)::date AS came_on, \(hasCome)::boolean AS has_come, \(number.value)::text AS atenabango, \(paper)::text AS paper,
              \(clerk.section)::text AS section, \(clerk.account)::text AS entered_by, \(clerk.setUpBy)::text AS entered_set_up_by
            """, on: connection)
    }
}
