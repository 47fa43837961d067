internal import Addressee
internal import ArgumentParser
internal import StaffAPI

/// 処理理由, as a person at the command line gives it: one of the list, and words.
struct ReasonOptions: ParsableArguments {
    static let list = "処理理由（番号か言葉で）: " + LookupReason.list.map { "\($0.number) \($0.kind.label)" }.joined(separator: "、")

    @Option(help: "処理理由（一覧の番号か言葉）")
    var reason: String
    @OptionGroup var note: NoteFileOptions

    /// - Throws: ``CommandFailure`` for a reason that is not on the list, or words that can't be read.
    var value: LookupReason { get throws { try note.reason(reason) } }

    /// - Throws: ``CommandFailure`` for one that is not on the list.
    static func kind(_ reason: String) throws -> LookupReason.Kind {
        guard let kind = LookupReason.kind(named: reason) else { throw CommandFailure("処理理由が一覧にありません。\(list)") }
        return kind
    }
}

/// 処理理由 of a list: needed where it is asked for one person's rows.
struct ListReasonOptions: ParsableArguments {
    @Option(help: "処理理由（一覧の番号か言葉）。一人の行を見るときに要ります")
    var reason: String?
    @OptionGroup var note: NoteFileOptions

    /// - Returns: `nil` where no person is named.
    /// - Throws: as `ReasonOptions.value`; ``CommandFailure`` where there is none.
    func stated(about person: String?) throws -> StatedReason? {
        guard person != nil else { return nil }
        guard let reason else { throw CommandFailure("処理理由を --reason で指定してください。\(ReasonOptions.list)") }
        return StatedReason(try note.reason(reason))
    }
}

/// 処理理由の文章: they never stand among the arguments, which whoever lists processes reads.
struct NoteFileOptions: ParsableArguments {
    @Option(help: "処理理由の文章（\(LookupReason.shortest)文字以上）を書いたファイル（- は標準入力。省略時は端末で尋ねます）")
    var noteFile: String?

    fileprivate func reason(_ named: String) throws -> LookupReason {
        LookupReason(try ReasonOptions.kind(named), try TypedText.read(noteFile, "処理理由（文章、\(LookupReason.shortest)文字以上）"))
    }
}
