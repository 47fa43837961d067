internal import Foundation

/// 請求の事情と初診日. What a claim tells of somebody's health and family: at the terminal, from a file or from standard input; never among a program's
/// arguments, which everybody on the machine can read.
struct ClaimParticulars: CustomStringConvertible, CustomReflectable {
    private enum Term: String, CaseIterable {
        case firstVisit = "初診日"
        case circumstance = "事情"
    }

    /// As written; `nil` where nothing is said of it.
    private(set) var firstVisit: String?
    /// By name or by its Japanese words, each once.
    private(set) var circumstances: [String] = []

    /// - Parameters:
    ///   - file: of lines such as `初診日`, a tab, `2024-11-01`; `-` is standard input.
    ///   - asks: at the terminal, where there is no file.
    /// - Throws: ``CommandFailure`` for a line of another form, named by its number; where there is nobody to ask.
    init(file: String?, asks: Bool) throws {
        guard let file else {
            guard asks else { return }
            let visit = try Terminal.ask("初診日（2024-11-01 の形）", hidden: false)
            if !visit.isEmpty { firstVisit = visit }
            circumstances = try Terminal.ask("請求の事情（atena pension claim kinds が示す名前。いくつかあれば、読点で区切る）", hidden: false)
                .split { $0 == "、" || $0 == "," }.map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
            return
        }
        for (index, line) in try TypedText.read(file, "").split(whereSeparator: \.isNewline).enumerated() {
            let parts = line.split(separator: "\t").map { $0.trimmingCharacters(in: .whitespaces) }
            guard parts.count == 2, let term = Term(rawValue: parts[0]), term != .firstVisit || firstVisit == nil else {
                let known = Term.allCases.map(\.rawValue).joined(separator: "、")
                throw CommandFailure("請求の事情の\(index + 1)行目を読めません。\(known) のどれかと値を、タブで区切って書いてください（初診日は一度だけ）。")
            }
            switch term {
            case .firstVisit: firstVisit = parts[1]
            case .circumstance: circumstances.append(parts[1])
            }
        }
    }

    /// For people; nothing of what it tells.
    var description: String { "ClaimParticulars(****)" }
    var customMirror: Mirror { Mirror(self, children: [:]) }
}
