package import Addressee

/// 異動・届出の記録. One thing that was recorded about a person: a fact, the correction of an earlier event, or its cancellation. Nothing is ever changed in place.
///
/// A person's record is the set of their events: `Replay` gives the same periods whatever order they came in and whenever they were recorded.
package struct PensionEvent: Sendable, Hashable, Codable, Unprinted {
    /// Names an event within a person's record.
    package struct ID: Sendable, Hashable, Codable, Comparable, ExpressibleByStringLiteral {
        /// Any text that is the event's alone.
        package let text: String
        /// Any text that is the event's alone.
        package init(_ text: String) { self.text = text }
        /// As `init(_:)`.
        package init(stringLiteral value: String) { text = value }
        /// From its text.
        /// - Throws: `DecodingError` where there is no text.
        package init(from decoder: any Decoder) throws { text = try decoder.singleValueContainer().decode(String.self) }
        /// As its text.
        package func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            try container.encode(text)
        }
        /// By the text.
        package static func < (a: Self, b: Self) -> Bool { a.text < b.text }
    }

    /// What the event says.
    package enum Content: Sendable, Hashable, Codable {
        /// A fact.
        case fact(PensionFact)
        /// 訂正: the fact stands in place of what the other event says.
        case correction(of: ID, PensionFact)
        /// 取消し: what the other event says is as if it had not been said. Cancelling a cancellation puts the first event back.
        case cancellation(of: ID)

        /// The event that it corrects or cancels.
        package var target: ID? {
            switch self {
            case .fact: nil
            case .correction(let target, _), .cancellation(let target): target
            }
        }

        /// The fact that it says; `nil` for a cancellation.
        package var fact: PensionFact? {
            switch self {
            case .fact(let fact), .correction(_, let fact): fact
            case .cancellation: nil
            }
        }
    }

    /// Names the event.
    package let id: ID
    /// What it says.
    package let content: Content
    /// 受付日. From it the day of the report is counted.
    package let receivedOn: CalendarDay
    /// 記録の時刻, in seconds since 1970-01-01T00:00:00Z. For people who ask when something was known; no rule looks at it.
    package let recordedAt: Int64

    /// One event.
    package init(id: ID, _ content: Content, receivedOn: CalendarDay, recordedAt: Int64) {
        self.id = id
        self.content = content
        self.receivedOn = receivedOn
        self.recordedAt = recordedAt
    }

    /// The event that it corrects or cancels.
    package var target: ID? { content.target }

    /// The fact that it says; `nil` for a cancellation.
    package var fact: PensionFact? { content.fact }
}
