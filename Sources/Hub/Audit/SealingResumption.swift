internal import Addressee
internal import Foundation
internal import Governance
public import Postgres
public import Seal

/// 封印の再開. Lets a sealer that halted because its files were lost write them anew from the database: one person proposes, another confirms, both with
/// the right to read the log.
///
/// What counts is signed and lies in the directory outside; the events tell of it. The database's rows could be anybody's who owns it.
public struct SealingResumption: Sendable {
    private let pool: Pool
    private let key: CheckpointKey
    private let files: BatchFiles
    private let today: @Sendable () -> CalendarDay

    /// Seconds after which a proposal can't be confirmed any more, and a confirmation that the sealer did not act on is void: what people looked at then
    /// says nothing of the same state weeks later.
    static let validity = 86_400.0

    /// `key` and `files` are those of this hub's sealer.
    public init(pool: Pool, key: CheckpointKey, files: BatchFiles) { self.init(pool: pool, key: key, files: files, today: { .today() }) }

    init(pool: Pool, key: CheckpointKey, files: BatchFiles, today: @escaping @Sendable () -> CalendarDay) {
        (self.pool, self.key, self.files, self.today) = (pool, key, files, today)
    }

    /// How far files and database go.
    public struct Loss: Sendable, Encodable, Hashable {
        /// Last batch of the files; 0 where they are gone.
        public let outside: Int
        /// Last batch of the database.
        public let database: Int
        /// Leaves sealed up to there.
        public let size: Int
        let note: TreeHash

        private enum CodingKeys: CodingKey { case outside, database, size }

        init(outside: Int, database: SignedNote) {
            (self.outside, self.database, size, note) = (outside, database.checkpoint.batch, database.checkpoint.size, database.digest)
        }
    }

    /// Proposes that the lost files are written anew.
    ///
    /// - Parameter reason: how they were lost and what was done to find them.
    /// - Returns: what would be written anew.
    /// - Throws: `AccessRefused`, `ResumptionRefused`, recorded; `PostgresError`, `BatchFilesError`, `SealError`.
    public func propose(reason: String, by person: Operator) async throws -> Loss {
        try await person.require(.readLog, at: pool)
        return try await recorded(.resumptionProposed, reason, person) {
            let loss = try await loss()
            let (event, resumption) = try word(.proposed, loss, reason, person, nil)
            try await write(event, resumption)
            return loss
        }
    }

    /// Confirms what another proposed of the present state; the sealer then goes on by itself.
    ///
    /// - Parameter reason: what the confirmer looked at.
    /// - Returns: what is written anew.
    /// - Throws: as `propose`.
    public func confirm(reason: String, by person: Operator) async throws -> Loss {
        try await person.require(.readLog, at: pool)
        return try await recorded(.resumptionConfirmed, reason, person) {
            let loss = try await loss()
            let (files, verifier) = (files, key.verifier)
            let proposals = try await OwnThread.run { try files.resumptions(verifier) }
            guard
                let proposal = proposals.last(where: {
                    $0.word.isYoung && $0.word.act == .proposed && $0.word.database == loss.database && $0.word.note == loss.note
                        && $0.word.outside == loss.outside
                })
            else { throw ResumptionRefused.noProposal }
            let (current, setUps) = try await pool.withConnection { connection in
                let ledger = PolicyLedger(connection: connection)
                return (
                    try await person.asOfNow(on: connection, day: today()),
                    (try await ledger.setUp(of: person.account), try await ledger.setUp(of: proposal.word.byWhom))
                )
            }
            let confirmer = TwoPersonRule.Person(
                account: current.account, isService: current.isService, makers: current.grants[.readLog]?.makers, setUpBy: setUps.0)
            let proposedOn = CalendarDay.inJapan(proposal.word.time)
            switch TwoPersonRule.violation(approving: confirmer, proposedBy: proposal.word.byWhom, setUpBy: setUps.1, on: proposedOn, today: today()) {
            case nil: break
            case .some(.ownProposal): throw ResumptionRefused.ownProposal
            case .some(.service): throw ResumptionRefused.onlyPersons
            case .some(.withoutRight):
                try await current.require(.readLog, at: pool)
                throw AccessRefused(.readLog)
            default: throw ResumptionRefused.makersProposal
            }
            let (event, resumption) = try word(.confirmed, loss, reason, person, proposal)
            try await write(event, resumption)
            return loss
        }
    }

    private func word(_ act: Resumption.Act, _ loss: Loss, _ reason: String, _ person: Operator, _ proposal: Resumption?) throws -> (AuditEvent, Resumption) {
        var fields = ["database": String(loss.database), "outside": String(loss.outside), "reason": reason]
        fields["proposed_by"] = proposal?.word.byWhom
        let event = AuditEvent(act == .proposed ? .resumptionProposed : .resumptionConfirmed, by: person.name, fields: fields)
        let word = Resumption.Word(
            origin: key.verifier.name, act: act, time: .now(), byWhom: person.account, outside: loss.outside, database: loss.database, note: loss.note,
            reason: reason, proposal: proposal?.digest)
        return (event, try Resumption(word, key: key))
    }

    /// The event first: nothing is accepted that the log does not tell.
    private func write(_ event: AuditEvent, _ resumption: Resumption) async throws {
        try await pool.withConnection { try await event.record(on: $0) }
        let (files, verifier) = (files, key.verifier)
        try await OwnThread.run {
            try files.prepare(verifier)
            // A sealer may look at the same files now; a torn line is ended once.
            let lock = try files.lock(within: 10)
            try withExtendedLifetime(lock) {
                try files.endTornLines()
                try files.append(resumption)
            }
        }
    }

    /// Compares the newest batches; both sides as they are now.
    private func loss() async throws -> Loss {
        let files = files
        let outside = try await OwnThread.run { try files.last() }
        let rows = try await pool.query("SELECT note FROM audit.checkpoint ORDER BY batch DESC LIMIT 1")
        let there = outside?.note.checkpoint.batch ?? 0
        guard let row = rows.first else {
            throw there == 0 ? ResumptionRefused.nothingLost : ResumptionRefused.databaseBehind(outside: there, database: 0)
        }
        guard let note = try? SignedNote(row.decode(0, as: String.self)), (try? note.verify(key.verifier)) != nil else { throw ResumptionRefused.notSigned }
        let here = note.checkpoint.batch
        let heard = try await OwnThread.run { try files.lastHeartbeat()?.word.batch ?? 0 }
        if heard > here { throw ResumptionRefused.databaseBehind(outside: heard, database: here) }
        if there > here { throw ResumptionRefused.databaseBehind(outside: there, database: here) }
        if there == here { throw note == outside?.note ? ResumptionRefused.nothingLost : ResumptionRefused.fork }
        if let outside {
            let same = try await pool.query("SELECT note FROM audit.checkpoint WHERE batch = \(Int64(there))")
            guard try same.first?.decode(0, as: String.self) == outside.note.text else { throw ResumptionRefused.fork }
        }
        return Loss(outside: there, database: note)
    }

    private func recorded(_ kind: EventKind, _ reason: String, _ person: Operator, _ body: () async throws -> Loss) async throws -> Loss {
        do {
            if person.isService { throw ResumptionRefused.onlyPersons }
            if reason.allSatisfy(\.isWhitespace) { throw ResumptionRefused.noReason }
            return try await body()
        } catch let refused as ResumptionRefused {
            let event = AuditEvent(kind, isFailure: true, by: person.name, fields: ["code": refused.code, "reason": reason])
            try await pool.withConnection { try await event.record(on: $0) }
            throw refused
        }
    }
}

extension Resumption.Word {
    /// Whether it still counts.
    var isYoung: Bool { abs(LogTime.now().seconds(since: time)) < SealingResumption.validity }
}

extension CalendarDay {
    /// The day in Japan at a moment: nine hours ahead of UTC, all year.
    fileprivate static func inJapan(_ time: LogTime) -> CalendarDay {
        CalendarDay(String(LogTime(microseconds: time.microseconds + 9 * 3_600_000_000).description.prefix(10))) ?? .today()
    }
}
