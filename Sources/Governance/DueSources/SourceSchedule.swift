package import Addressee
internal import Yams

/// 届くべきファイルの予定. Which files are due from whom and when; read from a file that people edit (`ATENA_SOURCES`).
public struct SourceSchedule: Sendable, Hashable {
    /// In the order of the file; empty where the body says that none is due.
    public let sources: [DueSource]
    /// The body whose schedule it says it is; nil where it names none.
    package let body: LocalGovernmentCode?

    /// As given.
    public init(_ sources: [DueSource]) { (self.sources, body) = (sources, nil) }

    /// Reads them; every problem is told with its place.
    ///
    /// - Throws: `PolicyFileErrors`.
    public init(file: String, text: String) throws(PolicyFileErrors) {
        var source = YAMLSource(file: file)
        guard let root = source.root(of: text), let fields = source.fields(of: root, known: ["body", "sources"], at: "届くべきファイルの予定") else {
            throw PolicyFileErrors(source.problems)
        }
        let body = source.body(fields)
        var rules: [DueSource] = []
        if let node = source.required("sources", fields, in: root) {
            if case .sequence(let members) = node {
                for member in members {
                    guard let rule = DueSourceReading(member, &source).rule else { continue }
                    if rules.contains(where: { $0.source == rule.source && $0.data == rule.data }) {
                        source.note(.duplicate, member, "\(rule.source)の\(rule.data)が二度あります")
                    }
                    rules.append(rule)
                }
            } else {
                source.note(.shape, node, "sourcesは一覧で書いてください", expected: "- で始まる行。届くべきものがなければ []")
            }
        }
        guard source.problems.isEmpty else { throw PolicyFileErrors(source.problems) }
        (sources, self.body) = (rules, body)
    }
}

/// What could be learnt of the schedule, so that nobody takes a file that can't be read for one that asks for nothing.
public enum SourceScheduleReading: Sendable {
    /// It was read.
    case known(SourceSchedule)
    /// No file is named: nobody knows what is due.
    case unset
    /// It can't be read, or says something wrong; in Japanese, with file and place.
    case unreadable(String)

    /// Why nobody knows what is due, and what to do, in Japanese; nil where it is known.
    public var problem: String? {
        switch self {
        case .known: nil
        case .unset: "届くべきファイルの予定がないため、届かないファイルがあっても分かりません。予定のファイルを書き、環境変数 ATENA_SOURCES に指定してください（見本は製品の ops/sources.yaml）。"
        case .unreadable(let why): "届くべきファイルの予定を読めないため、届かないファイルがあっても分かりません。\(why)"
        }
    }
}

/// Reads one member of the list.
private struct DueSourceReading {
    /// nil where something is wrong, which is noted.
    private(set) var rule: DueSource?

    private static let keys = [
        "source", "data", "every", "by", "from", "opens-hours", "rows-at-least", "percent-of-last", "same-content",
    ]
    private static let weekdays = ["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"]

    init(_ node: Node, _ source: inout YAMLSource) {
        guard let fields = source.fields(of: node, known: Self.keys, at: "届くべきファイル") else { return }
        let before = source.problems.count
        let name = source.text("source", fields, in: node).flatMap { text in
            SystemName(rawValue: text) ?? Self.wrong(.value, fields["source"], "sourceは業務システムの名前です", "tax など", &source)
        }
        let data = source.text("data", fields, in: node).flatMap { text in
            text != DatasetName.addressee.rawValue && DatasetName(rawValue: text) != nil
                ? text : Self.wrong(.value, fields["data"], "dataは residents、nonresidents またはデータセットの名前です", "residents, nonresidents, tax-income など", &source)
        }
        let rhythm = source.text("every", fields, in: node).flatMap { text in
            Self.rhythm(text)
                ?? Self.wrong(.value, fields["every"], "everyに使えない値です", "daily, weekly MON…SUN, monthly 1…31, yearly MM-DD", &source)
        }
        let minute = source.text("by", fields, in: node).flatMap { text in
            Self.minute(text) ?? Self.wrong(.value, fields["by"], "byは日本時間の時刻です", "00:00…23:59", &source)
        }
        let from = source.required("from", fields, in: node).flatMap { source.day("from", $0) }
        let opens = Self.number("opens-hours", 1...(rhythm?.hours ?? 8760), fields, &source)
        let rows = Self.number("rows-at-least", 0...1_000_000_000, fields, &source)
        let percent = Self.number("percent-of-last", 0...100, fields, &source)
        let same = fields["same-content"].flatMap { field -> Bool? in
            switch source.scalar(field.value, "same-content") {
            case "yes": true
            case "no": false
            case nil: nil
            default: Self.wrong(.value, field, "same-contentは yes か no です", "yes, no", &source)
            }
        }
        guard source.problems.count == before, let name, let data, let rhythm, let minute, let from else { return }
        rule = DueSource(
            source: name, data: data, rhythm: rhythm, byMinute: minute, from: from, opensHours: opens, rowsAtLeast: rows ?? 1, percentOfLast: percent ?? 0,
            acceptsSameContent: same ?? false)
    }

    private static func wrong<Value>(
        _ code: PolicyProblem.Code, _ field: YAMLSource.Field?, _ rule: String, _ expected: String, _ source: inout YAMLSource
    ) -> Value? {
        if let field { source.note(code, field.value, rule, expected: expected) }
        return nil
    }

    private static func number(_ name: String, _ range: ClosedRange<Int>, _ fields: [String: YAMLSource.Field], _ source: inout YAMLSource) -> Int? {
        guard let field = fields[name], let text = source.scalar(field.value, name) else { return nil }
        if let number = Int(text), range.contains(number) { return number }
        return wrong(.value, field, "\(name)は\(range.lowerBound)から\(range.upperBound)までの整数です", "\(range.lowerBound)…\(range.upperBound)", &source)
    }

    private static func rhythm(_ text: String) -> DueSource.Rhythm? {
        let words = text.split(separator: " ").map(String.init)
        switch (words.first, words.count) {
        case ("daily", 1): return .daily
        case ("weekly", 2): return weekdays.firstIndex(of: words[1].uppercased()).map { .weekly($0 + 1) }
        case ("monthly", 2): return Int(words[1]).flatMap { (1...31).contains($0) ? .monthly($0) : nil }
        case ("yearly", 2):
            // In a leap year every day of a year there is.
            guard words[1].utf8.count == 5, let day = CalendarDay("2000-\(words[1])") else { return nil }
            return .yearly(month: day.month, day: day.day)
        default: return nil
        }
    }

    private static func minute(_ text: String) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard text.utf8.count == 5, parts.count == 2, parts.allSatisfy({ $0.utf8.count == 2 && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
            let hour = Int(parts[0]), let minute = Int(parts[1]), hour < 24, minute < 60
        else { return nil }
        return hour * 60 + minute
    }
}
