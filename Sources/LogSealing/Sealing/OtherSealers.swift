package import Postgres

/// ほかの封印者. Logins that may write checkpoints beside the one process that seals alone: what it seals would not be its own only.
package enum OtherSealers {
    /// Names of them; of the login that asks, none.
    package static var question: Query {
        """
        SELECT rolname::text FROM pg_catalog.pg_roles
        WHERE rolcanlogin AND NOT rolsuper AND rolname <> session_user AND pg_catalog.pg_has_role(oid, 'atena_sealer', 'MEMBER') ORDER BY 1
        """
    }

    /// What is to be done about them; nil where there are none.
    package static func fault(_ rows: Rows) throws -> String? {
        let others = try rows.map { try $0.decode(String.self) }
        guard !others.isEmpty else { return nil }
        let listed = others.joined(separator: ", ")
        return "封印の役割 atena_sealer が、ほかのログイン（\(listed)）にもあります。管理者として REVOKE atena_sealer FROM \(listed) を実行してください"
    }
}
