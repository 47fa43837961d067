internal import Addressee
internal import AuditTrail
internal import Postgres
internal import TransparencyLog

/// One walk over files and database, batch by batch, in a snapshot; goes on behind whatever it finds.
struct LiveVerification {
    private let connection: Connection
    private let range: Range<Int>?
    private var verifier: LogVerifier
    /// nil once a batch's leaves are not known: what would come after it can't be computed.
    private var tiler: MerkleTiler? = MerkleTiler()
    private var gaps: LogGaps
    private var hasRead = false
    private var reader: EventReader?
    private var inside: [Inside] = []
    private var readUpTo: Int64 = 0
    /// Places of the events that were held against their leaves: before the first, and the last.
    private var begin: Checkpoint.Cut?
    private var end = Checkpoint.Cut(xact: 0, eventID: 0)
    private var isAtEnd = false
    /// Events of provisions that are not as the program writes them.
    private var foreignProvisions: [Int64] = []
    /// Events that were sealed late are explained where these say that the sealer was stopped as ordered.
    private var stops: [ClosedRange<LogTime>]?
    var report = LogExport.Report()

    /// - Parameter stops: stretches in which the sealer was stopped as ordered, or not begun yet; nil where nobody looked.
    init(connection: Connection, range: Range<Int>?, key: VerifierKey, witnesses: [SignedNote], gaps: LogGaps) {
        (self.connection, self.range, self.gaps) = (connection, range, gaps)
        verifier = LogVerifier(key: key, witnesses: witnesses)
    }

    /// Says when the sealer was stopped as ordered, or not begun yet.
    mutating func explain(_ stops: [ClosedRange<LogTime>]) { self.stops = stops }

    /// A checkpoint as the database keeps it.
    struct Inside {
        var batch: SealedBatch
        var number: Int
        var first: Int
        var lastXact: UInt64
        var lastEventID: Int64
        var end: Checkpoint.Cut { .init(xact: lastXact, eventID: lastEventID) }
    }

    private mutating func found(_ kind: LogFault.Kind, index: Int? = nil, eventID: Int64? = nil, batch: Int?, columns: [String] = [], _ detail: String) {
        report.add([LogFault(kind, index: index, eventID: eventID, batch: batch, columns: columns, detail)])
    }

    /// A batch of the files, and the row that must say the same.
    mutating func step(outside: SealedBatch, isNewest: Bool) async throws {
        let isOutsideSigned = verifier.forgery(of: outside.note) == nil
        // What a note says that is not signed, its number too, is nobody's word.
        let number = isOutsideSigned ? outside.note.checkpoint.batch : verifier.number + 1
        while let row = try await peekInside(), row.number < number {
            inside.removeFirst()
            found(.missing, index: verifier.size, batch: row.number, "データベースの外の記録に、このバッチがありません")
            try await check(row.batch, row)
        }
        guard let row = try await peekInside(), row.number == number else {
            // Between file and database a batch may be under way; its events are there all the same.
            if !isNewest {
                found(.missing, index: verifier.size, eventID: outside.eventIDs.first, batch: number, "データベースのチェックポイントが失われています")
            }
            return try await check(outside, nil, isShelved: !isNewest)
        }
        inside.removeFirst()
        if row.batch.note == outside.note, row.batch.leaves == outside.leaves { return try await check(outside, row) }
        // Which of the two is signed shows; where both are, the log was forked. What it says of an event comes first.
        let isInsideSigned = verifier.forgery(of: row.batch.note) == nil
        if isInsideSigned, !isOutsideSigned {
            // Their ids are told by the files all the same.
            try await check(SealedBatch(note: row.batch.note, leaves: row.batch.leaves, eventIDs: outside.eventIDs), row, others: outside.leaves)
        } else {
            try await check(outside, row, others: row.batch.leaves)
        }
        if row.batch.note == outside.note {
            found(.checkpoint, index: row.first, batch: number, "データベースに保管された葉のハッシュが、外の記録と異なります")
        } else if isOutsideSigned, isInsideSigned {
            found(.fork, index: row.first, eventID: outside.eventIDs.first, batch: number, "データベースのチェックポイントが、外の記録と異なります")
        } else {
            let side = isOutsideSigned ? "データベースの" : "外の記録の"
            found(.checkpoint, index: row.first, batch: number, "\(side)チェックポイントが、この証跡の鍵で署名されたものではありません")
        }
    }

    /// What only the database has yet.
    mutating func stepInside() async throws {
        while let row = try await peekInside() {
            inside.removeFirst()
            try await check(row.batch, row)
        }
    }

    private mutating func peekInside() async throws -> Inside? {
        while inside.isEmpty, !isAtEnd {
            let rows = try await connection.query(
                """
                SELECT batch, first_index, last_xact, last_event_id, leaves, note FROM audit.checkpoint WHERE batch > \(readUpTo) ORDER BY batch LIMIT 200
                """)
            isAtEnd = rows.count < 200
            for row in rows {
                readUpTo = try row.decode("batch")
                let number = Int(readUpTo)
                guard let leaves = [TreeHash](joinedBytes: Array(try row.bytes("leaves") ?? [])), let note = try? SignedNote(row.decode("note")) else {
                    found(.checkpoint, batch: number, "データベースのチェックポイントを読めません")
                    continue
                }
                inside.append(
                    Inside(
                        batch: SealedBatch(note: note, leaves: leaves, eventIDs: []), number: number, first: Int(try row.decode("first_index", as: Int64.self)),
                        lastXact: try row.decode("last_xact"), lastEventID: try row.decode("last_event_id")))
            }
        }
        return inside.first
    }

    /// - Parameter isShelved: whether the database has its hashes, as far as anybody knows.
    private mutating func check(_ batch: SealedBatch, _ row: Inside?, others: [TreeHash]? = nil, isShelved: Bool = true) async throws {
        let isSigned = verifier.forgery(of: batch.note) == nil
        let number = isSigned ? batch.note.checkpoint.batch : verifier.number + 1
        let isBehindHole = number > verifier.number + 1
        do { try gaps.refuseUnknown(batch.note) } catch { report.add([error]) }
        let previous = verifier.last
        // What the batch's note itself says of its place, whatever came before.
        let start = isSigned && (verifier.isAdrift || isBehindHole) ? batch.note.checkpoint.size - batch.leaves.count : verifier.size
        if let row, row.first != start { found(.disagrees, index: start, batch: number, columns: ["first_index"], "チェックポイントの行の列 first_index が、署名された内容と異なります") }
        let outcome: LogVerifier.Outcome
        if gaps.isLost(number) {
            outcome = verifier.take(batch, others: others)
            report.add(outcome.faults)
            pass(batch, row, outcome, after: previous)
        } else if range?.overlaps(start..<start + batch.leaves.count) ?? true {
            outcome = try await compare(
                batch, row, others, start, after: previous, until: isSigned ? batch.note.checkpoint.until : nil, isBehindHole: isBehindHole)
        } else {
            outcome = verifier.take(batch, others: others)
            report.add(outcome.faults)
            reader = nil
        }
        if verifier.isAdrift { tiler = nil }
        if isShelved, tiler != nil {
            for leaf in outcome.leaves {
                for tile in tiler?.append(leaf) ?? [] { try await compare(tile, number) }
            }
        }
        report.batches += 1
        (report.size, report.isAdrift) = (verifier.size, verifier.isAdrift)
        report.time = verifier.last?.checkpoint.time ?? report.time
    }

    /// Holds the events that stand where the batch belongs against it.
    private mutating func compare(
        _ batch: SealedBatch, _ row: Inside?, _ others: [TreeHash]?, _ start: Int, after previous: SignedNote?, until: Checkpoint.Cut?, isBehindHole: Bool
    ) async throws -> LogVerifier.Outcome {
        let number = isBehindHole ? batch.note.checkpoint.batch : verifier.number + 1
        if reader == nil {
            do { reader = try await EventReader(connection: connection, after: previous, gaps: gaps, index: start) } catch let fault as LogFault {
                report.add([fault])
            }
            if !hasRead { report.from = start }
            hasRead = true
        }
        var events = reader ?? EventReader(connection: connection, after: end, index: start)
        if begin == nil { begin = previous.flatMap { gaps.place(after: $0.checkpoint.batch) ?? $0.checkpoint.until } ?? .init(xact: 0, eventID: 0) }
        var own = try await events.take(of: batch, until: until)
        reader = events
        if isBehindHole { own = Self.withoutLost(own, batch) }
        let outcome = verifier.take(batch, events: own.map(\.event), others: others)
        report.add(outcome.faults)
        let outside = Set(batch.note.checkpoint.outside)
        let places = Dictionary(outcome.leaves.enumerated().map { ($1, $0) }) { first, _ in first }
        for stored in own {
            let index = places[stored.event.leaf].map { outcome.start + $0 }
            judge(stored, index, number, wasOutside: index.map(outside.contains) ?? false)
        }
        if let until, let last = own.last, until != last.place, outcome.faults.isEmpty {
            found(.disagrees, index: start + own.count - 1, eventID: last.event.id, batch: number, columns: ["xact"], "バッチの最後のイベントの取引か番号が、署名された内容と異なります")
        }
        if let row, let place = until ?? own.last?.place, row.end != place, outcome.faults.isEmpty || until != nil {
            let columns = [row.lastXact != place.xact ? "last_xact" : nil, row.lastEventID != place.eventID ? "last_event_id" : nil].compactMap { $0 }
            found(
                .disagrees, index: start + batch.leaves.count - 1, eventID: place.eventID, batch: number, columns: columns,
                "チェックポイントの行の列 \(columns.joined(separator: "、")) が、最後のイベントと異なります")
        }
        end = until ?? own.last?.place ?? end
        report.events += own.count
        report.erased += own.count { $0.event.isErased }
        let stops = stops
        report.note(own.map(\.event), sealedAt: batch.note.checkpoint.time, isExplained: stops.map { stops in { at in stops.contains { $0.contains(at) } } })
        if range != nil { report.to = verifier.size }
        return outcome
    }

    /// Behind batches that are not there, their events stand before the first one that belongs to this batch.
    private static func withoutLost(_ events: [EventReader.Stored], _ batch: SealedBatch) -> [EventReader.Stored] {
        let (ids, leaves) = (Set(batch.eventIDs), Set(batch.leaves))
        guard let first = events.firstIndex(where: { ids.contains($0.event.id) || leaves.contains($0.event.leaf) }) else { return [] }
        return Array(events[first...])
    }

    /// What an event's row says beside its text, and whether the program wrote it.
    ///
    /// - Parameters:
    ///   - index: its leaf; nil where its text is not among those sealed, which is told already.
    ///   - wasOutside: whether the checkpoint says that it never was as the program writes it.
    private mutating func judge(_ stored: EventReader.Stored, _ index: Int?, _ batch: Int?, wasOutside: Bool) {
        if wasOutside || !stored.isOfProgram {
            if stored.kind == EventKind.provision.name { foreignProvisions.append(stored.event.id) }
            guard index != nil || batch == nil else { return }
            let when = batch == nil ? "まだ封印されていません" : "封印されたときから、このとおりでした"
            let twice = stored.event.repetition.map { $0 + "。" } ?? ""
            found(.foreign, index: index, eventID: stored.event.id, batch: batch, "プログラムの外で書かれたイベントです（\(twice)\(when)）")
            return
        }
        guard index != nil || batch == nil else { return }
        if !stored.differing.isEmpty {
            let columns = stored.differing.joined(separator: "、")
            if batch == nil, stored.kind == EventKind.provision.name { foreignProvisions.append(stored.event.id) }
            // Before it is sealed nothing says which of the two is right.
            found(
                batch == nil ? .foreign : .disagrees, index: index, eventID: stored.event.id, batch: batch, columns: stored.differing,
                "列 \(columns) が、\(batch == nil ? "イベントの内容" : "封印された内容")と異なります")
        }
        if batch != nil, stored.event.isErased, !stored.event.mayBeErased(by: .now()) {
            found(.personal, index: index, eventID: stored.event.id, batch: batch, "保存年限の7年が過ぎていないのに、個人を示す項目が消されています")
        }
    }

    /// A batch whose events are gone, as two people accepted: its leaves stay, and its row says where the database's own events go on.
    private mutating func pass(_ batch: SealedBatch, _ row: Inside?, _ outcome: LogVerifier.Outcome, after previous: SignedNote?) {
        let number = batch.note.checkpoint.batch
        gaps.pass(batch, from: outcome.start, after: previous)
        report.lost = gaps.lost
        // Its own end where a later restore brought its events back after all.
        if let end = row?.end, end != batch.note.checkpoint.until, !gaps.isPlace(end, after: number) {
            found(.disagrees, index: outcome.start, batch: number, columns: ["last_xact", "last_event_id"], "チェックポイントの行が指す最後のイベントが異なります")
        }
        // The next batch begins elsewhere.
        reader = nil
    }

    private mutating func compare(_ tile: MerkleTile, _ number: Int) async throws {
        let rows = try await connection.query("SELECT root, hashes FROM audit.tile WHERE level = \(Int32(tile.level)) AND tile = \(Int64(tile.index))")
        guard let row = rows.first else {
            return found(.missing, index: tile.index << (8 * (tile.level + 1)), batch: number, "保管された木のハッシュが失われています")
        }
        guard try row.bytes("root").map({ Array($0) }) == tile.root.bytes, try row.bytes("hashes").map({ Array($0) }) == tile.hashes.joinedBytes else {
            return found(.disagrees, index: tile.index << (8 * (tile.level + 1)), batch: number, "保管された木のハッシュが、葉のハッシュと異なります")
        }
    }

    /// What no batch shows: events that wait, provision records against their events, and witnesses that speak of more.
    mutating func finish() async throws {
        if range == nil { try await checkRest() }
        let part = range == nil ? nil : ProvisionRecordCheck.Part(after: begin ?? end, through: end)
        if range == nil || hasRead {
            let records = try await ProvisionRecordCheck(connection: connection).run(part, without: foreignProvisions)
            report.add(records.faults)
            report.add(uncounted: records.uncounted, of: .disagrees)
            report.recordsByAnotherClock = records.byAnotherClock
        }
        // A range passes every batch, though not every event.
        let ending = verifier.finish()
        report.add(ending.faults)
        report.weigh()
    }

    /// What stands after the last checkpoint: events that wait, and nothing else.
    private mutating func checkRest() async throws {
        let rows = try await connection.query(
            """
            SELECT min(event_id) FILTER (WHERE xact >= pg_snapshot_xmax(pg_current_snapshot())), count(*) FILTER (WHERE xact >= pg_snapshot_xmax(pg_current_snapshot())),
                min(event_id) FILTER (WHERE recorded_at < \(PostgresInstant.now().adding(seconds: -Int64(Heartbeat.limit)))),
                count(*) FILTER (WHERE recorded_at < \(PostgresInstant.now().adding(seconds: -Int64(Heartbeat.limit))))
            FROM audit.event WHERE (xact, event_id) > (\(end.xact), \(end.eventID))
            """)
        if let (future, futures, late, lates) = try rows.first?.decode((Int64?, Int64, Int64?, Int64).self) {
            if let future {
                found(.inserted, eventID: future, batch: nil, "まだない取引のイベントが\(futures)件差し込まれています（封印されることがありません）")
                report.add(uncounted: Int(futures) - 1, of: .inserted)
            }
            if let late {
                found(.unsealed, eventID: late, batch: nil, "5分を超えて封印されていないイベントが\(lates)件あります（atena seal か、なければ atena serve と atena work が封印します）")
                report.add(uncounted: Int(lates) - 1, of: .unsealed)
            }
        }
        var rest = EventReader(connection: connection, after: end, index: verifier.size)
        while case let page = try await rest.take(1000), !page.isEmpty {
            report.waiting += page.count
            for stored in page { judge(stored, nil, nil, wasOutside: false) }
        }
        guard !verifier.isAdrift else { return }
        let tiles = try await connection.query(
            "SELECT level::int4, tile FROM audit.tile WHERE (tile + 1) * 256::numeric ^ (level + 1) > \(Int64(verifier.size)) ORDER BY level, tile LIMIT 1")
        if let (level, tile) = try tiles.first?.decode((Int32, Int64).self) {
            found(
                .disagrees, index: verifier.size, batch: nil,
                "保管された木に、封印していないハッシュがあります（段 \(level)、位置 \(tile)）")
        }
    }
}
