public import Addressee
internal import Yams

/// 証跡の分析の閾値 (CT-8). From which counts on the checks of the log report something; read from a file that people edit.
public struct AnalysisRules: Sendable, Hashable {
    /// Hour (Japan time) at which the night begins.
    public let nightFrom: Int
    /// Hour at which it ends.
    public let nightUntil: Int
    /// 夜間の利用: acts of a person in one night's day.
    public let nightCount: Int
    /// 休日の利用
    public let holidayCount: Int
    /// 大量の照会: persons shown to one person of the staff in a day.
    public let massCount: Int
    /// 自分の世帯の照会
    public let householdCount: Int
    /// 抑止・支援措置の対象者の照会: protected persons in a day.
    public let protectedCount: Int
    /// 一時解除なしの照会. Look-ups of one protected person by one clerk in a day without a release; 1 where the file does not say.
    public let placeCount: Int
    /// 拒否の繰返し: by one person of the staff in a day.
    public let staffRefusals: Int
    /// 拒否の繰返し: of one system in a day.
    public let systemRefusals: Int
    /// サインインの失敗 in a day.
    public let signInCount: Int
    /// 一人への照会の集中: people of the staff.
    public let manyStaff: Int
    /// Days in which they are counted.
    public let manyDays: Int
    /// 休日, besides Saturdays and Sundays.
    public let holidays: Set<CalendarDay>

    private static let keys = [
        "night-use", "holiday-use", "mass-look-ups", "own-household", "protected-persons", "protected-place", "repeated-refusals", "failed-sign-ins",
        "looked-up-by-many", "holidays",
    ]

    /// Reads them; every problem is told with its place.
    ///
    /// - Throws: `PolicyFileErrors`.
    public init(file: String, text: String) throws(PolicyFileErrors) {
        var source = YAMLSource(file: file)
        guard let root = source.root(of: text), let fields = source.fields(of: root, known: Self.keys, at: "分析の閾値") else {
            throw PolicyFileErrors(source.problems)
        }
        var holidays: Set<CalendarDay> = []
        if let node = source.required("holidays", fields, in: root), let list = source.list("holidays", node) {
            for (_, node) in list { if let day = source.day("holidays", node) { holidays.insert(day) } }
        }
        func numbers(_ rule: String, _ names: [(String, ClosedRange<Int>)]) -> [Int] {
            guard let node = source.required(rule, fields, in: root), let inner = source.fields(of: node, known: names.map(\.0), at: rule) else {
                return names.map { _ in 0 }
            }
            return names.map { name, range in
                guard let value = source.required(name, inner, in: node), let text = source.scalar(value, name) else { return 0 }
                guard let number = Int(text), range.contains(number) else {
                    source.note(.value, value, "\(rule)の\(name)は\(range.lowerBound)から\(range.upperBound)までの整数です", expected: "\(range.lowerBound)…")
                    return 0
                }
                return number
            }
        }
        let many = 1...1_000_000
        let night = numbers("night-use", [("from", 0...23), ("until", 0...23), ("count", many)])
        holidayCount = numbers("holiday-use", [("count", many)])[0]
        massCount = numbers("mass-look-ups", [("count", many)])[0]
        householdCount = numbers("own-household", [("count", many)])[0]
        protectedCount = numbers("protected-persons", [("count", many)])[0]
        // What was written before there was this rule means what the rule is for: every one.
        placeCount = fields["protected-place"] == nil ? 1 : numbers("protected-place", [("count", many)])[0]
        let refusals = numbers("repeated-refusals", [("staff", many), ("systems", many)])
        signInCount = numbers("failed-sign-ins", [("count", many)])[0]
        let concentrated = numbers("looked-up-by-many", [("staff", many), ("days", 1...366)])
        (nightFrom, nightUntil, nightCount) = (night[0], night[1], night[2])
        (staffRefusals, systemRefusals) = (refusals[0], refusals[1])
        (manyStaff, manyDays) = (concentrated[0], concentrated[1])
        self.holidays = holidays
        guard source.problems.isEmpty else { throw PolicyFileErrors(source.problems) }
    }
}
