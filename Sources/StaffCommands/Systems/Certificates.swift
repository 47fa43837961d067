internal import Addressee
package import ArgumentParser
internal import Foundation
internal import StaffAPI

/// Certificates by which systems may ask.
package enum CertificateCommands {
    package struct Add: AsyncParsableCommand {
        package static let configuration = CommandConfiguration(commandName: "add", abstract: "証明書を登録します（利用者・権限の管理の権限が必要です）。")

        @Argument(help: "業務システム（例 tax）") var system: String
        @Argument(help: "証明書のPEMファイル") var file: String

        package init() {}

        package func run() async throws {
            let answer = try await StaffSession.with { try await $0.ask(AddCertificate(system: system, pem: try CertificateFile.read(file))) }
            print("登録しました: \(system)\t\(answer.fingerprint)\t\(answer.until)まで")
        }
    }

    package struct List: AsyncParsableCommand {
        package static let configuration = CommandConfiguration(commandName: "list", abstract: "登録・失効した証明書を示します（提供・配信の運用の権限が必要です）。")

        @Argument(help: "業務システム（省略時はすべて）") var system: String?
        @OptionGroup var options: SheetOptions

        package init() {}

        package func run() async throws { try await options.show(StaffSession.with { try await $0.ask(ListCertificates(system: system)) }) }
    }

    package struct Block: AsyncParsableCommand {
        package static let configuration = CommandConfiguration(
            commandName: "block", abstract: "証明書を失効させます（提供・配信の運用の権限が必要です）。", discussion: "取り消せません。業務システムには、新しい証明書を発行して登録してください。")

        @Argument(help: "証明書の指紋（登録済みのものは先頭12桁以上）、または証明書のPEMファイル") var certificate: String
        @OptionGroup var reason: ReasonFileOptions

        package init() {}

        package func run() async throws {
            let which: BlockCertificate.Which =
                try FileManager.default.fileExists(atPath: certificate) ? .pem(CertificateFile.read(certificate)) : .fingerprint(certificate)
            let reason = try reason.text("失効させる理由")
            let answer = try await StaffSession.with { try await $0.ask(BlockCertificate(certificate: which, reason: reason)) }
            print("失効させました: \(answer.fingerprint)")
        }
    }

    package struct Enrolment: AsyncParsableCommand {
        package static let configuration = CommandConfiguration(
            commandName: "enrolment", abstract: "初回使用による登録の期限を変えます（利用者・権限の管理の権限が必要です）。",
            discussion: "過ぎた日を指定すると、すぐに終わります。先の日は、今日から365日以内です。")

        @Option(help: "期限の日（例 2026-12-31）") var until: String

        package init() {}

        package func run() async throws {
            _ = try await StaffSession.with { try await $0.ask(SetEnrolment(until: until)) }
            print("初回使用による登録の期限を\(until)にしました")
        }
    }
}

/// A certificate's file.
package enum CertificateFile {
    private static let most = 1 << 20

    /// - Throws: ``CommandFailure`` where it can't be read.
    package static func read(_ path: String) throws -> String {
        guard let bytes = FileManager.default.contents(atPath: path), bytes.count <= most, let text = String(validating: bytes, as: UTF8.self) else {
            throw CommandFailure("証明書として読めません: \(path)。PEM形式の証明書を指定してください。")
        }
        return text
    }
}
