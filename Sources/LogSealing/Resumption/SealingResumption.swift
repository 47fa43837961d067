public import AccessControl
package import Addressee
public import AuditTrail
internal import Foundation
internal import Governance
public import Postgres
internal import Threads
public import TransparencyLog

/// 封印の再開. Lets a sealer go on that halted because files or events were lost: one person proposes, another confirms, both with the right to read the
/// log. Lost files are written anew from the database; where the database was restored to an earlier state, the log goes on behind a gap.
///
/// What counts is signed and lies in the directory outside; the events tell of it. The database's rows could be anybody's who owns it.
public struct SealingResumption: Sendable {
    private let pool: Pool
    private let signer: Signer
    private let files: SealedBatchFiles
    private let today: @Sendable () -> CalendarDay
    private var verifier: VerifierKey { signer.verifier }

    /// Who signs what two people say.
    public enum Signer: Sendable {
        /// This process has the log's key.
        case itself(CheckpointKey)
        /// The process that seals, which alone has it.
        case sealing(ResumptionRequests, VerifierKey)

        var verifier: VerifierKey {
            switch self {
            case .itself(let key): key.verifier
            case .sealing(_, let verifier): verifier
            }
        }
    }

    /// `files` are those of this hub's sealer.
    public init(pool: Pool, signer: Signer, files: SealedBatchFiles) { self.init(pool: pool, signer: signer, files: files, today: { .todayInJapan() }) }

    package init(pool: Pool, key: CheckpointKey, files: SealedBatchFiles, today: @escaping @Sendable () -> CalendarDay) {
        self.init(pool: pool, signer: .itself(key), files: files, today: today)
    }

    package init(pool: Pool, signer: Signer, files: SealedBatchFiles, today: @escaping @Sendable () -> CalendarDay) {
        (self.pool, self.signer, self.files, self.today) = (pool, signer, files, today)
    }

    /// Proposes that the lost files are written anew, or that the log goes on without the events that the database lost.
    ///
    /// - Parameter reason: how they were lost and what was done to find them.
    /// - Returns: what would be written anew, or given up.
    /// - Throws: `AccessRefused`, `ResumptionRefused`, recorded; `PostgresError`, `SealedBatchFilesError`, `KeyError`.
    public func propose(by person: Principal, reason: String) async throws -> Loss {
        try await pool.permit(person, .readLog)
        return try await recorded(.resumptionProposed, reason, person) {
            let loss = try await loss()
            let (event, word) = word(.proposed, loss, reason, person, nil)
            try await write(event, word)
            return loss
        }
    }

    /// Confirms what another proposed of the present state; the sealer then goes on by itself.
    ///
    /// - Parameter reason: what the confirmer looked at.
    /// - Returns: what is written anew, or given up.
    /// - Throws: as `propose`.
    public func confirm(by person: Principal, reason: String) async throws -> Loss {
        try await pool.permit(person, .readLog)
        return try await recorded(.resumptionConfirmed, reason, person) {
            let loss = try await loss()
            let (files, verifier) = (files, verifier)
            let proposals = try await OwnThread.run { try files.resumptions(verifier) }.filter {
                $0.word.isYoung(at: .now()) && $0.word.act == .proposed && loss.isMeant(by: $0.word)
            }
            // Who proposed the same, too, may confirm the other's.
            guard let proposal = proposals.last(where: { $0.word.byWhom != person.account }) ?? proposals.last else { throw ResumptionRefused.noProposal }
            let violation = try await pool.withConnection { connection in
                try await TwoPeople(connection: connection, today: today()).violation(
                    by: person, holding: .readLog, after: .init(account: proposal.word.byWhom, on: .inJapan(proposal.word.time)))
            }
            switch violation {
            case nil: break
            case .some(.ownProposal): throw ResumptionRefused.ownProposal
            case .some(.service): throw ResumptionRefused.onlyPersons
            case .some(.withoutRight):
                throw AccessRefused(.readLog)
            default: throw ResumptionRefused.makersProposal
            }
            let (event, word) = word(.confirmed, loss, reason, person, proposal)
            try await write(event, word)
            return loss
        }
    }

    private func word(_ act: ResumptionStatement.Act, _ loss: Loss, _ reason: String, _ person: Principal, _ proposal: ResumptionStatement?) -> (
        AuditEvent, ResumptionStatement.Word
    ) {
        var fields = ["database": String(loss.database), "outside": String(loss.outside), "reason": reason]
        fields["proposed_by"] = proposal?.word.byWhom
        let event = AuditEvent(act == .proposed ? .resumptionProposed : .resumptionConfirmed, by: person.name, fields: fields)
        let word = ResumptionStatement.Word(
            origin: verifier.name, act: act, time: .now(), byWhom: person.account, outside: loss.outside, database: loss.database, note: loss.note,
            place: loss.place, reason: reason, proposal: proposal?.digest)
        return (event, word)
    }

    /// The event first: nothing is accepted that the log does not tell.
    private func write(_ event: AuditEvent, _ word: ResumptionStatement.Word) async throws {
        try await pool.withConnection { try await event.record(on: $0) }
        switch signer {
        case .itself(let key): try await write(ResumptionStatement(word, key: key))
        case .sealing(let requests, let verifier): try await ask(word, requests, verifier)
        }
    }

    private func write(_ statement: ResumptionStatement) async throws {
        let (files, verifier) = (files, verifier)
        try await OwnThread.run {
            try files.prepare(verifier)
            // A sealer may look at the same files now; a torn line is ended once.
            let lock = try files.lock(within: 10)
            try withExtendedLifetime(lock) {
                try files.endTornLines()
                try files.append(statement)
            }
        }
    }

    /// Returns once the process that seals has signed the words: while sealing stands still it looks every five seconds.
    private func ask(_ word: ResumptionStatement.Word, _ requests: ResumptionRequests, _ verifier: VerifierKey) async throws {
        let files = files
        let path = try await OwnThread.run { try requests.ask(word) }
        defer { requests.withdraw(path) }
        let deadline = ContinuousClock.now + Self.patience
        while try await !OwnThread.run({ try files.resumptions(verifier).contains { $0.word == word } }) {
            guard ContinuousClock.now < deadline else { throw ResumptionRefused.notSignedInTime }
            try await Task.sleep(for: .milliseconds(200))
        }
    }

    /// How long the process that seals may take to sign.
    private static let patience = Duration.seconds(20)

    /// What two people would have to accept for a sealer to go on, as both sides are now.
    package func loss() async throws -> Loss {
        let (files, verifier) = (files, verifier)
        let outside = try await OutsideEnd.read(files, verifier)
        return try await pool.transaction(isolation: .repeatableRead, readOnly: true) { connection in
            try await Loss.found(outside, files, verifier, on: connection)
        }
    }

    private func recorded(_ kind: EventKind, _ reason: String, _ person: Principal, _ body: () async throws -> Loss) async throws -> Loss {
        func failed(_ code: String) async throws {
            let event = AuditEvent(kind, isFailure: true, by: person.name, fields: ["code": code, "reason": reason])
            try await pool.withConnection { try await event.record(on: $0) }
        }
        do {
            if person.isService { throw ResumptionRefused.onlyPersons }
            if reason.allSatisfy(\.isWhitespace) { throw ResumptionRefused.noReason }
            return try await body()
        } catch let refused as ResumptionRefused {
            try await failed(refused.code)
            throw refused
        } catch let refused as AccessRefused {
            // Whoever lost the right after it was asked for is on record with what they tried.
            try await failed(refused.code)
            throw refused
        }
    }
}

extension CalendarDay {
    /// The day in Japan at a moment: nine hours ahead of UTC, all year.
    fileprivate static func inJapan(_ time: LogTime) -> CalendarDay {
        CalendarDay(String(LogTime(microseconds: time.microseconds + 9 * 3_600_000_000).description.prefix(10))) ?? .todayInJapan()
    }
}
