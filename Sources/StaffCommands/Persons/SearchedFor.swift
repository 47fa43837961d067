internal import Addressee
internal import Foundation

/// 検索の条件, as a person gives them: at the terminal, from a file or from standard input; never among a program's arguments, which everybody on the machine can read.
struct SearchedFor: CustomStringConvertible, CustomReflectable {
    enum Term: String, CaseIterable {
        case name = "氏名"
        case address = "住所"
        case birth = "生年月日"
        case sex = "性別"
        case note = "処理理由"

        /// What may be written, for whoever is asked.
        var hint: String {
            switch self {
            case .name: "氏名、カナ、通称、旧氏またはローマ字（かなの種類、清濁、異体字、長音、空白の違いは区別しません）"
            case .address: "住所（都道府県・市区町村は省けます。数字の書き方、丁目・番地・号とハイフンの違いは区別しません）"
            case .birth: "生年月日（年月まで、年だけでもかまいません。\(BirthTerm.accepted)）"
            case .sex: "性別（1 男、2 女。絞り込むだけで、条件には数えません）"
            case .note: "処理理由（文章、\(LookupReason.shortest)文字以上）"
            }
        }
    }

    /// The form of a file, for people.
    static let form = Term.allCases.map { "\($0.rawValue): \($0.hint)" }.joined(separator: "\n")

    private var terms: [Term: String] = [:]

    subscript(_ term: Term) -> String? { terms[term] }

    /// Asks at the terminal.
    ///
    /// - Throws: ``CommandFailure`` where there is none.
    static func asked() throws -> SearchedFor {
        var sought = SearchedFor()
        for term in Term.allCases {
            let said = try Terminal.ask(term.hint, hidden: false)
            if !said.isEmpty { sought.terms[term] = said }
        }
        return sought
    }

    /// From a file of lines such as `氏名: 試験 太郎`; `-` is standard input.
    ///
    /// - Throws: ``CommandFailure`` for a line of another form, named by its number.
    init(file: String) throws {
        for (index, line) in try TypedText.read(file, "").split(whereSeparator: \.isNewline).enumerated() {
            let parts = line.split(maxSplits: 1) { $0 == ":" || $0 == "：" }.map { $0.trimmingCharacters(in: .whitespaces) }
            guard parts.count == 2, let term = Term(rawValue: parts[0]) else {
                let known = Term.allCases.map(\.rawValue).joined(separator: "、")
                throw CommandFailure("検索の条件の\(index + 1)行目を読めません。「氏名: 試験 太郎」の形で書いてください（書けるもの: \(known)）。")
            }
            guard terms[term] == nil else { throw CommandFailure("検索の条件の\(index + 1)行目: \(term.rawValue)が二つあります。") }
            terms[term] = parts[1]
        }
    }

    private init() {}

    /// For people; nothing of whom is sought.
    var description: String { "SearchedFor(****)" }
    var customMirror: Mirror { Mirror(self, children: [:]) }
}
