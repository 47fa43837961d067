internal import Addressee

/// 被保険者期間の計算 (国民年金法第11条, 第11条の2). Which months count, and as which class.
enum InsuredMonths {
    /// The months that count until the month of a day, each once.
    ///
    /// A month counts from that of the acquisition to the one before that of the loss; one in which both lie counts. Where the person is insured again in it, the
    /// later period has it, and of several classes in a month the last. The month of the horizon counts as it stands on that day.
    static func months(_ periods: [QualificationPeriod], until horizon: CalendarDay) -> [CalendarMonth: InsuredClass] {
        var months: [CalendarMonth: InsuredClass] = [:]
        for period in periods {
            let first = CalendarMonth(of: period.acquired)
            var last = CalendarMonth(of: horizon)
            if let lost = period.lost {
                let month = CalendarMonth(of: lost)
                last = month == first ? first : month.adding(-1)
            }
            var spans = period.spans[...]
            for month in MonthSpan(first: first, last: last)?.months ?? [] {
                while let next = spans.dropFirst().first, next.from <= month.lastDay, next.from <= horizon { spans.removeFirst() }
                if let span = spans.first { months[month] = span.insuredClass }
            }
        }
        return months
    }
}
