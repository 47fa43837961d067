/// 計算の一行. One line of the arithmetic as it is shown and printed.
package struct ArithmeticLine: Sendable, Hashable, Codable, Unprinted {
    /// Where the line stands.
    package enum Side: String, Sendable, Hashable, Codable, CaseIterable {
        /// 所得
        case income
        /// 控除（所得から引く額）
        case deduction
        /// 審査する所得
        case assessed
        /// 基準額の内訳
        case threshold
        /// 基準額
        case limit
    }

    /// Where it stands.
    package let side: Side
    /// Such as 社会保険料控除.
    package let label: String
    /// Yen; what is subtracted is positive too.
    package let yen: Int
    /// 根拠条文.
    package let article: LawArticle

    /// The amount as people read it: a △ stands before what is subtracted.
    package var amount: String { Yen.display(side == .deduction ? -yen : yen) }
}
