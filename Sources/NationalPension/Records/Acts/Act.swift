internal import Addressee
internal import Postgres

/// 操作の記録. One row of the pension system's own record of who did what, written in the transaction of the act.
struct Act: Sendable {
    let kind: ToldAct.Kind
    let clerk: Clerk
    var number: AddresseeNumber?
    var reception: ReceptionNumber?
    var reason = ""

    /// Written in the transaction of what it tells.
    func record(_ seal: PensionSeal, on connection: Connection) async throws { try await seal.insert([row], on: connection) }

    /// Its row, to be inserted with others.
    var row: SealedRow {
        .numbered(
            .act,
            """
            SELECT now() AS acted_at, \(reception?.fiscalYear)::integer AS fiscal_year, \(reception?.number)::integer AS number,
              \(kind.rawValue)::text AS kind, \(clerk.section)::text AS section, \(clerk.account)::text AS by_whom, \(clerk.terminal)::text AS terminal,
              \(number?.value)::text AS atenabango, \(reason)::text AS reason
            """)
    }
}
