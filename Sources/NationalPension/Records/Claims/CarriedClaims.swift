internal import Addressee
internal import Postgres

/// 移行した裁定請求, as it was taken in.
package struct CarriedClaim: Sendable, Unprinted {
    /// 受付番号 by which it was taken in.
    package let reception: ReceptionNumber
    /// What the system before had of it.
    package let claim: CarriedOverClaim
    /// What was decided on the reception.
    let decision: DecisionRow
}

extension PensionRecords {
    /// Claims of one person that the system before received, but those whose taking in was taken back; only rows that this program wrote, the oldest first.
    func carriedClaims(of number: AddresseeNumber, on connection: Connection) async throws -> [CarriedClaim] {
        let found = try await connection.query(
            """
            SELECT r.fiscal_year, r.number, r.content::text, \(unsafeSQL: SealedRecord.reception.sealed("r")), d.outcome,
              \(unsafeSQL: SealedRecord.decision.sealed("d"))
            FROM pension.reception r LEFT JOIN pension.decision d ON d.fiscal_year = r.fiscal_year AND d.number = r.number
            WHERE r.atenabango = \(number.value) AND r.kind = \(NoticeKind.carriedOver.rawValue) AND starts_with(r.content::text, '{"carriedClaim":')
            ORDER BY r.fiscal_year, r.number
            """
        ).compactMap { row -> CarriedClaim? in
            let (year, count, content, form, mac, outcome, decided, decidedMAC) = try row.decode(
                (Int32, Int32, String, [UInt8], [UInt8]?, String?, [UInt8], [UInt8]?).self)
            guard seal.holds(.reception, form, mac), case .carriedClaim(let claim) = try KeptJSON.read(content, as: FiledContent.self) else { return nil }
            return CarriedClaim(
                reception: ReceptionNumber(fiscalYear: year, number: count), claim: claim, decision: seal.decision(outcome, decided, decidedMAC))
        }
        guard !found.isEmpty else { return [] }
        let takenBack = try await takenBack(of: found.map(\.reception), on: connection)
        return found.filter { !takenBack.contains($0.reception) }
    }
}
