extension EventKind {
    /// Of the desks at which people look, hand over, decide and report.
    static let desk: [EventKind] = media + staff + answers + disclosure + analysis
}
