package import Addressee

/// 資格の異動. One line of a record of qualification that a notice brings, or takes away.
package struct QualificationChange: Sendable, Hashable, Unprinted {
    /// 異動の別.
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        /// 取得
        case acquisition
        /// 種別変更
        case change
        /// 喪失
        case loss

        /// In Japanese, for people.
        package var label: String {
            switch self {
            case .acquisition: "取得"
            case .change: "種別変更"
            case .loss: "喪失"
            }
        }
    }

    /// 異動の別.
    package let kind: Kind
    /// 取得日, 種別変更日 or 喪失日; `nil` where it would tell the day of a move that nobody is told.
    package private(set) var on: CalendarDay?
    /// 種別; `nil` of a loss.
    package let insuredClass: InsuredClass?
    /// 事由; `nil` where the record tells none.
    package let reason: QualificationReason?
    /// Whether the notice takes the line out of the record.
    package var isTaken = false

    package init(_ kind: Kind, on day: CalendarDay?, _ insuredClass: InsuredClass? = nil, _ reason: QualificationReason?) {
        (self.kind, self.on, self.insuredClass, self.reason) = (kind, day, insuredClass, reason)
    }

    /// What one record has and the other has not: first what is taken out, then what is new, each in order of days.
    package static func between(_ before: InsuredHistory?, _ after: InsuredHistory?) -> [QualificationChange] {
        let (old, new) = (lines(before), lines(after))
        return old.filter { !new.contains($0) }.map { line in
            var taken = line
            taken.isTaken = true
            return taken
        } + new.filter { !old.contains($0) }
    }

    /// The same without its day, where that is the day of one of these moves or the day after it.
    func hiding(_ moves: [CalendarDay]) -> QualificationChange {
        var hidden = self
        if moves.contains(where: { $0 == on || $0.adding(days: 1) == on }) { hidden.on = nil }
        return hidden
    }

    private static func lines(_ history: InsuredHistory?) -> [QualificationChange] {
        (history?.periods ?? []).flatMap { period in
            period.spans.enumerated().map { index, span in
                QualificationChange(index == 0 ? .acquisition : .change, on: span.from, span.insuredClass, span.reason)
            } + (period.lost.map { [QualificationChange(.loss, on: $0, nil, period.lostBy)] } ?? [])
        }
    }
}
