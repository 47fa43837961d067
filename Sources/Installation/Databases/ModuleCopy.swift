internal import Departments
internal import Postgres

/// モジュールの表の写し. Copies what the hub's database holds of one module to the module's own: all of it in one transaction there, or nothing.
struct ModuleCopy {
    let kind: DepartmentKind
    /// In a transaction that has locked the module's tables.
    let hub: Connection
    let target: Connection
    let progress: @Sendable (String, Int) -> Void

    /// A table, and what is needed to copy it.
    struct Table: Hashable, Sendable {
        /// With its schema, quoted where it needs to be.
        var name: String
        /// Those that are stored as they are given, quoted, in their order.
        var columns: String
        /// Tables whose rows its own refer to.
        var refersTo: Set<String>
    }

    /// A statement takes as long as it takes.
    static let patient = "SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0"

    /// How a database is known that was copied to, and is nobody's yet: the hub's has all of it, too, until it has given it up.
    private static let unfinished = "モジュールの表を写している途中。ハブのデータベースにあるものが正しい"

    /// - Returns: how many rows were copied.
    /// - Throws: `ModulesRefused` where the module's database holds rows already that no interrupted move left there; `PostgresError`.
    func run() async throws -> Int {
        try await target.transaction { target in
            try await target.script(unsafeSQL: Self.patient)
            let tables = try await Self.tables(of: kind.schemas, on: hub)
            guard try await Self.tables(of: kind.schemas, on: target) == tables else { throw ModulesRefused.otherwise(kind.role) }
            try await makeRoom(tables)
            var rows = 0
            for table in tables {
                let chunks = try await hub.copyOut(unsafeSQL: "COPY \(table.name) (\(table.columns)) TO STDOUT")
                let count = try await target.copyIn(unsafeSQL: "COPY \(table.name) (\(table.columns)) FROM STDIN", chunks)
                guard try await Self.count(table, on: hub) == count, try await Self.count(table, on: target) == count else {
                    throw ModulesRefused.otherwise(kind.role)
                }
                progress(table.name, count)
                rows += count
            }
            try await setSequences()
            return rows
        }
    }

    private func makeRoom(_ tables: [Table]) async throws {
        var holdsRows = false
        for table in tables where !holdsRows { holdsRows = try await Self.count(table, on: target, limit: 1) > 0 }
        if holdsRows {
            guard try await Self.isUnfinished(target) else { throw ModulesRefused.occupied(kind.role) }
            try await target.script(unsafeSQL: "TRUNCATE \(tables.map(\.name).joined(separator: ", "))")
        }
        try await Self.comment("'\(Self.unfinished)'", on: target)
    }

    /// What was copied is the module's from now on: the hub's database has given it up, and no later move may take its place.
    ///
    /// - Throws: `PostgresError`.
    static func settle(_ target: Connection) async throws {
        if try await isUnfinished(target) { try await comment("NULL", on: target) }
    }

    private static func isUnfinished(_ target: Connection) async throws -> Bool {
        let said = try await target.query("SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()")
        return try said.first?.decode(String?.self) == unfinished
    }

    private static func comment(_ text: String, on target: Connection) async throws {
        let name = try await target.query("SELECT quote_ident(current_database())").first?.decode(String.self) ?? ""
        try await target.script(unsafeSQL: "COMMENT ON DATABASE \(name) IS \(text)")
    }

    private func setSequences() async throws {
        let rows = try await hub.query(
            "SELECT oid::regclass::text AS name FROM pg_class WHERE relkind = 'S' AND relnamespace::regnamespace::text = ANY (\(kind.schemas)) ORDER BY 1")
        for name in try rows.map({ try $0.decode("name", as: String.self) }) {
            guard let row = try await hub.query(Query(unsafeSQL: "SELECT last_value, is_called FROM \(name)")).first else { continue }
            let (last, isCalled) = (try row.decode("last_value", as: Int64.self), try row.decode("is_called", as: Bool.self))
            _ = try await target.query("SELECT setval(\(name)::text::regclass, \(last), \(isCalled))")
        }
    }

    private static func count(_ table: Table, on connection: Connection, limit: Int? = nil) async throws -> Int {
        let rows = try await connection.query(
            Query(unsafeSQL: "SELECT count(*) FROM (SELECT FROM \(table.name)\(limit.map { " LIMIT \($0)" } ?? "")) AS held"))
        return Int(try rows.first?.decode(Int64.self) ?? 0)
    }

    /// The tables of schemas, each after those that it refers to.
    ///
    /// - Throws: `ModulesRefused` where some refer to each other in a ring; `PostgresError`.
    static func tables(of schemas: [String], on connection: Connection) async throws -> [Table] {
        let rows = try await connection.query(
            """
            SELECT c.oid::regclass::text AS name,
                (SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute
                    WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped AND attgenerated = '') AS columns,
                ARRAY(SELECT DISTINCT confrelid::regclass::text FROM pg_constraint WHERE conrelid = c.oid AND contype = 'f' AND confrelid <> c.oid) AS refers_to
            FROM pg_class c WHERE relkind IN ('r', 'p') AND relnamespace::regnamespace::text = ANY (\(schemas)) ORDER BY 1
            """)
        var waiting = try rows.map {
            Table(
                name: try $0.decode("name", as: String.self), columns: try $0.decode("columns", as: String.self),
                refersTo: Set(try $0.decode("refers_to", as: [String].self)))
        }
        var ordered: [Table] = []
        while !waiting.isEmpty {
            let known = Set(ordered.map(\.name))
            let next = waiting.filter { $0.refersTo.isSubset(of: known) }
            guard !next.isEmpty else { throw ModulesRefused.ring(waiting.map(\.name)) }
            ordered += next
            waiting.removeAll { next.contains($0) }
        }
        return ordered
    }
}
