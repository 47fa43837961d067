/// What went wrong between this program and the server.
///
/// Holds no value of any row: the server's DETAIL, HINT and CONTEXT are dropped, and its message is kept only for SQLSTATE classes whose messages name
/// objects but never values.
public struct PostgresError: Error, Sendable {
    enum Code: String, Sendable {
        case server
        case connectionFailed = "connection-failed"
        case connectionLost = "connection-lost"
        case connectionClosed = "connection-closed"
        case busy
        case nulInText = "nul-in-text"
        case decoding
        case misuse
        case transactionAborted = "transaction-aborted"
        case poolTimeout = "pool-timeout"
        case poolFull = "pool-full"
        case poolShutDown = "pool-shut-down"
        case clockDiffers = "clock-differs"
    }

    /// The step of a transaction that failed, when it was not its body.
    public enum TransactionPhase: String, Sendable {
        case begin, commit
    }

    /// Behind a reference, so that throwing functions stay cheap when nothing is thrown.
    final class Storage: Sendable {
        let code: Code
        let sqlState: String?
        let message: String?
        let schema: String?
        let table: String?
        let column: String?
        let constraint: String?
        let position: Int?
        let phase: TransactionPhase?
        let seconds: Double?

        init(
            _ code: Code, sqlState: String? = nil, message: String? = nil, schema: String? = nil, table: String? = nil,
            column: String? = nil, constraint: String? = nil, position: Int? = nil, phase: TransactionPhase? = nil, seconds: Double? = nil
        ) {
            self.code = code
            self.sqlState = sqlState
            self.message = message
            self.schema = schema
            self.table = table
            self.column = column
            self.constraint = constraint
            self.position = position
            self.phase = phase
            self.seconds = seconds
        }
    }

    let storage: Storage

    init(_ storage: Storage) {
        self.storage = storage
    }

    var code: Code { storage.code }

    /// The five characters of SQLSTATE, when the server sent an error.
    public var sqlState: String? { storage.sqlState }
    /// The server's or libpq's sentence, when it can't hold a value of a row.
    public var message: String? { storage.message }
    /// Schema of the object concerned, when the server named one.
    public var schema: String? { storage.schema }
    /// Table concerned, when the server named one.
    public var table: String? { storage.table }
    /// Column concerned, when the server named one.
    public var column: String? { storage.column }
    /// The violated constraint's name.
    public var constraint: String? { storage.constraint }
    /// Where in the SQL text, counted in characters from 1.
    public var position: Int? { storage.position }
    /// Set when BEGIN or COMMIT failed, not the body of the transaction.
    public var transactionPhase: TransactionPhase? { storage.phase }

    /// Seconds that this machine's clock is ahead of the server's, where that kept the connection from being opened; nil for any other error.
    public var clockDifference: Double? { code == .clockDiffers ? storage.seconds : nil }

    /// The connection is gone (or never came to be); another one is needed.
    public var isConnectionLoss: Bool {
        switch code {
        case .connectionFailed, .connectionLost, .connectionClosed: return true
        case .server:
            guard let sqlState else { return false }
            return sqlState.hasPrefix("08") || ["57P01", "57P02", "57P03", "57P05", "25P03"].contains(sqlState)
        default: return false
        }
    }

    /// The whole transaction may simply be run again: serialization failure or deadlock.
    public var isRetryable: Bool { sqlState == "40001" || sqlState == "40P01" }

    /// COMMIT was sent but no answer came: nobody knows whether the transaction stands.
    public var isCommitUnknown: Bool { transactionPhase == .commit && isConnectionLoss }

    /// No connection of the pool became free in time, or too many wait already.
    public var isPoolExhausted: Bool { code == .poolTimeout || code == .poolFull }

    /// A row with this key exists already (23505).
    public var isUniqueViolation: Bool { sqlState == "23505" }

    /// The statement was stopped: by a request or by statement_timeout (57014).
    public var isStatementCancelled: Bool { sqlState == "57014" }

    /// Short and from a bounded set, for metrics: `server-23505`, `connection-lost`, `pool-timeout`…
    public var label: String {
        if code == .server, let sqlState { return "server-\(sqlState)" }
        return code.rawValue
    }
}

extension PostgresError: CustomStringConvertible {
    /// General on purpose: names of database objects, never values.
    public var description: String {
        var parts = [label]
        if let phase = transactionPhase { parts.append("in \(phase.rawValue)") }
        if let table { parts.append("table \(table)") }
        if let column { parts.append("column \(column)") }
        if let constraint { parts.append("constraint \(constraint)") }
        if let message { parts.append(message) }
        return "PostgresError(\(parts.joined(separator: ", ")))"
    }
}

extension PostgresError {
    static func connectionFailed(_ message: String) -> Self { Self(Storage(.connectionFailed, message: message)) }
    static let connectionLost = Self(Storage(.connectionLost))
    static let connectionClosed = Self(Storage(.connectionClosed))
    /// Another statement, a COPY most likely, is under way on this connection.
    static let busy = Self(Storage(.busy, message: "a COPY is under way on this connection"))
    static let nulInText = Self(Storage(.nulInText, message: "text must not hold U+0000"))
    static func misuse(_ message: String) -> Self { Self(Storage(.misuse, message: message)) }
    /// COMMIT was answered by ROLLBACK, because a statement of the transaction had failed and its error was swallowed.
    static let transactionAborted = Self(Storage(.transactionAborted, phase: .commit))
    /// Nothing may be written by two clocks.
    static func clockDiffers(by seconds: Double) -> Self {
        Self(Storage(.clockDiffers, message: "this machine's clock is \(Int(min(max(seconds, -1e9), 1e9))) s ahead of the server's", seconds: seconds))
    }
    static let poolTimeout = Self(Storage(.poolTimeout))
    static let poolFull = Self(Storage(.poolFull))
    static let poolShutDown = Self(Storage(.poolShutDown))

    static func poolTimeout(connecting cause: PostgresError) -> Self {
        Self(Storage(.poolTimeout, message: cause.message))
    }

    static func decoding(_ type: Any.Type, oid: UInt32, column: String? = nil) -> Self {
        Self(Storage(.decoding, message: "type with oid \(oid) does not decode as \(type)", column: column))
    }

    static func decodingNull(_ type: Any.Type) -> Self {
        Self(Storage(.decoding, message: "NULL does not decode as \(type)"))
    }

    static func noColumn(_ name: String) -> Self {
        Self(Storage(.decoding, message: "the result has no such column", column: name))
    }

    static func otherColumns(_ count: Int, than expected: Int) -> Self {
        Self(Storage(.decoding, message: "the result has \(count) columns, not \(expected)"))
    }

    func inColumn(_ name: String) -> Self {
        Self(Storage(code, message: message, column: name))
    }

    func inPhase(_ phase: TransactionPhase) -> Self {
        Self(
            Storage(
                code, sqlState: sqlState, message: message, schema: schema, table: table, column: column,
                constraint: constraint, position: position, phase: phase))
    }
}
