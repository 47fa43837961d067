public import Addressee

/// エラーコード一覧. Every code that the hub tells programs and people, once, with what it means and what to do next.
///
/// `ops/error-catalogue.md` is this list as a page; a test holds the two together, and both against the codes that stand in the sources.
public enum ErrorCatalogue {
    /// One code.
    public struct Entry: Sendable, Hashable {
        /// A letter and four digits; never used again for anything else.
        public let code: String
        /// What it means, in Japanese.
        public let meaning: String
        /// 次の手順. What whoever reads it does next, in Japanese.
        public let remedy: String

        package init(_ code: String, _ meaning: String, _ remedy: String) { (self.code, self.meaning, self.remedy) = (code, meaning, remedy) }
    }

    /// Codes of one letter, which say who tells them.
    public struct Family: Sendable {
        /// The letter.
        public let letter: Character
        /// Of what they speak, in Japanese.
        public let title: String
        /// By code.
        public let entries: [Entry]
    }

    /// By letter.
    public static let families: [Family] = [rows, files, held, registerWork, policies, provision, staff, protection, log, parts].flatMap { $0 }.sorted {
        $0.letter < $1.letter
    }

    /// Nil where no error has the code.
    public static func entry(_ code: String) -> Entry? { byCode[code] }

    private static let byCode = Dictionary(families.flatMap(\.entries).map { ($0.code, $0) }) { first, _ in first }

    /// The page, as it stands in `ops/error-catalogue.md`.
    public static var page: String {
        var page = """
            # Error catalogue エラーコード一覧

            Every code once: what it means and what to do next. `atena explain CODE` shows a line of it. A code is never used again for another thing; logs written before
            2026-11-27 may tell L0001 to L0005 of a look-up (now N), F0001 to F0005 of a finding (now D), and A0400 to A0503 of the API (now W).
            Written by `atena explain --page`; a test holds it against the sources.

            """
        for family in families {
            page += "\n## \(family.letter) \(family.title)\n\n| code | 意味 | 次の手順 |\n|---|---|---|\n"
            for entry in family.entries { page += "| \(entry.code) | \(entry.meaning) | \(entry.remedy) |\n" }
        }
        return page
    }
}

extension Explained {
    /// 次の手順. What to do next, as the catalogue has it; empty where the code stands in none.
    public var remedy: String { ErrorCatalogue.entry(code)?.remedy ?? "" }
    /// Rule, code and what to do next, for people.
    public var explanation: String { "\(rule)（\(code)）" + (remedy.isEmpty ? "" : "\n次の手順: \(remedy)") }
}
