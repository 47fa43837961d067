internal import AuditTrail
internal import Foundation
internal import Logging
internal import Postgres
internal import Register
internal import Sharing
internal import Threads
internal import TransparencyLog

extension SealingSession {
    /// Brings both sides to the same batch, as the one function of the log decides.
    func resume() async throws {
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
