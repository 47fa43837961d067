package import Addressee
internal import Foundation

/// 規則表. All that the law counts with: ages, days, amounts, months, words and articles, each for its time. None of it stands in code.
///
/// Read once from `Resources/*.tsv`, checked whole, and given to every rule.
package struct RuleTables: Sendable {
    /// 出典.
    package let sources: RuleSources
    /// 法の時代.
    package let eras: LawEras
    /// 年齢.
    package let ages: AgeLimits
    /// 事由.
    package let reasons: QualificationReasons
    /// 特例任意加入の生年月日.
    package let specialVoluntaryBirths: SpecialVoluntaryBirths
    /// 期限.
    package let limits: FilingLimits
    /// 保険料.
    package let premiums: Premiums
    /// 額と月数.
    package let amounts: FixedAmounts
    /// 免除の種類.
    package let kinds: ExemptionKinds
    /// 審査の順, by the day from which it is in force.
    private let orders: Dated<ExemptionOrder>
    /// 免除の年度.
    package let years: ExemptionYears
    /// 所得の基準.
    package let thresholds: ExemptionThresholds
    /// 定額の基準.
    package let fixedGrounds: FixedGrounds
    /// 扶養親族等の額.
    package let dependants: DependantAmounts
    /// 控除.
    package let deductions: Deductions
    /// 所得情報の項目.
    package let incomes: IncomeItems
    /// 特例認定区分.
    package let specialGrounds: SpecialGrounds
    /// 法定免除の事由.
    package let legalGrounds: LegalGrounds
    /// 産前産後・育児.
    package let parental: ParentalExemptions
    /// 様式の版.
    package let forms: FormVersions
    /// 届出.
    package let notifications: NotificationKinds
    /// 届出の種類.
    package let notices: Notices
    /// 裁定請求.
    package let claims: ClaimTables
    /// 年金コード.
    package let pensionCodes: PensionCodes

    /// Names and columns of the files, in the order in which they are read.
    package static let files: [(name: String, columns: [String])] = [
        ("sources", ["key", "kind", "title", "address"]),
        ("law-eras", ["key", "valid-from", "valid-until", "label", "article", "status", "source"]),
        ("age-limits", ["key", "valid-from", "valid-until", "years", "article", "status", "source"]),
        ("reasons", ["code", "kind", "rule", "label", "article", "source"]),
        ("special-voluntary-births", ["valid-from", "born-until", "article", "status", "source"]),
        ("filing-limits", ["key", "valid-from", "unit", "count", "label", "article", "source"]),
        ("premiums", ["fiscal-year", "yen", "article", "source"]),
        ("amounts", ["key", "valid-from", "amount", "unit", "article", "source"]),
        (
            "exemption-kinds",
            ["kind", "label", "rank", "first-month", "additional", "paid", "continuing", "actuarial", "extent", "share", "article", "status", "source"]
        ),
        ("exemption-order", ["group", "valid-from", "position", "kind", "source"]),
        ("exemption-years", ["group", "first-month", "article", "source"]),
        ("exemption-thresholds", ["kind", "first-month", "last-month", "formula", "base", "per-head", "deductions", "persons", "article", "source"]),
        ("exemption-fixed-grounds", ["ground", "first-income-year", "last-income-year", "yen", "kinds", "unconfirmed-kinds", "article", "source"]),
        ("dependant-amounts", ["dependant", "first-income-year", "last-income-year", "yen", "label", "article", "source"]),
        ("deductions", ["key", "first-income-year", "last-income-year", "form", "yen", "label", "article", "source"]),
        ("income-items", ["item", "label", "means", "code", "source"]),
        (
            "special-grounds",
            [
                "ground", "valid-from", "code", "label", "rule", "effect", "first-offset", "years-after", "last-month", "student-last-month", "kinds",
                "article", "source",
            ]
        ),
        ("legal-exemption-grounds", ["ground", "exempts", "label", "instead", "article", "source"]),
        ("parental-exemptions", ["kind", "case", "in-force", "of", "first", "last", "label", "article", "status", "source"]),
        ("form-versions", ["form", "valid-from", "style", "label", "source"]),
        ("notifications", ["kind", "form", "waiver", "waiver-article", "label", "article", "source"]),
        ("notices", ["kind", "label", "form", "report", "article", "source"]),
        (
            "claims",
            [
                "kind", "valid-from", "label", "limit", "limit-value", "effect", "remind", "codes", "claimants", "ground", "first-visit", "article",
                "claimants-article",
                "source",
            ]
        ),
        ("claim-attachments", ["kind", "attachment", "valid-from", "label", "when", "article", "source"]),
        ("pension-codes", ["code", "match", "label", "source"]),
    ]

    /// Reads and checks all tables.
    /// - Parameter text: the content of a file by its name, without `.tsv`.
    /// - Throws: `RuleTableError` for the first fault found.
    package init(reading text: (String) throws(RuleTableError) -> String) throws(RuleTableError) {
        var tables: [String: RuleTable] = [:]
        for (name, columns) in Self.files { tables[name] = try RuleTable(name: name, text: try text(name), columns: columns) }
        func table(_ name: String) throws(RuleTableError) -> RuleTable {
            guard let table = tables[name] else { throw RuleTableError(file: name + ".tsv", "読まれていません。") }
            return table
        }
        sources = try RuleSources(try table("sources"))
        for (name, _) in Self.files where name != "sources" { try sources.check(try table(name)) }
        eras = try LawEras(try table("law-eras"))
        ages = try AgeLimits(try table("age-limits"))
        reasons = try QualificationReasons(try table("reasons"))
        specialVoluntaryBirths = try SpecialVoluntaryBirths(try table("special-voluntary-births"))
        limits = try FilingLimits(try table("filing-limits"))
        premiums = try Premiums(try table("premiums"))
        amounts = try FixedAmounts(try table("amounts"))
        kinds = try ExemptionKinds(try table("exemption-kinds"))
        orders = try ExemptionOrder.dated(try table("exemption-order"))
        years = try ExemptionYears(try table("exemption-years"))
        thresholds = try ExemptionThresholds(try table("exemption-thresholds"))
        fixedGrounds = try FixedGrounds(try table("exemption-fixed-grounds"))
        dependants = try DependantAmounts(try table("dependant-amounts"))
        deductions = try Deductions(try table("deductions"))
        incomes = try IncomeItems(try table("income-items"))
        specialGrounds = try SpecialGrounds(try table("special-grounds"))
        legalGrounds = try LegalGrounds(try table("legal-exemption-grounds"))
        parental = try ParentalExemptions(try table("parental-exemptions"))
        forms = try FormVersions(try table("form-versions"))
        notifications = try NotificationKinds(try table("notifications"), forms: forms)
        notices = try Notices(try table("notices"), forms: forms)
        claims = try ClaimTables(try table("claims"), attachments: try table("claim-attachments"))
        pensionCodes = try PensionCodes(try table("pension-codes"))
    }

    /// 審査の順, of an application that was filed on a day.
    package func order(on day: CalendarDay) -> ExemptionOrder { orders.on(day) ?? orders.first ?? ExemptionOrder(general: []) }

    /// The tables that come with the program, read once.
    /// - Throws: `RuleTableError` where a file is missing, not UTF-8, or wrong.
    package static func delivered() throws(RuleTableError) -> RuleTables { try read.get() }

    private static let read = Result { () throws(RuleTableError) in try RuleTables(reading: resource) }

    private static func resource(_ name: String) throws(RuleTableError) -> String {
        guard let url = Bundle.module.url(forResource: name, withExtension: "tsv", subdirectory: "Resources") else {
            throw RuleTableError(file: name + ".tsv", "プログラムのそばにありません。")
        }
        do { return try String(contentsOf: url, encoding: .utf8) } catch { throw RuleTableError(file: name + ".tsv", "UTF-8として読めません。") }
    }
}
