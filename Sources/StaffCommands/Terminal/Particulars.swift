internal import ArgumentParser
internal import Foundation

/// 記載の項目. What may be said of somebody, each by the name that it has in a file.
protocol ParticularsTerm: RawRepresentable<String>, CaseIterable, Hashable, Sendable {
    /// What may be written, for whoever is asked.
    var hint: String { get }
    /// Whether it may be said several times.
    var mayRepeat: Bool { get }
    /// Whether it is asked for at the terminal, by what was said until then.
    func isAsked(after said: Particulars<Self>) -> Bool
}

extension ParticularsTerm {
    /// Said once.
    var mayRepeat: Bool { false }
    /// Always asked for.
    func isAsked(after _: Particulars<Self>) -> Bool { true }
}

/// 記載. What a paper or a person says: at the terminal, from a file or from standard input; never among a program's arguments, which everybody on the machine can read.
struct Particulars<Term: ParticularsTerm>: CustomStringConvertible, CustomReflectable {
    private var said: [Term: [String]] = [:]

    /// The form of a file, for people.
    static var form: String {
        Term.allCases.map { folded("  \($0.rawValue): \($0.hint)\($0.mayRepeat ? "（何行でも）" : "")") }.joined(separator: "\n")
    }

    /// What is longer than a line of a help page goes on below, behind a comma: nothing else in it parts words.
    private static func folded(_ text: String) -> String {
        var lines = [""]
        for part in text.split(separator: "、", omittingEmptySubsequences: false) {
            let words = String(part) + "、"
            if lines.count > 1 || !lines[0].isEmpty, lines[lines.count - 1].count + words.count > 72 { lines.append("      ") }
            lines[lines.count - 1] += words
        }
        lines[lines.count - 1].removeLast()
        return lines.joined(separator: "\n")
    }

    subscript(_ term: Term) -> String? { said[term]?.first }

    /// What was said of it, each time.
    func all(_ term: Term) -> [String] { said[term] ?? [] }

    /// Whether nothing was said.
    var isEmpty: Bool { said.isEmpty }

    /// はい or いいえ; not said is いいえ.
    ///
    /// - Throws: ``CommandFailure`` for another word.
    func isSo(_ term: Term) throws -> Bool {
        switch self[term] ?? "いいえ" {
        case "いいえ": false
        case "はい": true
        default: throw CommandFailure("\(term.rawValue)は、「はい」か「いいえ」で書いてください。")
        }
    }

    /// Nothing said.
    init() {}

    /// Asks at the terminal; what may be said several times is parted by 、.
    ///
    /// - Throws: ``CommandFailure`` where there is none.
    static func asked() throws -> Particulars {
        var particulars = Particulars()
        for term in Term.allCases where term.isAsked(after: particulars) {
            let text = try Terminal.ask("\(term.rawValue)（\(term.hint)\(term.mayRepeat ? "。いくつかあれば、読点で区切る" : "")。なければそのまま Enter）", hidden: false)
            let parts = term.mayRepeat ? text.split { $0 == "、" || $0 == "," }.map(String.init) : [text]
            let values = parts.map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
            if !values.isEmpty { particulars.said[term] = values }
        }
        return particulars
    }

    /// From a file of lines such as `種類: 20歳到達`; a tab parts them as well; `-` is standard input.
    ///
    /// - Throws: ``CommandFailure`` for a line of another form, named by its number.
    init(file: String) throws {
        for (index, line) in try TypedText.read(file, "").split(whereSeparator: \.isNewline).enumerated() {
            let parts = line.split(maxSplits: 1) { $0 == ":" || $0 == "：" || $0 == "\t" }.map { $0.trimmingCharacters(in: .whitespaces) }
            guard parts.count == 2, !parts[1].isEmpty, let term = Term(rawValue: parts[0]) else {
                let known = Term.allCases.map(\.rawValue).joined(separator: "、")
                throw CommandFailure("記載の\(index + 1)行目を読めません。「項目: 値」の形で、1行に一つ書いてください（書ける項目: \(known)）。")
            }
            guard said[term] == nil || term.mayRepeat else { throw CommandFailure("記載の\(index + 1)行目: \(term.rawValue)が二つあります。") }
            said[term, default: []].append(parts[1])
        }
    }

    /// For people; nothing of what was said.
    var description: String { "Particulars(****)" }
    var customMirror: Mirror { Mirror(self, children: [:]) }
}

/// 記載, from a file or asked for.
struct ParticularsOptions: ParsableArguments {
    @Option(help: "内容（1行に一つ、項目: 値）を書いたファイル（- は標準入力。省略時は端末で順に尋ねます）")
    var particularsFile: String?

    /// - Throws: ``CommandFailure`` for what can't be read, or where there is nobody to ask.
    func said<Term: ParticularsTerm>(_: Term.Type = Term.self) throws -> Particulars<Term> {
        guard let particularsFile else { return try Particulars<Term>.asked() }
        return try Particulars<Term>(file: particularsFile)
    }
}

/// 記載 of what often says nothing: asked for where that is wanted.
struct OptionalParticularsOptions: ParsableArguments {
    @Flag(help: "内容を端末で順に尋ねます（ないものはそのまま Enter）")
    var particulars = false
    @Option(help: "内容（1行に一つ、項目: 値）を書いたファイル（- は標準入力）")
    var particularsFile: String?

    /// - Throws: as ``ParticularsOptions/said(_:)``.
    func said<Term: ParticularsTerm>(_: Term.Type = Term.self) throws -> Particulars<Term> {
        if let particularsFile { return try Particulars<Term>(file: particularsFile) }
        return particulars ? try Particulars<Term>.asked() : Particulars<Term>()
    }
}

extension CommandFailure {
    /// Two of them can't be read from standard input.
    static func oneFromStandardInput(_ files: String?...) throws {
        guard files.count(where: { $0 == "-" }) <= 1 else { throw CommandFailure("標準入力から読めるのは、どれか一つです。") }
    }
}
