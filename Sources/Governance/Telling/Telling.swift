package import Addressee

/// 伝える内容. What a receiver is told of one person, and of whom nothing is told before a person of the staff has decided.
package struct Telling: Sendable, Hashable {
    /// What goes out.
    package enum Word: Sendable, Hashable {
        /// Nothing: the receiver has it already, never had the person, or is not told.
        case nothing
        /// 提供. The person's state replaces what the receiver holds.
        case set(GivenItems)
        /// 取戻し. The receiver may hold the person no longer.
        case takeBack
        /// 職員の確認待ち. The receiver may go on holding these items, not those that are withheld of a protected person, and is told nothing else.
        case awaitConfirmation(keeping: ItemSet, withheld: ItemSet)
    }

    /// What goes out.
    package var word = Word.nothing
    /// Why the person's state does not go out; nil where it does, or where the receiver has it.
    package var refusal: Refusal?
    /// 自動応答不可. Whether the person is passed over until a person of the staff decides.
    package var isWithheld = false
    /// 異動事由. Whether the movements that led here are told with it.
    package var tellsReasons = false

    /// 確認依頼. What about the person the receiver's question puts before the staff: no item is the person as a whole; nil is nothing.
    package var asks: ItemSet? {
        if case .set(let given) = word { return given.unconfirmed.isEmpty ? nil : given.unconfirmed }
        return refusal == .awaitsConfirmation ? [] : nil
    }

    /// Nothing goes out.
    package static func nothing(_ refusal: Refusal? = nil, isWithheld: Bool = false) -> Telling {
        Telling(refusal: refusal, isWithheld: isWithheld)
    }
}
