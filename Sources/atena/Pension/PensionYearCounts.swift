/// 一年の件数. What was done in a year, as whoever did it counted it: to be held against what the module says.
struct PensionYearCounts: Sendable, Encodable {
    /// What was filed, by kind.
    var filed: [String: Int] = [:]
    /// What became of receptions that were checked, by outcome, or by the code of what kept one from being accepted.
    var checked: [String: Int] = [:]
    /// Receptions that results made.
    var decisionsReceived = 0
    /// Reports in the files of media, and on transmittals.
    var reportsOnMedia = 0
    var transmittals = 0
    var reportsOnTransmittals = 0
    /// Lists taken in, and their lines.
    var lists = 0
    var resultLines = 0
    /// Lines that found their report by rule; that a clerk settled; that a clerk dismissed.
    var matchedByRule = 0
    var settled = 0
    var dismissed = 0
    /// Lines that the Service gave back, and lines whose numbers or birth date it got wrong.
    var returned = 0
    var mismatched = 0
    /// Of the latter, lines that name no report.
    var unnamed = 0
    /// Reports of a transmittal that its list said nothing of.
    var missing = 0
    /// Reports that came back and were looked at.
    var mended = 0
    /// Of these, what goes again.
    var goneAgain = 0
    /// Monthly: movements looked at, everything published, the list given.
    var transfers = 0
    var transferred: [Int] = []
    var proposals = 0
    /// What does not add up.
    var faults: [String] = []
}

/// 一年の所要時間, in seconds.
struct PensionYearTimes: Sendable, Encodable {
    /// By step, over the year.
    var steps: [String: Double] = [:]
    /// Each week.
    var weeks: [Double] = []
    /// Each batch, from what is due to the hand-over.
    var batches: [Double] = []
    /// Each list of results.
    var results: [Double] = []

    /// How much longer a batch and its results take in the last quarter than in the first; 1 of less than eight weeks.
    var growth: Double {
        let quarter = results.count / 4
        guard quarter >= 2 else { return 1 }
        func sum(_ times: some Sequence<Double>) -> Double { times.reduce(0, +) }
        // The first batch has no ledger to look at, and all plans to make.
        return (sum(batches.suffix(quarter)) + sum(results.suffix(quarter))) / (sum(batches.dropFirst().prefix(quarter)) + sum(results.prefix(quarter)))
    }
}
