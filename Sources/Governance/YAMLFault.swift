/// 書き方の誤り. Where a text that is no YAML went wrong, as people make such mistakes: libyaml says where it could not go on, which may be far below, and in
/// English.
struct YAMLFault: Hashable {
    /// From 1.
    let line: Int
    /// From 1, in characters.
    let column: Int
    /// What is wrong, in Japanese.
    let rule: String
    /// What was expected, in Japanese.
    let expected: String

    /// The first such mistake down to the line where libyaml gave up; nil where none of them is there.
    static func find(in text: String, upTo last: Int) -> YAMLFault? {
        var reader = Reader()
        // A return and a newline together are one character.
        let lines = text.replacing("\r\n", with: "\n").split(separator: "\n", omittingEmptySubsequences: false)
        for (index, line) in lines.prefix(max(last, 1)).enumerated() {
            if let fault = reader.read(line, number: index + 1) { return fault }
        }
        // What was opened and never closed.
        return reader.open
    }

    /// Goes down the lines and keeps what is open: levels of indentation, brackets, a text of several lines.
    private struct Reader {
        /// Indentations that a line may go back to, outermost first.
        private var levels = [0]
        /// Whether the line before ends so that a deeper one may follow.
        private var mayGoDeeper = false
        /// Of a text after `|` or `>`: everything deeper belongs to it.
        private var blockAbove: Int?
        private var depth = 0
        private(set) var open: YAMLFault?

        mutating func read(_ line: Substring, number: Int) -> YAMLFault? {
            func fault(_ column: Int, _ rule: String, _ expected: String) -> YAMLFault {
                YAMLFault(line: number, column: column + 1, rule: rule, expected: expected)
            }
            let indent = line.prefix { $0 == " " }.count
            let rest = line.dropFirst(indent)
            if let above = blockAbove {
                if rest.isEmpty || indent > above { return nil }
                blockAbove = nil
            }
            if rest.first == "\t" { return fault(indent, "行頭にタブがあります", "字下げは半角の空白で書く") }
            if rest.first == "\u{3000}" { return fault(indent, "行頭に全角の空白があります", "字下げは半角の空白で書く") }
            if rest.isEmpty || rest.first == "#" || rest == "---" { return nil }
            if depth == 0, let wrong = wrongIndent(indent, isItem: rest.hasPrefix("- ") || rest == "-") {
                return fault(indent, wrong, "同じ段の行は行頭をそろえ、下の段は「項目名:」の次の行から2つ下げる")
            }
            return content(rest, at: indent, fault)
        }

        private mutating func wrongIndent(_ indent: Int, isItem: Bool) -> String? {
            let top = levels.last ?? 0
            if indent > top {
                guard mayGoDeeper else { return "字下げが前の行より深くなっています" }
                levels.append(indent)
                return nil
            }
            while let level = levels.last, level > indent { levels.removeLast() }
            guard levels.last == indent else { return "字下げが、前のどの段とも合っていません" }
            return nil
        }

        /// What stands behind the indentation.
        private mutating func content(_ rest: Substring, at indent: Int, _ fault: (Int, String, String) -> YAMLFault) -> YAMLFault? {
            var (value, column) = (rest, indent)
            // Entries of lists, also one in another.
            while depth == 0, value.hasPrefix("- ") {
                let skipped = 1 + value.dropFirst().prefix { $0 == " " }.count
                value = value.dropFirst(skipped)
                column += skipped
                if Key(value) != nil { levels.append(column) }
            }
            mayGoDeeper = value.isEmpty || value == "-"
            if depth == 0 {
                let key = Key(value)
                switch key?.mark {
                case "：": return fault(column + (key?.length ?? 0), "コロンが全角です", "半角の「:」と半角の空白")
                case ":" where key?.isSpaced == false: return fault(column + (key?.length ?? 0), "「:」の後に半角の空白がありません", "「項目名: 値」")
                default: break
                }
                if let key {
                    let skipped = key.length + 1 + value.dropFirst(key.length + 1).prefix { $0 == " " }.count
                    value = value.dropFirst(skipped)
                    column += skipped
                    mayGoDeeper = value.isEmpty || value.hasPrefix("#")
                    if value.hasPrefix("|") || value.hasPrefix(">") {
                        blockAbove = indent
                        return nil
                    }
                } else if rest == value, !value.hasPrefix("-"), !"[{\"'".contains(value.first ?? " ") {
                    return fault(column, "「項目名: 値」の形ではありません", "項目名の後に半角の「:」と空白")
                }
            }
            return scan(value, at: column, fault)
        }

        /// Quotes and brackets of a value.
        private mutating func scan(_ value: Substring, at start: Int, _ fault: (Int, String, String) -> YAMLFault) -> YAMLFault? {
            var quote: (mark: Character, column: Int)?
            var (before, column) = (Character(" "), start)
            var isEscaped = false
            let isQuotable = "\"'[{".contains(value.first ?? " ") || depth > 0
            if let first = value.first, "@`%".contains(first), depth == 0 { return fault(start, "値を「\(first)」で始めるには引用符が要ります", "\"…\" で囲む") }
            for character in value {
                defer {
                    before = character
                    column += 1
                }
                if let inside = quote {
                    if isEscaped {
                        isEscaped = false
                    } else if character == "\\", inside.mark == "\"" {
                        isEscaped = true
                    } else if character == inside.mark {
                        quote = nil
                    }
                    continue
                }
                if character == "#", before == " " { break }
                guard isQuotable else { continue }
                switch character {
                case "\"", "'": if column == start || " [{,:".contains(before) { quote = (character, column) }
                case "[", "{":
                    depth += 1
                    if open == nil { open = fault(column, "括弧「\(character)」が閉じられていません", character == "[" ? "「]」" : "「}」") }
                case "]", "}":
                    depth = max(0, depth - 1)
                    if depth == 0 { open = nil }
                case "，", "、": if depth > 0 { return fault(column, "区切りが全角です", "半角の「,」と空白") }
                default: break
                }
            }
            if let quote { return fault(quote.column, "引用符 \(quote.mark) が閉じられていません", "同じ行に閉じる \(quote.mark)") }
            return nil
        }
    }

    /// A name of a field at the beginning of a text, with the colon that follows.
    private struct Key {
        let length: Int
        let mark: Character
        let isSpaced: Bool

        init?(_ text: Substring) {
            let name = text.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || "-_".contains($0)) }
            var behind = text.dropFirst(name.count)
            let gap = behind.prefix { $0 == " " }.count
            if behind.dropFirst(gap).first == "：" { behind = behind.dropFirst(gap) }
            guard !name.isEmpty, let mark = behind.first, mark == ":" || mark == "：" else { return nil }
            length = text.distance(from: text.startIndex, to: behind.startIndex)
            self.mark = mark
            isSpaced = behind.dropFirst().first.map { $0 == " " } ?? true
        }
    }
}
