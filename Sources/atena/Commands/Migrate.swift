import AccessControl
import Addressee
import ArgumentParser
import AuditTrail
import Foundation
import Installation
import Keys
import Postgres
import Register
import Settings
import Sharing
import StaffCommands

/// Brings the database to this program's schema version, as its owner.
struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate", abstract: "データベースをこのプログラムの版に合わせます（atena_owner として接続します）。",
        discussion: """
            初めて行うとき、データベースを環境変数 ATENA_BODY の団体のものと決めます。後から変えることはできません。
            ATENA_MODULES を初めて設定したときは、モジュールの表をハブのデータベースからモジュールごとのデータベースに移します。その前に、ほかの atena をすべて止めてください。途中で止まっても、何も失われず、もう一度行えば初めから移します。
            団体コードのない証明書をすでに渡しているハブでは、それを使える最後の日を --unnamed-until で決めます（省略時は今日から\(Self.usualDays)日後）。その日を過ぎると、団体コードのある証明書（atena pki renew）だけを受け付けます。
            """)

    /// Days for which certificates without a body count after the upgrade, where nobody says otherwise.
    private static let usualDays = 90
    /// No certificate need be renewed before its own end.
    private static let mostDays = 400

    @Option(help: "団体コードのない証明書を使える最後の日（YYYY-MM-DD）。団体を決めるときにだけ効きます")
    var unnamedUntil: String?

    func run() async throws {
        try await explained {
            let settings = Settings()
            let code = try settings.body()
            let until = try lastDay()
            let modules = try ModuleDatabases(settings, files: SchemaFiles(settings))
            var owner = try Installation.connection(settings, user: "atena_owner", role: nil)
            owner.lockTimeout = nil
            let connection = try await Connection.open(owner)
            // Before anything is changed: what is another body's is left as it is.
            if try await HubBody.read(on: connection) != nil { _ = try await HubBody.of(code, on: connection) }
            let (applied, moved) = try await modules.migrate(hub: connection, by: Installation.commandLine) { table, count in
                print("モジュールのデータベースに写しました: \(table) \(count)行")
            }
            print(applied.isEmpty ? "すでに最新です。" : applied.map { "適用しました: \($0)" }.joined(separator: "\n"))
            if let moved { print("モジュールの表（\(moved)行）を、モジュールごとのデータベースに移しました。") }
            try await key(connection)
            let (body, isNew) = try await HubBody.set(code, unnamedUntil: until, on: connection)
            await connection.close()
            // A hub without a day counts no age; a new one starts today.
            let pool = OpenPools.opened(
                Pool(settings: try Installation.connection(settings, as: .operation), maximum: 1))
            if !applied.isEmpty { try await OperationLog(pool: pool, byWhom: Installation.commandLine).migrated(applied) }
            if isNew {
                try await OperationLog(pool: pool, byWhom: Installation.commandLine).bodySet(body)
                print("団体: \(body.code)")
                if let last = body.unnamedUntil { print("団体コードのない証明書は \(last) まで使えます。それまでに atena pki renew で更新し、渡してください。") }
            }
            // A new hub has no keys yet: `atena keys init` seals what stands there. One where somebody works has some, and if they can't be found, that is told.
            let hasKeys = FileManager.default.fileExists(atPath: "\(try settings.required(.keys))/\(KeyRing.fileName)")
            let isUsed = try await !pool.query("SELECT FROM access.person LIMIT 1").isEmpty
            if hasKeys || isUsed, try await RowSeal.isDue(pool),
                let count = try await AccessControl(pool: pool, keys: LiveCipher(directory: settings.required(.keys)))
                    .sealStanding(by: Installation.commandLine)
            {
                print("権限・接続・証明書などの表にすでにあった\(count)行に証印を付けました。これからは、ハブの書いたものでない行は、ないものとして扱います。")
            }
            if try await pool.withConnection({ try await VaultBinding.isDue(on: $0) }) {
                let vault = Vault(keys: try LiveCipher(directory: settings.required(.keys)))
                var saidAt = ContinuousClock.now
                let done = try await VaultBinding(vault: vault).complete(by: Installation.commandLine, pool: pool) { count in
                    guard ContinuousClock.now - saidAt > .seconds(5) else { return }
                    saidAt = .now
                    print("個人番号を暗号化し直しています: \(count)件（中断しても、atena migrate で続きから行います）")
                }
                if let done {
                    print("個人番号と保留の行\(done.count)件を、置かれた場所でだけ開けるように暗号化し直しました。")
                    if done.altered > 0 { print("ハブの暗号化したとおりでない値が\(done.altered)件あり、そのまま残しました。どこにも提供されません。バックアップから正しい値を戻してください。") }
                }
            }
            try await VaultBinding.tellOfNew(by: Installation.commandLine, pool: pool)
            if let persons = try await CodeRewriting.tell(pool, by: Installation.commandLine) {
                print("登録済みのコードを全国共通のコードに書き換えました。現在のコードが変わった\(persons)人は、次の配信で各システムに知らせます。")
            }
            let days = try await pool.query("SELECT EXISTS (SELECT FROM journal.calendar)")
            if try days.first?.decode(Bool.self) == false {
                // A new hub has no keys yet, and no act that a day could bring; where there is one, it is not entered without a seal.
                let keys = try? LiveCipher(directory: settings.required(.keys))
                let store = PolicyStore(seal: keys.map { RowSeal(keys: $0) })
                _ = try await CalendarAdvance(pool: pool, store: store).advance(to: .todayInJapan(), by: Installation.commandLine)
                print("基準日: \(CalendarDay.todayInJapan())")
            }
        }
    }

    private func lastDay() throws -> CalendarDay {
        let today = CalendarDay.todayInJapan()
        guard let text = unnamedUntil else { return today.adding(days: Self.usualDays) }
        guard let day = CalendarDay(text), today <= day, day <= today.adding(days: Self.mostDays) else {
            throw CommandFailure("--unnamed-until は、今日から\(Self.mostDays)日後までの日を YYYY-MM-DD で指定してください。")
        }
        return day
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
