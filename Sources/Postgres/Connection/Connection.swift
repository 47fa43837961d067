import CLibPQ

/// One session with the server.
///
/// An actor on a thread of its own: libpq may block there without harm. Statements run one after the other in the order in which they were asked for. When
/// the task of a caller is cancelled the server is asked to stop, and `CancellationError` is thrown. Other errors are `PostgresError`.
public actor Connection {
    private nonisolated let thread: ConnectionThread
    nonisolated let state = ConnectionState()
    nonisolated let handle: ConnectionHandle
    nonisolated let canceller: Canceller
    nonisolated let clock: ServerClock?

    var statements: StatementCache
    var activity = Activity.none
    var listeners = Listeners()
    /// The error of a ROLLBACK that failed; the error before it was thrown to the caller, so this one is kept aside.
    public internal(set) var rollbackError: (any Error)?

    /// A COPY holds the connection between two calls.
    enum Activity: Equatable {
        case none
        case copyIn(UInt64)
        case copyOut(UInt64)
    }

    /// The connection's own thread, the only one that calls libpq for it.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    init(thread: ConnectionThread, handle: ConnectionHandle, canceller: Canceller, statementsMaximum: Int, clock: ServerClock? = nil) {
        self.clock = clock
        self.thread = thread
        self.handle = handle
        self.canceller = canceller
        statements = StatementCache(maximum: statementsMaximum)
    }

    deinit {
        listeners.finish()
        thread.stop { [handle] in handle.finish() }
    }

    /// Connects. Throws `PostgresError` with the reason that libpq gives.
    public static func open(_ settings: ConnectionSettings = ConnectionSettings()) async throws -> Connection {
        let opener = ConnectionOpener()
        let (handle, canceller) = try await opener.connect(settings)
        let connection = Connection(
            thread: opener.thread, handle: handle, canceller: canceller,
            statementsMaximum: settings.preparedStatementsMaximum, clock: settings.clock)
        try await connection.begin()
        try await connection.holdClocks(tolerance: settings.clockTolerance)
        return connection
    }

    /// Reads the server's clock where that is due, and ends the session where the clocks differ by more than they may.
    private func holdClocks(tolerance: Double?) async throws {
        guard let clock else { return }
        let beyond = tolerance ?? .infinity
        if clock.isDue || clock.differs(by: beyond) { try await readClock() }
        guard clock.differs(by: beyond), let skew = clock.skew else { return }
        await close()
        throw PostgresError.clockDiffers(by: skew)
    }

    private func begin() throws(PostgresError) {
        state.publish(socket: PQsocket(try pointer))
        publish()
    }

    /// Whether statements can be sent.
    public var isUsable: Bool {
        guard let pointer = handle.pointer else { return false }
        return PQstatus(pointer) == CONNECTION_OK
    }

    /// Where it stands in its transaction, as libpq knows it; asks the server nothing.
    public var transactionStatus: TransactionStatus {
        guard let pointer = handle.pointer else { return .unknown }
        switch PQtransactionStatus(pointer) {
        case PQTRANS_IDLE: return activity == .none ? .idle : .active
        case PQTRANS_ACTIVE: return .active
        case PQTRANS_INTRANS: return .inTransaction
        case PQTRANS_INERROR: return .inFailedTransaction
        default: return .unknown
        }
    }

    /// Ends the session. Later calls throw; a transaction that is open is rolled back by the server.
    public func close() async {
        switch activity {
        case .copyIn(let operation), .copyOut(let operation): canceller.end(operation)
        case .none: break
        }
        activity = .none
        thread.unwatch()
        state.publish(socket: -1)
        handle.finish()
        listeners.finish()
        publish()
    }

    /// Runs one statement; parameters and result are binary, the statement is prepared once per connection.
    public func query(_ query: Query) async throws -> Rows {
        try await cancellable { try run(query) }
    }

    /// Runs one statement and gives the number of rows it touched.
    @discardableResult
    public func execute(_ query: Query) async throws -> Int {
        try await self.query(query).affected
    }

    /// Runs any number of statements, separated by semicolons, in one round trip. Outside a transaction they form one.
    public func script(unsafeSQL sql: String) async throws {
        try await cancellable { try perform(sql) }
    }

    /// Runs the statements in one round trip. The first error is thrown and the rest is skipped; outside a transaction they form one, which is committed
    /// when this returns. An error of that commit has the `transactionPhase` commit.
    public func pipeline(_ queries: [Query]) async throws -> [Rows] {
        guard !queries.isEmpty else { return [] }
        return try await cancellable { try runPipeline(queries) }
    }
}

extension Connection {
    var pointer: OpaquePointer {
        get throws(PostgresError) {
            guard let pointer = handle.pointer else { throw .connectionClosed }
            return pointer
        }
    }

    /// Runs `body` on the connection's thread; the server is asked to stop when the task is cancelled meanwhile.
    func cancellable<R>(_ body: () throws -> R) async throws -> R {
        try Task.checkCancellation()
        try settle()
        let operation = canceller.begin()
        return try await withTaskCancellationHandler {
            defer {
                canceller.end(operation)
                publish()
            }
            do {
                return try body()
            } catch let error as PostgresError {
                if error.isStatementCancelled, canceller.isRequested(operation) { throw CancellationError() }
                throw error
            }
        } onCancel: {
            canceller.cancel(operation)
        }
    }

    /// Makes sure that no COPY is under way; one whose reader is gone is brought to its end.
    func settle() throws(PostgresError) {
        switch activity {
        case .none: return
        case .copyOut(let operation) where state.isAbandoned(operation): drainCopyOut(operation)
        default: throw .busy
        }
    }

    func publish() {
        state.publish(transactionStatus)
        guard listeners.isListening else { return }
        deliverNotifications()
        guard isUsable else { return listeners.finish() }
        // Data of a COPY are no notifications.
        if activity == .none { watchSocket() }
    }

    func watchSocket() {
        guard let pointer = handle.pointer, isUsable, listeners.isListening else { return }
        thread.watch(PQsocket(pointer)) { [weak self] in
            guard let self else { return }
            Task { await self.socketBecameReadable() }
        }
    }

    func unwatchSocket() {
        thread.unwatch()
    }

    /// The text of libpq's error when a call failed before anything was sent.
    func failure(_ pointer: OpaquePointer) -> PostgresError {
        if PQstatus(pointer) == CONNECTION_BAD { return .connectionLost }
        return .misuse(PQerrorMessage(pointer).map { String(cString: $0) } ?? "libpq refused the call")
    }
}
