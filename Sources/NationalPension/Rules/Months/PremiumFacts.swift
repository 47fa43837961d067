internal import Addressee

/// 保険料に関わる事実. What facts say of months: exemptions, elected payment, fund, additional premium.
struct PremiumFacts: Sendable {
    /// Which exemption holds in a month, by rank of its kind.
    private(set) var exemptions: [CalendarMonth: ExemptionKind] = [:]
    private(set) var elected: Set<CalendarMonth> = []
    private(set) var fund: Set<CalendarMonth> = []
    /// 国民年金基金の加入員であった期間, each as its own.
    private(set) var fundSpans: [MonthSpan] = []
    /// 農業者年金の被保険者である期間.
    let farmers: DaySpans
    let fundJoined: [CalendarDay]
    let applied: [CalendarDay]
    let withdrawn: [CalendarDay]
    private(set) var doubts: [Doubt] = []

    init(_ facts: Set<PensionFact>, until horizon: CalendarDay, tables: RuleTables) {
        var joined: Set<CalendarDay> = []
        var left: [CalendarDay: CalendarDay] = [:]
        var applied: [CalendarDay] = []
        var withdrawn: [CalendarDay] = []
        // How often each month was granted and revoked.
        var granted: [ExemptionKind: [CalendarMonth: Int]] = [:]
        var revoked: [ExemptionKind: [CalendarMonth: Int]] = [:]
        var refused: Set<CalendarMonth> = []
        var begins: [LegalGround: Set<CalendarDay>] = [:]
        var ends: [LegalGround: [CalendarDay: CalendarDay]] = [:]
        func count(_ months: MonthSpan?, in counts: inout [CalendarMonth: Int]) {
            for month in months?.months ?? [] { counts[month, default: 0] += 1 }
        }
        for fact in facts {
            switch fact {
            case .fundJoined(let day): joined.insert(day)
            case .fundLeft(let day): left[day] = day
            case .additionalApplied(let day): applied.append(day)
            case .additionalWithdrawn(let day): withdrawn.append(day)
            case .exemptionGranted(let kind, let months): count(months, in: &granted[kind, default: [:]])
            case .exemptionDecided(let decision):
                for part in decision.parts {
                    if let kind = part.kind { count(part.months, in: &granted[kind, default: [:]]) } else { refused.formUnion(part.months.months) }
                }
            case .exemptionRevoked(let kind, let months): count(months, in: &revoked[kind, default: [:]])
            case .legalExemptionBegan(let day, let ground): begins[ground, default: []].insert(day)
            case .legalExemptionEnded(let day, let ground): ends[ground, default: [:]][day] = day
            case .paymentElected(let months): elected.formUnion(months.months)
            case .maternity(let month, let isMultiple):
                count(tables.parental.maternity(month: month, isMultiple: isMultiple), in: &granted[.maternity, default: [:]])
            case .childcare(let born, let from, let until, let isBirthMother):
                let months = tables.parental.childcare(born: born, from: from, until: until, isBirthMother: isBirthMother)
                count(months, in: &granted[.childcare, default: [:]])
            default: break
            }
        }
        self.applied = applied.sorted()
        self.withdrawn = withdrawn.sorted()
        let membership = DaySpans(begins: joined, ends: left, what: "国民年金基金の加入", article: "国民年金法第127条")
        fundJoined = membership.spans.map(\.from)
        farmers = FarmersPension.spans(facts)
        doubts = membership.doubts + farmers.doubts + PensionFund.doubts(membership, farmers)
        for span in membership.spans {
            // 加入員期間: from the month of joining to the one before that of leaving (法第127条).
            let last = span.until.map { CalendarMonth(of: $0).adding(-1) } ?? CalendarMonth(of: horizon)
            guard let months = MonthSpan(first: CalendarMonth(of: span.from), last: last) else { continue }
            fundSpans.append(months)
            fund.formUnion(months.months)
        }
        for ground in LegalGround.allCases {
            guard let first = begins[ground] ?? ends[ground].map({ _ in [] }) else { continue }
            let row = tables.legalGrounds[ground]
            guard row.exempts else {
                for day in first { doubts.append(Doubt(.notALegalGround, on: day, Reason("\(row.label)は法定免除の事由に当たりません。\(row.instead)。", row.article))) }
                continue
            }
            let spans = DaySpans(begins: first, ends: ends[ground] ?? [:], what: row.label, article: row.article)
            doubts += spans.doubts
            for span in spans.spans {
                count(LegalExemption.months(from: span.from, until: span.until, horizon: horizon), in: &granted[.legal, default: [:]])
            }
        }
        // By rank: the first kind that has a month is the one that holds, and no doubt hangs on the order in which kinds are looked at.
        var onApplication: Set<CalendarMonth> = []
        func doubt(_ month: CalendarMonth, _ text: String) {
            doubts.append(Doubt(.grantsOverlap, on: month.firstDay, Reason(text, "国民年金法第90条第1項")))
        }
        for kind in granted.keys.sorted(by: { tables.kinds[$0].rank < tables.kinds[$1].rank }) {
            let row = tables.kinds[kind]
            let takenBack = revoked[kind] ?? [:]
            for (month, times) in granted[kind] ?? [:] where month >= row.firstMonth {
                // Facts of one month have no order: each revocation takes back one grant, whichever came first.
                let back = takenBack[month] ?? 0
                guard times > back else { continue }
                if back > 0 {
                    doubt(
                        month,
                        "\(month.display)の\(row.label)は、承認が\(times)回、取消しが\(back)回あり、承認されているものとしています。取消しの後に改めて承認されたのでなければ、承認の記録を取り消してください。")
                }
                if kind.isOnApplication {
                    if refused.contains(month) { doubt(month, "\(month.display)に、免除の承認と、申請を却下する決定があります。どちらによるか確かめてください。") }
                    if !onApplication.insert(month).inserted { doubt(month, "\(month.display)に二つの免除の承認があります。確かめてください。") }
                }
                if exemptions[month] == nil { exemptions[month] = kind }
            }
        }
    }
}
