/// 集計. Counts the events of one kind in one month in one line, so that a report stays one that can be read, however often somebody looked.
///
/// Look-ups are counted from the second on. What left the house, and whatever else happened, stands line by line up to a hundred of one kind a month.
/// Memory grows with the kinds and months, not with the events.
struct DisclosureTally {
    /// Lines of one kind in one month that stand by themselves, where they are no look-ups.
    static let mostSingle = 100

    private var groups: [Kind: [DisclosureReport.Line]] = [:]

    /// What lines have in common that are counted together. Nobody's own words are in it: they differ each time.
    private struct Kind: Hashable {
        var part: DisclosureReport.Line.Part
        var month: Substring
        var what: String
        var who: String
        var department: String
        var terminal: String
        var way: String
        var dataset: String
        var records: String
        var items: [String]
        var includesIndividualNumber: Bool?
        var policy: String
        var ground: String
        var isGenuine: Bool

        init(_ line: DisclosureReport.Line) {
            (part, month, what, who, department, terminal) = (line.part, line.at.prefix(7), line.what, line.who, line.department, line.terminal)
            (way, dataset, records, items, includesIndividualNumber) = (line.way, line.dataset, line.records, line.items, line.includesIndividualNumber)
            (policy, ground, isGenuine) = (line.policy, line.ground, line.isGenuine)
        }
    }

    /// Adds a line of one event; they come in the order of the log.
    mutating func add(_ line: DisclosureReport.Line) {
        var lines = groups.removeValue(forKey: Kind(line)) ?? []
        let most = line.part == .looked ? 1 : Self.mostSingle
        if lines.count == 1, lines[0].count > 1 {
            lines[0].include(line)
        } else if lines.count < most {
            lines.append(line)
        } else {
            var counted = lines[0]
            for other in lines.dropFirst() { counted.include(other) }
            counted.include(line)
            lines = [counted]
        }
        groups[Kind(line)] = lines
    }

    /// In the order of the log.
    var lines: [DisclosureReport.Line] { groups.values.joined().sorted { $0.event < $1.event } }
}

extension DisclosureReport.Line {
    /// Counts another event of the kind, a later one.
    fileprivate mutating func include(_ other: DisclosureReport.Line) {
        count += other.count
        (lastEvent, lastAt, lastAtEra) = (other.lastEvent, other.lastAt, other.lastAtEra)
        if reason != other.reason { reason = ground }
    }
}
