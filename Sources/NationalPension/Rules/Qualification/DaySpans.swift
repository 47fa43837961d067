internal import Addressee

/// Days during which something was so, built from the days on which it began and ended.
struct DaySpans: Sendable, Hashable {
    /// From a day until before another; open where `until` is nil.
    struct Span: Sendable, Hashable {
        var from: CalendarDay
        var until: CalendarDay?
        /// The day that was given for its end, before the rule of law moved it.
        var endGiven: CalendarDay?

        func contains(_ day: CalendarDay) -> Bool { from <= day && until.map { day < $0 } ?? true }
    }

    private(set) var spans: [Span] = []
    private(set) var doubts: [Doubt] = []

    /// - Parameters:
    ///   - begins: days on which it began.
    ///   - ends: days on which it ended, each with the first day on which it is no more.
    ///   - what: what a clerk calls it, and the article it is of.
    ///
    /// Beginning and ending on one day: a going one goes on (left one employer, entered the next), another is as long as the rule makes one day.
    init(begins: Set<CalendarDay>, ends: [CalendarDay: CalendarDay], what: String, article: LawArticle) {
        var open: CalendarDay?
        for day in begins.union(ends.keys).sorted() {
            switch (open, begins.contains(day), ends[day]) {
            case (_?, true, _?): break
            case (let from?, false, let until?):
                spans.append(Span(from: from, until: max(from, until), endGiven: day))
                open = nil
            case (nil, true, let until?): spans.append(Span(from: day, until: max(day, until), endGiven: day))
            case (nil, true, nil): open = day
            case (_?, _, nil): doubts.append(Doubt(.beginWithoutEnd, on: day, Reason("\(what)の終わりがないまま、もう一度始まっています。", article)))
            case (nil, false, _): doubts.append(Doubt(.endWithoutBegin, on: day, Reason("\(what)の始まりがないまま終わっています。", article)))
            }
        }
        if let open { spans.append(Span(from: open, until: nil, endGiven: nil)) }
    }

    /// The same spans, each beginning on the day that a rule makes of its first; those that are over by then are none.
    func beginning(by rule: DateRule) -> DaySpans {
        var later = self
        later.doubts = []
        later.spans = spans.map { Span(from: rule.apply($0.from), until: $0.until, endGiven: $0.endGiven) }.filter { span in
            span.until.map { span.from < $0 } ?? true
        }
        return later
    }

    func contains(_ day: CalendarDay) -> Bool { index(on: day) != nil }

    /// Which of the spans has the day; the later one where two meet on it.
    func index(on day: CalendarDay) -> Int? { spans.lastIndex { $0.contains(day) } }

    /// Every day on which something changes.
    var edges: [CalendarDay] { spans.flatMap { [$0.from] + [$0.until].compactMap { $0 } } }

    func begins(on day: CalendarDay) -> Bool { spans.contains { $0.from == day } }

    func ends(on day: CalendarDay) -> Bool { spans.contains { $0.until == day } }
}
