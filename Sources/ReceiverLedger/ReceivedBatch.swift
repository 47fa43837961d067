import Addressee
import ConnectorKit
import Keys
import Postgres

/// A batch made ready for the database: checked, encrypted, one state for each record, in order of names (so that two batches at once never lock crosswise).
struct ReceivedBatch<State: Sendable>: Sendable {
    private let key: String
    private let sequence: Int64
    private let entryCount: Int
    private let day: CalendarDay
    private let states: [(name: RecordName, state: State)]
    private var columns = LedgerColumns()

    /// One for each entry of the batch, once it is applied. The same batch always gives the same.
    let results: [EntryResult]

    /// Off the caller's actor: a large batch takes milliseconds.
    @concurrent
    static func prepare(
        _ batch: Batch, in place: EncryptionContext, isKeyed: Bool, cipher: FieldCipher, read: @Sendable (Entry) throws(UnusableEntry) -> State
    ) async throws -> ReceivedBatch {
        try ReceivedBatch(batch, in: place, isKeyed: isKeyed, cipher: cipher, read: read)
    }

    private init(
        _ batch: Batch, in place: EncryptionContext, isKeyed: Bool, cipher: FieldCipher, read: (Entry) throws(UnusableEntry) -> State
    ) throws {
        key = batch.idempotencyKey
        sequence = batch.sequence
        entryCount = batch.entries.count
        day = batch.calendarDay
        var usable: [Usable] = []
        usable.reserveCapacity(batch.entries.count)
        results = batch.entries.indices.map { index in
            // 職員の確認待ち: what is held stays as it is, and nobody comes to be held.
            if batch.entries[index].operation == .awaitingConfirmation { return .applied }
            do throws(UnusableEntry) {
                let entry = batch.entries[index]
                try UnusableEntry.check(entry, isKeyed: isKeyed)
                usable.append((RecordName(entry.addresseeNumber.value, entry.recordKey ?? ""), try read(entry), index))
                return .applied
            } catch {
                return .rejected(reason: error.reason)
            }
        }
        if !Self.isAscending(usable) {
            usable.sort { a, b in a.name == b.name ? a.index < b.index : a.name < b.name }
        }
        var states: [(name: RecordName, state: State)] = []
        states.reserveCapacity(usable.count)
        columns.reserve(usable.count)
        for (position, (name, state, index)) in usable.enumerated() {
            // Of several states of a record the last counts.
            if position + 1 < usable.count, usable[position + 1].name == name { continue }
            try columns.append(batch.entries[index], in: place, cipher: cipher)
            states.append((name, state))
        }
        self.states = states
    }

    /// Writes the batch in the transaction that is open on the connection.
    /// - Throws: `ConnectorError.keyReused`, `PostgresError`.
    func apply(on connection: Connection, queries: LedgerQueries, follow: ([StateChange<State>]) -> [Query]) async throws {
        var statements = [queries.note(key: key, sequence: sequence, entryCount: entryCount, day: day), queries.preferIndexes()]
        if !states.isEmpty { statements.append(queries.write(columns, sequence: sequence)) }
        let answers = try await connection.pipeline(statements)
        if answers[0].affected == 0 {
            guard let noted = try await connection.query(queries.noted(key: key)).first, try noted.decode("sequence", as: Int64.self) == sequence,
                try noted.decode("entry_count", as: Int32.self) == Int32(clamping: entryCount)
            else { throw ConnectorError.keyReused(key) }
            return
        }
        guard let written = answers.dropFirst(2).first, !written.isEmpty else { return }
        let following = follow(try changes(written))
        if !following.isEmpty { _ = try await connection.pipeline(following) }
    }

    /// The states that were newer than what was held.
    private func changes(_ written: Rows) throws -> [StateChange<State>] {
        var changes: [StateChange<State>] = []
        changes.reserveCapacity(written.count)
        // PostgreSQL gives them back in the order of the batch, in which some may lack; should it ever not, all places are looked at.
        var place = states.startIndex
        let (addressee, isNew) = (try written.column("atenabango", as: String.self), try written.column("is_new", as: Bool.self))
        let recordKey = try written.column("record_key", as: String.self)
        for row in written {
            let name = RecordName(try row.decode(addressee), try row.decode(recordKey))
            guard
                let found = states[place...].firstIndex(where: { $0.name == name }) ?? states[..<place].firstIndex(where: { $0.name == name })
            else { continue }
            changes.append(StateChange(number: name.number, state: states[found].state, isNew: try row.decode(isNew)))
            place = found + 1
        }
        return changes
    }

    private typealias Usable = (name: RecordName, state: State, index: Int)

    private static func isAscending(_ usable: [Usable]) -> Bool {
        zip(usable, usable.dropFirst()).allSatisfy { $0.name < $1.name }
    }
}

/// What names a record: whose it is, and which of the person's.
private struct RecordName: Comparable, Sendable {
    let number: String
    let key: String

    init(_ number: String, _ key: String) { (self.number, self.key) = (number, key) }

    static func < (one: Self, other: Self) -> Bool {
        one.number == other.number
            ? one.key.utf8.lexicographicallyPrecedes(other.key.utf8) : one.number.utf8.lexicographicallyPrecedes(other.number.utf8)
    }
}

/// A person's state that was applied, not one that came late.
package struct StateChange<State: Sendable>: Sendable {
    /// 宛名番号.
    package var number: String
    /// What the receiver read of the entry.
    package var state: State
    /// The receiver never heard of the person before, so there is nothing to clear.
    package var isNew: Bool
}
