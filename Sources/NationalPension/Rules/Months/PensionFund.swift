internal import Addressee

/// 国民年金基金の加入員の資格の喪失 (国民年金法第127条第3項). Whoever is exempt, becomes of another class or is insured of the farmers' pension is a member no more, whatever the fund has told: the
/// record goes on as it is, and a clerk is told.
enum PensionFund {
    /// The day on which somebody became insured of the farmers' pension while they were a member (第4号).
    static func doubts(_ membership: DaySpans, _ farmers: DaySpans) -> [Doubt] {
        farmers.spans.map(\.from).filter { day in membership.spans.contains { $0.from < day && $0.contains(day) } }.map { day in
            doubt(day, "農業者年金の被保険者となったため、\(EraDate.display(day))に国民年金基金の加入員の資格を失います。", "国民年金法第127条第3項第4号")
        }
    }

    /// Where an exemption begins within a membership (第3号), and where a membership is taken to go on after months that no member has (第1号). An exemption by a birth ends none, nor one
    /// whose premiums the person chose to pay.
    static func doubts(_ runs: [MonthRun], _ memberships: [MonthSpan], tables: RuleTables) -> [Doubt] {
        var doubts: [Doubt] = []
        for membership in memberships {
            var (wasExempt, wasInsured) = (false, true)
            for month in membership.months {
                guard let run = runs.run(of: month), run.isFundMember else {
                    (wasExempt, wasInsured) = (false, false)
                    continue
                }
                if !wasInsured {
                    let text = "\(month.display)より前に、第1号被保険者でも任意加入被保険者でもなくなり、国民年金基金の加入員の資格を失っています。もう一度加入したか確かめてください。"
                    doubts.append(doubt(month.firstDay, text, "国民年金法第127条第3項第1号"))
                }
                let exemption = run.exemption.flatMap { ends($0, run) ? $0 : nil }
                if let exemption, !wasExempt {
                    let text = "\(tables.kinds[exemption].label)のため、\(EraDate.display(month.firstDay))に国民年金基金の加入員の資格を失います。基金からの脱退を確かめてください。"
                    doubts.append(doubt(month.firstDay, text, "国民年金法第127条第3項第3号"))
                }
                (wasExempt, wasInsured) = (exemption != nil, true)
            }
        }
        return doubts
    }

    private static func ends(_ exemption: ExemptionKind, _ run: MonthRun) -> Bool {
        exemption.isOnApplication || (exemption == .legal && !run.isPaymentElected)
    }

    private static func doubt(_ day: CalendarDay, _ text: String, _ article: LawArticle) -> Doubt {
        Doubt(.fundMembershipEnds, on: day, Reason(text, article))
    }
}
