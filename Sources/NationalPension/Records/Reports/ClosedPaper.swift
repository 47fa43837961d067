/// 締めた紙. The forms of a batch that goes on paper, too, as they were settled when it was closed: drawn, and read back from each page. What is printed later is the
/// same, or nothing is (decision 0095).
package struct ClosedPaper: Sendable, Hashable, Codable {
    /// Its prints, in their order.
    package let prints: [Print]

    package init(prints: [Print]) { self.prints = prints }

    /// 様式 that are printed.
    package var forms: Int { prints.reduce(0) { $0 + $1.forms } }
    /// 枚数, without those of 送付書.
    package var pages: Int { prints.reduce(0) { $0 + $1.pages } }
    /// 印刷できない様式: the code that says why, by 報告番号.
    package var held: [String: String] { prints.reduce(into: [:]) { $0.merge($1.held) { first, _ in first } } }

    /// One print.
    package struct Print: Sendable, Hashable, Codable {
        /// 様式 in it.
        package let forms: Int
        /// 枚数, without those of its 送付書.
        package let pages: Int
        /// 印刷できない様式: the code that says why, by 報告番号.
        package let held: [String: String]
        /// SHA-256 of what stands on the pages, the key of each among it, in hexadecimal.
        package let digest: String

        package init(forms: Int, pages: Int, held: [String: String], digest: String) {
            (self.forms, self.pages, self.held, self.digest) = (forms, pages, held, digest)
        }
    }
}
