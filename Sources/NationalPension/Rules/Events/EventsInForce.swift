/// 有効な事実. What a set of events says once corrections and cancellations are taken into account.
///
/// A cancellation that holds takes its event away, a correction that holds speaks in its place; cancelling either puts back what was before. What it is
/// about may come later than a correction does: till then the correction waits.
package struct EventsInForce: Sendable, Hashable {
    /// The facts that hold.
    package let facts: Set<PensionFact>
    /// The events that say them, in the order of their ids: of a corrected one the correction.
    package let events: [PensionEvent]
    /// Corrections and cancellations whose event is not in the set (yet).
    package let doubts: [Doubt]

    /// - Throws: `HeldForClerk` where what holds corrects one event twice, or corrects and cancels it, corrects a cancellation, where events target each
    ///   other in a ring, or two have one id.
    package init(_ recorded: some Sequence<PensionEvent>) throws(HeldForClerk) {
        var byID: [PensionEvent.ID: PensionEvent] = [:]
        // Each once, and in an order of their own: what is held is the same whatever order events came in.
        var contradictions: Set<String> = []
        func hold(_ text: String) { contradictions.insert(text) }
        func held() -> HeldForClerk { HeldForClerk(contradictions.sorted().map { Hold(.eventsContradict, Reason($0, "国民年金法第14条")) }) }
        for event in recorded where byID.updateValue(event, forKey: event.id).map({ $0 != event }) ?? false {
            hold("同じ番号の記録が二つあり、内容が違います。どちらが正しいか確かめてください。")
        }
        var targeting: [PensionEvent.ID: [PensionEvent.ID]] = [:]
        var doubts: Set<Doubt> = []
        for event in byID.values {
            guard let target = event.target else { continue }
            targeting[target, default: []].append(event.id)
            if byID[target] == nil {
                doubts.insert(Doubt(.targetMissing, on: nil, Reason("訂正または取消しの対象となる記録がまだ届いていません。", "国民年金法第14条")))
            }
        }
        for event in byID.values where Self.isInRing(event, byID) {
            hold("訂正と取消しが互いを指しています。記録を確かめてください。")
            throw held()
        }
        // Each event has one target at most, so that what stands on an event is a tree.
        var verdicts: [PensionEvent.ID: Bool] = [:]
        func stands(_ id: PensionEvent.ID) -> Bool {
            if let known = verdicts[id] { return known }
            let verdict = !on(id).contains { $0.fact == nil && stands($0.id) }
            verdicts[id] = verdict
            return verdict
        }
        func on(_ id: PensionEvent.ID) -> [PensionEvent] { (targeting[id] ?? []).compactMap { byID[$0] } }
        func speaker(for event: PensionEvent) -> PensionEvent {
            on(event.id).first { $0.fact != nil && stands($0.id) }.map(speaker) ?? event
        }
        for (target, sources) in targeting {
            let standing = sources.compactMap { byID[$0] }.filter { stands($0.id) }
            let corrections = standing.count { $0.fact != nil }
            if corrections > 1 || (corrections == 1 && standing.count > 1) { hold("一つの記録を二つの訂正または取消しが指しています。どちらによるか決めてください。") }
            if corrections > 0, let event = byID[target], event.fact == nil { hold("取消しを訂正することはできません。取消しを取り消してください。") }
        }
        guard contradictions.isEmpty else { throw held() }
        events = byID.values.filter { $0.target == nil && stands($0.id) }.map(speaker).sorted { $0.id < $1.id }
        facts = Set(events.compactMap(\.fact))
        self.doubts = doubts.sorted()
    }

    private static func isInRing(_ event: PensionEvent, _ byID: [PensionEvent.ID: PensionEvent]) -> Bool {
        var seen: Set<PensionEvent.ID> = []
        var current = event
        while let target = current.target, let next = byID[target] {
            if target == event.id { return true }
            guard seen.insert(target).inserted else { return false }
            current = next
        }
        return false
    }
}
