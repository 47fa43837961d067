/// 根拠条文. An article of law as a clerk cites it, such as 国民年金法第9条第1号.
package struct LawArticle: Sendable, Hashable, Codable, ExpressibleByStringLiteral, CustomStringConvertible {
    /// Name of the law and number of the article.
    package let text: String

    /// The article as it is cited; nothing is checked.
    package init(_ text: String) { self.text = text }

    /// As `init(_:)`.
    package init(stringLiteral value: String) { text = value }

    /// From its text.
    /// - Throws: `DecodingError` where there is no text.
    package init(from decoder: any Decoder) throws { text = try decoder.singleValueContainer().decode(String.self) }

    /// As its text.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }

    /// The text.
    package var description: String { text }
}
