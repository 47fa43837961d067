import CLibPQ
import Synchronization

/// The output of `COPY … TO STDOUT`, in chunks of about 256 KiB that end on a row boundary.
///
/// Each chunk is fetched when it is asked for, so a slow reader slows the server down and memory stays bounded. Can be read once. Dropping it early asks the
/// server to stop; inside a transaction this makes the transaction fail.
public struct CopyOut: AsyncSequence, Sendable {
    /// A chunk: whole rows, as COPY writes them.
    public typealias Element = [UInt8]
    let stream: CopyOutStream

    /// An iterator over the chunks not fetched yet.
    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(stream: stream) }

    /// Fetches chunks; iterators of one `CopyOut` share its place.
    public struct AsyncIterator: AsyncIteratorProtocol {
        let stream: CopyOutStream

        /// The next chunk, nil after the last. Throws `PostgresError` or `CancellationError`.
        public mutating func next() async throws -> [UInt8]? {
            try await stream.next()
        }

        /// As `next()`, from the caller's actor.
        public mutating func next(isolation actor: isolated (any Actor)?) async throws -> [UInt8]? {
            try await stream.next()
        }
    }
}

final class CopyOutStream: Sendable {
    private let connection: Connection
    private let operation: UInt64
    private let isFinished = Atomic<Bool>(false)

    init(connection: Connection, operation: UInt64) {
        self.connection = connection
        self.operation = operation
    }

    deinit {
        if !isFinished.load(ordering: .acquiring) { connection.abandonCopyOut(operation) }
    }

    func next() async throws -> [UInt8]? {
        if isFinished.load(ordering: .acquiring) { return nil }
        do {
            let chunk = try await withTaskCancellationHandler {
                try await connection.nextChunk(operation)
            } onCancel: {
                connection.canceller.cancel(operation)
            }
            if chunk == nil { isFinished.store(true, ordering: .releasing) }
            return chunk
        } catch {
            isFinished.store(true, ordering: .releasing)
            throw error
        }
    }
}

extension Connection {
    private static let chunk = 256 * 1024

    /// Starts `COPY … TO STDOUT`. The query must have no parameters, since COPY takes none.
    public func copyOut(_ query: Query) async throws -> CopyOut {
        guard query.parameters.types.isEmpty else { throw PostgresError.misuse("COPY takes no parameters") }
        return try await copyOut(unsafeSQL: query.sql)
    }

    /// Starts `COPY … TO STDOUT`. Until the end of the sequence, or until it is dropped, the connection refuses other statements.
    public func copyOut(unsafeSQL sql: String) async throws -> CopyOut {
        try await cancellable {
            _ = try startCopy(sql, expecting: PGRES_COPY_OUT, else: "copyOut needs COPY TO STDOUT")
        }
        let operation = canceller.begin()
        activity = .copyOut(operation)
        publish()
        return CopyOut(stream: CopyOutStream(connection: self, operation: operation))
    }

    /// Rows until a chunk is full; nil at the end.
    func nextChunk(_ operation: UInt64) throws -> [UInt8]? {
        guard activity == .copyOut(operation) else { return nil }
        let pointer = try pointer
        var chunk: [UInt8] = []
        while chunk.count < Self.chunk {
            var row: UnsafeMutablePointer<CChar>?
            let count = PQgetCopyData(pointer, &row, 0)
            if count > 0, let row {
                if chunk.isEmpty { chunk.reserveCapacity(max(Int(count), Self.chunk + Self.chunk / 16)) }
                chunk.append(contentsOf: UnsafeRawBufferPointer(start: row, count: Int(count)))
                PQfreemem(row)
                continue
            }
            do {
                _ = try collect(pointer)
            } catch {
                let wasCancelled = endCopyOut(operation)
                throw wasCancelled && error.isStatementCancelled ? CancellationError() : error
            }
            endCopyOut(operation)
            return chunk.isEmpty ? nil : chunk
        }
        return chunk
    }

    @discardableResult
    private func endCopyOut(_ operation: UInt64) -> Bool {
        activity = .none
        let wasCancelled = canceller.end(operation)
        publish()
        return wasCancelled
    }

    func drainCopyOut(_ operation: UInt64) {
        guard activity == .copyOut(operation) else { return }
        if let pointer = handle.pointer {
            discardCopyData(pointer)
            _ = try? collect(pointer)
        }
        endCopyOut(operation)
    }

    /// The reader is gone: the statement is cancelled at once, and drained by whoever uses the connection next or by this task.
    nonisolated func abandonCopyOut(_ operation: UInt64) {
        state.abandon(operation)
        canceller.cancel(operation)
        Task { await self.drainCopyOut(operation) }
    }
}
