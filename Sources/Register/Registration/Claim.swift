internal import Addressee

/// 番号の確認待ち. A person is registered without a number, because another has it, until somebody decides whose it is (INCIDENTS 7, 9, 15).
package struct Claim: Sendable {
    /// H0004 individual number, H0005 resident record code only.
    var code: String
    /// In Japanese, without values.
    var reason: String
    /// What is claimed: 個人番号, 住民票コード or both.
    var items: ItemSet
    /// Whose it is.
    var other: Holder
    /// The integrated number under which the claimed individual number is kept.
    var running: Int64?
    /// What goes out for nobody concerned meanwhile.
    var awaiting: [Awaiting]
}

/// Items that wait of one person, or of everybody tied to an integrated number.
struct Awaiting: Sendable, Hashable {
    enum Whose: Sendable, Hashable {
        case person(Int64)
        case tiedTo(Int64)
        /// The person of the row, whose id is not known before the row is taken.
        case claimant
    }

    var whose: Whose
    var items: ItemSet
}

/// 保留. A row that waits for a clerk, and is not in the register.
package struct Hold: Sendable {
    /// H0001 … H0003, H0006.
    var code: String
    /// In Japanese, without values.
    var reason: String
    /// Whom it conflicts with; nil where that is the person of the row.
    var other: Holder?
    /// The integrated number under which the row's individual number is kept.
    var running: Int64?
    /// What goes out for nobody concerned meanwhile: where residents dispute about a number.
    var awaiting: [Awaiting] = []
}

/// 決定. What two people of the staff decided about a row that waited; in place of what the rules say by themselves.
enum Ruling: String, Sendable {
    /// 別人: another person than the one the row was held against.
    case new
    /// 同一人: the one shown beside it.
    case link
    /// 番号変更: the person's number changed; the integrated number stays.
    case changed
    /// 誤り: the number that is registered never was the person's.
    case neverHers = "never-hers"
}
