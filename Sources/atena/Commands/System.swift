import AccessControl
import Addressee
import ArgumentParser
import AuditTrail
import Foundation
import HubServer
import Installation
import MutualTLS
import Postgres
import Settings
import StaffCommands
import SwiftASN1
import X509

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
                """, subcommands: [Add.self, List.self, Block.self, Renew.self, Enrolment.self])
    }

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "add", abstract: "証明書を登録します（利用者・権限の管理の権限が必要です）。")

        @Argument(help: "業務システム（例 tax）") var system: String
        @Argument(help: "証明書のPEMファイル") var file: String

        func run() async throws {
            let identity = try await explained {
                let hub = try await OpenedHub.open()
                let (name, identity) = try SystemCommand.certificate(file, of: system, hub.body.code)
                try await hub.access.addCertificate(by: hub.acting, name, fingerprint: identity.fingerprint, endsAt: PostgresInstant(identity.endsAt))
                return identity
            }
            print("登録しました: \(system)\t\(identity.fingerprint)\t\(SystemCommand.day(PostgresInstant(identity.endsAt)))まで")
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "登録・失効した証明書を示します（提供・配信の運用の権限が必要です）。")

        @Argument(help: "業務システム（省略時はすべて）") var system: String?
        @Flag(help: "JSONで表示します") var json = false

        private struct Line: Encodable {
            let system, fingerprint, state: String
            let until, addedBy, blockedBy, reason: String?
        }

        func run() async throws {
            let (certificates, until) = try await explained {
                let hub = try await OpenedHub.open()
                let name = try system.map { try SystemCommand.name($0) }
                return (try await hub.access.certificates(by: hub.acting, of: name), try await hub.access.enrolment(by: hub.acting))
            }
            let lines = certificates.map { one in
                let state =
                    one.blockedAt != nil ? "失効" : one.endsAt.map { $0 < .now() } ?? false ? "期限切れ" : one.isFirstSight ? "有効（初回使用で登録）" : "有効"
                return Line(
                    system: one.system?.rawValue ?? "-", fingerprint: one.fingerprint, state: state, until: one.endsAt.map(SystemCommand.day),
                    addedBy: one.addedBy, blockedBy: one.blockedBy, reason: one.reason)
            }
            if json { return try printJSON(lines) }
            print("業務システム\t指紋（SHA-256）\t状態\t期限\t登録\t失効させた人\t理由")
            for line in lines {
                let cells = [line.system, line.fingerprint, line.state, line.until ?? "-", line.addedBy ?? "-", line.blockedBy ?? "-", line.reason ?? "-"]
                print(cells.joined(separator: "\t"))
            }
            if let until { print("初回使用による登録の期限: \(until)\(until < .todayInJapan() ? "（終わっています）" : "")") }
        }
    }

    struct Block: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "block", abstract: "証明書を失効させます（提供・配信の運用の権限が必要です）。", discussion: "取り消せません。業務システムには、新しい証明書を発行して登録してください。")

        @Argument(help: "証明書の指紋（登録済みのものは先頭12桁以上）、または証明書のPEMファイル") var certificate: String
        @Option(help: "理由") var reason: String

        func run() async throws {
            let blocked = try await explained {
                let hub = try await OpenedHub.open()
                let fingerprint = try FileManager.default.fileExists(atPath: certificate) ? SystemCommand.identity(certificate).fingerprint : certificate
                return try await hub.access.blockCertificate(by: hub.acting, fingerprint, reason: reason)
            }
            print("失効させました: \(blocked)")
        }
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
            let (renewal, identity) = try await explained {
                let settings = Settings()
                guard let directory = dir ?? settings[.pki], !directory.isEmpty else {
                    throw PkiRefused(rule: "--dir に認証局のディレクトリを指定するか、環境変数 ATENA_PKI を設定してください。")
                }
                // Whoever may not register it renews nothing.
                let hub = try await OpenedHub.open(settings, for: .administerAccess)
                let renewal = try await PkiDirectory(path: directory).renew(system, of: hub.body.code, keepsKey: sameKey, days: days)
                let (name, identity) = try SystemCommand.certificate("\(directory)/\(system).pem", of: system, hub.body.code)
                try await hub.access.addCertificate(by: hub.acting, name, fingerprint: identity.fingerprint, endsAt: PostgresInstant(identity.endsAt))
                return (renewal, identity)
            }
            print("更新して登録しました: \(system)\t\(identity.fingerprint)\t\(SystemCommand.day(PostgresInstant(identity.endsAt)))まで")
            for file in renewal.written { print("  書きました: \(file)") }
            for file in renewal.kept { print("  前のもの: \(file)") }
            print("  次は: 新しいファイルを業務システムへ安全に渡し、替わった後に atena system certificate block で前のものを失効させてください")
        }
    }

    struct Enrolment: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "enrolment", abstract: "初回使用による登録の期限を変えます（利用者・権限の管理の権限が必要です）。",
            discussion: "過ぎた日を指定すると、すぐに終わります。先の日は、今日から\(AccessControl.longestEnrolment)日以内です。")

        @Option(help: "期限の日（例 2026-12-31）") var until: String

        func run() async throws {
            guard let day = CalendarDay(until) else { throw ValidationError("--until は 2026-12-31 の形の日付です。") }
            try await explained {
                let hub = try await OpenedHub.open()
                try await hub.access.setEnrolment(by: hub.acting, until: day)
            }
            print("初回使用による登録の期限を\(day)にしました")
        }
    }

    private static func day(_ instant: PostgresInstant) -> String { instant.day.description }

    private static func name(_ text: String) throws -> SystemName {
        guard let name = SystemName(rawValue: text) else { throw CommandFailure("業務システムの名前ではありません: \(text)") }
        return name
    }

    private static func identity(_ file: String) throws -> ClientIdentity {
        guard let bytes = FileManager.default.contents(atPath: file), let text = String(validating: bytes, as: UTF8.self),
            let certificate = try? Certificate(pemEncoded: text), let der = try? certificate.serializeAsPEM().derBytes
        else { throw CommandFailure("証明書として読めません: \(file)。PEM形式の証明書を指定してください。") }
        return ClientIdentity(certificate: der)
    }

    /// A certificate that names the system of this body.
    private static func certificate(_ file: String, of system: String, _ body: LocalGovernmentCode) throws -> (SystemName, ClientIdentity) {
        let (name, identity) = (try Self.name(system), try Self.identity(file))
        guard identity.name == .system(name, of: body) else {
            throw CommandFailure("\(file) は、この団体の業務システム \(system) の証明書ではありません（URIは \(CertificateName.system(name, of: body).uri ?? "")）。")
        }
        return (name, identity)
    }
}
