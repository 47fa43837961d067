public import Addressee
public import ConnectorKit
public import Keys
public import Postgres
internal import ReceiverLedger

/// A department's system as a receiver in this process.
///
/// It keeps what it is given of each person as `ReceivedPersons` says, and derives its worklist from that alone: it knows nothing of the hub.
public struct DepartmentModule: Connector {
    /// The dataset that every module understands, and its schema versions.
    public static let datasets: [String: ClosedRange<Int>] = ["addressee": 1...1]

    /// Whose module it is.
    public let kind: DepartmentKind
    private let pool: Pool
    private let persons: ReceivedPersons

    /// - Parameters:
    ///   - pool: connections as the module's role.
    ///   - keys: the module's own keys, shared with whoever rotates them.
    public init(kind: DepartmentKind, pool: Pool, keys: LiveCipher) {
        self.kind = kind
        self.pool = pool
        persons = ReceivedPersons(schema: kind.schema, role: kind.role, pool: pool, keys: keys)
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

    /// Reaches the database as the module's own role, finds its tables and decrypts what it encrypts.
    /// - Throws: `ConnectorError`.
    public func check() async throws { try await persons.check() }

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
        let day = batch.calendarDay
        return try await persons.apply(
            batch, read: { entry throws(UnusableEntry) in try CheckedEntry(entry) }, follow: { kind.worklist.queries($0, on: day) })
    }

    /// Forgets what the worklist derived from the items.
    /// - Throws: `ConnectorError`, or what the database says.
    public func withdraw(_ items: ItemSet) async throws { try await persons.run(kind.worklist.withdrawal(of: items)) }

    /// What the module holds, page by page as it is asked for. Each page is as of its moment, so compare while nothing is delivered, or look again at
    /// what differs.
    public func inventory(key: DigestKey) async throws -> AsyncThrowingStream<[HeldEntry], any Error> { try await persons.inventory(key: key) }

    /// Encrypts individual numbers under the current key that an older key encrypted; after a rotation, without stopping. Call until it gives 0.
    /// - Parameter limit: how many at most in one transaction.
    /// - Returns: how many were encrypted anew.
    /// - Throws: `KeyError` where a number doesn't open, `PostgresError`.
    public func reencrypt(limit: Int = 1_000) async throws -> Int { try await persons.reencrypt(limit: limit) }

    /// Forgets the keys of batches applied longer ago, for a nightly run. One of them delivered again would change nothing, because persons keep their sequence.
    /// - Returns: how many were forgotten.
    @discardableResult
    public func forgetBatches(olderThanDays days: Int = 400) async throws -> Int { try await persons.forgetBatches(olderThanDays: days) }

    /// The pool belongs to whoever made it.
    public func close() async {}

    /// Counts of the worklist on a day, by category; for people and for the comparison of runs, never of single persons.
    public func worklistSummary(on day: CalendarDay = .today()) async throws -> [WorklistCount] {
        let categories = kind.worklist.categories
        let rows = try await pool.query(kind.worklist.counts(on: day))
        guard let row = rows.first else { return [] }
        return try categories.map { category in
            WorklistCount(category: category.slug, label: category.label, count: Int(try row.decode(category.slug, as: Int64.self)))
        }
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
