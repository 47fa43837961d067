import AccessControl
import Addressee
import ArgumentParser
import AuditTrail
import Departments
import Foundation
import Installation
import Keys
import Postgres
import Register
import Settings
import StaffCommands
import TransparencyLog

/// Keys of the vault and of the modules.
struct KeysCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys", abstract: "個人番号を暗号化する鍵を作り、更新します。", subcommands: [Init.self, Rotate.self])

    struct Init: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "init", abstract: "ハブと各モジュールの鍵を作ります（所有者だけが読めるファイル。作り直しません）。")

        func run() async throws {
            try await explained {
                let settings = Settings()
                let body = try settings.body()
                let directory = try settings.required(.keys)
                let pool = OpenPools.opened(Pool(settings: try Installation.connection(settings, as: .operation), maximum: 1))
                // Keys are made for the body whose database it is, and for no other.
                _ = try await pool.withConnection { try await HubBody.of(body, on: $0) }
                var made: [String] = []
                for path in [directory] + DepartmentKind.all.map({ "\(directory)/modules/\($0.schema)" }) {
                    try FileManager.default.createDirectory(
                        atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
                    if FileManager.default.fileExists(atPath: "\(path)/\(KeyRing.fileName)") {
                        print("そのまま: \(path)")
                    } else {
                        _ = try KeyRing.create(directory: path)
                        made.append(path == directory ? "hub" : URL(filePath: path).lastPathComponent)
                        print("作りました: \(path)")
                    }
                }
                // Signs the log's checkpoints; its public half may be read by everybody.
                let files = try Installation.batchFiles(settings)
                let log = try LogKey(signing: settings)
                let key = log.verifier
                try files.prepare(key)
                try log.publish(settings)
                if try await RowSeal.isDue(pool) {
                    _ = try await AccessControl(pool: pool, keys: LiveCipher(directory: directory)).sealStanding(by: Installation.commandLine)
                }
                if !made.isEmpty {
                    try await OperationLog(pool: pool, byWhom: Installation.commandLine).keysMade(holders: made, verifier: key.text)
                }
                print("証跡の検証鍵: \(files.directory)/\(SealedBatchFiles.keyFileName)  \(key.text)")
            }
        }
    }

    struct Rotate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "rotate", abstract: "新しい鍵を作り、すべての個人番号を止めずに暗号化し直します。")

        @Option(help: "一度に暗号化し直す件数")
        var batch = 5000

        func run() async throws {
            try await explained {
                let settings = Settings()
                let hub = try await OpenedHub.open(settings, for: .administerAccess)
                var ring = try KeyRing.open(directory: settings.required(.keys))
                try ring.rotate()
                try hub.keys.reload()
                let log = OperationLog(pool: hub.pool, byWhom: hub.acting.name)
                try await log.keysRotated(holder: "hub", key: ring.currentKeyID)
                var total = 0
                var altered = try await hub.vault.reencryptHeld(limit: batch, pool: hub.pool)
                total += try await hub.vault.reencrypt(limit: batch, pool: hub.pool) { tell("\($0)件") }.count + altered.count
                total += try await hub.access.reencryptCodes()
                // Processes that run take the new key up within seconds; what they encrypted meanwhile is done in a last round.
                try await Task.sleep(for: .seconds(12))
                var last = try await hub.vault.reencrypt(limit: batch, pool: hub.pool)
                while last.count > 0 {
                    total += last.count
                    last = try await hub.vault.reencrypt(limit: batch, pool: hub.pool)
                }
                altered += last
                total += try await hub.access.reencryptCodes()
                try await log.keysReencrypted(holder: "hub", key: ring.currentKeyID, count: total)
                print("ハブ: 鍵 \(ring.currentKeyID)、\(total)件を暗号化し直しました。")
                if altered.altered > 0 {
                    print("ハブの暗号化したとおりでないため、そのまま残した値: \(altered.altered)件（どこにも提供されません。バックアップから正しい値を戻してください）")
                }
                for kind in DepartmentKind.all {
                    var moduleRing = try KeyRing.open(
                        directory: settings.required(.keys) + "/modules/" + kind.schema)
                    try moduleRing.rotate()
                    try await log.keysRotated(holder: kind.schema, key: moduleRing.currentKeyID)
                    var count = 0
                    for module in try Installation.modules(settings) where module.kind == kind {
                        while case let done = try await module.reencrypt(limit: batch), done > 0 { count += done }
                    }
                    try await log.keysReencrypted(holder: kind.schema, key: moduleRing.currentKeyID, count: count)
                    print("\(kind.label): 鍵 \(moduleRing.currentKeyID)、\(count)件を暗号化し直しました。")
                }
            }
        }
    }
}
