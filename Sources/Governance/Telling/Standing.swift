package import Addressee

/// 提供先にとっての立場. How a person stands towards one receiver, beside what the register says of them: fetched first, then decided upon.
package struct Standing: Sendable, Hashable {
    /// 自動応答不可 (CT-18).
    package var confirmation: Confirmation
    /// 番号の確認待ち. Items that go out for nobody until it is decided whose they are.
    package var undecided: ItemSet
    /// 支援措置. Whether the person, or somebody they live with, is protected; asked only where the policy does not give items of place all the same.
    package var isProtected: Bool
    /// Of the items that need confirmation: what is released to this receiver now.
    package var released: ItemSet
    /// The same: what somebody decided against, or nobody decided about in time.
    package var declined: ItemSet

    /// Nothing stands in the way, unless said.
    package init(
        confirmation: Confirmation = .notNeeded, undecided: ItemSet = [], isProtected: Bool = false, released: ItemSet = [], declined: ItemSet = []
    ) {
        (self.confirmation, self.undecided, self.isProtected) = (confirmation, undecided, isProtected)
        (self.released, self.declined) = (released, declined)
    }
}
