/// 入力された文章. One rule for all words that people of the department write; the database bounds its columns by the same (`pension.is_entered`).
package enum EnteredText: String, Sendable, CaseIterable {
    /// Of the ledger.
    case remarks = "備考"
    /// Of a look, a return, a withdrawal, a dismissal.
    case reason = "理由"
    /// Of a task.
    case outcome = "確かめた結果"
    /// Of the person.
    case note = "人の備考"
    /// Who somebody is whom the hub does not know.
    case declared = "申立て"
    /// Searched for.
    case name = "氏名"
    /// Who took or gave a medium.
    case counterpart = "相手"

    /// Characters at most.
    package static let most = 1_000

    private var isNeeded: Bool { self == .reason || self == .outcome }

    /// The words, where they can stand in a row, in the log and on a screen.
    ///
    /// - Throws: `PensionRefused` J0006 where nothing is said that has to be, J0007 for more than one line, control characters, or too many characters.
    @discardableResult
    package func checked(_ text: String) throws(PensionRefused) -> String {
        guard !isNeeded || text.contains(where: { !$0.isWhitespace }) else { throw .noReason }
        guard text.unicodeScalars.count <= Self.most else { throw .terms("\(rawValue)は\(Self.most)文字までです。") }
        guard Self.isPlain(text) else {
            throw .terms("\(rawValue)に、改行、制御文字、文字の向きを変える文字は使えません。1行で書いてください。")
        }
        return text
    }

    /// Whether a text is one line, without control characters, what turns its direction, and what is no character: what the register takes, too.
    static func isPlain(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { scalar in
            switch scalar.value {
            case 0...0x1F, 0x7F...0x9F, 0x200E, 0x200F, 0x2028, 0x2029, 0x202A...0x202E, 0x2066...0x2069, 0xFDD0...0xFDEF, 0xFEFF, 0xFFFD: false
            default: scalar.value & 0xFFFE != 0xFFFE
            }
        }
    }
}
