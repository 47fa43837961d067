import CLibPQ

extension Connection {
    /// libpq copies each piece into its own buffer; larger pieces only make that buffer larger.
    private static let piece = 512 * 1024

    /// Sends `bytes` to `COPY … FROM STDIN`, however they are cut. Gives the number of rows.
    @discardableResult
    public func copyIn(unsafeSQL sql: String, bytes: [UInt8]) async throws -> Int {
        try await cancellable {
            let pointer = try startCopyIn(sql)
            guard put(bytes, pointer) else { return try endCopyIn(pointer, lost: true) }
            return try endCopyIn(pointer, lost: false)
        }
    }

    /// Sends a binary copy. A text with NUL is refused before anything is sent.
    @discardableResult
    public func copyIn(unsafeSQL sql: String, _ copy: BinaryCopy) async throws -> Int {
        guard !copy.holdsNUL else { throw PostgresError.nulInText }
        return try await copyIn(unsafeSQL: sql, bytes: copy.bytes)
    }

    /// Runs statements and copies in their order, as one message: between two copies nothing is waited for but that the server asks for the next.
    ///
    /// The first error is thrown and the rest is skipped; outside a transaction they form one. A text with NUL is refused before anything is sent.
    public func copyIn(unsafeSQL steps: [CopyStep]) async throws {
        guard !steps.contains(where: { $0.copy?.holdsNUL == true }) else { throw PostgresError.nulInText }
        guard !steps.isEmpty else { return }
        try await cancellable {
            let pointer = try pointer
            let sql = steps.map(\.sql).joined(separator: ";\n")
            guard !PostgresType.holdsNUL(sql) else { throw PostgresError.nulInText }
            guard PQsendQuery(pointer, sql) == 1 else { throw failure(pointer) }
            _ = try collect(pointer, copying: steps.compactMap(\.copy))
        }
    }

    /// Sends the chunks to `COPY … FROM STDIN` as they come; the next chunk is made while one is being sent. Gives the number of rows.
    ///
    /// When `chunks` throws, the COPY is given up and that error is thrown. Meanwhile the connection refuses other statements.
    @discardableResult
    public nonisolated func copyIn<Chunks: AsyncSequence>(
        unsafeSQL sql: String, _ chunks: Chunks
    ) async throws -> Int where Chunks.Element == [UInt8] {
        let operation = try await beginCopyIn(sql)
        return try await withTaskCancellationHandler {
            do {
                var iterator = chunks.makeAsyncIterator()
                var chunk = try await iterator.next(isolation: #isolation)
                while let bytes = chunk {
                    async let sent: Void = putCopy(bytes, operation)
                    chunk = try await iterator.next(isolation: #isolation)
                    try await sent
                    // After a cancellation the server only throws away what it gets.
                    try Task.checkCancellation()
                }
            } catch {
                await giveUpCopyIn(operation)
                throw error
            }
            return try await finishCopyIn(operation)
        } onCancel: {
            canceller.cancel(operation)
        }
    }

    private func startCopyIn(_ sql: String) throws(PostgresError) -> OpaquePointer {
        try startCopy(sql, expecting: PGRES_COPY_IN, else: "copyIn needs COPY FROM STDIN")
    }

    func startCopy(_ sql: String, expecting status: ExecStatusType, else problem: String) throws(PostgresError)
        -> OpaquePointer
    {
        let pointer = try pointer
        guard !PostgresType.holdsNUL(sql) else { throw .nulInText }
        guard PQsendQuery(pointer, sql) == 1, let next = PQgetResult(pointer) else { throw failure(pointer) }
        let result = ResultBox(next)
        if result.status == status { return pointer }
        var wrong = PostgresError.misuse(problem)
        switch result.status {
        case PGRES_FATAL_ERROR, PGRES_BAD_RESPONSE:
            wrong = PostgresError(result: next, isConnectionBad: PQstatus(pointer) == CONNECTION_BAD)
        case PGRES_COPY_IN: _ = PQputCopyEnd(pointer, "refused by the client")
        case PGRES_COPY_OUT: discardCopyData(pointer)
        default: break
        }
        _ = try? collect(pointer)
        throw wrong
    }

    private func beginCopyIn(_ sql: String) async throws -> UInt64 {
        try await cancellable { _ = try startCopyIn(sql) }
        let operation = canceller.begin()
        activity = .copyIn(operation)
        publish()
        return operation
    }

    private func putCopy(_ bytes: [UInt8], _ operation: UInt64) async throws {
        guard activity == .copyIn(operation) else { throw PostgresError.connectionClosed }
        // Failure shows when the COPY is ended.
        if !put(bytes, try pointer) { throw copyInFailure(operation) }
    }

    /// The server's reason for ending a COPY early comes as its result.
    private func copyInFailure(_ operation: UInt64) -> any Error {
        do {
            _ = try endCopyIn(try pointer, lost: true)
            return closeCopyIn(operation, error: .connectionLost)
        } catch {
            return closeCopyIn(operation, error: error)
        }
    }

    func put(_ bytes: [UInt8], _ pointer: OpaquePointer) -> Bool {
        bytes.withUnsafeBytes { all in
            var rest = all[...]
            while !rest.isEmpty {
                let piece = UnsafeRawBufferPointer(rebasing: rest.prefix(Self.piece))
                guard
                    PQputCopyData(
                        pointer, piece.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(piece.count)) == 1
                else { return false }
                rest = rest.dropFirst(Self.piece)
            }
            return true
        }
    }

    private func endCopyIn(_ pointer: OpaquePointer, lost: Bool) throws(PostgresError) -> Int {
        _ = PQputCopyEnd(pointer, lost ? "the client could not send" : nil)
        let result = try collect(pointer)
        return PQcmdTuples(result.pointer).flatMap { Int(String(cString: $0)) } ?? 0
    }

    private func finishCopyIn(_ operation: UInt64) async throws -> Int {
        guard activity == .copyIn(operation) else { throw PostgresError.connectionClosed }
        do {
            let count = try endCopyIn(try pointer, lost: false)
            activity = .none
            canceller.end(operation)
            publish()
            return count
        } catch {
            throw closeCopyIn(operation, error: error)
        }
    }

    private func closeCopyIn(_ operation: UInt64, error: PostgresError) -> any Error {
        let wasCancelled = canceller.end(operation)
        activity = .none
        publish()
        return wasCancelled && error.isStatementCancelled ? CancellationError() : error
    }

    private func giveUpCopyIn(_ operation: UInt64) {
        guard activity == .copyIn(operation) else { return }
        abandonCopy()
        publish()
    }

    /// Ends whatever COPY is under way, whatever it says.
    func abandonCopy() {
        switch activity {
        case .none: return
        case .copyIn(let operation):
            if let pointer = handle.pointer {
                _ = PQputCopyEnd(pointer, "given up by the client")
                _ = try? collect(pointer)
            }
            activity = .none
            canceller.end(operation)
        case .copyOut(let operation):
            canceller.cancel(operation)
            drainCopyOut(operation)
        }
    }
}

/// One of several steps that go to the server as one message (`Connection.copyIn`).
public struct CopyStep: Sendable {
    let sql: String
    let copy: BinaryCopy?

    /// A statement that takes no data.
    public static func statement(unsafeSQL sql: String) -> CopyStep { CopyStep(sql: sql, copy: nil) }

    /// `COPY … FROM STDIN (FORMAT binary)` and what goes into it.
    public static func copy(unsafeSQL sql: String, _ copy: BinaryCopy) -> CopyStep { CopyStep(sql: sql, copy: copy) }
}
