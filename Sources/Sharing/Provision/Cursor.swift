public import Addressee
package import Register

/// Where a receiver stands: which policy version it was served under, and how far, and in which incarnation of the journal. Opaque to whoever holds it; its
/// text is written and read in `CursorText.swift`.
package struct Cursor: Sendable, Hashable, Codable {
    package var system: String
    package var dataset: String
    /// Content hash of the policy that the receiver's holdings follow, or are being moved to.
    package var policy: String
    /// 改定. The last change of what is in force for the receiver (`governance.change`) that its holdings follow, or are being moved to; the same
    /// version may come into force twice. nil in cursors from before changes were numbered.
    package var change: Int64?
    /// Holdings follow the journal up to here.
    package var at: Position
    /// 全件抽出. The record that opened the full extract which the receiver goes on from, where it did not wait for the cursor at its end: the extract is
    /// its holdings only if it was written to its end. nil in all others.
    var extract: Int64?
    /// Set while all persons are gone through: for the first extract, and when the policy changed.
    package var moving: Moving?
    /// Set where a version came into force while the hub's day lay above the horizon, until that is passed.
    package var ages: Ages?
    /// 世代. nil in cursors from before there were incarnations, which are of the first.
    package var origin: JournalOrigin?

    /// The first transaction of which it can hold nothing.
    var seen: UInt64 {
        if let origin { return origin.seen }
        var places = [at]
        if let moving { places += [moving.to] + moving.from.map(\.at) + (moving.ever.map { [$0] } ?? []) }
        return places.reduce(0) { max($0, $1.xact) } + 1
    }

    /// A policy that the receiver's holdings may follow, from this place on.
    struct Held: Sendable, Hashable, Codable {
        var policy: String
        var at: Position
    }

    /// What a reader goes by who stands below a day to which the hub moved before the version came into force: whom that day concerns under this version is
    /// journalled only with the version, so that the days between were read without it.
    package struct Ages: Sendable, Hashable, Codable {
        /// The holdings' ages may be those of any day from this place on.
        var since: Position
        /// Once this is passed, they are those of the place.
        var until: Position

        /// Of holdings that stand at the journal's end; nil where no day lies above it.
        init?(_ end: JournalEnd) {
            guard end.movesAhead else { return nil }
            (since, until) = (end.horizon, .below(end.origin.seen))
        }
    }

    /// From where on the days count that the holdings may follow.
    var agesSince: Position { ages.map { min($0.since, at) } ?? at }

    package struct Moving: Sendable, Hashable, Codable {
        /// Policies told one by one at most: a receiver that comes back after many changes must still be able to carry its cursor.
        static let mostHeld = 16

        /// Policies that the holdings may follow; empty where nothing was held.
        var from: [Held]
        /// Set where those are not told one by one, because they are too many or nobody knows them any more: the holdings may follow any policy that was
        /// ever in force here, from this place on.
        var ever: Position?
        /// Where the new holdings will stand.
        var to: Position
        /// Persons up to this id are done.
        package var after: Int64

        /// The holdings may follow this one, too.
        mutating func add(_ held: Held) {
            if let place = ever {
                ever = min(place, held.at)
                return
            }
            guard !from.contains(held) else { return }
            from.append(held)
            guard from.count > Self.mostHeld else { return }
            ever = from.map(\.at).min()
            from = []
        }
    }

    /// Before anything was provided under `policy`.
    package static func first(system: String, dataset: String, policy: String, change: Int64?, end: JournalEnd) -> Cursor {
        Cursor(
            system: system, dataset: dataset, policy: policy, change: change, at: .start,
            moving: Moving(from: [], to: end.horizon, after: 0), ages: Ages(end), origin: end.origin)
    }

    /// Nobody knows how far everything was provided, nor under which policies: from the first person on, taking back what any of them let be held.
    package static func lost(system: String, dataset: String, policy: String, change: Int64?, end: JournalEnd) -> Cursor {
        Cursor(
            system: system, dataset: dataset, policy: policy, change: change, at: .start,
            moving: Moving(from: [], ever: .beginning, to: end.horizon, after: 0), ages: Ages(end), origin: end.origin)
    }

    /// Everything up to the journal's end was provided under `policy`.
    static func following(system: String, dataset: String, policy: String, change: Int64?, end: JournalEnd) -> Cursor {
        Cursor(system: system, dataset: dataset, policy: policy, change: change, at: end.horizon, moving: nil, ages: Ages(end), origin: end.origin)
    }

    /// From the first person on again, up to the journal's end; what may be held by now stays known until everybody was gone through.
    package mutating func startOver(upTo end: JournalEnd) {
        var again = Moving(from: moving?.from ?? [], ever: moving?.ever, to: end.horizon, after: 0)
        again.add(held)
        moving = again
        ages = Ages(end)
        origin = end.origin
    }

    /// What its holdings follow, or are being moved to, and from where on.
    var held: Held {
        let place = moving?.to ?? at
        return Held(policy: policy, at: ages.map { min($0.since, place) } ?? place)
    }

    private init(system: String, dataset: String, policy: String, change: Int64?, at: Position, moving: Moving?, ages: Ages?, origin: JournalOrigin?) {
        self.system = system
        self.dataset = dataset
        self.policy = policy
        self.change = change
        self.at = at
        self.moving = moving
        self.ages = ages
        self.origin = origin
    }

    private enum CodingKeys: CodingKey { case system, dataset, policy, change, at, extract, moving, ages, origin }

    /// What an older version of the program did not write is as it was then.
    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        system = try values.decode(String.self, forKey: .system)
        dataset = try values.decode(String.self, forKey: .dataset)
        policy = try values.decode(String.self, forKey: .policy)
        change = try values.decodeIfPresent(Int64.self, forKey: .change)
        at = try values.decode(Position.self, forKey: .at)
        extract = try values.decodeIfPresent(Int64.self, forKey: .extract)
        moving = try values.decodeIfPresent(Moving.self, forKey: .moving)
        ages = try values.decodeIfPresent(Ages.self, forKey: .ages)
        origin = try values.decodeIfPresent(JournalOrigin.self, forKey: .origin)
    }
}

/// A cursor that can't be continued from.
public struct CursorRefused: Explained, Sendable {
    /// C0001 malformed or altered, C0002 of another system or dataset, C0003 of a future of the journal that a restored database lost, C0004 of another body.
    public let code: String
    /// What the receiver can do, in Japanese.
    public let rule: String

    package static let malformed = Self(code: "C0001", rule: "カーソルが正しくありません。受け取ったままの値を指定するか、全件から取り直してください。")
    package static let foreign = Self(code: "C0002", rule: "カーソルが別の業務システムまたはデータセットのものです。")
    package static let anotherBody = Self(
        code: "C0004", rule: "カーソルが別の団体のハブのものです。この団体のハブから受け取ったカーソルを使うか、全件（full）から取り直してください。")
    static let lostFuture = Self(
        code: "C0003",
        rule: "ハブのデータベースが、このカーソルを渡した時点より前に復元されました。このカーソルからは続けられません。全件（full）から取り直し、その後のカーソルから続けてください。")
    /// Whether what it stood for is gone for good, and was no mistake of the receiver's.
    public var isOfLostFuture: Bool { self.code == Self.lostFuture.code }
}
