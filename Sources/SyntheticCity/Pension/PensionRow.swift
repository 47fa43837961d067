internal import Addressee

/// The rows of a pension city's files, each without its line end.
struct PensionRow: Sendable {
    /// 基準日
    let through: CalendarDay
    /// Basic pension numbers of serials.
    let digits: SerialPermutation

    func number(_ member: PensionMember, _ row: inout [UInt8]) { Numbers.writeRunning(Int64(member.person.number), to: &row) }

    func append(basicNumber serial: Int64, to row: inout [UInt8]) { row.append(number: 2_150_000_000 + digits(serial % 10_000_000), digits: 10) }

    func period(
        _ member: PensionMember, _ insuredClass: String, _ acquired: CalendarDay, _ by: PensionLife.Reason, _ lost: CalendarDay?, _ lostBy: PensionLife.Reason,
        _ row: inout [UInt8]
    ) {
        number(member, &row)
        row.comma()
        row.append(contentsOf: insuredClass.utf8)
        row.comma()
        row.append(acquired)
        row.comma()
        row.append(contentsOf: by.rawValue.utf8)
        row.comma()
        row.append(lost)
        row.comma()
        row.append(contentsOf: lostBy.rawValue.utf8)
        row.comma()
        row.append(through)
    }

    func exemption(
        _ member: PensionMember, _ kind: PensionMember.ExemptionKind, _ first: MonthNumber, _ last: MonthNumber, _ row: inout [UInt8]
    ) {
        number(member, &row)
        row.comma()
        row.append(contentsOf: kind.rawValue.utf8)
        row.comma()
        row.append(first)
        row.comma()
        row.append(last)
    }

    func additional(_ member: PensionMember, _ applied: CalendarDay, _ withdrawn: CalendarDay?, _ row: inout [UInt8]) {
        number(member, &row)
        row.comma()
        row.append(applied)
        row.comma()
        row.append(withdrawn)
    }

    /// A number, a code where there is one, days, and what follows them.
    func days(_ member: PensionMember, _ code: String?, _ days: [CalendarDay], _ row: inout [UInt8], more: StaticString) {
        number(member, &row)
        if let code {
            row.comma()
            row.append(contentsOf: code.utf8)
        }
        for day in days {
            row.comma()
            row.append(day)
        }
        row.append(more)
    }

    /// A claim: when it was received and sent, then its ground between two texts.
    func claim(
        _ member: PensionMember, received: CalendarDay, sent: CalendarDay, _ before: StaticString, _ ground: CalendarDay?, _ after: StaticString,
        _ row: inout [UInt8]
    ) {
        days(member, nil, [received, sent], &row, more: before)
        row.append(ground)
        row.append(after)
    }
}
