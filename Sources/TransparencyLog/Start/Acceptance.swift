extension ResumptionStatement {
    /// 二人の承認. What one person proposed and another confirmed.
    package struct Acceptance: Sendable, Hashable {
        /// What one proposed.
        package var proposal: ResumptionStatement
        /// What another said to it.
        package var confirmation: ResumptionStatement

        /// A confirmation, and the proposal that it confirms.
        package init(proposal: ResumptionStatement, confirmation: ResumptionStatement) { (self.proposal, self.confirmation) = (proposal, confirmation) }

        /// Whether the sealer may still act on it.
        package func isYoung(at now: LogTime) -> Bool { confirmation.word.isYoung(at: now) }

        /// Whether events up to this note were accepted as lost, and the log goes on at this place.
        package func isOfEvents(upTo note: SignedNote, goingOnAt place: Checkpoint.Cut) -> Bool {
            let (word, batch) = (proposal.word, note.checkpoint.batch)
            return word.outside == batch && word.database < batch && word.note == note.digest && word.place == place
        }
    }

    /// Seconds after which a proposal can't be confirmed any more, and a confirmation that the sealer did not act on is void: what people looked at then
    /// says nothing of the same state weeks later.
    package static let validity = 86_400.0
}

extension ResumptionStatement.Word {
    /// Whether it still counts.
    package func isYoung(at now: LogTime) -> Bool { abs(now.seconds(since: time)) < ResumptionStatement.validity }
}
