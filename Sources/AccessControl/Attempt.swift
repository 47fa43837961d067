package import Addressee
package import AuditTrail
package import Postgres

/// 行為. What somebody tries under a right: the event that a refusal of it is a failure of, and the transaction that it is done in.
///
/// What one of `refusals` refuses is on record so; other errors pass, on record where they are thrown if they have to be.
package struct Attempt: Sendable {
    let kind: EventKind
    /// What a failure tells beside its code and who acts.
    let fields: [String: String]
    private let refusals: [any Explained.Type]
    let isolation: Isolation
    let opening: [StaticString]
    let retries: Int
    let now: @Sendable () -> PostgresInstant

    /// - Parameters:
    ///   - kind: of the event; where it tells no `refusal`, as those of the common authentication base, a lacking right is an `access.refused`.
    ///   - refusals: errors that the act refuses with.
    ///   - fields: of a failure.
    ///   - opening: the transaction's first statements.
    ///   - retries: after a serialization failure or a deadlock.
    ///   - now: by whose clock a failure is told.
    package init(
        _ kind: EventKind, refusing refusals: any Explained.Type..., fields: [String: String] = [:], isolation: Isolation = .readCommitted,
        opening: [StaticString] = [], retries: Int = 0, now: @escaping @Sendable () -> PostgresInstant = { .now() }
    ) {
        (self.kind, self.refusals, self.fields, self.now) = (kind, refusals, fields, now)
        (self.isolation, self.opening, self.retries) = (isolation, opening, retries)
    }

    func isRefused(by error: any Explained) -> Bool { refusals.contains { $0 == type(of: error) } }
}

/// 行為の結果. What an act came to, with the events that tell of it: whoever permits it writes them in its transaction.
package struct Recorded<Answer> {
    let answer: Answer
    let events: [AuditEvent]

    /// Told by an event.
    package init(_ answer: Answer, as event: AuditEvent) { self.init(answer, as: [event]) }

    /// Told by events, in this order.
    package init(_ answer: Answer, as events: [AuditEvent]) { (self.answer, self.events) = (answer, events) }

    /// Told already, in the act's transaction: where its event comes before those of what follows from it.
    package static func already(_ answer: Answer) -> Recorded { Recorded(answer, as: []) }
}

extension Recorded where Answer == Void {
    /// Told by an event, with nothing to answer.
    package init(as event: AuditEvent) { self.init((), as: [event]) }

    /// Told by events, in this order, with nothing to answer.
    package init(as events: [AuditEvent]) { self.init((), as: events) }
}
