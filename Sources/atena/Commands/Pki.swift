import Addressee
import ArgumentParser
import Foundation
import HubServer

/// A test certificate authority and what it issues.
struct PkiCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pki", abstract: "試験用の認証局を作り、証明書を発行します。", subcommands: [Init.self, Issue.self])

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
            commandName: "issue", abstract: "業務システムの、または --server でサーバーの証明書を発行します。")

        @Argument(help: "業務システムの名 (care-insurance など)。ファイル名 NAME.pem, NAME.key にもなります。") var name: String
        @Option(help: "認証局のディレクトリ。") var dir: String
        @Flag(help: "サーバー証明書にします。") var server = false
        @Option(help: "サーバーのDNS名かIPアドレス。繰り返せます (既定 localhost, 127.0.0.1, ::1)。") var host: [String] = []
        @Flag(help: "業務システムを名乗らないクライアント証明書にします (監視用。/health と /metrics だけ)。") var probe = false
        @Flag(help: "媒体で受け取るデータを開くための証明書にします (NAME-medium.pem, NAME-medium.key)。") var medium = false
        @Option(help: "有効日数。") var days = 365

        func validate() throws {
            if server && probe { throw ValidationError("--server と --probe は同時に使えません。") }
            if medium && (server || probe) { throw ValidationError("--medium は --server, --probe と同時に使えません。") }
            if !server && !host.isEmpty { throw ValidationError("--host は --server と使います。") }
        }

        func run() async throws {
            let files = try await PkiCommand.explained {
                try await PkiDirectory(path: dir).issue(name, to: try holder(), days: days)
            }
            let url = "https://localhost:8443"
            let curl = "curl --cert \(dir)/\(name).pem --key \(dir)/\(name).key --cacert \(dir)/ca.pem"
            PkiCommand.report(
                files,
                next: medium
                    ? ["atena export \(name) --to \(dir)/\(name)-medium.pem --out FILE"]
                    : server
                        ? ["ATENA_PKI=\(dir) atena serve"]
                        : probe
                            ? ["\(curl) \(url)/health/ready"]
                            : [
                                "ATENA_PKI=\(dir) atena pull \(name) --full",
                                "\(curl) \(url)/v1/systems/\(name)/datasets/addressee/changes",
                            ])
        }

        private func holder() throws -> PkiDirectory.Holder {
            if server { return .server(hosts: host.isEmpty ? ["localhost", "127.0.0.1", "::1"] : host) }
            if probe { return .clientWithoutSystem }
            guard let system = SystemName(rawValue: name) else {
                throw PkiRefused(rule: "業務システムの名は英小文字で始まる英小文字・数字・ハイフン40字以内です。")
            }
            return medium ? .medium(system) : .client(system)
        }
    }

    private static func explained<Result>(_ body: () async throws -> Result) async throws -> Result {
        do {
            return try await body()
        } catch let refused as PkiRefused {
            FileHandle.standardError.write(Data((refused.rule + "\n").utf8))
            throw ExitCode(73)
        }
    }

    private static func report(_ files: [String], next: [String]) {
        for file in files { print("書きました: \(file)") }
        print("次は:")
        for command in next { print("  \(command)") }
    }
}
