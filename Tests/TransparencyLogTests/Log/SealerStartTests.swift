import Foundation
import Testing

@testable import Keys
@testable import TransparencyLog

/// 封印の開始, case by case: what files and database have, what heartbeats tell, what two people accepted, and how the log goes on.
@Suite struct SealerStartTests {
    /// What is otherwise than the numbers of the batches say.
    enum But: Sendable {
        case nothing
        /// The files' last batch: another note, other events than the database's next, another key, not after the database's last, another gap.
        case otherNote, otherEvents, otherKey, otherPrevious, otherGap
        /// The database's next events: the last is not where the batch says that it ends.
        case otherEnd
        /// What the database has in place of the files' last note.
        case otherCopy
        /// The last heartbeat: of another key.
        case forgedHeartbeat
        /// The database's transactions: behind its own last batch.
        case transactionsBehind
    }

    /// What two people accepted.
    enum Accepted: Sendable {
        case nothing
        /// The present state, an hour or two days ago.
        case this, longAgo
        /// Another batch of the database, another note, another place, or files that ended earlier or later.
        case otherDatabase, otherNote, otherPlace, filesEarlier, filesLater
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var says: String
        /// Last batches; 0 is none.
        var files: Int
        var database: Int
        var heard = 0
        var but = But.nothing
        var accepted = Accepted.nothing
        var next: String
        var testDescription: String { says }
    }

    // One row, one line: this is read as a table.
    // swift-format-ignore
    static let cases: [Case] = [
        // Both the same
        Case(says: "a new log", files: 0, database: 0, next: "go on"),
        Case(says: "both end with the same batch", files: 3, database: 3, heard: 3, next: "go on"),
        Case(says: "heartbeats lag behind", files: 3, database: 3, heard: 2, next: "go on"),
        Case(says: "the same number, another note", files: 3, database: 3, but: .otherNote, next: "halt: fork 3"),
        Case(says: "a fork is never accepted", files: 3, database: 3, but: .otherNote, accepted: .this, next: "halt: fork 3"),
        Case(says: "heartbeats tell of what neither side has", files: 2, database: 2, heard: 4, next: "halt: batches lost 3...4"),
        Case(says: "heartbeats tell of what neither side has, and the files are behind, too", files: 1, database: 2, heard: 4, accepted: .this, next: "halt: batches lost 2...4"),
        Case(says: "a heartbeat that nobody signed", files: 2, database: 2, heard: 2, but: .forgedHeartbeat, next: "halt: heartbeat"),
        Case(says: "a restored dump: transactions begin low", files: 2, database: 2, but: .transactionsBehind, next: "halt: transactions went back"),
        // The files have more
        Case(says: "stopped between file and database", files: 3, database: 2, heard: 2, next: "redo"),
        Case(says: "stopped so at the first batch", files: 1, database: 0, next: "redo"),
        Case(says: "one batch more, of other events", files: 3, database: 2, but: .otherEvents, next: "halt: events lost 3 2 events"),
        Case(says: "one batch more, that ends elsewhere", files: 3, database: 2, but: .otherEnd, next: "halt: events lost 3 2 events"),
        Case(says: "one batch more, that does not follow", files: 3, database: 2, but: .otherPrevious, next: "halt: events lost 3 2 doesNotFollow"),
        Case(says: "one batch more, of another key", files: 3, database: 2, but: .otherKey, next: "halt: events lost 3 2 signature"),
        Case(says: "one batch more, that tells of a gap where the database has none", files: 3, database: 2, but: .otherGap, next: "halt: events lost 3 2 gap"),
        Case(says: "restored to before the last two batches", files: 4, database: 2, heard: 4, next: "halt: events lost 4 2"),
        Case(says: "the same, and accepted as lost", files: 4, database: 2, heard: 4, accepted: .this, next: "take over"),
        Case(says: "one batch more, of other events, and accepted as lost", files: 3, database: 2, but: .otherEvents, accepted: .this, next: "take over"),
        Case(says: "accepted, but the events are there: not lost", files: 3, database: 2, accepted: .this, next: "redo"),
        Case(says: "accepted two days ago: void", files: 4, database: 2, accepted: .longAgo, next: "halt: events lost 4 2"),
        Case(says: "accepted for another state of the database", files: 4, database: 2, accepted: .otherDatabase, next: "halt: events lost 4 2"),
        Case(says: "accepted for another note", files: 4, database: 2, accepted: .otherNote, next: "halt: events lost 4 2"),
        Case(says: "accepted for another place", files: 4, database: 2, accepted: .otherPlace, next: "halt: events lost 4 2"),
        Case(says: "accepted while the files ended earlier", files: 4, database: 2, accepted: .filesEarlier, next: "halt: events lost 4 2"),
        Case(says: "an empty database", files: 3, database: 0, heard: 3, next: "halt: events lost 3 0"),
        Case(says: "an empty database, accepted", files: 3, database: 0, heard: 3, accepted: .this, next: "take over"),
        // The database has more
        Case(says: "a crash of the machine cost the files one batch", files: 2, database: 3, heard: 2, next: "republish after 2"),
        Case(says: "one batch less, and heartbeats tell of it: it was there", files: 2, database: 3, heard: 3, next: "halt: files lost 2 3"),
        Case(says: "one batch less, told of, and accepted", files: 2, database: 3, heard: 3, accepted: .this, next: "republish after 2"),
        Case(says: "one batch less, and the one before is another", files: 2, database: 3, but: .otherCopy, next: "halt: fork 2"),
        Case(says: "a fork behind the database's end is never accepted", files: 2, database: 3, but: .otherCopy, accepted: .this, next: "halt: fork 2"),
        Case(says: "two batches less", files: 2, database: 4, next: "halt: files lost 2 4"),
        Case(says: "two batches less, and accepted", files: 2, database: 4, accepted: .this, next: "republish after 2"),
        Case(says: "the files are gone: whoever emptied them is not hidden by one batch", files: 0, database: 1, next: "halt: files lost 0 1"),
        Case(says: "the files are gone, and accepted", files: 0, database: 3, accepted: .this, next: "republish after 0"),
        Case(says: "accepted, and written half by now", files: 2, database: 4, accepted: .filesEarlier, next: "republish after 2"),
        Case(says: "accepted, and more was lost since", files: 1, database: 4, accepted: .filesLater, next: "halt: files lost 1 4"),
        Case(says: "accepted two days ago", files: 0, database: 3, accepted: .longAgo, next: "halt: files lost 0 3"),
        Case(says: "accepted for another batch of the database", files: 0, database: 3, accepted: .otherDatabase, next: "halt: files lost 0 3"),
        Case(says: "accepted for another note", files: 0, database: 3, accepted: .otherNote, next: "halt: files lost 0 3"),
    ]

    private let log: SampleLog
    private let now = LogTime(microseconds: 1_800_000_000_000_000)

    init() throws { log = try SampleLog([2, 1, 3, 2]) }

    @Test(arguments: cases) func goesOn(_ test: Case) throws {
        let start = try start(test)
        let next = start.next(accepted: try accepted(test, start), key: log.key.verifier, now: now)
        #expect(words(next) == test.next)
        if case .halt(let halt) = next { #expect(!halt.reason.isEmpty) }
    }

    @Test func onlyWhatIsNeededIsAskedOfTheDatabase() throws {
        for (files, database, events, note) in [(3, 3, 0, nil), (3, 2, 3, nil), (4, 2, 0, nil), (2, 3, 0, 2), (0, 3, 0, nil)] as [(Int, Int, Int, Int?)] {
            let start = try start(Case(says: "", files: files, database: database, next: ""))
            #expect(start.asksEvents == events && start.asksNote == note)
        }
    }

    // MARK: what the words of a case mean

    /// The batch as the sealer signs it, or as somebody else would.
    private func batch(_ number: Int, _ but: But = .nothing) throws -> SealedBatch {
        let batch = log.batches[number - 1]
        let own = batch.note.checkpoint
        let checkpoint = Checkpoint(
            origin: own.origin, size: own.size, root: own.root, time: but == .otherNote ? "2026-11-22T00:00:00.000000Z" : own.time, batch: number,
            previous: but == .otherPrevious ? .leaf([1]) : number == 1 ? nil : try self.batch(number - 1).note.digest,
            until: place(after: number), gap: but == .otherGap ? .init(first: number, place: place(after: number - 1), accepted: .leaf([2])) : nil)
        let key = but == .otherKey ? CheckpointKey(name: own.origin) : log.key
        return SealedBatch(note: try SignedNote(checkpoint, key: key), leaves: batch.leaves, eventIDs: batch.eventIDs)
    }

    private func place(after batch: Int) -> Checkpoint.Cut { .init(xact: UInt64(10 * batch), eventID: Int64(batch)) }

    private func start(_ test: Case) throws -> SealerStart {
        let outside = test.files == 0 ? nil : try batch(test.files, test.but)
        var heartbeat: Heartbeat?
        if test.heard > 0 {
            let key = test.but == .forgedHeartbeat ? CheckpointKey(name: log.key.verifier.name) : log.key
            heartbeat = try Heartbeat(
                .init(origin: log.key.verifier.name, size: 8, batch: test.heard, note: nil, time: now, through: now, horizon: 1, previous: nil), key: key)
        }
        var start = SealerStart(
            outside: outside, heartbeat: heartbeat, inside: test.database == 0 ? nil : try batch(test.database).note, place: place(after: test.database),
            horizon: test.but == .transactionsBehind ? 5 : 1000)
        if start.asksEvents > 0 {
            start.events = test.but == .otherEvents ? [.leaf([3])] : outside?.leaves ?? []
            start.end = test.but == .otherEnd ? place(after: test.files + 1) : place(after: test.files)
        }
        if start.asksNote != nil { start.same = test.but == .otherCopy ? try batch(test.files, .otherNote).note.text : outside?.note.text }
        return start
    }

    private func accepted(_ test: Case, _ start: SealerStart) throws -> [ResumptionStatement.Acceptance] {
        guard test.accepted != .nothing else { return [] }
        let isOfEvents = test.files > test.database
        let newest = isOfEvents ? start.outside?.note.digest : start.inside?.digest
        func word(_ act: ResumptionStatement.Act, _ by: String, _ proposal: TreeHash?) -> ResumptionStatement.Word {
            .init(
                origin: log.key.verifier.name, act: act, time: LogTime(microseconds: now.microseconds - (test.accepted == .longAgo ? 48 : 1) * 3_600_000_000),
                byWhom: by, outside: test.files + (test.accepted == .filesEarlier ? -1 : test.accepted == .filesLater ? 1 : 0),
                database: test.database + (test.accepted == .otherDatabase ? 1 : 0),
                note: test.accepted == .otherNote ? .leaf([4]) : newest ?? .empty,
                place: isOfEvents ? place(after: test.database + (test.accepted == .otherPlace ? 1 : 0)) : nil, reason: "x", proposal: proposal)
        }
        let proposal = try ResumptionStatement(word(.proposed, "1", nil), key: log.key)
        return [.init(proposal: proposal, confirmation: try ResumptionStatement(word(.confirmed, "2", proposal.digest), key: log.key))]
    }

    private func words(_ next: SealerStart.Next) -> String {
        switch next {
        case .goOn: "go on"
        case .redo: "redo"
        case .takeOver: "take over"
        case .republish(let batch): "republish after \(batch)"
        case .halt(.heartbeat): "halt: heartbeat"
        case .halt(.transactionsWentBack): "halt: transactions went back"
        case .halt(.batchesLost(let batches)): "halt: batches lost \(batches)"
        case .halt(.fork(let batch)): "halt: fork \(batch)"
        case .halt(.filesLost(let outside, let database)): "halt: files lost \(outside) \(database)"
        case .halt(.eventsLost(let outside, let database, let misfit)):
            "halt: events lost \(outside) \(database)" + (misfit.map { " \($0)".prefix { $0 != "(" } } ?? "")
        }
    }
}
