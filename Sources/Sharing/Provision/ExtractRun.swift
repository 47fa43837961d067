internal import AccessControl
public import Addressee
internal import AsyncAlgorithms
internal import AuditTrail
internal import Crypto
internal import Governance
internal import Keys
internal import Postgres
internal import Register
internal import Synchronization

/// The work behind one full extract: rows come from PostgreSQL as CSV, are decided on, joined with their numbers, and go out.
///
/// The server formats the items once; what is added here per person is the decision and the individual number. Reading, opening
/// and sending overlap, and memory is bounded by a few pieces.
package struct ExtractRun: Sendable {
    let provisioning: Provisioning
    let policy: Policy
    let cut: Position
    package let day: CalendarDay
    let startRecord: Int64
    let format: ExtractFormat
    let caller: Caller
    let dataset: String
    /// On which way it goes out: pulled by its receiver, or on a medium.
    var way = Governance.Way.pull

    /// Sends the pieces. However it ends, the record of who was handed over is durable when it returns.
    func produce(into channel: AsyncThrowingChannel<[UInt8], any Error>) async throws {
        let handed = HandedOver()
        do {
            try await pump(handed, into: channel)
        } catch {
            // Also where this task is cancelled: whoever hung up before the end was handed everything before it.
            try await Task { try await record(handed, .interrupted) }.value
            throw error
        }
        try await record(handed, .provided)
    }

    /// Reads, decides, opens and sends; whom and what it handed over stands in `handed`, also where it fails.
    func pump(_ handed: HandedOver, into channel: AsyncThrowingChannel<[UInt8], any Error>) async throws {
        let decides = try await projection()
        // Reading, opening and sending each work on a piece of their own.
        let decided = AsyncThrowingChannel<ExtractPiece, any Error>()
        let opened = AsyncThrowingChannel<(ExtractPiece, Vault.Opened<[UInt8]>), any Error>()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                do {
                    try await read(decides, handed, into: decided)
                    decided.finish()
                } catch {
                    decided.fail(error)
                }
            }
            group.addTask {
                do {
                    for try await piece in decided where !piece.persons.isEmpty { await opened.send((piece, try await numbers(of: piece))) }
                    opened.finish()
                } catch {
                    opened.fail(error)
                }
            }
            group.addTask { try await send(opened, decides, handed, into: channel) }
            do {
                while try await group.next() != nil {}
            } catch {
                group.cancelAll()
                decided.fail(error)
                opened.fail(error)
                throw error
            }
        }
        try Task.checkCancellation()
    }

    /// What is known before the first line: who is flagged, and what waits for a decision.
    private func projection() async throws -> ExtractProjection {
        try await provisioning.pool.withConnection { connection in
            let seal = RowSeal(keys: provisioning.vault.keys)
            let flagged = try await TrueAnswers.ofFlagged(policy.system.rawValue, dataset, seal, on: connection).keptBack
            let keepable = flagged.isEmpty ? nil : try await provisioning.store.keepable(under: policy, on: connection)
            let interested =
                policy.scope.asks.contains(.interest) ? try await InterestedPersons(policy.system, at: cut, seal, on: connection) : .nobody
            return ExtractProjection(
                terms: Terms(policy, way, on: day, keepable: keepable), items: ItemExpression.givable(policy), format: format, flagged: flagged,
                undecided: policy.catalogue.isOfRegister ? try await AwaitingItems.persons(on: connection) : try await AwaitingItems.numbers(on: connection),
                countsPlace: ProtectionColumns.countsPlace(policy, on: way), interested: interested)
        }
    }

    private func read(
        _ projection: ExtractProjection, _ handed: HandedOver, into decided: AsyncThrowingChannel<ExtractPiece, any Error>
    ) async throws {
        if ProtectionColumns.areAsked(by: policy, on: way) {
            // An extract tells of everybody at once: nobody is in it whose protection was taken out past the program.
            // Who asked for the extract did not do it.
            _ = try await ProtectionTrail(pool: provisioning.pool, vault: provisioning.vault).putBack(by: ProtectionTrail.name)
        }
        try await provisioning.pool.withConnection { connection in
            // Before anything is read of which it says what came after.
            handed.begin(at: try await ProtectionColumns.moment(on: connection))
            let ends = try await TrueEnds.all(RowSeal(keys: provisioning.vault.keys), on: connection)
            for try await chunk in try await connection.copyOut(unsafeSQL: select(ends)) {
                try Task.checkCancellation()
                let piece = try projection.decide(chunk)
                handed.withhold(piece.withheld)
                await decided.send(piece)
            }
        }
        let withheld = handed.withheld
        guard !withheld.isEmpty else { return }
        let recorded = way == .medium ? ProvisionRecord.Way.medium : .full
        try await provisioning.pool.transaction {
            try await Withheld.queue(
                withheld.map { .init(id: $0, number: "") }, policy.system.rawValue, dataset, recorded, by: caller.byWhom,
                RowSeal(keys: provisioning.vault.keys), on: $0)
        }
    }

    private func send(
        _ opened: AsyncThrowingChannel<(ExtractPiece, Vault.Opened<[UInt8]>), any Error>, _ projection: ExtractProjection, _ handed: HandedOver,
        into channel: AsyncThrowingChannel<[UInt8], any Error>
    ) async throws {
        if format == .csv { await channel.send(projection.header) }
        var asked = ContinuousClock.now
        for try await (piece, numbers) in opened {
            try Task.checkCancellation()
            if ContinuousClock.now - asked > .milliseconds(500) {
                try await provisioning.pool.withConnection { try await mayGoOn(handed, on: $0) }
                asked = .now
            }
            let bytes = try projection.render(piece, numbers)
            handed.add(piece, bytes)
            await channel.send(bytes)
        }
        // A stream without its end is no extract: what was set meanwhile is in the next one.
        try await provisioning.pool.withConnection { try await mayGoOn(handed, on: $0) }
    }

    /// The individual numbers of a piece. A connection only while it is needed: a slow reader must not keep it.
    private func numbers(of piece: ExtractPiece) async throws -> Vault.Opened<[UInt8]> {
        let owners = piece.persons.compactMap(\.owner)
        guard !owners.isEmpty else { return Vault.Opened() }
        return try await provisioning.pool.withConnection { connection in
            var opened = try await provisioning.vault.openDigits(of: owners, on: connection)
            let told = Vault.altered(
                opened.altered, policy.system.rawValue, dataset, way: way == .medium ? "medium" : "full", by: caller.byWhom)
            try await told?.record(on: connection)
            // One that does not open waits until it is what it was.
            opened.waiting.formUnion(opened.altered.map(\.runningNumber))
            return opened
        }
    }

    /// A policy that changes or ends, a sealing that falls behind, or protection of somebody who may be in it, ends an extract that is under way.
    ///
    /// - Throws: `ExtractEnded`.
    func mayGoOn(_ handed: HandedOver, on connection: Connection) async throws {
        let rows = try await connection.query(
            """
            SELECT content_hash, \(unsafeSQL: SealingDelay.isClose) FROM governance.in_force
            WHERE system = \(policy.system.rawValue) AND dataset = \(dataset)
            """)
        guard let (version, isClose) = try rows.first?.decode((String, Bool?).self), version == policy.contentHash, isClose == true,
            await provisioning.monitor.isOpen()
        else {
            throw ExtractEnded()
        }
        if try await provisioning.ended(by: day, on: connection).hasCome(to: policy) { throw ExtractEnded() }
        if policy.givesPlace, let moment = handed.moment, try await ProtectionColumns.wasSet(since: moment, among: cut, on: connection) {
            throw ExtractEnded()
        }
    }

    private func record(_ handed: HandedOver, _ result: ProvisionRecord.Result) async throws {
        try await provisioning.pool.query(completion(handed, result).statement()).written()
    }

    /// The record of how it ended and who was handed over.
    func completion(_ handed: HandedOver, _ result: ProvisionRecord.Result) -> ProvisionRecord {
        let (persons, digest) = handed.finish()
        var record = ProvisionRecord(
            result, way == .medium ? .medium : .full, system: policy.system.rawValue, dataset: dataset, byWhom: caller.byWhom, policy: policy)
        record.name(persons)
        record.cut = cut
        record.day = day
        record.startedBy = startRecord
        record.digest = provisioning.vault.keys.cipher.keyedHash(digest)
        return record
    }

    /// Current versions as of the cut, facts first, in the order of `ExtractProjection`; of a published dataset a line for each record.
    private func select(_ ends: TrueEnds) -> String {
        let isOfRegister = policy.catalogue.isOfRegister
        var items = isOfRegister ? ItemSet(ItemExpression.rowItems(of: policy)) : []
        let withholds = policy.withholdsPlaceOfProtected(on: way)
        if ProtectionColumns.areAsked(by: policy, on: way) { items.formUnion(ItemSet(ProtectionColumns.asked)) }
        let protection = ProtectionColumns.areAsked(by: policy, on: way) ? ProtectionColumns.all(ends) : ""
        let mark =
            withholds
            ? " CASE WHEN \(ProtectionColumns.hidesAmongAll(at: cut, ends)) THEN 1 END,"
            : ProtectionColumns.countsPlace(policy, on: way) ? " CASE WHEN \(ProtectionColumns.holds) THEN 1 END," : ""
        let facts = FactColumns.ofVersion
        let columns = ["running_number", "number_ordinal"] + facts + ItemCatalogue.register.items(of: items).map(\.rawValue).filter { !facts.contains($0) }
        let asked = policy.scope.asks
        let told =
            isOfRegister
            ? "v.history_number\(ItemExpression.copied(policy, on: way))"
            : "r.history_number\(policy.catalogue.recordKey == nil ? "" : ", r.record_key")\(recordItems)"
        return """
            COPY (
                SELECT v.addressee_id, v.running_number, v.number_ordinal,\(mark) \(FactColumns.ofLine(asked, only: policy.system)), a.atenabango, \(told)
                FROM \(SettledVersions.sql(columns, at: cut, among: isOfRegister ? nil : persons)) AS v
                JOIN register.addressee a ON a.addressee_id = v.addressee_id
                \(isOfRegister ? "" : records)
                \(protection)
                ORDER BY v.addressee_id\(isOfRegister ? " DESC" : ", r.record_key")
            ) TO STDOUT (FORMAT csv)
            """
    }

    private var recordItems: String {
        ItemExpression.givable(policy).map { ", \(ItemExpression.ofRecord($0, by: policy, withholds: policy.withholdsPlaceOfProtected(on: way)))" }.joined()
    }

    /// Whom the dataset has a record of.
    private var persons: String { "ARRAY(SELECT DISTINCT addressee_id FROM dataset.record WHERE dataset = '\(policy.dataset.rawValue)')" }

    /// What is published at the cut.
    private var records: String {
        """
        JOIN (
            SELECT DISTINCT ON (addressee_id, record_key) addressee_id, record_key, history_number, items FROM dataset.record
            WHERE dataset = '\(policy.dataset.rawValue)' AND (xact, journal_position) <= ('\(cut.xact)'::xid8, \(cut.position))
            ORDER BY addressee_id, record_key, history_number DESC
        ) AS r ON r.addressee_id = v.addressee_id AND r.items IS NOT NULL
        """
    }
}

/// What allowed an extract holds no longer; whatever went out before is on record. Ask again: the answer is then that of the policy in force.
public struct ExtractEnded: Error, Sendable {}

/// Who was handed over so far, and the digest of what.
final class HandedOver: Sendable {
    /// Persons of the register come from the last to the first; records of a dataset in rising order of their persons.
    private let state = Mutex((given: Bitmap(), placeOfProtected: Bitmap(), records: RecordSets(), digest: SHA256()))
    private let kept = Mutex<[Int64]>([])
    private let began = Mutex<String?>(nil)

    /// When reading began, as a snapshot of the database; nil before.
    var moment: String? { began.withLock { $0 } }

    func begin(at moment: String) { began.withLock { $0 = moment } }

    /// Whom it passed over until somebody decides.
    var withheld: [Int64] { kept.withLock { $0 } }

    func withhold(_ persons: [Int64]) {
        if !persons.isEmpty { kept.withLock { $0 += persons } }
    }

    /// Who stands in a piece, and which records, as its bytes go out.
    func add(_ piece: ExtractPiece, _ bytes: [UInt8]) {
        let (given, placeOfProtected, records) = (piece.given, piece.placeOfProtected, piece.records)
        state.withLock { state in
            for person in given { state.given.insert(person) }
            for person in placeOfProtected { state.placeOfProtected.insert(person) }
            for record in records { state.records.insert(record.person, record.key, record.part) }
            state.digest.update(data: bytes)
        }
    }

    func finish() -> (ProvisionRecord.Persons, digest: [UInt8]) {
        state.withLock { state in
            var persons = ProvisionRecord.Persons()
            for person in state.given.ids { persons.given.insert(person) }
            for person in state.placeOfProtected.ids { persons.placeOfProtected.insert(person) }
            persons.records = state.records
            return (persons, Array(state.digest.finalize()))
        }
    }
}

extension ExtractEnded: Explained {
    /// X0010.
    public var code: String { "X0010" }
    /// What was done.
    public var rule: String { "提供ポリシーが変わったか、証跡の封印が遅れたか、支援措置の対象者が加わったため、出力を途中で止めました" }
}
