internal import ArgumentParser
internal import StaffAPI

/// One person's record.
struct PensionPersonCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "person", abstract: "資格・住民記録・所得を並べて照会します。照会した者・端末・処理理由が記録されます。", subcommands: [Show.self, Find.self])

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "一人の記録を表示します。",
            discussion: """
                税の所得が変わったときや、提供が取り消されたときは、以前の所得も、提供された日と変わった日とともに表示します。履歴番号は、免除の審査が示す番号です。
                \(ReasonOptions.list)
                """)

        @Argument(help: "宛名番号")
        var number: String
        @OptionGroup var reason: ReasonOptions
        @OptionGroup var sheet: SheetOptions

        func run() async throws { try await showSheet(ShowPensionPerson(number: number, reason: StatedReason(try reason.value)), sheet) }
    }

    struct Find: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "find", abstract: "基礎年金番号、または氏名と生年月日で宛名番号を探します。",
            discussion: """
                探す内容は、端末で尋ねるか、ファイル（- は標準入力）から読みます。コマンドの引数には書けません。
                ファイルは1行です。基礎年金番号だけ、または氏名と生年月日（2006-04-15 の形）を空白かタブで区切って書きます。氏名は始めの一部でもかまいません。
                \(ReasonOptions.list)
                """)

        @Option(help: "探す内容を書いたファイル（- は標準入力。省略時は端末で尋ねます）")
        var terms: String?
        @OptionGroup var reason: ReasonOptions
        @OptionGroup var sheet: SheetOptions

        func run() async throws {
            guard terms != "-" || reason.note.noteFile != "-" else { throw CommandFailure("標準入力から読めるのは、探す内容か処理理由のどちらか一つです。") }
            let reason = StatedReason(try reason.value)
            let typed = try TypedText.read(terms, "基礎年金番号、または氏名と生年月日（空白で区切る）")
            // A number may stand behind its label, as on every other paper.
            let label = typed.prefix { $0 != ":" && $0 != "：" }
            let said = label == "基礎年金番号" ? typed.dropFirst(label.count + 1).drop(while: \.isWhitespace) : typed[...]
            var parts = said.split(whereSeparator: { $0 == "\t" || $0.isNewline }).map(String.init)
            // A name has spaces of its own: the last one parts it from what begins with a digit.
            if parts.count == 1, let gap = parts[0].lastIndex(where: \.isWhitespace), parts[0][gap...].dropFirst().first?.isNumber == true {
                parts = [String(parts[0][..<gap]), String(parts[0][gap...].dropFirst())]
            }
            guard parts.count != 1 || !parts[0].contains(where: \.isLetter) else {
                throw CommandFailure("基礎年金番号だけ、または氏名と生年月日を、「氏名 2006-04-15」の形で、1行で書いてください。")
            }
            let request =
                switch parts.count {
                case 1: FindPensionPersons(basicPensionNumber: parts[0], person: nil, birth: nil, reason: reason)
                case 2: FindPensionPersons(basicPensionNumber: nil, person: parts[0], birth: parts[1], reason: reason)
                default: throw CommandFailure("基礎年金番号だけ、または氏名と生年月日を、「氏名 2006-04-15」の形で、1行で書いてください。")
                }
            try await showSheet(request, sheet)
        }
    }
}
