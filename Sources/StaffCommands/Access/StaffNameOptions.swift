internal import ArgumentParser
internal import Foundation

/// 職員の氏名, from a file or asked for: it never stands among the arguments, which everybody at the machine can see.
package struct StaffNameOptions: ParsableArguments {
    /// Whatever stands there was a name once.
    @Argument(help: .hidden) var typed: [String] = []
    @Option(help: "氏名を書いたファイル（- は標準入力。省略時は端末で尋ねます）") var nameFile: String?

    package init() {}

    /// - Throws: ``CommandFailure`` for one that was typed into the command, or can't be read, or where there is nobody to ask.
    package func name() throws -> String {
        guard typed.isEmpty else { throw CommandFailure("氏名は、他の人に見えるため命令には書きません。--name-file のファイル（- は標準入力）で渡すか、省略して端末で答えてください。") }
        return try TypedText.read(nameFile, "氏名").trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
