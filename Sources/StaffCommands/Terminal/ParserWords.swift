/// What the parser of the command line says, in Japanese, naming the option concerned. Its words are fixed in swift-argument-parser; what is not known here
/// stays as it is.
package enum ParserWords {
    /// A message or a page of help as people read it.
    package static func japanese(_ text: String) -> String {
        // Of a command that has others below it, what is left over was meant as one of them.
        let isGroup = text.contains(#/(?m)^Usage: .* <subcommand>$/#)
        return inOneLine(text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)).map { line($0, isGroup: isGroup) }
            .joined(separator: "\n")
    }

    /// Many choices stand below each other: in one line they are told as few are.
    private static func inOneLine(_ lines: [String]) -> [String] {
        let (lead, bullet) = ("Please provide one of the following:", "  - ")
        var told: [String] = []
        var choices: [String]?
        func end() {
            if let choices, let last = told.popLast() {
                told.append(String(last.dropLast(lead.count)) + "Please provide one of \(choices.joined(separator: ", ")).")
            }
            choices = nil
        }
        for line in lines {
            if choices != nil, line.hasPrefix(bullet) {
                choices?.append(String(line.dropFirst(bullet.count)))
                continue
            }
            end()
            told.append(line)
            if line.hasSuffix(lead) { choices = [] }
        }
        end()
        return told
    }

    private static func line(_ line: String, isGroup: Bool) -> String {
        for (english, japanese) in headings where line.hasPrefix(english) {
            return japanese + line.dropFirst(english.count).replacing("<subcommand>", with: "コマンド")
        }
        if line.hasPrefix("Error: ") { return "エラー: " + fault(String(line.dropFirst("Error: ".count)), isGroup: isGroup) }
        if let found = line.wholeMatch(of: #/\s*See '(?<command>[^']*)' for (more information|detailed help)\./#) {
            return "  詳しくは: \(found.command.replacing("<subcommand>", with: "コマンド"))"
        }
        var text = line.replacing(#/(?<before>[(;] ?)default: (?<value>[^;)]*)(; )?/#) { "\($0.before)既定: \($0.value)\($0.3 == nil ? "" : "; ")" }
        text = text.replacing("values: ", with: "値: ")
        for (english, japanese) in phrases { text = text.replacing(english, with: japanese) }
        return text
    }

    private static let headings = [
        ("OVERVIEW: ", "概要: "), ("USAGE: ", "使い方: "), ("Usage: ", "使い方: "), ("ARGUMENTS:", "引数:"), ("OPTIONS:", "オプション:"), ("SUBCOMMANDS:", "コマンド:"),
        ("Help:  ", "       "),
    ]

    private static let phrases = [
        ("Show help information.", "使い方を表示します。"), ("Show the version.", "版を表示します。"), ("Show subcommand help information.", "コマンドの使い方を表示します。"),
        ("(default)", "(既定)"), ("[<options>]", "[オプション]"), ("<options>", "オプション"), ("<subcommand>", "コマンド"),
    ]

    /// What is wrong with what was typed.
    private static func fault(_ text: String, isGroup: Bool) -> String {
        if isGroup, let found = text.wholeMatch(of: #/(Unexpected argument|[0-9]+ unexpected arguments:) '(?<what>[^']*)'.*/#) {
            return "「\(found.what)」というコマンドはありません。"
        }
        if let found = text.wholeMatch(of: #/Missing expected argument '(?<what>[^']*)'/#) { return "\(name(found.what)) を指定してください。" }
        if let found = text.wholeMatch(of: #/Missing one of: (?<what>.*)/#) { return "次のどれかを指定してください: \(found.what.replacing("'", with: ""))" }
        if let found = text.wholeMatch(of: #/Missing value for '(?<what>[^']*)'/#) { return "\(name(found.what)) の後に値を書いてください。" }
        if let found = text.wholeMatch(of: #/Unknown option '(?<what>[^']*)'\. Did you mean '(?<other>[^']*)'\?/#) {
            return "\(found.what) というオプションはありません。\(instead(found.what) ?? "\(found.other) ではありませんか。")"
        }
        if let found = text.wholeMatch(of: #/Unknown option '(?<what>[^']*)'/#) { return "\(found.what) というオプションはありません。\(instead(found.what) ?? "")" }
        if let found = text.wholeMatch(of: #/The option '(?<what>[^']*)' does not take any value, but '(?<value>.*)' was specified\./#) {
            return "\(found.what) に値は付けられません: \(found.value)"
        }
        if let found = text.wholeMatch(of: #/Unexpected argument '(?<what>.*)'/#) { return "余分な指定です: \(found.what)" }
        if let found = text.wholeMatch(of: #/[0-9]+ unexpected arguments: '(?<what>.*)'/#) { return "余分な指定です: \(found.what.replacing("', '", with: "、"))" }
        if let found = text.wholeMatch(of: #/The value '(?<value>.*)' is invalid for '(?<what>[^']*)'(?<rest>.*)/#) {
            let choices = found.rest.wholeMatch(of: #/\. Please provide one of (?<list>.*)\./#)
            let right = choices.map {
                "次のどれかにしてください: " + $0.list.replacing("'", with: "").replacing(" and ", with: "、").replacing(" or ", with: "、").replacing(", ", with: "、")
            }
            return "\(name(found.what)) の値「\(found.value)」は使えません。\(right ?? (found.rest.isEmpty ? "" : String(found.rest.drop { ": ".contains($0) })))"
        }
        if let found = text.wholeMatch(of: #/Value to be set with .* had already been set with (?<what>.*)/#) {
            return "同じ指定が二度あります: \(found.what.replacing("'", with: ""))"
        }
        if text == "Missing required subcommand." { return "コマンドを指定してください。" }
        return text
    }

    /// What somebody may have meant to write into a command, which everybody on the machine can read, and how it is told instead.
    private static func instead(_ option: Substring) -> String? {
        let way: String
        switch option {
        case "--name", "--address", "--birth": way = "氏名などは、検索では --terms の、職員の登録では --name-file のファイルで渡します"
        case "--reason": way = "理由は、--reason-file のファイルで渡します"
        case "--note": way = "処理理由の文章は、--note-file のファイルで渡します"
        case "--day", "--until", "--from", "--months", "--ground", "--paid-months", "--special", "--kind", "--student", "--student-months", "--strike",
            "--continue", "--special-file", "--spouse", "--spouse-number", "--householder", "--householder-number", "--as-of", "--day-unknown", "--relation",
            "--claimant", "--claimant-file", "--paper", "--code", "--first-visit", "--circumstance":
            way = "日付や事由などは、--help が示すファイルで渡します"
        default: return nil
        }
        return "他の人に見えるため、命令には書きません。\(way)（- は標準入力。省略すると端末で尋ねます）。"
    }

    /// `--note <note>` is called `--note`.
    private static func name(_ what: Substring) -> Substring { what.hasPrefix("-") ? what.prefix { $0 != " " } : what }
}
