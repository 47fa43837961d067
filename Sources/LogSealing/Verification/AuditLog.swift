public import AccessControl
internal import Addressee
public import AuditTrail
internal import Foundation
public import Postgres
internal import Threads
public import TransparencyLog

/// 証跡. The log as those entitled read it: verified, proven, exported. Reading it is itself an event.
public struct AuditLog: Sendable {
    package let pool: Pool
    package let files: SealedBatchFiles
    private let patience: Duration

    /// - Parameters:
    ///   - files: those the sealer of this hub writes.
    ///   - patience: how long an export waits for what it states to be sealed; where sealing stands still it goes without.
    public init(pool: Pool, files: SealedBatchFiles, patience: Duration = .seconds(10)) { (self.pool, self.files, self.patience) = (pool, files, patience) }

    /// Passes whoever may read the log, and records that it is read.
    private func admit(_ act: String, by reader: Principal, event: Int64? = nil, from: Int? = nil, to: Int? = nil) async throws {
        try await pool.permit(reader, .readLog)
        var fields = ["act": act]
        fields["event"] = event.map(String.init)
        fields["from"] = from.map(String.init)
        fields["to"] = to.map(String.init)
        let read = AuditEvent(.logRead, by: reader.name, fields: fields)
        try await pool.withConnection { try await read.record(on: $0) }
    }

    /// Verifies the live database against the files outside it: every signature, the chain, each event against its leaf, the columns and the
    /// provision records that repeat it, and the stored hashes.
    ///
    /// - Parameters:
    ///   - range: leaves; nil for the whole log. Batches that it touches are checked whole.
    ///   - witnesses: notes that somebody kept elsewhere.
    ///   - progress: told leaves done.
    /// - Returns: all that was found.
    /// - Throws: `AccessRefused`, `PostgresError`, `SealedBatchFilesError`.
    public func verify(
        by reader: Principal, _ range: Range<Int>? = nil, key: VerifierKey, witnesses: [SignedNote] = [], progress: @escaping @Sendable (Int) -> Void = { _ in }
    ) async throws -> LogExport.Report {
        try await admit("verify", by: reader, from: range?.lowerBound, to: range?.upperBound)
        let files = files
        // The files first: what they hold then, the database's snapshot holds too, but for the batch that is being written.
        let names = try await OwnThread.run { try files.names() }
        let newest = try await OwnThread.run { try files.last()?.note.checkpoint.batch ?? 0 }
        let accepted = try await OwnThread.run { LogExport.Accepted.pairs(try files.resumptions(key)) }
        return try await pool.transaction(isolation: .repeatableRead, readOnly: true) { connection in
            try await connection.script(unsafeSQL: "SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0")
            var walk = LiveVerification(
                connection: connection, range: range, key: key, witnesses: witnesses,
                gaps: try await Self.gaps(files, accepted, key, on: connection))
            walk.report.isEndWitnessed = true
            walk.report.accepted = accepted.filter { $0.database > $0.outside }
            if range == nil { walk.explain(try await listen(key, newest, &walk.report)) }
            var batches = SealedBatchReader(files: files, names: names)
            while let piece = try await batches.next() {
                for batch in piece where batch.note.checkpoint.batch <= newest {
                    try await walk.step(outside: batch, isNewest: batch.note.checkpoint.batch == newest)
                    progress(walk.report.size)
                }
            }
            // What was sealed since the files were read.
            try await walk.stepInside()
            try await walk.finish()
            return walk.report
        }
    }

    /// The gaps that two people accepted, as the checkpoints after them tell: what is not signed counts for nothing here, and shows in its place.
    private static func gaps(
        _ files: SealedBatchFiles, _ accepted: [LogExport.Accepted], _ key: VerifierKey, on connection: Connection
    ) async throws -> LogGaps {
        var notes = try await connection.query("SELECT note FROM audit.checkpoint WHERE note LIKE \("%\ngap %") ORDER BY batch")
            .map { try $0.decode(String.self) }
        // The batch that tells of one may be under way from files to database.
        if let newest = try await OwnThread.run({ try files.last()?.note.text }) { notes.append(newest) }
        var gaps = LogGaps()
        for text in notes {
            // What the key did not sign opens no gap; that it stands there is a fault of its own when its batch is checked.
            guard let note = try? SignedNote(text), (try? note.verify(key)) != nil else { continue }
            try gaps.add(note, accepted: accepted, key: key)
        }
        return gaps
    }

    /// Walks the sealer's heartbeats, from the first to the last.
    ///
    /// - Parameter newest: the last batch of the files, as read before: what a heartbeat tells of must be there.
    /// - Returns: the stretches in which the sealer was stopped as ordered, or not begun yet.
    private func listen(_ key: VerifierKey, _ newest: Int, _ report: inout LogExport.Report) async throws -> [ClosedRange<LogTime>] {
        let files = files
        var walk = HeartbeatVerifier(key: key)
        var first: Heartbeat.Word?
        for name in try await OwnThread.run({ try files.heartbeatNames() }) {
            for heartbeat in try await OwnThread.run({ try files.heartbeats(in: name) }) {
                do { try walk.check(heartbeat) } catch {
                    report.add([error])
                    continue
                }
                first = first ?? heartbeat.word
            }
        }
        walk.end(at: .now())
        (report.heartbeats, report.gaps) = (walk.count, walk.gaps)
        report.heartbeatsMissingBefore = walk.isStartMissing ? first?.time.description : nil
        if let last = walk.newest, last.batch > newest, try await OwnThread.run({ try files.last()?.note.checkpoint.batch ?? 0 }) < last.batch {
            report.add([LogFault(.missing, index: nil, batch: newest + 1, "心拍が示すバッチ \(last.batch) までの記録が、データベースの外の記録から失われています")])
        }
        let begun = first.map { LogTime(microseconds: .min)...$0.time }
        return walk.stops + (walk.isStartMissing ? [] : [begun].compactMap { $0 })
    }

    /// Writes the log, or the batches that a range of leaves touches, as JSON lines (`LogExport`), and states in the log what was written: with that event's proof
    /// in it, whatever is taken out of the export later shows.
    ///
    /// - Parameters:
    ///   - withPersonal: also salts and personal fields, where they are still kept.
    ///   - write: gets whole lines.
    /// - Returns: events written, and whether the statement was sealed in time to stand in it.
    /// - Throws: `AccessRefused`, `PostgresError`, `SealedBatchFilesError`, and what `write` throws.
    public func export(
        by reader: Principal, _ range: Range<Int>? = nil, withPersonal: Bool, to write: ([UInt8]) throws -> Void
    ) async throws -> (events: Int, isStated: Bool) {
        try await admit(withPersonal ? "export" : "export-without-personal", by: reader, from: range?.lowerBound, to: range?.upperBound)
        let files = files
        // What the files hold now, the snapshot holds too; what is sealed from here on is left to the next export.
        let names = try await OwnThread.run { try files.names() }
        let newest = try await OwnThread.run { try files.last()?.note.checkpoint.batch ?? 0 }
        let key = try files.key()
        let name = reader.name
        let statement = try await pool.transaction(isolation: .repeatableRead, readOnly: true) { connection in
            try await connection.script(unsafeSQL: "SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0")
            let words = try await OwnThread.run { try files.resumptions(key) }
            let gaps = try await Self.gaps(files, LogExport.Accepted.pairs(words), key, on: connection)
            var edge = MerkleFrontier()
            var last: SignedNote?
            var reader: EventReader?
            var hasHead = false
            var openings = ExportOpenings()
            var leaves = 0..<0
            func head() throws {
                leaves = edge.size..<edge.size
                try write(try LogExport.line(LogExport.Head(origin: key.name, after: last, peaks: edge.peaks)))
                for word in words where !gaps.notes.isEmpty { try write(try word.line()) }
                for note in gaps.notes { try write(try LogExport.line(gap: note)) }
                hasHead = true
            }
            var batches = SealedBatchReader(files: files, names: names)
            while let piece = try await batches.next() {
                for batch in piece where batch.note.checkpoint.batch <= newest {
                    let own = edge.size..<edge.size + batch.leaves.count
                    if range?.overlaps(own) ?? true {
                        if !hasHead { try head() }
                        if gaps.isLost(batch.note.checkpoint.batch) {
                            reader = nil
                        } else if reader == nil {
                            reader = try await EventReader(connection: connection, after: last, gaps: gaps, index: own.lowerBound)
                        }
                        var marks = ""
                        for stored in try await reader?.take(of: batch, until: batch.note.checkpoint.until) ?? [] {
                            var event = stored.event
                            if !withPersonal { (event.salt, event.personal) = (nil, nil) }
                            try write(try LogExport.line(event))
                            marks.append(ExportOpenings.Mark(event).rawValue)
                        }
                        try write(try LogExport.line(batch, openings: marks))
                        openings.close(batch.note.checkpoint.batch, marks)
                        leaves = leaves.lowerBound..<own.upperBound
                    }
                    edge.append(contentsOf: batch.leaves)
                    last = batch.note
                }
            }
            if !hasHead { try head() }
            return ExportStatement(leaves, isWithoutPersonal: !withPersonal, openings)
        }
        let proof = try await state(statement, by: name, key)
        if let proof { try write(try LogExport.line(statement: proof)) }
        try write(try LogExport.line(LogExport.End(batches: statement.batches, events: statement.events)))
        return (statement.events, proof != nil)
    }

    /// Has the log say what an export holds, and waits until that is sealed.
    ///
    /// - Returns: nil where it was not sealed in time, or what is sealed can't be proven any more: the export tells of that itself.
    private func state(_ statement: ExportStatement, by name: String, _ key: VerifierKey) async throws -> InclusionProof? {
        let event = AuditEvent(.logExported, by: name, fields: statement.fields)
        let id = try await pool.withConnection { try await $0.query(event.statement()).first?.decode(Int64.self) }
        let end = ContinuousClock.now + patience
        while let id {
            do {
                let proof = try await pool.transaction(isolation: .repeatableRead, readOnly: true) { try await Self.proof(of: id, key: key, on: $0) }
                if let proof { return proof }
            } catch  where error is LogFault || error is LogError {
                return nil
            }
            guard ContinuousClock.now < end else { break }
            try await Task.sleep(for: .milliseconds(200))
        }
        return nil
    }

    /// The proof that an event is in the newest signed tree; checked before it is given.
    ///
    /// - Returns: nil where there is no such event, or it is not sealed yet.
    /// - Throws: `AccessRefused`, `PostgresError`; `LogFault` where the event is not what was sealed.
    public func prove(by reader: Principal, event id: Int64) async throws -> InclusionProof? {
        try await admit("prove", by: reader, event: id)
        let key = try files.key()
        return try await pool.transaction(isolation: .repeatableRead, readOnly: true) { connection in
            try await Self.proof(of: id, key: key, on: connection)
        }
    }

    /// The same on a connection of the caller's, for reports that prove many events.
    package static func proof(of id: Int64, key: VerifierKey, on connection: Connection) async throws -> InclusionProof? {
        guard let index = try await index(of: id, on: connection) else { return nil }
        let rows = try await connection.query(
            """
            SELECT e.body, e.salt, e.personal, c.note FROM audit.event e, (SELECT note FROM audit.checkpoint ORDER BY batch DESC LIMIT 1) AS c
            WHERE e.event_id = \(id)
            """)
        guard let row = rows.first else { return nil }
        let note = try SignedNote(try row.decode("note"))
        let event = LogEvent(
            index: index, id: id, body: try row.decode("body"), salt: try row.bytes("salt").map { Array($0) }, personal: try row.decode("personal"))
        let path = try await TileStore(connection: connection).path(MerkleProof.inclusion(of: index, size: note.checkpoint.size))
        let proof = InclusionProof(event: event, note: note, path: path)
        try proof.verify(key)
        return proof
    }

    /// The leaf of a sealed event: where its batch holds the hash of its text; of several that are the same, the nearest to its place in the order of
    /// transaction and id. Counting alone would name a neighbour where an event before it was removed.
    private static func index(of id: Int64, on connection: Connection) async throws -> Int? {
        let rows = try await connection.query(
            """
            SELECT c.first_index, (
                SELECT count(*) FROM audit.event b
                WHERE (b.xact, b.event_id) < (e.xact, e.event_id)
                    AND (b.xact, b.event_id) > (coalesce(p.last_xact, '0'::xid8), coalesce(p.last_event_id, 0))) AS counted,
                c.leaves, e.body, c.batch
            FROM audit.event e
            CROSS JOIN LATERAL (
                SELECT * FROM audit.checkpoint WHERE (last_xact, last_event_id) >= (e.xact, e.event_id) ORDER BY last_xact, last_event_id, batch LIMIT 1
            ) AS c
            LEFT JOIN audit.checkpoint p ON p.batch = c.batch - 1
            WHERE e.event_id = \(id)
            """)
        guard let row = rows.first else { return nil }
        let (first, counted) = (Int(try row.decode("first_index", as: Int64.self)), Int(try row.decode("counted", as: Int64.self)))
        let leaf = TreeHash.leaf(try row.decode("body", as: String.self).utf8)
        let places = ([TreeHash](joinedBytes: Array(try row.bytes("leaves") ?? [])) ?? []).enumerated().filter { $0.element == leaf }.map(\.offset)
        guard let place = places.min(by: { abs($0 - counted) < abs($1 - counted) }) else {
            throw LogFault(.altered, eventID: id, batch: Int(try row.decode("batch", as: Int64.self)), "イベントの内容が、封印されたものの中にありません")
        }
        return first + place
    }

    /// The proof that the tree of one checkpoint begins with that of another; checked before it is given.
    ///
    /// - Parameters:
    ///   - earlier: leaves of the earlier tree.
    ///   - later: leaves of the later tree.
    /// - Returns: nil where one of the sizes has no checkpoint.
    /// - Throws: `AccessRefused`, `PostgresError`; `LogFault` where it does not.
    public func consistency(by reader: Principal, from earlier: Int, to later: Int) async throws -> ConsistencyProof? {
        try await admit("consistency", by: reader, from: earlier, to: later)
        let key = try files.key()
        let store = CheckpointStore(pool: pool, key: key)
        guard earlier <= later, let before = try await store.note(size: earlier), let after = try await store.note(size: later) else { return nil }
        let path = try await pool.transaction(isolation: .repeatableRead, readOnly: true) { connection in
            try await TileStore(connection: connection).path(MerkleProof.consistency(from: earlier, to: later))
        }
        let proof = ConsistencyProof(from: try SignedNote(before), to: try SignedNote(after), path: path)
        try proof.verify(key)
        return proof
    }
}
