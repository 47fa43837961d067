package import Addressee

/// 免除・納付猶予・学生納付特例の申請. What the form says.
package struct ExemptionApplication: Sendable, Hashable, Codable, Unprinted {
    /// 特例の申立て.
    package struct SpecialClaim: Sendable, Hashable, Codable {
        /// Who has the ground.
        package let person: ExemptionPerson
        /// 特例の事由.
        package let ground: SpecialGround
        /// The day of the fact: 離職日, 罹災日.
        package let day: CalendarDay
        /// Whether the paper that proves it has come. Without it the ground is not used.
        package let isProven: Bool

        /// A ground that somebody claims.
        package init(_ person: ExemptionPerson, _ ground: SpecialGround, on day: CalendarDay, isProven: Bool = true) {
            self.person = person
            self.ground = ground
            self.day = day
            self.isProven = isProven
        }
    }

    /// 免除・納付猶予, or 学生納付特例.
    package let group: ExemptionYears.Group
    /// 申請期間. Within one exemption year: one form for each.
    package let months: MonthSpan
    /// 申請日.
    package let filedOn: CalendarDay
    /// 審査を希望しない区分: boxes that the applicant struck.
    package let struck: Set<ExemptionKind>
    /// 継続希望.
    package let wantsContinuation: Bool
    /// 特例の申立て.
    package let special: [SpecialClaim]
    /// 学生である月.
    package let studentMonths: [MonthSpan]

    /// What a form says.
    package init(
        _ group: ExemptionYears.Group, months: MonthSpan, filedOn: CalendarDay, struck: Set<ExemptionKind> = [], wantsContinuation: Bool = false,
        special: [SpecialClaim] = [], studentMonths: [MonthSpan] = []
    ) {
        self.group = group
        self.months = months
        self.filedOn = filedOn
        self.struck = struck
        self.wantsContinuation = wantsContinuation
        self.special = special
        self.studentMonths = studentMonths
    }

    /// さかのぼれる最初の月: two years and one month before that of the application.
    package static func earliestMonth(filedOn day: CalendarDay, using tables: RuleTables) -> CalendarMonth {
        CalendarMonth(of: day).adding(-tables.limits.limit(.exemptionMonthsBack, on: day).count)
    }

    /// 申請できる期間, one form each: from the earliest month to the end of the exemption year that goes on.
    package static func forms(_ group: ExemptionYears.Group, filedOn day: CalendarDay, using tables: RuleTables) -> [MonthSpan] {
        let year = tables.years.year(of: CalendarMonth(of: day), group)
        guard let last = tables.years.months(of: year, group)?.last,
            let span = MonthSpan(first: earliestMonth(filedOn: day, using: tables), last: last)
        else { return [] }
        return tables.years.split(span, group)
    }
}
