internal import AccessControl
internal import Postgres

/// 継続中の支援措置. A measure that two people have not ended for everybody under it.
struct StandingMeasure: Sendable {
    let id: Int64
    /// Whom it still protects, each by the addressee under which they were named.
    let persons: Set<Int64>

    /// Those that protect one of these persons, or somebody under the same integrated number, by number. An end counts only with the true rows of two people.
    static func of(_ persons: [Int64], _ seal: RowSeal, on connection: Connection) async throws -> [StandingMeasure] {
        let rows = try await connection.query(
            """
            SELECT m.measure_id, m.addressee_id FROM register.measure_person m
            WHERE m.measure_id IN (
                SELECT o.measure_id FROM register.measure_person o
                WHERE o.addressee_id = ANY (\(persons) || ARRAY(SELECT register.sharing_number(p.id) FROM unnest(\(persons)) AS p (id))))
            ORDER BY m.measure_id
            """)
        var found: [Int64: Set<Int64>] = [:]
        for row in rows {
            let (measure, person) = try row.decode((Int64, Int64).self)
            found[measure, default: []].insert(person)
        }
        for (measure, ended) in try await ended(of: found.keys.sorted(), seal, on: connection) { found[measure]?.subtract(ended) }
        return found.filter { !$0.value.isEmpty }.map { StandingMeasure(id: $0.key, persons: $0.value) }.sorted { $0.id < $1.id }
    }

    /// Whose protection by a measure was ended.
    private static func ended(of measures: [Int64], _ seal: RowSeal, on connection: Connection) async throws -> [Int64: Set<Int64>] {
        let rows = try await connection.query(
            """
            SELECT p.measure_id, p.addressee_ids, d.approved, \(unsafeSQL: SealedTable.endProposal.sealed("p")), \(unsafeSQL: SealedTable.endDecision.sealed("d"))
            FROM register.end_proposal p JOIN register.end_decision d USING (proposal_id) WHERE p.measure_id = ANY (\(measures))
            """)
        var ended: [Int64: Set<Int64>] = [:]
        for row in rows {
            let (measure, persons, isApproved, proposal, proposalMAC, decision, decisionMAC) = try row.decode(
                (Int64, [Int64], Bool, [UInt8], [UInt8]?, [UInt8], [UInt8]?).self)
            guard isApproved, seal.holds(.endProposal, proposal, proposalMAC), seal.holds(.endDecision, decision, decisionMAC) else { continue }
            ended[measure, default: []].formUnion(persons)
        }
        return ended
    }
}
