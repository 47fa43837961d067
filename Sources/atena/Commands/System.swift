import Addressee
import ArgumentParser
import HubServer
import MutualTLS
import Settings
import StaffAPI
import StaffCommands

/// What the hub knows of systems.
struct SystemCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "system", abstract: "業務システムを管理します。", subcommands: [Certificates.self])

    /// Certificates by which systems may ask.
    struct Certificates: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "certificate", abstract: "業務システムの証明書を登録・失効・更新します。",
            discussion: """
                登録された、失効していない、有効期間内の証明書だけで、業務システムはハブに照会できます。失効は1秒以内に効き、開いている接続も切れます。
                初回使用による登録の期限までは、この団体の認証局が発行した証明書は、初めて使われたときに登録されます（証跡に残ります）。期限の後は、add か renew で登録します。
                """,
            subcommands: [
                CertificateCommands.Add.self, CertificateCommands.List.self, CertificateCommands.Block.self, Renew.self, CertificateCommands.Enrolment.self,
            ])
    }

    struct Renew: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "renew", abstract: "認証局のあるコンピューターで、証明書を更新して登録します（atena pki renew と add）。",
            discussion: "前の証明書は、その期限か失効（block）まで使えます。新しいファイルを業務システムへ安全に渡し、替わったことを確かめてから失効させてください。")

        @Argument(help: "業務システム（例 tax）。認証局のディレクトリの NAME.pem の名前です") var system: String
        @Option(help: "認証局のディレクトリ（省略時は環境変数 ATENA_PKI）") var dir: String?
        @Flag(help: "鍵は変えず、証明書だけを新しくします") var sameKey = false
        @Option(help: "有効日数") var days = 365

        func run() async throws {
            let (renewal, added) = try await explained {
                let settings = Settings()
                guard let directory = dir ?? settings[.pki], !directory.isEmpty else {
                    throw PkiRefused(rule: "--dir に認証局のディレクトリを指定するか、環境変数 ATENA_PKI を設定してください。")
                }
                let body = try settings.body()
                return try await StaffSession.with(settings) { session in
                    // Whoever may not register it renews nothing.
                    guard try await session.ask(WhoAmI()).grants.contains(where: { $0.right == .administerAccess }) else {
                        throw CommandFailure("証明書の登録には、利用者・権限の管理の権限が必要です。")
                    }
                    let renewal = try await PkiDirectory(path: directory).renew(system, of: body, keepsKey: sameKey, days: days)
                    return (renewal, try await session.ask(AddCertificate(system: system, pem: try CertificateFile.read("\(directory)/\(system).pem"))))
                }
            }
            print("更新して登録しました: \(system)\t\(added.fingerprint)\t\(added.until)まで")
            for file in renewal.written { print("  書きました: \(file)") }
            for file in renewal.kept { print("  前のもの: \(file)") }
            print("  次は: 新しいファイルを業務システムへ安全に渡し、替わった後に atena system certificate block で前のものを失効させてください")
        }
    }
}
