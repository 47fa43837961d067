package import Addressee
internal import AuditTrail
internal import Postgres

/// 課・出張所. The sections that there are, and those to which a person belongs.
package struct Sections: Sendable, Hashable {
    /// 所属名 by 所属コード.
    package let names: [String: String]
    /// 所属コード of the person's own on the day, of several the first first; empty where they belong to none.
    package let own: [String]
}

extension AccessControl {
    /// The sections in whose name a person may receive something: their own; who belongs to none says for which of those that there are.
    ///
    /// - Parameter right: to the work for which it is asked.
    /// - Throws: `AccessRefused`; `PostgresError`.
    package func sections(for principal: Principal, holding right: Right) async throws -> Sections {
        try await pool.permit(principal, right)
        let day = now().day
        return try await pool.transaction(isolation: .repeatableRead, readOnly: true) { connection in
            var names: [String: String] = [:]
            for row in try await connection.query("SELECT department, name FROM access.department") {
                let (department, name) = try row.decode((String, String).self)
                names[department] = name
            }
            let rows = try await connection.query(
                """
                SELECT a.department, \(unsafeSQL: SealedTable.assignment.sealed("a")) FROM access.assignment a
                WHERE a.account = \(principal.account) AND a.from_day <= \(day) AND coalesce(a.until_day > \(day), true) ORDER BY a.from_day, a.assignment_id
                """)
            let own = try rows.compactMap { row -> String? in
                let (department, form, mac) = try row.decode((String, [UInt8], [UInt8]?).self)
                // What somebody put there by SQL is nobody's section.
                return seal.holds(.assignment, form, mac) ? department : nil
            }
            return Sections(names: names, own: own)
        }
    }
}
