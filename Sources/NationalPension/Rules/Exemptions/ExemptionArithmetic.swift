/// 所得と基準額の計算 (施行令第6条の7から第6条の12まで), line by line.
enum ExemptionArithmetic {
    struct Result {
        var lines: [ArithmeticLine] = []
        var assessed = 0
        var limit = 0
        var isWithin: Bool { assessed <= limit }
    }

    static func compare(_ statement: IncomeStatement, _ rule: ExemptionThresholds.Row, tables: RuleTables) -> Result {
        var result = Result()
        result.assessed = income(statement, into: &result.lines)
        if rule.subtractsDeductions { result.assessed -= deductions(statement, tables: tables, into: &result.lines) }
        result.lines.append(ArithmeticLine(side: .assessed, label: "審査する所得", yen: result.assessed, article: rule.article))
        result.limit = limit(statement, rule, tables: tables, into: &result.lines)
        result.lines.append(ArithmeticLine(side: .limit, label: "\(tables.kinds[rule.kind].label)の基準額", yen: result.limit, article: rule.article))
        return result
    }

    /// Income without deductions, against a fixed amount (法第90条第1項第3号).
    static func compare(_ statement: IncomeStatement, _ rule: FixedGrounds.Row) -> Result {
        var result = Result()
        result.assessed = income(statement, into: &result.lines)
        result.limit = rule.yen
        result.lines.append(ArithmeticLine(side: .assessed, label: "審査する所得", yen: result.assessed, article: rule.article))
        result.lines.append(ArithmeticLine(side: .limit, label: "\(rule.ground.label)の基準額", yen: result.limit, article: rule.article))
        return result
    }

    private static func income(_ statement: IncomeStatement, into lines: inout [ArithmeticLine]) -> Int {
        let article: LawArticle = "国民年金法施行令第6条の11"
        lines.append(ArithmeticLine(side: .income, label: "合計所得金額", yen: statement.totalIncome, article: article))
        guard statement.carriedLoss > 0 else { return statement.totalIncome }
        lines.append(ArithmeticLine(side: .deduction, label: "純損失の繰越控除", yen: statement.carriedLoss, article: article))
        return statement.totalIncome - statement.carriedLoss
    }

    private static func deductions(_ statement: IncomeStatement, tables: RuleTables, into lines: inout [ArithmeticLine]) -> Int {
        var sum = 0
        for kind in DeductionKind.allCases {
            guard let rule = tables.deductions.row(kind, incomeYear: statement.year) else { continue }
            let heads = heads(kind, statement)
            let yen = rule.yen.map { $0 * heads } ?? statement.deductions[kind] ?? 0
            guard yen > 0 else { continue }
            sum += yen
            lines.append(ArithmeticLine(side: .deduction, label: heads > 1 ? "\(rule.label)（\(heads)人）" : rule.label, yen: yen, article: rule.article))
        }
        return sum
    }

    /// For how many persons a fixed deduction is taken.
    private static func heads(_ kind: DeductionKind, _ statement: IncomeStatement) -> Int {
        switch kind {
        case .disabled: statement.disabledDependants + (statement.disability == .disabled ? 1 : 0)
        case .specialDisabled: statement.speciallyDisabledDependants + (statement.disability == .special ? 1 : 0)
        case .widow: statement.isWidow ? 1 : 0
        case .singleParent: statement.isSingleParent ? 1 : 0
        case .workingStudent: statement.isWorkingStudent ? 1 : 0
        case .casualty, .medical, .socialInsurance, .smallEnterprise, .specialSpouse, .specialRelative: 0
        }
    }

    private static func limit(
        _ statement: IncomeStatement, _ rule: ExemptionThresholds.Row, tables: RuleTables, into lines: inout [ArithmeticLine]
    ) -> Int {
        func add(_ label: String, _ yen: Int, _ article: LawArticle) -> Int {
            lines.append(ArithmeticLine(side: .threshold, label: label, yen: yen, article: article))
            return yen
        }
        switch rule.formula {
        case .headCount:
            let heads = statement.dependantCount + 1
            return add("（扶養親族等の数\(statement.dependantCount)人＋1）×\(rule.perHead)円", heads * rule.perHead, rule.article) + add("加算額", rule.base, rule.article)
        case .dependants:
            var sum = add("基本額", rule.base, rule.article)
            for kind in DependantKind.allCases {
                guard let count = statement.dependants[kind], count > 0, let amount = tables.dependants.row(kind, incomeYear: statement.year) else { continue }
                sum += add("\(amount.label)（\(count)人）", count * amount.yen, amount.article)
            }
            return sum
        }
    }
}
