import Addressee
import ArgumentParser
import Foundation
import HubServer
import Oversight
import Settings
import StaffCommands

/// A test certificate authority and what it issues.
struct PkiCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pki", abstract: "試験用の認証局を作り、証明書を発行・更新します。", subcommands: [Init.self, Issue.self, Renew.self, List.self])

    struct Init: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "init", abstract: "試験用の認証局を作ります (ca.pem, ca.key)。")

        @Option(help: "ディレクトリ。なければ所有者専用で作ります。") var dir: String
        @Option(help: "認証局の名。") var name = "Atena Hub test CA"

        func run() async throws {
            let files = try await PkiCommand.explained {
                try await PkiDirectory(path: dir).create(authorityNamed: name)
            }
            PkiCommand.report(
                files,
                next: [
                    "atena pki issue server --server --dir \(dir)", "atena pki issue care-insurance --dir \(dir)",
                    "ATENA_PKI=\(dir) atena serve",
                ])
        }
    }

    struct Issue: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "issue", abstract: "業務システムの、または --server でサーバーの証明書を発行します。",
            discussion: "業務システムの証明書は、環境変数 ATENA_BODY の団体のものになります（urn:atena:団体コード:system:業務システム）。")

        @Argument(help: "業務システムの名 (care-insurance など)。ファイル名 NAME.pem, NAME.key にもなります。") var name: String
        @Option(help: "認証局のディレクトリ。") var dir: String
        @Flag(help: "サーバー証明書にします。") var server = false
        @Option(help: "サーバーのDNS名かIPアドレス。繰り返せます (既定 localhost, 127.0.0.1, ::1)。") var host: [String] = []
        @Flag(help: "業務システムを名乗らないクライアント証明書にします (監視用。/health と /metrics だけ)。") var probe = false
        @Flag(help: "職員の端末の証明書にします (atena staff に接続する端末。1台に1つ)。") var terminal = false
        @Flag(help: "サービスアカウントの証明書にします (atena staff に接続するプログラム)。") var service = false
        @Flag(help: "媒体で受け取るデータを開くための証明書にします (NAME-medium.pem, NAME-medium.key)。") var medium = false
        @Option(help: "有効日数。") var days = 365

        func validate() throws {
            guard [server, probe, terminal, service, medium].count(where: { $0 }) <= 1 else {
                throw ValidationError("--server, --probe, --terminal, --service, --medium は、どれか1つだけ使えます。")
            }
            if !server && !host.isEmpty { throw ValidationError("--host は --server と使います。") }
        }

        func run() async throws {
            let files = try await PkiCommand.explained {
                try await PkiDirectory(path: dir).issue(name, to: try holder(), days: days)
            }
            let url = Settings().value(.url) ?? ""
            let curl = "curl --cert \(dir)/\(name).pem --key \(dir)/\(name).key --cacert \(dir)/ca.pem"
            PkiCommand.report(
                files,
                next: medium
                    ? [
                        "openssl x509 -noout -fingerprint -sha256 -in \(dir)/\(name)-medium.pem   （提供ポリシーの media: recipients に書いて起案・承認する）",
                        "atena media propose \(name) --to \(dir)/\(name)-medium.pem",
                    ]
                    : server
                        ? ["ATENA_PKI=\(dir) atena serve"]
                        : terminal
                            ? ["ATENA_TERMINAL=\(dir)/\(name) ATENA_AUTHORITY=\(dir)/ca.pem atena sign-in 職員番号"]
                            : service
                                ? ["cp \(dir)/\(name).pem SECRET.pem; cp \(dir)/\(name).key SECRET.key （SECRET は atena access service add が書いたファイル）"]
                                : probe
                                    ? ["\(curl) \(url)/health/ready"]
                                    : [
                                        "ATENA_PKI=\(dir) atena pull \(name) --full",
                                        "\(curl) \(url)/v1/systems/\(name)/datasets/addressee/changes",
                                    ])
        }

        private func holder() throws -> PkiDirectory.Holder {
            if server { return .server(hosts: host.isEmpty ? ["localhost", "127.0.0.1", "::1"] : host) }
            let body = try Settings().body()
            if probe { return .probe(of: body) }
            guard let system = SystemName(rawValue: name) else {
                throw PkiRefused(rule: "業務システムの名は英小文字で始まる英小文字・数字・ハイフン40字以内です。")
            }
            if terminal { return .terminal(system, of: body) }
            if service { return .service(system, of: body) }
            return medium ? .medium(system, of: body) : .client(system, of: body)
        }
    }

    struct Renew: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "renew", abstract: "証明書を、名前と用途を変えずに更新します。",
            discussion: """
                この認証局が発行した証明書だけを更新できます。前の証明書と鍵は NAME.pem.previous, NAME.key.previous として、次の更新まで残ります。
                団体コードのない証明書には、環境変数 ATENA_BODY の団体コードが付きます（urn:atena:団体コード:system:業務システム）。
                業務システムの証明書は、更新したものを業務システムへ渡してください。前の証明書も、その期限までは使えます。
                名前に ca を指定すると認証局そのものを更新します（鍵は変わらず、発行済みの証明書はそのまま使えます）。
                """)

        @Argument(help: "証明書の名前（server, tax, tax-medium, ca など。繰り返せます）") var names: [String] = []
        @Option(help: "認証局のディレクトリ（省略時は環境変数 ATENA_PKI）") var dir: String?
        @Flag(help: "30日以内に期限の切れる証明書と、切れた証明書をすべて更新します") var ending = false
        @Flag(help: "鍵は変えず、証明書だけを新しくします") var sameKey = false
        @Option(help: "有効日数") var days = 365

        func validate() throws {
            if names.isEmpty != ending { throw ValidationError("更新する証明書の名前か、--ending の、どちらか一方を指定してください。") }
        }

        func run() async throws {
            try await PkiCommand.explained {
                let dir = try PkiCommand.directory(dir)
                let body = try Settings().body()
                let ends = ending ? await CertificateDirectory(directory: dir).ends().filter { $0.stage != nil }.map(\.name) : names
                if ends.isEmpty { print("30日以内に期限の切れる証明書はありません。") }
                // The authority first: nothing ends later than it does.
                for name in ends.filter({ $0 == "ca" }) + ends.filter({ $0 != "ca" }) {
                    let renewal = try await PkiDirectory(path: dir).renew(name, of: body, keepsKey: sameKey, days: name == "ca" && days == 365 ? 3650 : days)
                    print("更新しました: \(name)（\(CalendarDay(inJapanAt: Int64(renewal.endsAt.timeIntervalSince1970)))まで）")
                    for file in renewal.written { print("  書きました: \(file)") }
                    for file in renewal.kept { print("  前のもの: \(file)") }
                    if name == "server" { print("  次は: atena serve にSIGHUPを送ると、止めずに読み直します（systemctl reload atena-serve など）") }
                    if name == "staff" { print("  次は: atena staff にSIGHUPを送ると、止めずに読み直します（systemctl reload atena-staff など）") }
                    if !["server", "staff", "ca"].contains(name) { print("  次は: \(name) の証明書と鍵を使う側へ、新しいファイルを安全に渡してください") }
                }
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "証明書の期限を、近い順に示します。")

        @Option(help: "ディレクトリ（省略時は環境変数 ATENA_PKI）") var dir: String?
        @Flag(help: "JSONで表示します") var json = false

        func run() async throws {
            let ends = try await CertificateDirectory(directory: PkiCommand.explained { try PkiCommand.directory(dir) }).ends()
            if json { return try printJSON(ends) }
            print("証明書\t期限\t残り日数")
            for end in ends {
                print("\(end.name)\t\(CalendarDay(inJapanAt: Int64(end.endsAt.timeIntervalSince1970)))\t\(end.daysLeft)\(end.stage == nil ? "" : "\t更新が必要です")")
            }
        }
    }

    private static func directory(_ given: String?) throws -> String {
        guard let directory = given ?? Settings()[.pki], !directory.isEmpty else {
            throw PkiRefused(rule: "--dir に認証局のディレクトリを指定するか、環境変数 ATENA_PKI を設定してください。")
        }
        return directory
    }

    private static func explained<Result>(_ body: () async throws -> Result) async throws -> Result {
        do {
            return try await body()
        } catch let refused as PkiRefused {
            tell(refused.rule)
            throw ExitCode(73)
        } catch let refused as SettingsRefused {
            tell(refused.rule)
            throw ExitCode(78)
        }
    }

    private static func report(_ files: [String], next: [String]) {
        for file in files { print("書きました: \(file)") }
        print("次は:")
        for command in next { print("  \(command)") }
    }
}
