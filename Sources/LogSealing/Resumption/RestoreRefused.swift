public import Addressee
package import AuditTrail
package import Postgres

/// Why a restored database can't go on as it is: a stable code, and what to do, in Japanese.
public struct RestoreRefused: Explained, Sendable, Hashable, CustomStringConvertible {
    /// `B` and four digits.
    public let code: String
    /// What is wrong, and what to do.
    public let rule: String

    /// Code and rule.
    public var description: String { "\(code): \(rule)" }

    /// `pg_restore` into another cluster: its count of transactions begins low, and the journal's places are those of the old one.
    ///
    /// - Parameter needed: the first transaction that may be given out.
    static func fromDump(needed: UInt64) -> RestoreRefused {
        RestoreRefused(
            code: "B0001",
            rule: "pg_dump の控えから復元されたデータベースです。取引番号が記録より前に戻っているため、このままでは続けられません。ops/restore --dump で復元し直してください。"
                + "自分で復元したときは、データベースを止め、pg_resetwal で次の取引番号を \(needed) 以上（32768 の倍数）にしてください。")
    }

    /// - Throws: `RestoreRefused` where the database can't go on.
    package static func check(on connection: Connection) async throws {
        if let needed = try await needed(on: connection) { throw fromDump(needed: needed) }
    }

    /// The first transaction that the database's records let be given out, where its own count is behind them; nil where it is not.
    static func needed(on connection: Connection) async throws -> UInt64? {
        let rows = try await connection.query(
            """
            SELECT pg_snapshot_xmax(pg_current_snapshot()), greatest(
                (SELECT xact FROM journal.entry ORDER BY xact DESC, position DESC LIMIT 1),
                (SELECT xact FROM journal.calendar ORDER BY xact DESC, position DESC LIMIT 1),
                (SELECT xact FROM audit.event ORDER BY xact DESC, event_id DESC LIMIT 1))
            """)
        guard let (next, newest) = try rows.first?.decode((UInt64, UInt64?).self), let last = newest, next <= last else { return nil }
        return needed(after: last)
    }

    /// The first transaction of a segment of the commit log that is above this one.
    static func needed(after last: UInt64) -> UInt64 { (last / 32_768 + 1) * 32_768 }
}

/// What restoring leaves in the log.
extension EventKind {
    /// 復元の準備
    static let restorePrepared = EventKind(
        "operation.restore-prepared", "復元したデータベースの確認", onSuccess: ["halted", "incarnation"],
        onFailure: ["department", "refusal", "terminal"])

    /// All of it.
    package static let restore: [EventKind] = [restorePrepared]
}
