public import Addressee
public import ConnectorKit
public import Keys
public import Postgres

/// A department's system as a receiver in this process.
///
/// It keeps what it is given of each person, the individual number sealed under its own key, and derives its worklist from that alone: it knows nothing
/// of the hub. A batch is applied in one transaction, together with its idempotency key.
public struct DepartmentModule: Connector {
    /// The dataset that every module understands, and its schema versions.
    public static let datasets: [String: ClosedRange<Int>] = ["addressee": 1...1]

    /// Whose module it is.
    public let kind: DepartmentKind
    let pool: Pool
    let keys: LiveCipher

    /// - Parameters:
    ///   - pool: connections as the module's role.
    ///   - keys: the module's own keys, shared with whoever rotates them.
    public init(kind: DepartmentKind, pool: Pool, keys: LiveCipher) {
        self.kind = kind
        self.pool = pool
        self.keys = keys
    }

    /// With keys that are not exchanged while the module lives.
    public init(kind: DepartmentKind, pool: Pool, keys: FieldCipher) {
        self.init(kind: kind, pool: pool, keys: LiveCipher(keys))
    }

    /// Named after the department; knows the dataset `addressee` and can say what it holds.
    public func describe() async throws -> ConnectorDescription {
        ConnectorDescription(
            name: "department-\(kind.systemName)", version: "1.0", datasets: Self.datasets, capabilities: [.inventory])
    }

    /// Reaches the database as the module's own role, finds its tables and opens what it seals.
    /// - Throws: `ConnectorError`.
    public func check() async throws {
        let row: Row?
        do {
            row = try await pool.query(LedgerQueries(kind.schema).standing()).first
        } catch let error as PostgresError {
            throw Self.connectorError(error)
        }
        guard let row else { throw ConnectorError.badConfiguration("no answer from the database") }
        let role: String = try row.decode("role")
        guard role == kind.role else {
            throw ConnectorError.badConfiguration("connected as \(role), not as \(kind.role)")
        }
        guard try row.decode("may_write", as: Bool?.self) == true else {
            throw ConnectorError.badConfiguration("\(role) finds no table \(kind.schema).person that it may write")
        }
        let cipher = keys.cipher
        let context = Array(kind.schema.utf8)
        guard let sealed = try? cipher.seal(context, context: context),
            (try? cipher.open(sealed, keyID: cipher.currentKeyID, context: context)) == context
        else { throw ConnectorError.badConfiguration("the module's keys do not work") }
    }

    /// The module finds out by itself what it holds, so the position says nothing to it.
    public func open(lastPosition: String?) async throws {
        try await check()
    }

    /// Applies the batch in one transaction.
    ///
    /// An entry that no rule can work with is rejected with item and rule; the others are applied. A database that can't be reached throws
    /// `ConnectorError` (`isRetryable`), and anything else what the database says.
    public func deliver(_ batch: Batch) async throws -> [EntryResult] {
        guard batch.system == kind.systemName else { throw ConnectorError.anotherSystem(batch.system.rawValue) }
        guard let versions = Self.datasets[batch.dataset] else { throw ConnectorError.unknownDataset(batch.dataset) }
        guard versions.contains(batch.schemaVersion) else {
            throw ConnectorError.unknownSchemaVersion(batch.schemaVersion, dataset: batch.dataset)
        }
        guard !batch.entries.isEmpty else { return [] }
        let delivery = try await Delivery.prepare(batch, schema: kind.schema, cipher: keys.cipher)
        do {
            try await pool.transaction(retries: 3) { connection in
                try await delivery.apply(on: connection, kind: kind)
            }
        } catch let error as PostgresError {
            throw Self.connectorError(error)
        }
        return delivery.results
    }

    /// Forgets what the worklist derived from the items.
    /// - Throws: `ConnectorError`, or what the database says.
    public func withdraw(_ items: ItemSet) async throws {
        let queries = kind.worklist.withdrawal(of: items)
        guard !queries.isEmpty else { return }
        do {
            try await pool.transaction(retries: 3) { connection in _ = try await connection.pipeline(queries) }
        } catch let error as PostgresError {
            throw Self.connectorError(error)
        }
    }

    /// The pool belongs to whoever made it.
    public func close() async {}

    /// Counts of the worklist on a day, by category; for people and for the comparison of runs, never of single persons.
    public func worklistSummary(on day: CalendarDay = .today()) async throws -> [WorklistCount] {
        let categories = kind.worklist.categories
        let rows = try await pool.query(kind.worklist.counts(on: day))
        guard let row = rows.first else { return [] }
        return try categories.enumerated().map { index, category in
            WorklistCount(category: category.slug, label: category.label, count: Int(try row.decode(index, as: Int64.self)))
        }
    }

    static func connectorError(_ error: PostgresError) -> any Error {
        if error.isConnectionLoss || error.isPoolExhausted || error.isRetryable {
            return ConnectorError.unreachable("database: \(error.label)")
        }
        // 42501 no privilege, 3D000/3F000/42P01 no such database, schema or table, 28xxx not let in.
        if let state = error.sqlState, ["42501", "3D000", "3F000", "42P01"].contains(state) || state.hasPrefix("28") {
            return ConnectorError.badConfiguration("database: \(error.label)")
        }
        return error
    }
}

/// How many persons of a worklist are of one category.
public struct WorklistCount: Sendable, Hashable {
    /// Stable name, such as `first-class`.
    public var category: String
    /// Name for people, in Japanese.
    public var label: String
    /// Persons, or periods of residence for tax.
    public var count: Int
}
