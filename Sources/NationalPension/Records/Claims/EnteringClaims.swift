package import Addressee
internal import Postgres
internal import ReceiverLedger

/// 請求の記載の版. What a claim says, as a whole, after something of it was entered or corrected; the last counts.
package struct ClaimVersion: Sendable, Unprinted {
    /// Its number.
    package let id: Int64
    /// What the claim says.
    package let claim: Claim
    /// 入力者.
    package let enteredBy: EnteredBy
}

extension PensionRecords {
    /// Reads what staff write of a claim, as a file of the system before is read.
    ///
    /// - Throws: `PensionRefused` J0007, J0008, or the code of a number that is none.
    package func read(
        _ written: WrittenClaim, of kind: ClaimKind, by number: AddresseeNumber, firstVisitOn: CalendarDay?, receivedOn: CalendarDay
    ) throws(PensionRefused) -> (claimant: Claimant?, certificates: CertificateFacts?) {
        try read(written, of: kind, WrittenClaim.Occasion(claimedOn: receivedOn, number: number, firstVisitOn: firstVisitOn, latest: (receivedOn, "受付日")))
    }

    func read(_ written: WrittenClaim, of kind: ClaimKind, _ occasion: WrittenClaim.Occasion) throws(PensionRefused) -> (
        claimant: Claimant?, certificates: CertificateFacts?
    ) {
        do throws(WrittenClaim.Fault) {
            return (try written.claimant(of: kind, occasion, using: tables), try written.certificates(of: kind, occasion, using: tables))
        } catch { throw .written(error) }
    }

    /// 記載事項の入力. Keeps what is told of the claimant and of certificates after a claim was received, or corrects it: a whole row of what the claim says now, and
    /// no row is changed. A certificate whose day is entered has come, and one whose day is taken away has not; what follows from it is asked for.
    /// A name that makes it another's claim is refused.
    ///
    /// - Parameter written: the items that are entered; `WrittenClaim.none` takes one away.
    /// - Throws: `PensionRefused` J0002, J0003, J0007, J0008, J0023, J0041; `PostgresError`.
    package func enter(_ written: WrittenClaim, in reception: ReceptionNumber, by clerk: Clerk, today: CalendarDay) async throws -> KeptClaim {
        guard !written.items.isEmpty else { throw PensionRefused.terms("入力する項目を書いてください。") }
        guard written.items.isSubset(of: Set(PensionClaimItem.later)) else {
            throw PensionRefused.terms("請求者が誰であるかと続柄は、後から変えられません。取り下げて、元の受付日で受け付けてください。")
        }
        return try await pool.transaction(retries: 2) { connection in
            let kept = try await openClaim(reception, today: today, on: connection)
            let occasion = WrittenClaim.Occasion(
                claimedOn: kept.receivedOn, number: kept.number, firstVisitOn: kept.claim.firstVisitOn, latest: (today, "今日"))
            let (claimant, certificates) = try read(written.over(WrittenClaim(kept.claim)), of: kept.claim.kind, occasion)
            let said = kept.claim.saying(claimant, certificates, claimedOn: kept.receivedOn, using: tables)
            guard said != kept.claim else { throw PensionRefused.terms("記載は、すでにそのとおりです。") }
            // Nor by two steps: the name that was filed counts after it was taken away, too.
            if let claimant, claimant.name != kept.claim.claimant?.name {
                let before = ([kept.filed] + kept.versions.map(\.claim)).compactMap(\.claimant)
                guard before.allSatisfy({ claimant.isOne(with: $0) }) else {
                    throw PensionRefused.terms(
                        "\(PensionClaimItem.name.label)が、受け付けた請求者と別の人になります。後から変えられません。取り下げて、元の受付日で受け付けてください。")
                }
            }
            let id = try await seal.nextID(of: .claimVersion, on: connection)
            try await seal.insert(
                .claimVersion,
                """
                SELECT \(id)::bigint AS version_id, now() AS entered_at, \(reception.fiscalYear)::integer AS fiscal_year,
                  \(reception.number)::integer AS number, \(kept.number.value)::text AS atenabango, \(clerk.section)::text AS section,
                  \(clerk.account)::text AS entered_by, \(clerk.setUpBy)::text AS entered_set_up_by, \(try KeptJSON.of(said))::text::json AS content
                """, on: connection)
            // Only by what is entered now: of what stood there somebody may have said that it did not come.
            for (paper, days) in PensionClaimItem.daysOfPapers {
                let isThere = said.certified.contains(paper)
                guard isThere ? written.tells(days) : kept.claim.certified.contains(paper), (kept.arrival(of: paper) != nil) != isThere else { continue }
                try await keep(paper, hasCome: isThere, on: today, of: reception, kept.number, by: clerk, on: connection)
            }
            try await Act(kind: .claimEntered, clerk: clerk, number: kept.number, reception: reception).record(seal, on: connection)
            guard let entered = try await keptClaim(reception, on: connection) else { throw PensionRefused.unreadable }
            return entered
        }
    }

    /// What claims say now of which something was entered since, by the last row that this program wrote; of the others what was filed counts.
    func claimsNow(of receptions: [ReceptionNumber], on connection: Connection) async throws -> [ReceptionNumber: Claim] {
        guard !receptions.isEmpty else { return [:] }
        let rows = try await connection.query(
            """
            SELECT fiscal_year, number, content::text, \(unsafeSQL: SealedRecord.claimVersion.sealed("v")) FROM pension.claim_version v
            WHERE (fiscal_year, number) IN (SELECT * FROM unnest(\(receptions.map(\.fiscalYear)), \(receptions.map(\.number))) AS k (year, number))
            ORDER BY version_id
            """)
        var now: [ReceptionNumber: Claim] = [:]
        for row in rows {
            let (year, number, content, form, mac) = try row.decode((Int32, Int32, String, [UInt8], [UInt8]?).self)
            guard seal.holds(.claimVersion, form, mac) else { continue }
            now[ReceptionNumber(fiscalYear: year, number: number)] = try KeptJSON.read(content, as: Claim.self)
        }
        return now
    }

    /// 請求の記載の版 that this program wrote, the oldest first.
    func versions(of reception: ReceptionNumber, on connection: Connection) async throws -> (rows: [ClaimVersion], untrue: Int) {
        let rows = try await connection.query(
            """
            SELECT version_id, content::text, entered_by, floor(extract(epoch FROM entered_at))::bigint, entered_set_up_by,
              \(unsafeSQL: SealedRecord.claimVersion.sealed("v"))
            FROM pension.claim_version v WHERE fiscal_year = \(reception.fiscalYear) AND number = \(reception.number) ORDER BY version_id
            """)
        let found = try rows.compactMap { row -> ClaimVersion? in
            let (id, content, by, at, setUpBy, form, mac) = try row.decode((Int64, String, String, Int64, String?, [UInt8], [UInt8]?).self)
            guard seal.holds(.claimVersion, form, mac) else { return nil }
            return ClaimVersion(
                id: id, claim: try KeptJSON.read(content), enteredBy: EnteredBy(account: by, on: CalendarDay(inJapanAt: at), setUpBy: setUpBy))
        }
        return (found, rows.count - found.count)
    }
}
