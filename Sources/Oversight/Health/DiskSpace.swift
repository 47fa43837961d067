package import Postgres

/// 空き容量. How much is free on a file system that the database server writes to: that of its data, of its write-ahead log, of each tablespace.
package struct DiskSpace: Sendable {
    /// Below this part of the whole somebody should act.
    static let warning = 0.15

    /// `pg_default`, `pg_wal`, or the tablespace's name.
    package var place: String
    /// 配置されているデータベース. Of a tablespace the databases in it, by name.
    package var databases: [String]
    /// Where it is mounted.
    package var mount: String
    /// Part of the whole that is free, 0 to 1.
    package var free: Double
    /// Bytes that are free.
    package var bytes: Int64

    var isLow: Bool { free < Self.warning }

    /// One for each place; none where the server was not set up to tell (`sql/bounds.sql`).
    ///
    /// - Throws: `PostgresError`.
    package static func read(on connection: Connection) async throws -> [DiskSpace] {
        let isThere = try await connection.query("SELECT to_regclass('machine.place') IS NOT NULL").first?.decode(Bool.self) ?? false
        guard isThere else { return [] }
        let rows = try await connection.query("SELECT place, databases, mount, free, bytes FROM machine.place ORDER BY place")
        return try rows.map {
            let (place, databases, mount, free, bytes) = try $0.decode((String, String, String, Double, Int64).self)
            return DiskSpace(place: place, databases: databases.split(separator: " ").map(String.init), mount: mount, free: free, bytes: bytes)
        }
    }

    /// What to do about it, in Japanese.
    var text: String {
        let what = databases.isEmpty ? place : "\(place)（\(databases.joined(separator: "、"))）"
        let next =
            place == "pg_wal"
            ? "ops/backup の保存先と archive_command を確かめ、WALの増える原因を除くか、容量を増やしてください。" : "大きくなったデータベースを確かめ、容量を増やすか、モジュールのデータベースを別のファイルシステムの表領域へ移してください。"
        return "データベースの \(what) のファイルシステム \(mount) の空きが\(Int(free * 100))%（\(bytes >> 20) MiB）です。\(next)"
    }
}
