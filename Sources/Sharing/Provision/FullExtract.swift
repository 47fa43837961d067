internal import AccessControl
internal import Addressee
internal import AsyncAlgorithms
internal import AuditTrail
internal import Governance
internal import Postgres
internal import Register

/// Form of a full extract.
public enum ExtractFormat: String, Sendable, CaseIterable {
    /// A line of JSON per entry, as the changes have them.
    case ndjson
    /// RFC 4180 with a header row of the national item names.
    case csv
}

/// All persons a system may see, as of one place in the journal, streamed.
///
/// The act is recorded before the first byte (who, which policy, which cut) and again, person by person, after the last.
public struct FullExtract: AsyncSequence, Sendable {
    /// Bytes of the file, in order.
    public typealias Element = [UInt8]

    /// From here the changes go on without gap; known from the start. Whoever goes on from it is taken to hold the extract only if it was written to its
    /// end.
    public let cursor: String
    /// The same for after the last byte: whoever has it holds the whole extract.
    public let closingCursor: String
    private let pieces: AsyncThrowingChannel<[UInt8], any Error>
    private let work: Work

    /// Ends the extract when nobody listens any more.
    private final class Work: Sendable {
        let task: Task<Void, Never>
        init(_ task: Task<Void, Never>) { self.task = task }
        deinit { task.cancel() }
    }

    package init(cursor: String, closingCursor: String, run: ExtractRun) {
        self.cursor = cursor
        self.closingCursor = closingCursor
        let pieces = AsyncThrowingChannel<[UInt8], any Error>()
        self.pieces = pieces
        work = Work(
            Task {
                do {
                    try await run.produce(into: pieces)
                    pieces.finish()
                } catch {
                    pieces.fail(error)
                }
            })
    }

    /// Reads the stream piece by piece; a second iterator goes on where the first one is.
    public struct AsyncIterator: AsyncIteratorProtocol {
        fileprivate let extract: FullExtract

        /// The next bytes, nil after the last; throws whatever broke the extract, which is then incomplete.
        public mutating func next() async throws -> [UInt8]? {
            var pieces = extract.pieces.makeAsyncIterator()
            return try await pieces.next()
        }
    }

    /// An iterator over what has not been read yet.
    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(extract: self) }
}

extension Provisioning {
    /// Opens a full extract.
    ///
    /// - Throws: `ProvisionRefused`, `PostgresError`; while streaming, whatever breaks it: a stream without its end is no extract.
    public func full(_ caller: Caller, dataset: String, format: ExtractFormat) async throws -> FullExtract {
        let system = caller.system
        let opened = try await refusing(system, dataset, .full, caller) { connection in
            let policy = try await admitted(system, dataset, way: .pull, on: connection)
            var end: JournalEnd
            if let monthly = try await monthlyEnd(of: policy, on: connection) { end = monthly } else { end = try await JournalEnd.read(on: connection) }
            let cut = end.horizon
            let day = try await HubCalendar.day(at: cut, RowSeal(keys: vault.keys), on: connection)
            var record = ProvisionRecord(.started, .full, system: system.rawValue, dataset: dataset, byWhom: caller.byWhom, policy: policy)
            record.cut = cut
            record.day = day
            let row = try await connection.query(record.statement()).written()
            let changes = try await store.changes(of: system.rawValue, dataset, after: nil, upTo: policy.contentHash, on: connection)
            // The cursor names the record, and so does not hold where this very transaction is lost.
            let own = try await connection.query("SELECT pg_current_xact_id()")
            if let own = try own.first?.decode(UInt64.self) { end.origin.seen = max(end.origin.seen, own + 1) }
            return (policy: policy, change: changes.last?.number, end: end, day: day, recordID: try row.decode("record_id", as: Int64.self))
        }
        let cursor = Cursor.following(
            system: system.rawValue, dataset: dataset, policy: opened.policy.contentHash, change: opened.change, end: opened.end)
        let run = ExtractRun(
            provisioning: self, policy: opened.policy, cut: opened.end.horizon, day: opened.day, startRecord: opened.recordID, format: format, caller: caller,
            dataset: dataset)
        var ahead = cursor
        ahead.extract = opened.recordID
        return FullExtract(cursor: try ahead.encrypted(cursors), closingCursor: try cursor.encrypted(cursors), run: run)
    }
}
