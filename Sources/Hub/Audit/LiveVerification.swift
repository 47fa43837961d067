internal import Addressee
internal import Postgres
internal import Seal

/// One walk over files and database, batch by batch, in a snapshot.
struct LiveVerification {
    private let connection: Connection
    private let range: Range<Int>?
    private var verifier: LogVerifier
    private var tiler = MerkleTiler()
    private var gaps: LogGaps
    private var hasRead = false
    private var reader: EventReader?
    private var inside: [Inside] = []
    private var readUpTo: Int64 = 0
    /// Place of the last event that was held against its leaf.
    private var end: (xact: UInt64, id: Int64) = (0, 0)
    private var isAtEnd = false
    var report = LogExport.Report()

    init(connection: Connection, range: Range<Int>?, key: VerifierKey, witnesses: [SignedNote], gaps: LogGaps) {
        (self.connection, self.range, self.gaps) = (connection, range, gaps)
        verifier = LogVerifier(key: key, witnesses: witnesses)
    }

    /// A checkpoint as the database keeps it.
    struct Inside {
        var batch: SealedBatch
        var number: Int
        var first: Int
        var lastXact: UInt64
        var lastEventID: Int64
        var end: Checkpoint.Cut { .init(xact: lastXact, eventID: lastEventID) }
    }

    /// A batch of the files, and the row that must say the same.
    mutating func step(outside: SealedBatch, isNewest: Bool) async throws {
        let number = outside.note.checkpoint.batch
        let row = try await nextInside()
        guard let row else {
            // Between file and database a batch may be under way; its events are there all the same.
            let start = verifier.size
            try await check(outside)
            guard isNewest else {
                throw LogFault(.checkpoint, index: start, eventID: outside.eventIDs.first, batch: number, "データベースのチェックポイントが失われています")
            }
            return
        }
        guard row.number == number else {
            throw LogFault(
                .checkpoint, index: verifier.size, eventID: outside.eventIDs.first, batch: min(number, row.number), "データベースのチェックポイントの並びが、外の記録と異なります")
        }
        guard row.batch.note == outside.note, row.batch.leaves == outside.leaves else {
            // Which of the two is signed and fits shows in what follows; where both are signed, the log was forked.
            try await check(outside)
            throw LogFault(.fork, index: row.first, eventID: outside.eventIDs.first, batch: number, "データベースのチェックポイントが、外の記録と異なります")
        }
        try await check(outside, row)
    }

    /// A batch that only the database has yet.
    mutating func step(inside row: Inside) async throws { try await check(row.batch, row) }

    mutating func nextInside() async throws -> Inside? {
        if inside.isEmpty, !isAtEnd {
            let rows = try await connection.query(
                """
                SELECT batch, first_index, last_xact, last_event_id, leaves, note FROM audit.checkpoint WHERE batch > \(readUpTo) ORDER BY batch LIMIT 200
                """)
            isAtEnd = rows.count < 200
            for row in rows {
                let number = Int(try row.decode(0, as: Int64.self))
                readUpTo = Int64(number)
                guard let leaves = [TreeHash](joinedBytes: Array(row.bytes(4) ?? [])), let note = try? SignedNote(row.decode(5, as: String.self)) else {
                    throw LogFault(.checkpoint, batch: number, "データベースのチェックポイントを読めません")
                }
                inside.append(
                    Inside(
                        batch: SealedBatch(note: note, leaves: leaves, eventIDs: []), number: number, first: Int(try row.decode(1, as: Int64.self)),
                        lastXact: try row.decode(2, as: UInt64.self), lastEventID: try row.decode(3, as: Int64.self)))
            }
        }
        return inside.isEmpty ? nil : inside.removeFirst()
    }

    private mutating func check(_ batch: SealedBatch, _ row: Inside? = nil) async throws {
        let number = batch.note.checkpoint.batch
        let start = verifier.size
        if let row, row.first != start || row.number != number {
            throw LogFault(.disagrees, index: start, batch: number, "チェックポイントの行の番号か位置が、署名された内容と異なります")
        }
        try gaps.refuseUnknown(batch.note)
        if gaps.isLost(number) {
            try pass(batch, row)
        } else if range?.overlaps(start..<start + batch.leaves.count) ?? true {
            if reader == nil {
                reader = try await EventReader(connection: connection, after: verifier.last, gaps: gaps, index: start)
                if !hasRead { report.from = start }
                hasRead = true
            }
            guard var events = reader else { return }
            let own = try await events.take(batch.leaves.count)
            let following = try await events.following()
            reader = events
            try verifier.check(batch, events: own.map(\.event), following: following)
            if let differing = own.first(where: { $0.disagreement != nil }) {
                throw LogFault(
                    .disagrees, index: differing.event.index, eventID: differing.event.id, batch: number,
                    "列 \(differing.disagreement ?? "") が、封印された内容と異なります")
            }
            if let young = own.first(where: { $0.event.isErased && !$0.event.mayBeErased(by: .now()) }) {
                throw LogFault(
                    .personal, index: young.event.index, eventID: young.event.id, batch: number, "保存年限の7年が過ぎていないのに、個人を示す項目が消されています")
            }
            if let until = batch.note.checkpoint.until, let end = own.last, until != .init(xact: end.xact, eventID: end.event.id) {
                throw LogFault(.disagrees, index: end.event.index, eventID: end.event.id, batch: number, "バッチの最後のイベントの取引か番号が、署名された内容と異なります")
            }
            if let row, let end = own.last, row.lastXact != end.xact || row.lastEventID != end.event.id {
                throw LogFault(.disagrees, index: end.event.index, eventID: end.event.id, batch: number, "チェックポイントの行が指す最後のイベントが異なります")
            }
            if let last = own.last { end = (last.xact, last.event.id) }
            report.events += own.count
            report.erased += own.count { $0.event.isErased }
            report.note(own.map(\.event), sealedAt: batch.note.checkpoint.time)
            if range != nil { report.to = verifier.size }
        } else {
            try verifier.follow(batch)
        }
        if row != nil {
            for leaf in batch.leaves {
                for tile in tiler.append(leaf) { try await compare(tile, number) }
            }
        }
        report.batches += 1
        report.size = verifier.size
        report.time = batch.note.checkpoint.time
    }

    /// A batch whose events are gone, as two people accepted: its leaves stay, and its row says where the database's own events go on.
    private mutating func pass(_ batch: SealedBatch, _ row: Inside?) throws {
        let (start, number) = (verifier.size, batch.note.checkpoint.batch)
        let previous = verifier.last
        try verifier.follow(batch)
        gaps.pass(batch, from: start, after: previous)
        report.lost = gaps.lost
        // Its own end where a later restore brought its events back after all.
        if let end = row?.end, end != batch.note.checkpoint.until, !gaps.isPlace(end, after: number) {
            throw LogFault(.disagrees, index: start, batch: number, "チェックポイントの行が指す最後のイベントが異なります")
        }
        // The next batch begins elsewhere.
        reader = nil
    }

    private func compare(_ tile: MerkleTile, _ number: Int) async throws {
        let rows = try await connection.query("SELECT root, hashes FROM audit.tile WHERE level = \(Int32(tile.level)) AND tile = \(Int64(tile.index))")
        guard let row = rows.first, row.bytes(0).map({ Array($0) }) == tile.root.bytes, row.bytes(1).map({ Array($0) }) == tile.hashes.joinedBytes else {
            throw LogFault(.disagrees, index: tile.index << (8 * (tile.level + 1)), batch: number, "保管された木のハッシュが、葉のハッシュと異なります")
        }
    }

    /// What no batch shows: provision records against their events, and witnesses that speak of more.
    mutating func finish() async throws {
        if let unreadable = try await UnreadableEvent(connection: connection).first() {
            throw LogFault(.disagrees, eventID: unreadable, batch: nil, "イベントの内容か個人を示す項目が、読める形（JSON）ではありません")
        }
        if let record = try await ProvisionRecordCheck(connection: connection).first(in: range == nil) {
            throw LogFault(.disagrees, eventID: record.eventID, batch: nil, "提供の記録 \(record.recordID.map(String.init) ?? "（なし）") が、封印された内容と異なります")
        }
        if range == nil { try await checkRest() }
        // A range passes every batch, though not every event.
        try verifier.finish()
    }

    /// What stands after the last checkpoint: events that wait, and nothing else.
    private mutating func checkRest() async throws {
        let rows = try await connection.query(
            """
            SELECT count(*), min(event_id) FILTER (WHERE xact >= pg_snapshot_xmax(pg_current_snapshot())),
                min(event_id) FILTER (WHERE recorded_at < clock_timestamp() - interval '5 minutes')
            FROM audit.event WHERE (xact, event_id) > (\(end.xact), \(end.id))
            """)
        if let row = rows.first {
            if let future = try row.decode(1, as: Int64?.self) {
                throw LogFault(.inserted, eventID: future, batch: nil, "まだない取引のイベントが差し込まれています（封印されることがありません）")
            }
            if let late = try row.decode(2, as: Int64?.self) {
                throw LogFault(.unsealed, eventID: late, batch: nil, "5分を超えて封印されていません（atena serve か atena work が封印します）")
            }
            report.waiting = Int(try row.decode(0, as: Int64.self))
        }
        let tiles = try await connection.query(
            "SELECT level::int4, tile FROM audit.tile WHERE (tile + 1) * 256::numeric ^ (level + 1) > \(Int64(verifier.size)) ORDER BY level, tile LIMIT 1")
        if let tile = tiles.first {
            throw LogFault(
                .disagrees, index: verifier.size, batch: nil,
                "保管された木に、封印していないハッシュがあります（段 \(try tile.decode(0, as: Int32.self))、位置 \(try tile.decode(1, as: Int64.self))）")
        }
    }
}
