internal import Addressee

extension DaySpans {
    /// 国内に住所を有する期間, as facts have it; what the ages of a person are does not matter to it.
    static func residence(of facts: Set<PensionFact>, using tables: RuleTables) -> DaySpans {
        var gained: Set<CalendarDay> = []
        var lost: [CalendarDay: CalendarDay] = [:]
        for fact in facts {
            switch fact {
            case .addressGained(let day): gained.insert(day)
            case .addressLost(let day): lost[day] = tables.reasons.day(.loseLeftJapan, from: day)
            default: break
            }
        }
        return DaySpans(begins: gained, ends: lost, what: "国内の住所", article: "国民年金法第7条第1項第1号")
    }
}
