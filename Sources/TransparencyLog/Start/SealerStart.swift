/// 封印の開始. What a sealer that starts finds on both sides, the files outside and the database: fetched first, then decided upon.
package struct SealerStart: Sendable {
    /// Last batch of the files; nil where they are gone.
    package var outside: SealedBatch?
    /// The last heartbeat; nil where there is none.
    package var heartbeat: Heartbeat?
    /// Note of the database's last batch; nil where it has none.
    package var inside: SignedNote?
    /// After which the database's events go on.
    package var place: Checkpoint.Cut
    /// To be told in the database's next batch.
    package var gap: Checkpoint.Gap?
    /// Every transaction of the database below this one is over.
    package var horizon: UInt64
    /// Where the files end before the database: what the database has as the note of their last batch.
    package var same: String?
    /// Where the files have one batch more: the database's next events, as many as that batch sealed.
    package var events: [TreeHash] = []
    /// The last of these.
    package var end: Checkpoint.Cut?

    /// What was found.
    package init(
        outside: SealedBatch?, heartbeat: Heartbeat?, inside: SignedNote?, place: Checkpoint.Cut, gap: Checkpoint.Gap? = nil, horizon: UInt64
    ) {
        (self.outside, self.heartbeat, self.inside) = (outside, heartbeat, inside)
        (self.place, self.gap, self.horizon) = (place, gap, horizon)
    }

    /// Number of the files' last batch; 0 where they are gone.
    package var there: Int { outside?.note.checkpoint.batch ?? 0 }
    /// Number of the database's last batch; 0 where it has none.
    package var here: Int { inside?.checkpoint.batch ?? 0 }

    /// How many events must be known to decide: those of the one batch that the files have more.
    package var asksEvents: Int { there == here + 1 ? outside?.leaves.count ?? 0 : 0 }
    /// Whose note in the database must be known to decide.
    package var asksNote: Int? { there > 0 && there < here ? there : nil }

    /// How the log goes on.
    package enum Next: Sendable, Equatable {
        /// Both sides end with the same batch.
        case goOn
        /// The sealer stopped between file and database: the files' last batch is stored in the database, whose events are those that it sealed.
        case redo
        /// 欠落. Two people accepted that the database lost events: what the files know of them is taken over, and the log goes on behind a gap.
        case takeOver(ResumptionStatement.Acceptance)
        /// The batches after this one are written into the files again, from the database.
        case republish(after: Int)
        /// Somebody must look.
        case halt(SealerHalt)
    }

    /// Decides where a sealer goes on. Pure: sealer and resumption ask the same.
    ///
    /// - Parameters:
    ///   - accepted: what two people accepted, signed; empty to learn what they would have to.
    ///   - now: an acceptance that nobody acted on within a day is void.
    package func next(accepted: [ResumptionStatement.Acceptance], key: VerifierKey, now: LogTime) -> Next {
        if let heartbeat {
            do throws(LogError) { try heartbeat.verify(key) } catch { return .halt(.heartbeat(error)) }
        }
        guard place.xact <= horizon else { return .halt(.transactionsWentBack(behind: place.xact)) }
        let heard = heartbeat?.word.batch ?? 0
        if heard > there, heard > here { return .halt(.batchesLost(there + 1...heard)) }
        if there == here { return outside?.note == inside ? .goOn : .halt(.fork(here)) }
        let young = accepted.filter { $0.isYoung(at: now) }
        return there > here ? nextBehindFiles(young, key) : nextBehindDatabase(young, heard)
    }

    /// The database lacks what the files have: it was stopped before it got that, or restored to an earlier state.
    private func nextBehindFiles(_ accepted: [ResumptionStatement.Acceptance], _ key: VerifierKey) -> Next {
        var found: SealerHalt.Misfit?
        if there == here + 1 {
            found = misfit(key)
            if found == nil { return .redo }
        }
        let loss = accepted.last { acceptance in
            acceptance.proposal.word.database == here && outside.map { acceptance.isOfEvents(upTo: $0.note, goingOnAt: place) } ?? false
        }
        return loss.map { .takeOver($0) } ?? .halt(.eventsLost(outside: there, database: here, found))
    }

    /// The files lack what the database has.
    private func nextBehindDatabase(_ accepted: [ResumptionStatement.Acceptance], _ heard: Int) -> Next {
        if let outside, same != outside.note.text { return .halt(.fork(there)) }
        // One batch is what a crash of the machine may have cost the files; more, or one that heartbeats tell of, was lost or taken away.
        if there > 0, there == here - 1, heard <= there { return .republish(after: there) }
        // Files that were lost are not written anew by themselves: whoever emptied them and rolled the database back would be hidden by that. Written half,
        // it goes on where it stopped.
        let isAccepted = accepted.contains { acceptance in
            let word = acceptance.proposal.word
            return word.outside <= there && word.database == here && word.note == inside?.digest
        }
        return isAccepted ? .republish(after: there) : .halt(.filesLost(outside: there, database: here))
    }

    /// Why the one batch that the files have more is not that of the database's next events; nil where it is.
    private func misfit(_ key: VerifierKey) -> SealerHalt.Misfit? {
        guard let outside else { return nil }
        let checkpoint = outside.note.checkpoint
        guard checkpoint.previous == inside?.digest else { return .doesNotFollow }
        do throws(LogError) { try outside.note.verify(key) } catch { return .signature(error) }
        // Which of two confirmations of the same loss it names is the same to what follows.
        guard checkpoint.gap?.first == gap?.first, checkpoint.gap?.place == gap?.place else { return .gap }
        return events == outside.leaves && (checkpoint.until == nil || checkpoint.until == end) ? nil : .events
    }
}
