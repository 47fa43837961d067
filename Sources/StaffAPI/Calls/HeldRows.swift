package import Addressee

/// 保留の一覧. Entries of the conflict queue, the oldest first.
package struct ListHeld: StaffRequest {
    package static let name = "held/list"
    package var code: String?
    package var system: String?
    /// 宛名番号, on either side.
    package var number: String?
    /// Also those that wait no more.
    package var all: Bool
    package var after: Int64?
    /// nil: as many as are usual.
    package var limit: Int?

    package init(code: String?, system: String?, number: String?, all: Bool, after: Int64?, limit: Int?) {
        (self.code, self.system, self.number, self.all, self.after, self.limit) = (code, system, number, all, after, limit)
    }

    package struct Answer: Veiled {
        package var entries: [HeldEntry]
        package var more: Bool

        package init(entries: [HeldEntry], more: Bool) { (self.entries, self.more) = (entries, more) }
    }
}

/// 保留. One entry, without what was sent.
package struct HeldEntry: Veiled {
    package var id: Int64
    /// For people.
    package var state: String
    package var isWaiting: Bool
    /// `claim` or `row`.
    package var kind: String
    package var code: String
    package var addresseeNumber: String
    package var otherNumber: String?
    package var source: String
    package var since: String
    package var days: Int
    package var proposal: HeldDecision?
    package var allowed: [HeldDecision]
    package var reason: String

    package init(
        id: Int64, state: String, isWaiting: Bool, kind: String, code: String, addresseeNumber: String, otherNumber: String?, source: String, since: String,
        days: Int, proposal: HeldDecision?, allowed: [HeldDecision], reason: String
    ) {
        (self.id, self.state, self.isWaiting, self.kind, self.code) = (id, state, isWaiting, kind, code)
        (self.addresseeNumber, self.otherNumber, self.source, self.since) = (addresseeNumber, otherNumber, source, since)
        (self.days, self.proposal, self.allowed, self.reason) = (days, proposal, allowed, reason)
    }
}

/// 保留の照会. The row beside the persons it concerns.
package struct ShowHeld: StaffRequest {
    package static let name = "held/show"
    package var id: Int64
    package var reason: StatedReason

    package init(id: Int64, reason: StatedReason) { (self.id, self.reason) = (id, reason) }

    package struct Answer: Veiled {
        package var entry: HeldEntry
        package var warnings: [String]
        package var lines: [Line]

        package init(entry: HeldEntry, warnings: [String], lines: [Line]) { (self.entry, self.warnings, self.lines) = (entry, warnings, lines) }
    }

    /// One item of the three.
    package struct Line: Veiled {
        package var label: String
        package var row: String
        package var person: String
        package var other: String
        package var differs: Bool

        package init(label: String, row: String, person: String, other: String, differs: Bool) {
            (self.label, self.row, self.person, self.other, self.differs) = (label, row, person, other, differs)
        }
    }
}

/// 決め方の申し出
package struct DecideHeld: StaffRequest {
    package static let name = "held/decide"
    package typealias Answer = Done
    package var id: Int64
    package var decision: HeldDecision
    package var reason: String

    package init(id: Int64, decision: HeldDecision, reason: String) { (self.id, self.decision, self.reason) = (id, decision, reason) }
}

/// 申し出の確認. Answers who received the number.
package struct ConfirmHeld: StaffRequest {
    package static let name = "held/confirm"
    package typealias Answer = [NumberReceiver]
    package var id: Int64
    package var reason: String

    package init(id: Int64, reason: String) { (self.id, self.reason) = (id, reason) }
}

/// 取下げ, or the proposal to take a decision back.
package struct UndoHeld: StaffRequest {
    package static let name = "held/undo"
    package var id: Int64
    package var reason: String

    package init(id: Int64, reason: String) { (self.id, self.reason) = (id, reason) }

    package struct Answer: Codable, Sendable {
        /// Another person has to confirm that the decision is taken back.
        package var isProposed: Bool

        package init(isProposed: Bool) { self.isProposed = isProposed }
    }
}

/// Who received the number that an entry is about.
package struct ListNumberReceivers: StaffRequest {
    package static let name = "held/receivers"
    package typealias Answer = [NumberReceiver]
    package var id: Int64

    package init(id: Int64) { self.id = id }
}

/// 番号の提供先
package struct NumberReceiver: Veiled {
    package var at: String
    package var system: String
    package var dataset: String
    package var way: String
    package var addresseeNumber: String
    /// For people.
    package var outcome: String
    package var record: Int64

    package init(at: String, system: String, dataset: String, way: String, addresseeNumber: String, outcome: String, record: Int64) {
        (self.at, self.system, self.dataset, self.way) = (at, system, dataset, way)
        (self.addresseeNumber, self.outcome, self.record) = (addresseeNumber, outcome, record)
    }
}
