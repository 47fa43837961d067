/// Holds the events that stand where a batch belongs against what was sealed there, and names all that differ; pure.
///
/// Where the events' sealed ids are known they tell which is which; else the hashes of the texts do.
struct SealedBatchComparison {
    private let batch: SealedBatch
    private let leaves: [TreeHash]
    private let ids: [Int64]
    private let events: [LogEvent]
    private let start: Int
    private var faults: [LogFault] = []

    /// - Parameters:
    ///   - leaves: of the batch, as found authentic or the best that is known.
    ///   - events: what stands in its place.
    ///   - start: the batch's first leaf.
    static func faults(_ batch: SealedBatch, leaves: [TreeHash], events: [LogEvent], from start: Int) -> [LogFault] {
        var comparison = SealedBatchComparison(batch, leaves, events, start)
        comparison.run()
        return comparison.faults
    }

    private init(_ batch: SealedBatch, _ leaves: [TreeHash], _ events: [LogEvent], _ start: Int) {
        (self.batch, self.leaves, self.events, self.start) = (batch, leaves, events, start)
        ids = batch.eventIDs.count == leaves.count ? batch.eventIDs : []
    }

    private var number: Int { batch.note.checkpoint.batch }

    /// Whether each event stands where it was sealed; their personal fields are looked at elsewhere.
    private var isAsSealed: Bool {
        events.count == leaves.count && zip(events, leaves).allSatisfy { $0.leaf == $1 } && (ids.isEmpty || zip(events, ids).allSatisfy { $0.id == $1 })
    }

    private mutating func run() {
        if isAsSealed { return commitments(events.indices.map { $0 }) }
        var places = Self.places(of: events, ids: ids, leaves: leaves)
        // An event under another number: its text is there, and what it should be called is not.
        var free = Set(leaves.indices).subtracting(places.compactMap { $0 })
        var renumbered: Set<Int> = []
        if !ids.isEmpty {
            for (at, event) in events.enumerated() where places[at] == nil {
                guard let place = free.filter({ leaves[$0] == event.leaf }).min() else { continue }
                free.remove(place)
                renumbered.insert(at)
                places[at] = place
            }
        } else {
            pair(&places, &free)
        }
        for (at, event) in events.enumerated() {
            guard let place = places[at] else {
                add(.inserted, at, "封印されていないイベントが差し込まれています")
                continue
            }
            if renumbered.contains(at) {
                add(.altered, at, "イベントの番号が、封印されたとき（\(ids[place])）と異なります")
            } else if event.leaf != leaves[place] {
                let isElsewhere = leaves.indices.contains { $0 != place && leaves[$0] == event.leaf }
                add(isElsewhere ? .reordered : .altered, at, isElsewhere ? "イベントの順序が、封印されたときと異なります" : "イベントの内容が、封印されたときと異なります")
            }
        }
        let matched = places.enumerated().compactMap { at, place in place.map { (at, $0) } }
        let kept = Self.longestRun(matched.map(\.1))
        for (order, pair) in matched.enumerated() where !kept.contains(order) { add(.reordered, pair.0, "イベントの順序が、封印されたときと異なります") }
        for place in free.sorted() {
            let isLast = place == leaves.count - 1
            faults.append(
                LogFault(
                    .missing, index: start + place, eventID: ids.isEmpty ? nil : ids[place], batch: number,
                    isLast ? "封印されたイベントが失われています（バッチの最後）" : "封印されたイベントが失われています"))
        }
        commitments(matched.filter { events[$0.0].leaf == leaves[$0.1] }.map(\.0))
        faults.sort { ($0.index ?? .max) < ($1.index ?? .max) }
    }

    private mutating func add(_ kind: LogFault.Kind, _ at: Int, _ detail: String) {
        faults.append(LogFault(kind, index: start + at, eventID: events[at].id, batch: number, detail))
    }

    /// Personal fields of events whose text is the sealed one; where the checkpoint says that they never fitted, that is told elsewhere.
    private mutating func commitments(_ places: [Int]) {
        let outside = Set(batch.note.checkpoint.outside)
        for at in places where !events[at].opensItsCommitment && !outside.contains(start + at) {
            add(.personal, at, "個人を示す項目が、封印された内容と異なります")
        }
    }

    /// Between two events that are as they were sealed, what is not can only be each other's: as many as there are on both sides were altered.
    private func pair(_ places: inout [Int?], _ free: inout Set<Int>) {
        var before = -1
        var waiting: [Int] = []
        func close(_ upTo: Int, _ places: inout [Int?], _ free: inout Set<Int>) {
            guard before + 1 < upTo else { return }
            for (at, place) in zip(waiting, (before + 1..<upTo).filter { free.contains($0) }) {
                places[at] = place
                free.remove(place)
            }
        }
        for at in events.indices {
            if let place = places[at] {
                close(place, &places, &free)
                (before, waiting) = (max(before, place), [])
            } else {
                waiting.append(at)
            }
        }
        close(leaves.count, &places, &free)
    }

    /// Which sealed event each one is: by its id, or by its text.
    static func places(of events: [LogEvent], ids: [Int64], leaves: [TreeHash]) -> [Int?] {
        if !ids.isEmpty {
            var known = Dictionary(ids.enumerated().map { ($1, $0) }) { first, _ in first }
            return events.map { known.removeValue(forKey: $0.id) }
        }
        var known: [TreeHash: [Int]] = [:]
        for (place, leaf) in leaves.enumerated().reversed() { known[leaf, default: []].append(place) }
        return events.map { known[$0.leaf]?.popLast() }
    }

    /// Of some places, those of a longest run that goes up: the others were moved.
    private static func longestRun(_ places: [Int]) -> Set<Int> {
        var ends: [Int] = []
        var before = [Int?](repeating: nil, count: places.count)
        for (order, place) in places.enumerated() {
            var (low, high) = (0, ends.count)
            while low < high {
                let middle = (low + high) / 2
                if places[ends[middle]] < place { low = middle + 1 } else { high = middle }
            }
            before[order] = low > 0 ? ends[low - 1] : nil
            if low == ends.count { ends.append(order) } else { ends[low] = order }
        }
        var run: Set<Int> = []
        var last = ends.last
        while let order = last {
            run.insert(order)
            last = before[order]
        }
        return run
    }
}
