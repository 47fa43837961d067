import Addressee
import ConnectorKit
import Keys
import Postgres

/// A batch made ready for the database: checked, sealed, one state for each person, in order of numbers (so that two batches at once never lock crosswise).
struct Delivery: Sendable {
    private let key: String
    private let sequence: Int64
    private let entryCount: Int
    private let day: CalendarDay
    private let states: [PersonState]
    private var columns = LedgerColumns()

    /// One for each entry of the batch, once it is applied. The same batch always gives the same.
    let results: [EntryResult]

    /// Off the caller's actor: a large batch takes milliseconds.
    @concurrent
    static func prepare(_ batch: Batch, schema: String, cipher: FieldCipher) async throws -> Delivery {
        try Delivery(batch, schema: schema, cipher: cipher)
    }

    init(_ batch: Batch, schema: String, cipher: FieldCipher) throws {
        key = batch.idempotencyKey
        sequence = batch.sequence
        entryCount = batch.entries.count
        day = batch.calendarDay
        var usable: [(state: PersonState, index: Int)] = []
        usable.reserveCapacity(batch.entries.count)
        results = batch.entries.indices.map { index in
            // 職員の確認待ち: what is held stays as it is, and nobody comes to be held.
            if batch.entries[index].operation == .awaitingConfirmation { return .applied }
            do throws(UnusableEntry) {
                usable.append((try PersonState(batch.entries[index]), index))
                return .applied
            } catch {
                return .rejected(reason: error.reason)
            }
        }
        if !Self.isAscending(usable) {
            usable.sort { a, b in
                a.state.number == b.state.number
                    ? a.index < b.index : a.state.number.utf8.lexicographicallyPrecedes(b.state.number.utf8)
            }
        }
        var states: [PersonState] = []
        states.reserveCapacity(usable.count)
        columns.reserve(usable.count)
        for (position, (state, index)) in usable.enumerated() {
            // Of several states of a person the last counts.
            if position + 1 < usable.count, usable[position + 1].state.number == state.number { continue }
            try columns.append(batch.entries[index], schema: schema, cipher: cipher)
            states.append(state)
        }
        self.states = states
    }

    /// Writes the batch in the transaction that is open on the connection.
    /// - Throws: `ConnectorError.keyReused`, `PostgresError`.
    func apply(on connection: Connection, kind: DepartmentKind) async throws {
        let queries = LedgerQueries(kind.schema)
        var statements = [
            queries.note(key: key, sequence: sequence, entryCount: entryCount, day: day),
            queries.noted(key: key),
            queries.preferIndexes(),
        ]
        if !states.isEmpty { statements.append(queries.write(columns, sequence: sequence)) }
        let answers = try await connection.pipeline(statements)
        if answers[0].affected == 0 {
            guard let noted = answers[1].first, try noted.decode("sequence", as: Int64.self) == sequence,
                try noted.decode("entry_count", as: Int32.self) == Int32(clamping: entryCount)
            else { throw ConnectorError.keyReused(key) }
            return
        }
        guard answers.count == 4, !answers[3].isEmpty else { return }
        let follow = kind.worklist.queries(try changes(answers[3]), on: day)
        if !follow.isEmpty { _ = try await connection.pipeline(follow) }
    }

    /// The states that were newer than what was held.
    private func changes(_ written: Rows) throws -> [Change] {
        var changes: [Change] = []
        changes.reserveCapacity(written.count)
        // PostgreSQL gives them back in the order of the batch, in which some may lack; should it ever not, all places are looked at.
        var place = states.startIndex
        for row in written {
            let number: String = try row.decode(0)
            guard
                let found = states[place...].firstIndex(where: { $0.number == number })
                    ?? states[..<place].firstIndex(where: { $0.number == number })
            else { continue }
            changes.append(Change(state: states[found], isNew: try row.decode(1)))
            place = found + 1
        }
        return changes
    }

    private static func isAscending(_ usable: [(state: PersonState, index: Int)]) -> Bool {
        zip(usable, usable.dropFirst()).allSatisfy {
            $0.state.number.utf8.lexicographicallyPrecedes($1.state.number.utf8)
        }
    }
}
