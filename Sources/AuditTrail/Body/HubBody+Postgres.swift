public import Addressee
package import Postgres

extension HubBody {
    /// Whether the database's schema has a place for it.
    package static func hasPlace(on connection: Connection) async throws -> Bool {
        try await connection.query("SELECT to_regclass('governance.body') IS NOT NULL AS known").first?.decode("known", as: Bool.self) == true
    }

    /// The body that the database says it is of; nil where it says none yet, or is too old to know of bodies.
    ///
    /// - Throws: `PostgresError`; `BodyRefused.unknown` where what stands there is no code.
    package static func read(on connection: Connection) async throws -> HubBody? {
        guard try await hasPlace(on: connection),
            let row = try await connection.query("SELECT code, unnamed_until FROM governance.body").first
        else { return nil }
        let text = try row.decode("code", as: String.self)
        guard let code = try? LocalGovernmentCode(text) else { throw BodyRefused.unknown }
        return HubBody(code: code, unnamedUntil: try row.decode("unnamed_until", as: CalendarDay?.self))
    }

    /// The body that the database is of, where that is the one whose process this is.
    ///
    /// - Parameter code: whose process it is (`ATENA_BODY`).
    /// - Throws: `BodyRefused`, `PostgresError`.
    package static func of(_ code: LocalGovernmentCode, on connection: Connection) async throws -> HubBody {
        guard let body = try await read(on: connection) else { throw BodyRefused.unknown }
        guard body.code == code else { throw BodyRefused.another(database: body.code, process: code) }
        return body
    }

    /// Says once and for good whose the database is; where that is said already, it must be the same.
    ///
    /// A hub that was at work before it knew its body gave certificates and cursors that name none, and they count until a day; in a new one none is there.
    ///
    /// - Parameters:
    ///   - connection: as the database's owner.
    ///   - until: the last day on which names without a body count, where some were given.
    /// - Returns: the body, and whether it was said now.
    /// - Throws: `BodyRefused`, `PostgresError`.
    package static func set(_ code: LocalGovernmentCode, unnamedUntil until: CalendarDay, on connection: Connection) async throws -> (
        body: HubBody, isNew: Bool
    ) {
        // A hub has a day from the moment that it is made, and everything that it does is an event.
        let written = try await connection.query(
            """
            INSERT INTO governance.body (code, unnamed_until)
            SELECT \(code.value), CASE WHEN EXISTS (SELECT FROM journal.calendar) OR EXISTS (SELECT FROM audit.event) THEN \(until)::date END
            ON CONFLICT ON CONSTRAINT body_pkey DO NOTHING RETURNING code
            """)
        return (try await of(code, on: connection), !written.isEmpty)
    }
}

/// A process that is another body's than its database, or whose database does not know its body.
public struct BodyRefused: Explained, Sendable, Hashable {
    /// X0022 another body's database, X0023 a database without a body, X0024 another body's log.
    public let code: String
    /// What differs and what to do, in Japanese.
    public let rule: String

    static func another(database: LocalGovernmentCode, process: LocalGovernmentCode) -> Self {
        Self(
            code: "X0022",
            rule: "データベースは団体\(database)のもので、ATENA_BODYの団体\(process)のものではありません。1つのデータベースを2つの団体で使うことはできません。ATENA_BODY と ATENA_DATABASE の組を確かめてください")
    }

    static let unknown = Self(
        code: "X0023", rule: "データベースが、どの団体のものか決まっていません。ATENA_BODY に団体コードを設定し、atena migrate を行ってください")

    /// Of a key that signs the log of another body.
    public static func anotherLog(_ origin: String, process: LocalGovernmentCode) -> Self {
        Self(
            code: "X0024",
            rule: "ATENA_KEYS にあるのは、別の団体の証跡の鍵（\(origin)）です。ATENA_BODYの団体は\(process)です。ATENA_BODY と ATENA_KEYS の組を確かめてください")
    }
}
