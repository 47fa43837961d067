internal import Addressee
internal import ArgumentParser
internal import Settings
internal import StaffAPI

/// How commands say what ended them. Codes stand here as the service makes them: what is said to each is what only the command line can say.
enum StaffWords {
    /// Refused because a program asks for what only persons do: here that means that nobody is signed in.
    private static let forPersons: Set<String> = ["A0012", "N0005", "H0013", "K0008", "L0001"]

    /// Which option lacks, by what was refused for want of it.
    private static let reasons = [
        "N0001": "処理理由を、端末か --note-file のファイル（検索では条件のファイル）に、\(LookupReason.shortest)文字以上の文章で書いてください",
        "K0001": "理由を、端末か --reason-file のファイルに、\(LookupReason.shortest)文字以上の文章で書いてください",
        "H0012": "理由を、端末か --reason-file のファイルに、\(LookupReason.shortest)文字以上の文章で書いてください",
        "L0011": "理由を、端末か --reason-file のファイルに書いてください（1000字以内）",
    ]

    static func said(_ error: any Error) -> any Error {
        switch error {
        case let failure as StaffFailure:
            tell(failure.rule)
            return ExitCode(failure.kind.rawValue)
        case let refused as StaffRefused where forPersons.contains(refused.code):
            return CommandFailure("サインインしていません。この操作は職員本人が行います。atena sign-in 職員番号 でサインインしてください（\(refused.code)）。")
        case let refused as StaffRefused where reasons[refused.code] != nil: return CommandFailure("\(reasons[refused.code] ?? "")（\(refused.code)）。")
        case let refused as StaffRefused: return CommandFailure(refused.rule)
        case let refused as SettingsRefused: return CommandFailure(refused.description)
        case is CancellationError: return CommandFailure("途中で取りやめました。")
        default: return error
        }
    }
}
