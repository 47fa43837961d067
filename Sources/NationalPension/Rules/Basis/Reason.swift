/// 理由. Why something was decided: a sentence as a clerk would write it, and the article that says so. Holds no name and no number of a person.
package struct Reason: Sendable, Hashable, Codable, CustomStringConvertible {
    /// A sentence in Japanese.
    package let text: String
    /// 根拠条文.
    package let article: LawArticle

    /// A sentence and its article.
    package init(_ text: String, _ article: LawArticle) {
        self.text = text
        self.article = article
    }

    /// Sentence and article.
    package var description: String { "\(text)（\(article)）" }
}
