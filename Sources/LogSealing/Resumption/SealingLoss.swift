internal import AuditTrail
internal import Postgres
package import TransparencyLog

extension SealingResumption {
    /// 失われたもの. How far files and database go.
    public struct Loss: Sendable, Encodable, Hashable {
        /// Last batch of the files; 0 where they are gone.
        public let outside: Int
        /// Last batch of the database; 0 where it has none.
        public let database: Int
        /// Leaves sealed, on the side that has more.
        public let size: Int
        /// Events that are sealed but gone from the database: the last of the sealed ones; none where files were lost.
        public let events: Int
        /// Those were sealed after this; ISO 8601 in UTC. nil where files were lost, or all events are gone.
        public let after: String?
        /// The last of them were sealed then; nil where files were lost.
        public let until: String?
        package let note: TreeHash
        package let place: Checkpoint.Cut?

        /// Whether the database lost events, and not the files.
        public var isOfEvents: Bool { place != nil }

        private enum CodingKeys: CodingKey { case outside, database, size, events, after, until }

        /// Of files.
        package init(outside: Int, database: SignedNote) {
            (self.outside, self.database, size, note) = (outside, database.checkpoint.batch, database.checkpoint.size, database.digest)
            (events, after, until, place) = (0, nil, nil, nil)
        }

        /// Of events.
        package init(outside: SignedNote, database: SignedNote?, place: Checkpoint.Cut) {
            (self.outside, self.database, size) = (outside.checkpoint.batch, database?.checkpoint.batch ?? 0, outside.checkpoint.size)
            (events, after, until) = (size - (database?.checkpoint.size ?? 0), database?.checkpoint.time, outside.checkpoint.time)
            (note, self.place) = (outside.digest, place)
        }

        /// Whether somebody speaks of this loss and no other.
        func isMeant(by word: ResumptionStatement.Word) -> Bool {
            (word.outside, word.database, word.note) == (outside, database, note) && word.place == place
        }
    }
}

extension SealingResumption.Loss {
    /// What two people would have to accept for a sealer to go on, as both sides are now.
    ///
    /// - Parameter connection: in a transaction that sees one state; in the hub's role.
    /// - Throws: `ResumptionRefused` where nothing is lost, or nothing that could be accepted; `PostgresError`, `SealedBatchFilesError`.
    static func found(_ outside: OutsideEnd, _ files: SealedBatchFiles, _ verifier: VerifierKey, on connection: Connection) async throws -> Self {
        if let needed = try await RestoreRefused.needed(on: connection) { throw ResumptionRefused.fromDump(needed: needed) }
        let row = try await connection.query("SELECT note FROM audit.checkpoint ORDER BY batch DESC LIMIT 1").first
        let inside = try row.map { row throws -> SignedNote in
            guard let note = try? SignedNote(row.decode(String.self)), (try? note.verify(verifier)) != nil else { throw ResumptionRefused.notSigned }
            return note
        }
        let end = try await DatabaseEnd.read(after: inside, accepted: outside.accepted, on: connection)
        let start = try await SealerStart.read(outside, inside, end, on: connection)
        // What was accepted already is no answer to what there is to accept.
        switch start.next(accepted: [], key: verifier, now: .now()) {
        case .goOn, .redo, .takeOver, .republish: throw ResumptionRefused.nothingLost
        case .halt(let halt): return try await of(halt, start, files, verifier, on: connection)
        }
    }

    private static func of(_ halt: SealerHalt, _ start: SealerStart, _ files: SealedBatchFiles, _ verifier: VerifierKey, on connection: Connection) async throws
        -> Self
    {
        switch halt {
        case .transactionsWentBack(let place): throw ResumptionRefused.fromDump(needed: RestoreRefused.needed(after: place))
        case .batchesLost(let lost): throw ResumptionRefused.batchesLost(heard: lost.upperBound, outside: start.there, database: start.here)
        case .heartbeat, .fork: throw ResumptionRefused.fork
        case .filesLost(let outside, _):
            guard let inside = start.inside else { throw ResumptionRefused.nothingLost }
            return Self(outside: outside, database: inside)
        case .eventsLost:
            guard let outside = start.outside?.note else { throw ResumptionRefused.nothingLost }
            guard try await isWhole(upTo: outside, after: start.inside, files, verifier, on: connection) else { throw ResumptionRefused.fork }
            return Self(outside: outside, database: start.inside, place: start.place)
        }
    }

    /// Whether what the files know of the batches that the database lost is whole, and follows what the database has.
    private static func isWhole(
        upTo outside: SignedNote, after inside: SignedNote?, _ files: SealedBatchFiles, _ verifier: VerifierKey, on connection: Connection
    ) async throws -> Bool {
        do {
            let peaks = try await TileStore(connection: connection).edge(size: inside?.checkpoint.size ?? 0).0.peaks
            var lost = try LostSealedBatches(files: files, after: inside, peaks: peaks, key: verifier)
            while try await lost.next() != nil {}
            return lost.last == outside
        } catch is SealingHalted {
            return false
        } catch is LogFault {
            return false
        }
    }
}
