public import Addressee
public import ConnectorKit
public import Keys
public import Postgres
internal import ReceiverLedger

/// A department's system as a receiver in this process.
///
/// It keeps what it is given of each person as `ReceivedPersons` says, and derives its worklist from that alone: it knows nothing of the hub.
public struct DepartmentModule: Connector {
    /// Whose module it is.
    public let kind: DepartmentKind
    /// What this is given: the module is a receiver of its own for each dataset.
    public let dataset: DepartmentDataset
    private let pool: Pool
    private let persons: ReceivedPersons

    /// - Parameters:
    ///   - dataset: what it is given.
    ///   - pool: connections as the module's role.
    ///   - keys: the module's own keys, shared with whoever rotates them.
    public init(kind: DepartmentKind, dataset: DepartmentDataset = .addressee, pool: Pool, keys: LiveCipher) {
        self.kind = kind
        self.dataset = dataset
        self.pool = pool
        persons = ReceivedPersons(schema: kind.schema, table: dataset.table, role: kind.role, pool: pool, keys: keys)
    }

    /// With keys that are not exchanged while the module lives.
    public init(kind: DepartmentKind, dataset: DepartmentDataset = .addressee, pool: Pool, keys: FieldCipher) {
        self.init(kind: kind, dataset: dataset, pool: pool, keys: LiveCipher(keys))
    }

    /// Named after the department; knows its dataset and can say what it holds.
    public func describe() async throws -> ConnectorDescription {
        ConnectorDescription(
            name: "department-\(kind.systemName)", version: "1.0", receiver: kind.systemName, datasets: [dataset.name.rawValue: dataset.versions],
            capabilities: [.inventory])
    }

    /// Reaches the database as the module's own role, finds its tables and decrypts what it encrypts.
    /// - Throws: `ConnectorError`.
    public func check() async throws { try await persons.check() }

    /// The module finds out by itself what it holds, so the position says nothing to it. It keeps whose hub came first, and lets no other body's in.
    /// - Throws: `ConnectorError`.
    public func open(for body: LocalGovernmentCode, lastPosition: String?) async throws { try await persons.open(for: body) }

    /// Applies the batch in one transaction.
    ///
    /// An entry that no rule can work with is rejected with item and rule; the others are applied. A database that can't be reached throws
    /// `ConnectorError` (`isRetryable`), and anything else what the database says.
    public func deliver(_ batch: Batch) async throws -> [EntryResult] {
        guard batch.system == kind.systemName else { throw ConnectorError.anotherSystem(batch.system.rawValue) }
        guard batch.dataset == dataset.name.rawValue else { throw ConnectorError.unknownDataset(batch.dataset) }
        guard dataset.versions.contains(batch.schemaVersion) else {
            throw ConnectorError.unknownSchemaVersion(batch.schemaVersion, dataset: batch.dataset)
        }
        guard !batch.entries.isEmpty else { return [] }
        // What is derived is derived from the persons.
        guard dataset == .addressee else { return try await persons.apply(batch, read: { _ in }, follow: { _ in [] }) }
        let day = batch.calendarDay
        return try await persons.apply(
            batch, read: { entry throws(UnusableEntry) in try CheckedEntry(entry) }, follow: { kind.worklist.follow($0, on: day) })
    }

    /// Forgets what the worklist derived from the items.
    /// - Throws: `ConnectorError`, or what the database says.
    public func withdraw(_ items: ItemSet) async throws { if dataset == .addressee { try await persons.run(kind.worklist.withdrawal(of: items, from: nil)) } }

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
