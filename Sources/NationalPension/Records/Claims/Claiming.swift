package import Addressee
internal import Postgres

extension PensionRecords {
    /// Receives a claim, with what came with it. What it lacks is told, and kept; the claim waits for it.
    ///
    /// - Parameters:
    ///   - number: 宛名番号 of the insured person, or of whoever died.
    ///   - papers: what came, by key or by label; a certificate whose items are told is there, too.
    /// - Throws: `PensionRefused` J0001, J0007, J0008, J0040, J0043; `PostgresError`.
    package func receive(
        _ claim: Claim, of number: AddresseeNumber, receivedOn: CalendarDay, with papers: [String], remarks: String, by clerk: Clerk, today: CalendarDay
    ) async throws -> (receipt: Receipt, claim: KeptClaim) {
        try admit(claim, of: number, receivedOn: receivedOn)
        let named = try asked(papers, of: claim)
        let came = named + claim.certified.filter { !named.contains($0) }
        let filing = Filing(number: number, kind: NoticeKind(claimOf: claim.kind), receivedOn: receivedOn, remarks: remarks)
        // Two claims of one person take turns; and whoever claims is needed from now on (`endInterest`).
        return try await transaction(takingRowsOf: Set([number.value, claim.claimant?.number].compactMap { $0 })) { connection in
            _ = try await follow(number, on: today, connection)
            if let other = try await claims(of: number, on: connection).first(where: { $0.decision.isWaiting && $0.claim.isSame(claim) }) {
                throw PensionRefused.sameClaim(other.reception)
            }
            let carried = try await carriedClaims(of: number, on: connection)
            if let other = carried.first(where: { $0.decision.isWaiting && $0.claim.claim.isSame(claim) }) { throw PensionRefused.sameClaim(other.reception) }
            let receipt = try await receive(filing, by: clerk, today: today, on: connection) { _ in (.claim(claim), claim.happenedOn) }
            for paper in came {
                try await keep(paper, hasCome: true, on: receivedOn, of: receipt.reception, number, by: clerk, on: connection)
            }
            guard let kept = try await keptClaim(receipt.reception, on: connection) else { throw PensionRefused.unreadable }
            if !kept.check.holds.isEmpty {
                try await open(
                    .held, kept.check.holds.map(\.reason.description).joined(separator: " "), receipt.reception, number, by: clerk, on: connection)
            }
            return (receipt, kept)
        }
    }

    /// Claims for the same as another that were accepted before, here or by the system before, and on which the Service decides, or has.
    func earlier(_ kept: KeptClaim, on connection: Connection) async throws -> [ReceptionNumber] {
        let accepted = try await claims(of: kept.number, on: connection).filter {
            $0.decision == .made("accepted") && $0.reception != kept.reception && $0.claim.isSame(kept.claim)
        }.map(\.reception)
        let takenBack = try await takenBack(of: accepted, on: connection)
        let carried = try await carriedClaims(of: kept.number, on: connection).filter { $0.decision == .made("accepted") && $0.claim.claim.isSame(kept.claim) }
        return carried.map(\.reception) + accepted.filter { !takenBack.contains($0) }
    }

    /// Whether the form fits the kind.
    private func admit(_ claim: Claim, of number: AddresseeNumber, receivedOn: CalendarDay) throws(PensionRefused) {
        let row = tables.claims.row(claim.kind, on: receivedOn)
        // Of whatever hand it comes, it is looked through as what is written at the counter.
        let (written, occasion) = (
            WrittenClaim(claim),
            WrittenClaim.Occasion(claimedOn: receivedOn, number: number, firstVisitOn: claim.firstVisitOn, latest: (receivedOn, "受付日"))
        )
        do throws(WrittenClaim.Fault) {
            _ = try written.claimant(of: claim.kind, occasion, using: tables)
            _ = try written.certificates(of: claim.kind, occasion, using: tables)
        } catch { throw .written(error) }
        guard !row.ground.isEmpty || claim.groundOn == nil else { throw .terms("\(row.label)の請求に、事由の日は指定できません。") }
        guard row.tellsFirstVisit || claim.firstVisitOn == nil else { throw .terms("\(row.label)の請求に、初診日は指定できません。") }
        for day in [claim.groundOn, claim.firstVisitOn].compactMap({ $0 }) where day > receivedOn { throw .received("事実のあった日が受付日より後です。") }
        if let ground = claim.groundOn, let visit = claim.firstVisitOn, visit > ground { throw .terms("初診日が、\(row.ground)より後です。") }
        let known = Set(tables.claims.attachments(claim.kind, on: receivedOn).compactMap(\.circumstance))
        guard Set(claim.circumstances).isSubset(of: known) else {
            throw .terms("\(row.label)の請求の事情は、\(ClaimCircumstance.allCases.filter(known.contains).map(\.rawValue).joined(separator: "、")) から選んでください。")
        }
        guard let code = claim.pensionCode else { return }
        guard !row.codes.isEmpty else { throw .terms("\(row.label)に年金コードはありません。") }
        guard PensionCodes.isCode(code) else { throw .terms("年金コードは半角数字4桁で指定してください。") }
    }

    /// Claims of one person, or of one death, that this program wrote, as they are now, and what was decided on them; the oldest first.
    func claims(of number: AddresseeNumber, on connection: Connection) async throws -> [(reception: ReceptionNumber, claim: Claim, decision: DecisionRow)] {
        let filed = try await connection.query(
            """
            SELECT r.fiscal_year, r.number, r.content::text, \(unsafeSQL: SealedRecord.reception.sealed("r")), d.outcome,
              \(unsafeSQL: SealedRecord.decision.sealed("d"))
            FROM pension.reception r LEFT JOIN pension.decision d ON d.fiscal_year = r.fiscal_year AND d.number = r.number
            WHERE r.atenabango = \(number.value) AND r.kind LIKE 'claim-%'
            ORDER BY r.fiscal_year, r.number
            """
        ).compactMap { row -> (reception: ReceptionNumber, claim: Claim, decision: DecisionRow)? in
            let (year, count, content, form, mac, outcome, decided, decidedMAC) = try row.decode(
                (Int32, Int32, String, [UInt8], [UInt8]?, String?, [UInt8], [UInt8]?).self)
            guard seal.holds(.reception, form, mac), case .claim(let claim) = try KeptJSON.read(content, as: FiledContent.self) else { return nil }
            return (ReceptionNumber(fiscalYear: year, number: count), claim, seal.decision(outcome, decided, decidedMAC))
        }
        let now = try await claimsNow(of: filed.map(\.reception), on: connection)
        return filed.map { ($0.reception, now[$0.reception] ?? $0.claim, $0.decision) }
    }
}
