public import Addressee
internal import Foundation
internal import Seal

/// Where a receiver stands: which policy version it was served under, and how far. Opaque and signed to whoever holds it.
struct Cursor: Sendable, Hashable, Codable {
    var system: String
    var dataset: String
    /// Content hash of the policy that the receiver's holdings follow, or are being moved to.
    var policy: String
    /// 改定. The last change of what is in force for the receiver (`governance.change`) that its holdings follow, or are being moved to; the same
    /// version may come into force twice. nil in cursors from before changes were numbered.
    var change: Int64?
    /// Holdings follow the journal up to here.
    var at: Position
    /// 全件抽出. The record that opened the full extract which the receiver goes on from, where it did not wait for the cursor at its end: the extract is
    /// its holdings only if it was written to its end. nil in all others.
    var extract: Int64?
    /// Set while all persons are gone through: for the first extract, and when the policy changed.
    var moving: Moving?

    /// A policy that the receiver's holdings may follow, from this place on.
    struct Held: Sendable, Hashable, Codable {
        var policy: String
        var at: Position
    }

    struct Moving: Sendable, Hashable, Codable {
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
        var after: Int64

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
    static func first(system: String, dataset: String, policy: String, change: Int64?, cut: Position) -> Cursor {
        Cursor(
            system: system, dataset: dataset, policy: policy, change: change, at: .start,
            moving: Moving(from: [], to: cut, after: 0))
    }

    /// Nobody knows how far everything was provided, nor under which policies: from the first person on, taking back what any of them let be held.
    static func lost(system: String, dataset: String, policy: String, change: Int64?, cut: Position) -> Cursor {
        Cursor(
            system: system, dataset: dataset, policy: policy, change: change, at: .start,
            moving: Moving(from: [], ever: .beginning, to: cut, after: 0))
    }

    /// Everything up to `at` was provided under `policy`.
    static func following(system: String, dataset: String, policy: String, change: Int64?, at: Position) -> Cursor {
        Cursor(system: system, dataset: dataset, policy: policy, change: change, at: at, moving: nil)
    }

    /// From the first person on again, up to a place in the journal; what may be held by now stays known until everybody was gone through.
    mutating func startOver(upTo cut: Position) {
        var again = Moving(from: moving?.from ?? [], ever: moving?.ever, to: cut, after: 0)
        again.add(Held(policy: policy, at: moving?.to ?? at))
        moving = again
    }

    /// The form handed out: base64url of the content and of its keyed hash.
    func sealed(_ keys: LiveCipher) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let body = Array(try encoder.encode(self))
        return Self.base64url(body) + "." + Self.base64url(Self.signature(body, keys))
    }

    /// - Throws: `CursorRefused` for what this hub did not write for this system and dataset.
    init(_ text: String, system: String, dataset: String, keys: LiveCipher) throws(CursorRefused) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard text.utf8.count <= Self.longest, parts.count == 2, let body = Self.bytes(parts[0]), let signature = Self.bytes(parts[1]),
            signature == Self.signature(body, keys), let cursor = try? JSONDecoder().decode(Cursor.self, from: Data(body))
        else { throw .malformed }
        guard cursor.system == system, cursor.dataset == dataset else { throw .foreign }
        self = cursor
    }

    /// Room for more than `Moving.mostHeld` policies: cursors that were handed out before there was a bound.
    private static let longest = 6144

    private init(system: String, dataset: String, policy: String, change: Int64?, at: Position, moving: Moving?) {
        self.system = system
        self.dataset = dataset
        self.policy = policy
        self.change = change
        self.at = at
        self.moving = moving
    }

    private static func signature(_ body: [UInt8], _ keys: LiveCipher) -> [UInt8] {
        Array(keys.cipher.keyedHash(Array("cursor\u{0}".utf8) + body).prefix(16))
    }

    private static func base64url(_ bytes: [UInt8]) -> String {
        Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    private static func bytes(_ text: Substring) -> [UInt8]? {
        let padded = text.replacing("-", with: "+").replacing("_", with: "/")
        return Data(base64Encoded: padded + String(repeating: "=", count: (4 - padded.count % 4) % 4)).map(Array.init)
    }
}

/// A cursor that can't be continued from.
public struct CursorRefused: Explained, Sendable {
    /// C0001 malformed or altered, C0002 of another system or dataset.
    public let code: String
    /// What the receiver can do, in Japanese.
    public let rule: String

    static let malformed = Self(code: "C0001", rule: "カーソルが正しくありません。受け取ったままの値を指定するか、全件から取り直してください。")
    static let foreign = Self(code: "C0002", rule: "カーソルが別の業務システムまたはデータセットのものです。")
}
