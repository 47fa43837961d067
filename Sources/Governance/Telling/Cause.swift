package import Addressee

/// 契機. Why a receiver comes to be told of a person.
package enum Cause: Sendable, Hashable {
    /// 異動. The journal names the person: what changed, and whether an entry is meant for this receiver alone, as of who was released to it or is sent again.
    case change(ItemSet, isMeant: Bool = false)
    /// 改定. Everybody is gone through: for the first time, or since what is in force changed. Of a version whose text can't be read any more the records say
    /// whether the receiver was told of the person.
    case revision(isOnRecord: Bool = false)
    /// 全件. Everything is given anew, in place of what the receiver has.
    case extract
    /// 再送. The person is due again, as they are now.
    case again
    /// 照合. What the receiver should hold is compared with what it says it does.
    case comparison
    /// 照会. The receiver asks about this person.
    case question
}
