internal import Addressee
internal import AsyncAlgorithms
internal import Crypto
internal import Governance
internal import Postgres
internal import Seal

/// The work behind one full extract: rows come from PostgreSQL as CSV, are decided on, joined with their numbers, and go out.
///
/// The server formats the items once; what is added here per person is the decision and the individual number. Reading, opening
/// and sending overlap, and memory is bounded by a few pieces.
struct ExtractRun: Sendable {
    let desk: ProvisionDesk
    let policy: Policy
    let cut: Position
    let day: CalendarDay
    let startRecord: Int64
    let format: ExtractFormat
    let caller: Caller
    let dataset: String

    /// Sends the pieces; when it returns, the record of who was handed over is durable.
    func produce(into channel: AsyncThrowingChannel<[UInt8], any Error>) async throws {
        let items = PersonState.rowItems(of: policy)
        let projection = ExtractProjection(policy: policy, items: items, day: day, format: format)
        let decided = AsyncThrowingChannel<ExtractPiece, any Error>()
        let record = try await withThrowingTaskGroup(of: ProvisionRecord?.self) { group in
            group.addTask {
                do {
                    try await read(items, projection, into: decided)
                    decided.finish()
                } catch {
                    decided.fail(error)
                }
                return nil
            }
            group.addTask { try await send(decided, projection, into: channel) }
            var record: ProvisionRecord?
            for try await result in group { record = result ?? record }
            return record
        }
        if let record { _ = try await desk.pool.query(record.statement()) }
    }

    private func read(
        _ items: [Item], _ projection: ExtractProjection, into decided: AsyncThrowingChannel<ExtractPiece, any Error>
    ) async throws {
        try await desk.pool.withConnection { connection in
            for try await chunk in try await connection.copyOut(unsafeSQL: select(items)) {
                try Task.checkCancellation()
                await decided.send(try projection.decide(chunk))
            }
        }
    }

    private func send(
        _ decided: AsyncThrowingChannel<ExtractPiece, any Error>, _ projection: ExtractProjection,
        into channel: AsyncThrowingChannel<[UInt8], any Error>
    ) async throws -> ProvisionRecord {
        var persons = PersonSet()
        var handedOver = SHA256()
        if format == .csv { await channel.send(projection.header) }
        try await desk.pool.withConnection { connection in
            for try await piece in decided where !piece.persons.isEmpty {
                let numbers = policy.includesIndividualNumber
                    ? try await desk.vault.openDigits(of: piece.persons.compactMap(\.owner), on: connection) : [:]
                let bytes = try projection.render(piece, numbers)
                for person in piece.persons { persons.insert(person.addresseeID) }
                handedOver.update(data: bytes)
                await channel.send(bytes)
            }
        }
        var record = ProvisionRecord(.provided, .full, system: policy.system.rawValue, dataset: dataset, byWhom: caller.byWhom, policy: policy)
        record.personsCount = persons.count
        record.persons = persons
        record.cut = cut
        record.day = day
        record.startedBy = startRecord
        record.digest = desk.vault.keys.cipher.keyedHash(Array(handedOver.finalize()))
        return record
    }

    /// Current versions as of the cut, facts first, in the order of `ExtractProjection`.
    private func select(_ items: [Item]) -> String {
        let columns = items.map { "v.\($0.rawValue)" }.joined(separator: ", ")
        return """
            COPY (
                SELECT v.addressee_id, v.running_number, v.number_ordinal, v.birth_sort_day - DATE '2000-01-01', v.juminjotai,
                    v.karitorokufuragu, v.jusho_shikuchosonkodo, v.zokugara = '世帯主', v.tagyomusanshofukafuragu,
                    array_to_string(v.registered_by, ' '), a.atenabango, v.history_number\(columns.isEmpty ? "" : ", " + columns)
                FROM (
                    SELECT DISTINCT ON (addressee_id) * FROM register.version
                    WHERE (xact, journal_position) <= ('\(cut.xact)'::xid8, \(cut.position)) ORDER BY addressee_id, history_number DESC
                ) AS v
                JOIN register.addressee a ON a.addressee_id = v.addressee_id ORDER BY v.addressee_id
            ) TO STDOUT (FORMAT csv)
            """
    }
}
