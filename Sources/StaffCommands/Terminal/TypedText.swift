internal import ArgumentParser
internal import Foundation

/// 文章の入力. Words that a person gives: from a file, from standard input, or asked at the terminal; never from the arguments.
enum TypedText {
    /// - Throws: ``CommandFailure`` for what is no text, or where there is nobody to ask.
    static func read(_ file: String?, _ prompt: String) throws -> String {
        guard let file else { return try Terminal.ask(prompt, hidden: false) }
        guard let text = String(validating: try HandedBytes.read(file), as: UTF8.self) else { throw CommandFailure("\(file): UTF-8の文章として読めません。") }
        return text.trimmingCharacters(in: .newlines)
    }
}

/// 理由, from a file or asked for: it never stands among the arguments, which everybody at the machine can see.
struct ReasonFileOptions: ParsableArguments {
    @Option(help: "理由を書いたファイル（- は標準入力。省略時は端末で尋ねます）")
    var reasonFile: String?

    /// - Throws: as ``TypedText/read(_:_:)``.
    func text(_ prompt: String) throws -> String { try TypedText.read(reasonFile, prompt) }
}
