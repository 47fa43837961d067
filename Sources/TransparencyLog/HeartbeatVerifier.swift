/// Walks the heartbeats of a log from the first to the last: signatures, chain, and stretches that none covers.
public struct HeartbeatVerifier: Sendable {
    private let key: VerifierKey
    private var last: Heartbeat?
    /// Heartbeats found good.
    public private(set) var count = 0
    /// Stretches of more than five minutes that none covers.
    public private(set) var gaps: [LogExport.Gap] = []
    /// Stretches between a stop that was ordered and the next heartbeat.
    public private(set) var stops: [ClosedRange<LogTime>] = []
    /// Whether the first one names another before it, which is not there.
    public private(set) var isStartMissing = false
    /// What the last one says.
    public var newest: Heartbeat.Word? { last?.word }

    /// From the first.
    public init(key: VerifierKey) { self.key = key }

    /// The next one.
    ///
    /// - Throws: `LogFault` where the key did not sign it.
    public mutating func check(_ heartbeat: Heartbeat) throws(LogFault) {
        let word = heartbeat.word
        do {
            try heartbeat.verify(key)
        } catch {
            throw LogFault(.checkpoint, batch: word.batch, "心拍（\(word.time)）: \(error)")
        }
        if let last {
            let isBroken = word.previous != last.digest
            if last.word.isStop, !isBroken, last.word.through <= word.time { stops.append(last.word.through...word.time) }
            // What it covers begins where the last one ended; the sealer may have been held up although it wrote.
            if isBroken || word.through.seconds(since: last.word.through) > Heartbeat.limit {
                gaps.append(
                    .init(
                        from: last.word.through, to: word.through, isAfterStop: last.word.isStop, isBroken: isBroken,
                        isOfHubClock: last.word.isOfHubClock && word.isOfHubClock))
            }
        }
        if last == nil { isStartMissing = word.previous != nil }
        last = heartbeat
        count += 1
    }

    /// Up to now: what the last one leaves uncovered is a gap, too.
    public mutating func end(at now: LogTime) {
        guard let word = last?.word, now.seconds(since: word.through) > Heartbeat.limit else { return }
        gaps.append(.init(from: word.through, to: now, isAfterStop: word.isStop, isBroken: false, isOfHubClock: word.isOfHubClock))
    }
}
