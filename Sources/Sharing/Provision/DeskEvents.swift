package import AuditTrail

extension EventKind {
    /// Of the desks at which people look, hand over and decide.
    package static let desk: [EventKind] = media + staff + answers
}
