internal import Addressee

/// 申請できる月. Whether a month of an application is examined at all, and if not, why.
enum ExemptionAdmission {
    static func reasons(_ month: CalendarMonth, _ application: ExemptionApplication, _ history: InsuredHistory?, tables: RuleTables) -> [Reason] {
        let group = application.group
        let year = tables.years[group]
        var reasons: [Reason] = []
        if tables.years.year(of: application.months.first, group) != tables.years.year(of: application.months.last, group) {
            reasons.append(Reason("申請期間が二つの年度にまたがっています。年度ごとに申請書を分けてください。", year.article))
        }
        let earliest = ExemptionApplication.earliestMonth(filedOn: application.filedOn, using: tables)
        let back = tables.limits.limit(.exemptionMonthsBack, on: application.filedOn)
        if month < earliest { reasons.append(Reason("申請できるのは、\(back.monthsBefore)の\(earliest.display)分からです。", back.article)) }
        if tables.years.year(of: month, group) > tables.years.year(of: CalendarMonth(of: application.filedOn), group) {
            reasons.append(Reason("次の年度の月は、その年度が始まってから申請してください。", year.article))
        }
        let isStudent = application.studentMonths.contains { $0.contains(month) }
        switch (group, isStudent) {
        case (.general, true): reasons.append(Reason("学生である月は、免除・納付猶予でなく学生納付特例の対象です。", "国民年金法第90条第1項"))
        case (.student, false): reasons.append(Reason("学生である月ではないため、学生納付特例の対象となりません。", "国民年金法第90条の3第1項"))
        case (.general, false), (.student, true): break
        }
        if let history { reasons += insured(month, history, tables: tables) }
        return reasons
    }

    private static func insured(_ month: CalendarMonth, _ history: InsuredHistory, tables: RuleTables) -> [Reason] {
        guard let run = history.runs.run(of: month) else { return [Reason("被保険者期間ではありません。", "国民年金法第11条第1項")] }
        guard run.insuredClass == .class1 else { return [Reason("\(run.insuredClass.label)のため、免除の対象となりません。", "国民年金法第90条第1項")] }
        guard let exemption = run.exemption, !exemption.isOnApplication else { return [] }
        let row = tables.kinds[exemption]
        return [Reason("すでに\(row.label)の対象です。", row.article)]
    }
}
