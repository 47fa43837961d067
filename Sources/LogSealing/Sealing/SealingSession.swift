internal import AuditTrail
internal import Foundation
internal import Logging
internal import Postgres
internal import Register
internal import Sharing
internal import Threads
internal import TransparencyLog

/// The one sealer at work: its connection holds the database's turn, and its lock file that of the machine.
///
/// Used by one task at a time.
final class SealingSession {
    private let sealer: Sealer
    private let lease: SealerLease
    private let lock: FileLock
    private var connection: Connection { lease.connection }
    private var tree = MerkleFrontier()
    private var tiler = MerkleTiler()
    private var last: SealedBatch?
    private var lastXact: UInt64 = 0
    private var lastEventID: Int64 = 0
    private var toldAt: ContinuousClock.Instant?
    private var wroteStateAt: ContinuousClock.Instant?
    private var wroteBehind = false
    private var progress = SealingProgress()
    private var heartbeat: Heartbeat?
    /// To be told in the next batch.
    private var gap: Checkpoint.Gap?

    private init(_ sealer: Sealer, _ lease: SealerLease, _ lock: FileLock) { (self.sealer, self.lease, self.lock) = (sealer, lease, lock) }

    /// Opens a session where nobody else has one, and brings database and files to the same batch.
    ///
    /// - Throws: `SealingHalted` where they can't be; then provisions stop.
    static func open(_ sealer: Sealer) async throws -> SealingSession? {
        let files = sealer.files
        let verifier = sealer.key.verifier
        let lock = try await OwnThread.run {
            try files.makeDirectory()
            try files.closeToOthers()
            guard let lock = try files.lock() else { return nil as FileLock? }
            try files.prepare(verifier)
            try files.endTornLines()
            return lock
        }
        guard let lock, let lease = try await SealerLease.take(sealer.settings) else { return nil }
        let session = SealingSession(sealer, lease, lock)
        do {
            try await session.begin()
            return session
        } catch {
            await session.close()
            throw error
        }
    }

    private func begin() async throws {
        do {
            try await refuseObstructions()
            try await resume()
        } catch let halt as SealingHalted {
            try await lease.write {
                try await $0.execute("UPDATE audit.seal_state SET halted = \(halt.reason) WHERE halted IS DISTINCT FROM \(halt.reason)")
            }
            throw halt
        }
        try await beginIncarnation()
        try await lease.write {
            try await $0.execute(
                """
                UPDATE audit.seal_state SET halted = NULL, server_started_at = pg_postmaster_start_time()
                WHERE halted IS NOT NULL OR server_started_at IS DISTINCT FROM pg_postmaster_start_time()
                """)
        }
    }

    /// 世代. What was restored begins another life of the journal before anything is provided, whether or not sealed events were lost by it.
    private func beginIncarnation() async throws {
        let (acceptance, heard) = (gap?.accepted, heartbeat?.word.time)
        guard try await Incarnation.isDue(acceptance, on: connection) else { return }
        var settings = sealer.settings
        settings.role = "atena_begins"
        let hub = try await Connection.open(settings)
        do {
            let number = try await hub.transaction { try await NextIncarnation.begin(acceptance, after: heard, on: $0) }
            await hub.close()
            guard let number else { return }
            sealer.logger.notice("the database is a restored one: receivers start over", metadata: ["incarnation": "\(number)"])
        } catch {
            await hub.close()
            throw error
        }
    }

    private func refuseObstructions() async throws {
        // In one round trip: nobody's trigger turns the names round between the two.
        let answers = try await connection.pipeline(["SHOW search_path", LogWay.question] + (sealer.isAlone ? [OtherSealers.question] : []))
        try Self.refuseOtherPath(answers[0])
        let obstructed = try LogWay.obstructed(answers[1])
        guard obstructed.isEmpty else {
            throw SealingHalted(reason: "\(obstructed.joined(separator: "、")) にトリガー、ルールか行の制限があり、証跡が書かれないおそれがあります。除いてください")
        }
        if answers.count > 2, let fault = try OtherSealers.fault(answers[2]) { throw SealingHalted(reason: fault) }
    }

    func close() async { await lease.close() }

    /// Whether what can be said now would let provisions go on.
    var isCurrent: Bool { progress.through.map { LogTime.now().seconds(since: $0) < Heartbeat.limit } ?? false }

    /// Says that sealing ends as asked.
    func stop() async throws { try await beat(isStop: true) }

    /// Seals whatever is below the horizon, and says how far that is.
    func pass() async throws {
        while true {
            let horizon = try await sample()
            let events = try await next(Sealer.batchEvents)
            if !events.isEmpty { try await seal(events) }
            if events.count < Sealer.batchEvents {
                progress.reached(horizon)
                break
            }
            // Everything below the last one's transaction is sealed, though more waits.
            progress.reached(lastXact)
            // Full batches may keep coming for long.
            if toldAt.map({ ContinuousClock.now - $0 >= .seconds(1) }) ?? true { try await tell() }
        }
        try await tell()
    }

    private func tell() async throws {
        try await tellState()
        guard progress.isDue(after: heartbeat?.word, now: .now()) else { return }
        // What hides events from the sealer would let it say that nothing waits.
        try await refuseObstructions()
        try await beat(isStop: false)
    }

    /// Writes a heartbeat outside.
    private func beat(isStop: Bool) async throws {
        guard let through = progress.through else { return }
        let word = Heartbeat.Word(
            origin: sealer.key.verifier.name, size: tree.size, batch: last?.note.checkpoint.batch ?? 0, note: last?.note.digest, time: .now(),
            through: through, horizon: progress.horizon, isStop: isStop, previous: heartbeat?.digest)
        let (files, signed) = (sealer.files, try Heartbeat(word, key: sealer.key))
        try await lease.prove(at: word.batch)
        try await OwnThread.run { try files.append(signed) }
        heartbeat = signed
    }

    /// Takes the clock and, after it, the server's count of transactions; gives the safe horizon.
    ///
    /// - Throws: `SealingHalted` where names are not looked up in PostgreSQL's own schema first: somebody's functions may answer in place of its own.
    private func sample() async throws -> UInt64 {
        let time = LogTime.now()
        let answers = try await connection.pipeline([
            "SHOW search_path", "SELECT pg_snapshot_xmin(s), pg_snapshot_xmax(s) FROM pg_current_snapshot() AS s",
        ])
        try Self.refuseOtherPath(answers[0])
        guard let (horizon, next) = try answers[1].first?.decode((UInt64, UInt64).self) else { return 0 }
        progress.began(at: time, before: next)
        return horizon
    }

    private static func refuseOtherPath(_ shown: Rows) throws {
        guard try shown.first?.decode(String.self) == ConnectionSettings.pinnedSearchPath else {
            throw SealingHalted(reason: "封印の接続の search_path が変えられています。証跡の表のトリガー、既定値、制約が呼ぶ関数を調べ、除いてください")
        }
    }

    // MARK: one batch

    private struct Event {
        var id: Int64
        var xact: UInt64
        var leaf: TreeHash
        /// Whether row and text are as the program writes them.
        var isOfProgram: Bool
    }

    /// The next events in order, none that another could still come before.
    private func next(_ limit: Int) async throws -> [Event] {
        let rows = try await connection.query(
            """
            SELECT event_id, xact, body, \(unsafeSQL: EventForm.columns) FROM audit.event
            WHERE (xact, event_id) > (\(lastXact), \(lastEventID)) AND xact < pg_snapshot_xmin(pg_current_snapshot())
            ORDER BY xact, event_id LIMIT \(Int64(limit))
            """)
        let now = LogTime.now()
        let (id, xact) = (try rows.column("event_id", as: Int64.self), try rows.column("xact", as: UInt64.self))
        let (body, form) = (try rows.column("body", as: String.self), try EventForm(rows))
        return try rows.map { row in
            Event(
                id: try row.decode(id), xact: try row.decode(xact), leaf: .leaf(row.bytes(body) ?? []),
                isOfProgram: try form.isOfProgram(row.decode(body), row, now: now))
        }
    }

    private func seal(_ events: [Event]) async throws {
        guard let end = events.last else { return }
        var grown = tree
        grown.append(contentsOf: events.lazy.map(\.leaf))
        let checkpoint = Checkpoint(
            origin: sealer.key.verifier.name, size: grown.size, root: grown.root, time: PostgresInstant.now().iso8601,
            batch: (last?.note.checkpoint.batch ?? 0) + 1, previous: last?.note.digest,
            until: .init(xact: end.xact, eventID: end.id), gap: gap,
            outside: events.indices.filter { !events[$0].isOfProgram }.map { tree.size + $0 })
        let batch = SealedBatch(note: try SignedNote(checkpoint, key: sealer.key), leaves: events.map(\.leaf), eventIDs: events.map(\.id))
        let files = sealer.files
        try await lease.prove(at: checkpoint.batch - 1)
        try await OwnThread.run { try files.append(batch) }
        try await store(batch, upTo: .init(xact: end.xact, eventID: end.id))
    }

    /// Adds to the database what stands in the files.
    ///
    /// - Parameter end: the last event that it seals.
    private func store(_ batch: SealedBatch, upTo end: Checkpoint.Cut) async throws {
        var cut = tiler
        var tiles: [MerkleTile] = []
        for leaf in batch.leaves { tiles += cut.append(leaf) }
        let row = Shelved(batch: batch, first: tree.size, last: end)
        try await refuseOtherTiles(tiles)
        try await lease.write { try await Self.shelve([row], tiles, on: $0) }
        tree.append(contentsOf: batch.leaves)
        tiler = cut
        last = batch
        (lastXact, lastEventID) = (end.xact, end.eventID)
        gap = nil
    }

    /// A batch as the database keeps it.
    private struct Shelved {
        var batch: SealedBatch
        var first: Int
        /// The last event of the database that it seals.
        var last: Checkpoint.Cut
    }

    private static func shelve(_ rows: [Shelved], _ tiles: [MerkleTile], on connection: Connection) async throws {
        _ = try await connection.pipeline(
            rows.map { row -> Query in
                """
                INSERT INTO audit.checkpoint (batch, first_index, tree_size, last_xact, last_event_id, leaves, note)
                VALUES (\(Int64(row.batch.note.checkpoint.batch)), \(Int64(row.first)), \(Int64(row.batch.note.checkpoint.size)), \(row.last.xact),
                    \(row.last.eventID), \(row.batch.leaves.joinedBytes), \(row.batch.note.text))
                """
            } + [
                """
                INSERT INTO audit.tile (tile, level, root, hashes)
                SELECT * FROM unnest(\(tiles.map { Int64($0.index) }), \(tiles.map { Int32($0.level) }), \(tiles.map(\.root.bytes)),
                    \(tiles.map(\.hashes.joinedBytes))) AS t (tile, level, root, hashes)
                ON CONFLICT (level, tile) DO NOTHING
                """
            ])
    }

    /// Somebody may have put tiles beyond the tree's end; only the same hashes may stand there.
    private func refuseOtherTiles(_ tiles: [MerkleTile]) async throws {
        guard !tiles.isEmpty else { return }
        let rows = try await connection.query(
            """
            SELECT t.level::int4, t.tile FROM audit.tile t
            JOIN unnest(\(tiles.map { Int64($0.index) }), \(tiles.map { Int32($0.level) }), \(tiles.map(\.root.bytes)), \(tiles.map(\.hashes.joinedBytes)))
                AS own (tile, level, root, hashes) ON (t.level, t.tile) = (own.level, own.tile)
            WHERE (t.root, t.hashes) <> (own.root, own.hashes) LIMIT 1
            """)
        guard let (level, tile) = try rows.first?.decode((Int32, Int64).self) else { return }
        throw SealingHalted(
            reason: "保管された木に、封印していないハッシュがあります（段 \(level)、位置 \(tile)）。audit.tile のこの行を調べ、除いてください")
    }

    /// Now, where nothing that is committed waits; else when the first that waits was recorded. Written seldom, and at once when that changes.
    private func tellState() async throws {
        toldAt = .now
        let waiting = try await connection.query(
            """
            SELECT recorded_at FROM audit.event WHERE (xact, event_id) > (\(lastXact), \(lastEventID)) ORDER BY xact, event_id LIMIT 1
            """)
        let oldest = try waiting.first?.decode(PostgresInstant.self)
        if let wroteStateAt, ContinuousClock.now - wroteStateAt < .seconds(10), !wroteBehind { return }
        try await lease.write {
            try await $0.execute(
                """
                UPDATE audit.seal_state
                SET caught_up_at = least(clock_timestamp(), \(oldest)::timestamptz), horizon = pg_snapshot_xmin(pg_current_snapshot())
                """)
        }
        (wroteStateAt, wroteBehind) = (.now, oldest != nil)
    }

    // MARK: start

    /// Brings both sides to the same batch, as the one function of the log decides.
    private func resume() async throws {
        let verifier = sealer.key.verifier
        let outside = try await OutsideEnd.read(sealer.files, verifier)
        heartbeat = outside.heartbeat
        let end = try await takeUp(accepted: outside.accepted)
        let start = try await SealerStart.read(outside, last?.note, end, on: connection)
        switch start.next(accepted: outside.accepted, key: verifier, now: .now()) {
        case .goOn: break
        case .redo: if let batch = outside.last, let end = start.end { try await store(batch, upTo: end) }
        case .takeOver(let loss): if let batch = outside.last { try await takeOver(loss, upTo: batch) }
        case .republish(let batch): try await copyOut(from: batch, after: outside.last?.note)
        case .halt(let halt): throw SealingHalted(halt)
        }
        // What the last heartbeat says holds on where the sealer starts again.
        if let heartbeat { progress.take(up: heartbeat.word) }
    }

    /// Takes what the files know of lost events into the tree, so that the log goes on behind them; all of it, or nothing.
    private func takeOver(_ loss: ResumptionStatement.Acceptance, upTo outside: SealedBatch) async throws {
        let place = Checkpoint.Cut(xact: lastXact, eventID: lastEventID)
        let from = last?.note.checkpoint.batch ?? 0
        var lost = try LostSealedBatches(files: sealer.files, after: last?.note, peaks: tree.peaks, key: sealer.key.verifier)
        var (grown, cut) = (tree, tiler)
        try await lease.prove(at: from)
        try await lease.write { connection in
            while let batches = try await lost.next() {
                var rows: [Shelved] = []
                var tiles: [MerkleTile] = []
                for batch in batches {
                    rows.append(Shelved(batch: batch, first: grown.size, last: place))
                    grown.append(contentsOf: batch.leaves)
                    for leaf in batch.leaves { tiles += cut.append(leaf) }
                }
                try await refuseOtherTiles(tiles)
                try await Self.shelve(rows, tiles, on: connection)
            }
            guard lost.last == outside.note else { throw SealingHalted(reason: "外の記録のバッチ \(from + 1) から後がそろっていません") }
        }
        (tree, tiler, last) = (grown, cut, outside)
        gap = .init(first: from + 1, place: place, accepted: loss.confirmation.digest)
    }

    /// Takes up the newest checkpoint and the tree's right edge.
    ///
    /// - Returns: where the database's events go on.
    private func takeUp(accepted: [ResumptionStatement.Acceptance]) async throws -> DatabaseEnd {
        let rows = try await connection.query(
            "SELECT leaves, note FROM audit.checkpoint ORDER BY batch DESC LIMIT 1")
        let batch = try rows.first.map { row in try Self.batch(leaves: try row.bytes("leaves") ?? [], note: try row.decode("note")) }
        if let batch {
            do { try batch.note.verify(sealer.key.verifier) } catch {
                throw SealingHalted(reason: "データベースのバッチ \(batch.note.checkpoint.batch): \(error)")
            }
        }
        let end = try await DatabaseEnd.read(after: batch?.note, accepted: accepted, on: connection)
        (lastXact, lastEventID, gap) = (end.place.xact, end.place.eventID, end.gap)
        guard let batch else { return end }
        (tree, tiler) = try await TileStore(connection: connection).edge(size: batch.note.checkpoint.size)
        guard tree.root == batch.note.checkpoint.root else { throw SealingHalted(reason: "保管された木のハッシュが、署名された根ハッシュになりません") }
        last = batch
        return end
    }

    /// Writes into the files again what the database has after a batch: what is signed and fits.
    private func copyOut(from: Int, after outside: SignedNote?) async throws {
        let (files, verifier) = (sealer.files, sealer.key.verifier)
        var previous = outside
        var at = Int64(from)
        while true {
            let rows = try await connection.query("SELECT leaves, note, batch FROM audit.checkpoint WHERE batch > \(at) ORDER BY batch LIMIT 100")
            guard !rows.isEmpty else { return }
            var batches: [SealedBatch] = []
            for row in rows {
                let batch = try Self.batch(leaves: try row.bytes("leaves") ?? [], note: try row.decode("note"))
                guard batch.note.checkpoint.previous == previous?.digest, (try? batch.note.verify(verifier)) != nil else {
                    throw SealingHalted(reason: "データベースのバッチ \(batch.note.checkpoint.batch) の署名か、つながりが正しくありません")
                }
                previous = batch.note
                batches.append(batch)
                at = try row.decode("batch")
            }
            let copied = batches
            try await OwnThread.run { for batch in copied { try files.append(batch) } }
        }
    }

    private static func batch(leaves: some Sequence<UInt8>, note: String) throws -> SealedBatch {
        guard let leaves = [TreeHash](joinedBytes: Array(leaves)), let note = try? SignedNote(note) else {
            throw SealingHalted(reason: "データベースのチェックポイントを読めません")
        }
        return SealedBatch(note: note, leaves: leaves, eventIDs: [])
    }
}
