/// 失効. Why a policy gives nothing any more: what is in force in its place takes back what it gave.
public struct Closing: Sendable, Hashable {
    /// Why.
    public enum Cause: String, Sendable, Hashable, CaseIterable {
        /// 取消し by a person.
        case revoked
        /// 期間満了, or the end of a legal basis.
        case expired
    }

    /// Hash of the version that is closed.
    public let version: String
    /// Why it is.
    public let cause: Cause
}

extension Policy {
    /// The version that follows a revoked or expired one: the same receiver and ways, no item, nobody in scope.
    ///
    /// It follows from the version it closes and the cause alone, so it needs no file and no approval, and always has the same hash.
    public func closed(_ cause: Closing.Cause) -> Policy {
        Policy(
            system: system, businessID: businessID, label: label, department: department, dataset: dataset, items: [], consultation: consultation,
            scope: .any([]), purpose: purpose, legalBases: legalBases, approvedBy: approvedBy, validFrom: validFrom, delivery: delivery, source: source,
            closing: Closing(version: contentHash, cause: cause))
    }
}
