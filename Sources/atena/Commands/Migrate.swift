import Addressee
import ArgumentParser
import AuditTrail
import Foundation
import Installation
import Postgres
import Register
import Settings
import Sharing

/// Brings the database to this program's schema version, as its owner.
struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate", abstract: "データベースをこのプログラムの版に合わせます（atena_owner として接続します）。")

    func run() async throws {
        try await explained {
            let settings = Settings()
            let migrator = try Migrator(directory: Installation.sqlDirectory(settings) + "/migrations")
            var owner = try Installation.connection(settings, user: "atena_owner", role: nil)
            owner.lockTimeout = nil
            let connection = try await Connection.open(owner)
            let applied = try await migrator.migrate(connection)
            print(applied.isEmpty ? "すでに最新です。" : applied.map { "適用しました: \($0)" }.joined(separator: "\n"))
            try await key(connection)
            await connection.close()
            // A hub without a day counts no age; a new one starts today.
            let pool = OpenPools.opened(
                Pool(settings: try Installation.connection(settings, user: "atena_service", role: "atena_hub"), maximum: 1))
            if !applied.isEmpty { try await OperationLog(pool: pool, byWhom: Installation.commandLine).migrated(applied) }
            let days = try await pool.query("SELECT EXISTS (SELECT FROM journal.calendar)")
            if try days.first?.decode(Bool.self) == false {
                _ = try await CalendarAdvance(pool: pool).advance(to: .todayInJapan(), by: Installation.commandLine)
                print("基準日: \(CalendarDay.todayInJapan())")
            }
        }
    }

    /// 検索キー for what was there before; says how far it is every few seconds.
    private func key(_ connection: Connection) async throws {
        var saidAt = ContinuousClock.now
        let count = try await SearchKeying().complete(connection) { progress in
            guard ContinuousClock.now - saidAt > .seconds(5) else { return }
            saidAt = .now
            print("検索キーを作成しています: \(progress.through * 100 / max(progress.last, 1))%（中断しても、atena migrate で続きから作成します）")
        }
        if count > 0 { print("検索キーを作成しました: 履歴\(count)件") }
    }
}
