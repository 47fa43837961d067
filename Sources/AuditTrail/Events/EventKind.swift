/// 証跡の種類. One kind of event in the log: its name and what it tells. `ops/event-catalogue.md` is the same list for people; a test holds them together.
public struct EventKind: Sendable, Hashable {
    /// Stage and act, such as `provision.provided`; never used again for another meaning.
    public let name: String
    /// What happened, in Japanese.
    public let label: String
    /// Fields told when it succeeded.
    public let onSuccess: [String]
    /// Fields told when it was refused or failed; empty where it can't.
    public let onFailure: [String]
    /// Fields that are only committed to, so that they can be erased: they name persons.
    public let personal: [String]
    /// 保存年限. Years after which the personal fields may be erased; never less than seven, which the database keeps by itself.
    public let openingYears: Int

    package init(_ name: String, _ label: String, onSuccess: [String], onFailure: [String] = [], personal: [String] = [], openingYears: Int = 7) {
        (self.name, self.label, self.onSuccess, self.onFailure, self.personal) = (name, label, onSuccess, onFailure, personal)
        self.openingYears = openingYears
    }
}

extension EventKind {
    /// 提供・移転, and its refusal (CT-9).
    package static let provision = EventKind(
        "provision.answered", "提供・移転またはその拒否",
        onSuccess: [
            "batch", "cut", "dataset", "day", "digest", "individual_number", "item_bits", "items", "not_taken_count", "persons_count", "policy",
            "protected_count", "result",
            "started_by", "system", "taken_back_count", "way", "withheld",
        ],
        onFailure: ["dataset", "day", "policy", "refusal", "system", "way"],
        personal: ["addressee_id", "atenabango", "not_taken", "persons", "record_keys", "record_sets", "taken_back"])
}
