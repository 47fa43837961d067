public import Addressee

/// Why a whole file was refused before any row of it was taken in.
public struct FileRefused: Explained, Sendable, CustomStringConvertible {
    /// Stable code: F0001 cannot be read, F0002 not UTF-8, F0003 columns, F0004 cut, F0005 record too long, F0006 empty, F0007 changed while read.
    public let code: String
    /// What is wrong and what was expected, in Japanese, without values.
    public let reason: String

    /// The reason.
    public var rule: String { reason }

    /// Code and reason; no value of the file.
    public var description: String { "\(code): \(reason)" }

    static func unreadable(_ why: String) -> Self { .init(code: "F0001", reason: "ファイルを読めません（\(why)）。") }
    static let notUTF8 = Self(
        code: "F0002", reason: "文字コードがUTF-8ではありません（Shift_JISなどの可能性があります）。UTF-8（BOMなし）で作り直してください。")
    static let byteOrderMark = Self(code: "F0002", reason: "先頭にBOMがあります。UTF-8（BOMなし）で作り直してください。")
    static func columns(_ problems: [String]) -> Self {
        .init(code: "F0003", reason: "1行目の列名が正しくありません。" + problems.prefix(10).joined())
    }
    static func cut(line: Int) -> Self {
        .init(code: "F0004", reason: "\(line)行目の途中でファイルが終わっています。送り直しを依頼してください。1行も取り込んでいません。")
    }
    static func recordTooLong(line: Int) -> Self {
        .init(code: "F0005", reason: "\(line)行目が長すぎます（1行は64 KiBまで）。改行が失われていないか確かめてください。")
    }
    static let empty = Self(code: "F0006", reason: "ファイルが空です。1行目に列名が必要です。")
    static let changedWhileRead = Self(code: "F0007", reason: "読み込み中にファイルが変わりました。書き込みが終わってからやり直してください。")
}
