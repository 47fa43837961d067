public import Addressee
internal import AuditTrail
package import Postgres

/// 保留. One entry of the conflict queue, without what was sent.
public struct QueueEntry: Sendable {
    /// 待つ・申し出済み・決定済み・取消しの申し出済み・解消済み.
    public enum State: String, Sendable, CaseIterable {
        case waiting = "w"
        case proposed = "p"
        case decided = "d"
        case takingBack = "q"
        case settled = "s"

        /// For people.
        public var label: String {
            switch self {
            case .waiting: "決定待ち"
            case .proposed: "確認待ち"
            case .decided: "決定済み"
            case .takingBack: "取消しの確認待ち"
            case .settled: "後の行などにより解消"
            }
        }
    }

    /// Number that people call it by.
    public let id: Int64
    /// H0001 … H0006.
    public let code: String
    /// Registered without the number that is claimed; false where the row itself waits.
    public let isClaim: Bool
    /// Where it stands.
    public let state: State
    /// 宛名番号 of the row.
    public let addresseeNumber: String
    /// 宛名番号 of the person it conflicts with; nil where that is the person of the row.
    public let otherNumber: String?
    /// Why it waits, in Japanese.
    public let reason: String
    /// Slug of the system that handed the row in.
    public let source: String
    /// Since when, Japan time.
    public let since: String
    /// Whole days since then.
    public let days: Int
    /// What one person proposed, where one did.
    public let proposal: HeldDecision?
    /// What may be decided.
    public var allowed: [HeldDecision] { HeldDecision.allowed(code, isClaim: isClaim) }

    package let layout: String
    /// 様式の版 of the row.
    let edition: LayoutEdition
    package let columns: [String]?
    let keyID: Int32
    let sealedRow: [UInt8]
    package let items: ItemSet
    package let addresseeID: Int64?
    let otherID: Int64?
    package let running: Int64?
    let recordedAt: PostgresInstant

    package static let columnsSQL = """
        h.held_id, h.code, h.kind = 'c' AS is_claim, h.state::text, h.atenabango, h.other_atenabango, h.reason, h.source, h.recorded_at,
        floor(extract(epoch FROM clock_timestamp() - h.recorded_at) / 86400)::bigint AS days, (
            SELECT a.decision FROM intake.held_act a WHERE a.held_id = h.held_id AND a.act IN ('p', 'c') ORDER BY a.held_act_id DESC LIMIT 1
        ) AS proposal, h.layout, h.edition, h.columns, h.key_id, h.sealed_row, h.items, h.addressee_id, h.other_addressee_id, h.running_number
        """

    package init(_ row: Row) throws {
        id = try row.decode("held_id")
        code = try row.decode("code")
        isClaim = try row.decode("is_claim")
        state = State(rawValue: try row.decode("state")) ?? .settled
        addresseeNumber = try row.decode("atenabango")
        otherNumber = try row.decode("other_atenabango")
        reason = try row.decode("reason")
        source = try row.decode("source")
        recordedAt = try row.decode("recorded_at")
        since = JapanTime(recordedAt).plain
        days = Int(try row.decode("days", as: Int64.self))
        proposal = try row.decode("proposal", as: String?.self).flatMap(HeldDecision.init(rawValue:))
        layout = try row.decode("layout")
        edition = LayoutEdition(rawValue: try row.decode("edition")) ?? .legacy
        columns = try row.decode("columns")
        keyID = try row.decode("key_id")
        sealedRow = try row.decode("sealed_row")
        items = ItemSet(rawValue: try row.decode("items"))
        addresseeID = try row.decode("addressee_id")
        otherID = try row.decode("other_addressee_id")
        running = try row.decode("running_number")
    }

    /// Persons and reason, for the log.
    package func personal(_ reason: String) -> [String: String] {
        var personal = ["atenabango": addresseeNumber, "reason_text": reason]
        personal["addressee_id"] = addresseeID.map(String.init)
        personal["other_atenabango"] = otherNumber
        return personal
    }
}

/// One page of the conflict queue, the oldest first.
public struct HeldPage: Sendable {
    /// On a page unless told otherwise.
    public static let usual = 50
    /// On a page at most.
    public static let most = 1000

    /// As many as were asked for at most.
    public let entries: [QueueEntry]
    /// Whether more follow after the last of them.
    public let more: Bool
}

/// Which entries of the queue are asked for.
public struct HeldFilter: Sendable {
    /// Only those that wait for this reason.
    public var code: String?
    /// Only those that this system handed in.
    public var system: SystemName?
    /// Only those that concern this addressee number, on either side.
    public var number: AddresseeNumber?
    /// Also those that wait no more.
    public var isAll = false

    /// Everything that waits.
    public init() {}
}
