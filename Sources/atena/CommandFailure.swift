import AccessControl
import Addressee
import ArgumentParser
import AuditTrail
import Foundation
import Governance
import Installation
import LogSealing
import Oversight
import Postgres
import Sharing
import StaffCommands

extension CommandFailure {
    /// The same for errors that explain themselves, none of which carries personal data.
    static func explain(_ error: any Error) -> any Error {
        if let said = byName(error) { return said }
        return named(error)
    }

    private static func named(_ error: any Error) -> any Error {
        switch error {
        case let error as PolicyFileErrors: CommandFailure(error.description)
        case let error as any Explained: CommandFailure(error.explanation)
        case let error where isSaid(error): error
        case is CancellationError: CommandFailure("途中で取りやめました。")
        case let error as CocoaError: CommandFailure("ファイルの読み書きができません: \(error.filePath ?? "名前は不明")。場所と権限を確かめてください。")
        // Its words are a program's, and may repeat what nobody is to read.
        default: CommandFailure("予期しない失敗で止まりました（種類 \(type(of: error))）。atena status でハブの状態を確かめ、繰り返すときは、この文と実行した時刻を運用担当者に伝えてください。")
        }
    }

    /// What only the command line can say: nobody is signed in here, or which option lacks.
    private static func byName(_ error: any Error) -> CommandFailure? {
        let code: String?
        switch error {
        case let refused as AccessRefused where refused == .onlyPersons: code = refused.code
        case let refused as LookupRefused where refused == .notAPerson: code = refused.code
        case let refused as AnswerRefused where refused == .onlyPersons: code = refused.code
        case let refused as FindingRefused where refused == .onlyPersons: code = refused.code
        case let refused as ResumptionRefused where refused == .onlyPersons: code = refused.code
        case let refused as PolicyActRefused where refused.isForPersonsOnly: code = refused.code
        case let refused as LookupRefused where refused == .noReason:
            return CommandFailure("処理理由を、端末か --note-file のファイルに\(LookupReason.shortest)文字以上の文章で書いてください（\(refused.code)）。")
        case let refused as AnswerRefused where refused == .noReason:
            return CommandFailure("理由を、端末か --reason-file のファイルに\(LookupReason.shortest)文字以上の文章で書いてください（\(refused.code)）。")
        case let refused as FindingRefused where refused == .noReason:
            return CommandFailure("調べた結果を、端末か --reason-file のファイルに\(LookupReason.shortest)文字以上の文章で書いてください（\(refused.code)）。")
        case let refused as ResumptionRefused where refused == .noReason: return CommandFailure("理由を、端末か --reason-file のファイルに書いてください（\(refused.code)）。")
        case let refused as PolicyActRefused where refused == .noReason:
            return CommandFailure("理由を、端末か --reason-file のファイルに書いてください（1000字以内、\(refused.code)）。")
        default: code = nil
        }
        guard let code else { return nil }
        return CommandFailure("サインインしていません。この操作は職員本人が行います。atena sign-in 職員番号 でサインインしてください（\(code)）。")
    }

    /// Whether an error says itself what people are to read: those of the parser and of this program.
    private static func isSaid(_ error: any Error) -> Bool {
        if error is CommandFailure || error is ExitCode || error is ValidationError || error is CleanExit { return true }
        // The parser's own types have no name outside it.
        return String(reflecting: type(of: error)).hasPrefix("ArgumentParser.")
    }
}

/// Runs a command's work with its errors put into words, and closes its connections before the process ends.
func explained<R>(_ body: () async throws -> R) async throws -> R {
    do {
        let result = try await body()
        await OpenPools.shutdown()
        return result
    } catch {
        await OpenPools.shutdown()
        throw CommandFailure.explain(error)
    }
}
