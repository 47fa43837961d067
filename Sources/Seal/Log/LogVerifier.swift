/// Checks a log batch by batch against the public key; pure, and so the same offline and on the live database.
///
/// The leaf hashes of a batch are trusted only once they give the signed root. Then each event is held against its leaf, so that the first one that was
/// altered, removed, inserted or moved is named.
public struct LogVerifier: Sendable {
    private let key: VerifierKey
    /// Those that no batch has met yet, by their batch.
    private var witnesses: [Int: Set<SignedNote>]
    private let start: Int
    private var frontier: MerkleFrontier
    /// The last batch that was found good.
    public private(set) var last: SignedNote?

    /// Leaves found good, those before the start included.
    public var size: Int { frontier.size }

    /// From the log's beginning.
    ///
    /// - Parameter witnesses: notes that somebody kept elsewhere; the log must agree with each.
    public init(key: VerifierKey, witnesses: [SignedNote] = []) {
        self.init(key: key, witnesses: witnesses, frontier: MerkleFrontier(), last: nil)
    }

    private init(key: VerifierKey, witnesses: [SignedNote], frontier: MerkleFrontier, last: SignedNote?) {
        (self.key, self.frontier, self.last, start) = (key, frontier, last, last?.checkpoint.batch ?? 0)
        self.witnesses = Dictionary(grouping: witnesses) { $0.checkpoint.batch }.mapValues { Set($0) }
    }

    /// From the end of an earlier batch.
    ///
    /// - Throws: `LogFault` unless the note is signed and the peaks give its root.
    public init(key: VerifierKey, witnesses: [SignedNote] = [], after note: SignedNote, peaks: [TreeHash]) throws(LogFault) {
        try Self.authentic(note, key)
        guard let edge = MerkleFrontier(size: note.checkpoint.size, peaks: peaks), edge.root == note.checkpoint.root else {
            throw LogFault(.checkpoint, batch: note.checkpoint.batch, "範囲の始めの部分木が、署名された根ハッシュになりません")
        }
        self.init(key: key, witnesses: witnesses, frontier: edge, last: note)
        try meet(note)
    }

    /// Checks that a batch follows the last one: signature, chain, and leaves that give the signed root.
    ///
    /// - Throws: `LogFault`.
    public mutating func follow(_ batch: SealedBatch) throws(LogFault) { frontier = try next(batch, events: nil) }

    /// The same, and that the batch's events are the sealed ones.
    ///
    /// - Parameters:
    ///   - events: as many events, in order, as the batch has leaves; fewer where there are no more.
    ///   - following: ids of some events after them, to tell a removed event from an inserted one.
    /// - Throws: `LogFault` naming the first bad event.
    public mutating func check(_ batch: SealedBatch, events: [LogEvent], following: [Int64] = []) throws(LogFault) {
        frontier = try next(batch, events: (events, following))
    }

    /// Whether every witness was met.
    ///
    /// - Returns: witnesses from before the start, of which this range can say nothing.
    /// - Throws: `LogFault` where a witness is not signed by the key, speaks of more than there is, or of another history.
    @discardableResult public func finish() throws(LogFault) -> Int {
        var early = 0
        for (batch, notes) in witnesses.sorted(by: { $0.key < $1.key }) {
            for note in notes {
                try Self.authentic(note, key)
                if batch < start {
                    early += 1
                } else if note.checkpoint.size > frontier.size {
                    throw LogFault(.missing, index: frontier.size, batch: batch, "別に保管されたチェックポイント（件数 \(note.checkpoint.size)）より記録が少なく、末尾が失われています")
                } else {
                    throw LogFault(.fork, batch: batch, "別に保管されたチェックポイントが、この証跡にありません（枝分かれしています）")
                }
            }
        }
        return early
    }

    /// Holds the witnesses of a batch against its note.
    private mutating func meet(_ note: SignedNote) throws(LogFault) {
        for witness in witnesses[note.checkpoint.batch] ?? [] where witness != note {
            try Self.authentic(witness, key)
            throw LogFault(.fork, index: size, batch: note.checkpoint.batch, "別に保管されたチェックポイントと異なります（枝分かれしています）")
        }
        witnesses[note.checkpoint.batch] = nil
    }

    private mutating func next(_ batch: SealedBatch, events: (own: [LogEvent], following: [Int64])?) throws(LogFault) -> MerkleFrontier {
        let checkpoint = batch.note.checkpoint
        let number = checkpoint.batch
        try Self.authentic(batch.note, key)
        let expected = (last?.checkpoint.batch ?? 0) + 1
        guard number == expected else {
            throw LogFault(.checkpoint, index: frontier.size, batch: expected, "バッチ \(expected) のチェックポイントがなく、\(number) が続いています")
        }
        guard checkpoint.previous == last?.digest else {
            throw LogFault(.fork, index: frontier.size, batch: number, "前のチェックポイントを指していません（枝分かれしています）")
        }
        guard frontier.size + batch.leaves.count == checkpoint.size, !batch.leaves.isEmpty else {
            throw LogFault(.checkpoint, index: frontier.size, batch: number, "葉の数が、署名された件数に合いません")
        }
        try meet(batch.note)
        var edge = frontier
        edge.append(contentsOf: batch.leaves)
        guard edge.root == checkpoint.root else { throw wrongLeaves(batch, events?.own) }
        if let events { try compare(batch, events.own, events.following) }
        last = batch.note
        return edge
    }

    /// The leaves are not the signed ones; where the events are, the difference shows which leaf was altered.
    private func wrongLeaves(_ batch: SealedBatch, _ events: [LogEvent]?) -> LogFault {
        let number = batch.note.checkpoint.batch
        if let events {
            var edge = frontier
            edge.append(contentsOf: events.map(\.leaf))
            if edge.size == batch.note.checkpoint.size, edge.root == batch.note.checkpoint.root,
                let place = zip(events, batch.leaves).enumerated().first(where: { $1.0.leaf != $1.1 })?.offset
            {
                return LogFault(
                    .checkpoint, index: frontier.size + place, eventID: events[place].id, batch: number, "保管された葉のハッシュが書き換えられています（イベントは封印されたとおりです）")
            }
        }
        return LogFault(.checkpoint, index: frontier.size, batch: number, "葉のハッシュが、署名された根ハッシュになりません")
    }

    private func compare(_ batch: SealedBatch, _ events: [LogEvent], _ following: [Int64]) throws(LogFault) {
        let number = batch.note.checkpoint.batch
        for (place, leaf) in batch.leaves.enumerated() {
            let index = frontier.size + place
            let sealedID = place < batch.eventIDs.count ? batch.eventIDs[place] : nil
            guard place < events.count else {
                throw LogFault(.missing, index: index, eventID: sealedID, batch: number, "封印されたイベントが失われています（末尾がありません）")
            }
            let event = events[place]
            if event.leaf == leaf {
                if !event.opensItsCommitment {
                    throw LogFault(.personal, index: index, eventID: event.id, batch: number, "個人を示す項目が、封印された内容と異なります")
                }
                if let sealedID, sealedID != event.id {
                    throw LogFault(.altered, index: index, eventID: event.id, batch: number, "イベントの番号が、封印されたとき（\(sealedID)）と異なります")
                }
                continue
            }
            throw difference(batch, events, following, at: place, event, index, sealedID)
        }
    }

    private func difference(
        _ batch: SealedBatch, _ events: [LogEvent], _ following: [Int64], at place: Int, _ event: LogEvent, _ index: Int, _ sealedID: Int64?
    ) -> LogFault {
        let number = batch.note.checkpoint.batch
        let rest = batch.leaves[place...]
        let isElsewhere = rest.dropFirst().contains(event.leaf)
        if let sealedID {
            let isStillThere = events[place...].contains { $0.id == sealedID } || following.contains(sealedID)
            if event.id == sealedID {
                return isElsewhere
                    ? LogFault(.reordered, index: index, eventID: event.id, batch: number, "イベントの順序が、封印されたときと異なります")
                    : LogFault(.altered, index: index, eventID: event.id, batch: number, "イベントの内容が、封印されたときと異なります")
            }
            if !isStillThere {
                return LogFault(.missing, index: index, eventID: sealedID, batch: number, "封印されたイベントが失われています")
            }
            if batch.eventIDs.contains(event.id) {
                return LogFault(.reordered, index: index, eventID: event.id, batch: number, "イベントの順序が、封印されたときと異なります")
            }
            return LogFault(.inserted, index: index, eventID: event.id, batch: number, "封印されていないイベントが差し込まれています")
        }
        // Without ids the hashes alone tell.
        if isElsewhere {
            let isStillThere = rest.first.map { leaf in events[place...].contains { $0.leaf == leaf } } ?? false
            return LogFault(
                isStillThere ? .reordered : .missing, index: index, eventID: event.id, batch: number,
                isStillThere ? "イベントの順序が、封印されたときと異なります" : "このイベントの前にあった、封印されたイベントが失われています")
        }
        if rest.first.map({ leaf in events[place...].contains { $0.leaf == leaf } }) == true {
            return LogFault(.inserted, index: index, eventID: event.id, batch: number, "封印されていないイベントが差し込まれています")
        }
        return LogFault(.altered, index: index, eventID: event.id, batch: number, "イベントの内容が、封印されたときと異なります")
    }

    private static func authentic(_ note: SignedNote, _ key: VerifierKey) throws(LogFault) {
        do {
            try note.verify(key)
        } catch {
            throw LogFault(.checkpoint, batch: note.checkpoint.batch, "チェックポイント: \(error)")
        }
    }
}
