internal import Addressee
internal import Yams

/// Reads the `scope` of a policy file.
///
/// A scope is a word (`householder`, `registered-by-system`) or one key with its value:
/// `state: [resident, moved-out]`, `age: {from: reached 40, until: birthday 75}`, `ward: [111015]`,
/// `all: [scope, …]`, `any: [scope, …]`, `not: scope`.
struct ScopeParser {
    private static let words = ["householder", "registered-by-system"]
    private static let keys = ["state", "age", "ward", "all", "any", "not"]
    private static let states: [(name: String, state: ResidentState)] = [
        ("resident", .resident), ("non-resident", .nonResident), ("moved-out", .movedOut), ("dead", .dead),
        ("removed", .removed), ("non-resident-dead", .nonResidentDead), ("non-resident-removed", .nonResidentRemoved),
    ]
    /// Deeper or longer than anybody can review; also stops YAML aliases from multiplying.
    private static let deepest = 8
    private static let longest = 200

    private var count = 0

    mutating func scope(_ node: Node, in source: inout YAMLSource, depth: Int = 1) -> Scope? {
        count += 1
        guard depth <= Self.deepest, count <= Self.longest else {
            if count <= Self.longest + 1 { source.note(.scope, node, "scopeが深すぎるか長すぎます", expected: "\(Self.deepest)段以下") }
            return nil
        }
        switch node {
        case .scalar(let scalar):
            switch scalar.string {
            case "householder": return .householder
            case "registered-by-system": return .registeredBySystem
            default:
                source.note(.scope, node, "scopeの条件ではありません: \(scalar.string)", expected: Self.expected)
                return nil
            }
        case .mapping(let mapping) where mapping.count == 1:
            guard let (key, value) = mapping.first, let name = key.string, Self.keys.contains(name) else {
                source.note(.scope, node, "scopeの条件ではありません", expected: Self.expected)
                return nil
            }
            return condition(name, value, in: &source, depth: depth)
        default:
            source.note(.scope, node, "scopeの条件は一つずつ書いてください", expected: Self.expected)
            return nil
        }
    }

    private mutating func condition(_ name: String, _ value: Node, in source: inout YAMLSource, depth: Int) -> Scope? {
        switch name {
        case "state": return states(value, in: &source)
        case "age": return age(value, in: &source)
        case "ward": return wards(value, in: &source)
        case "not": return scope(value, in: &source, depth: depth + 1).map(Scope.not)
        default:
            guard let members = members(name, value, in: &source, depth: depth) else { return nil }
            return name == "all" ? .all(members) : .any(members)
        }
    }

    private mutating func members(_ name: String, _ node: Node, in source: inout YAMLSource, depth: Int) -> [Scope]? {
        // An empty `all` would be everybody.
        guard case .sequence(let sequence) = node, !sequence.isEmpty else {
            source.note(.scope, node, "\(name)には一つ以上の条件を一覧で書いてください")
            return nil
        }
        var members: [Scope] = []
        for member in sequence {
            if let scope = scope(member, in: &source, depth: depth + 1) { members.append(scope) }
        }
        return members.count == sequence.count ? members : nil
    }

    private func states(_ node: Node, in source: inout YAMLSource) -> Scope? {
        guard let list = source.list("state", node) else { return nil }
        var states: Set<ResidentState> = []
        for (text, node) in list {
            guard let known = Self.states.first(where: { $0.name == text }) else {
                source.note(
                    .scope, node, "住民状態ではありません: \(text)", expected: Self.states.map(\.name).joined(separator: ", "))
                continue
            }
            states.insert(known.state)
        }
        return states.count == list.count ? .state(states) : nil
    }

    private func wards(_ node: Node, in source: inout YAMLSource) -> Scope? {
        guard let list = source.list("ward", node) else { return nil }
        var codes: Set<String> = []
        for (text, node) in list {
            do throws(ValueError) {
                codes.insert(try LocalGovernmentCode(text).value)
            } catch {
                source.note(.scope, node, "市区町村コードではありません: \(text)", expected: error.rule)
            }
        }
        return codes.count == list.count ? .ward(codes) : nil
    }

    private func age(_ node: Node, in source: inout YAMLSource) -> Scope? {
        guard let fields = source.fields(of: node, known: ["from", "until"], at: "age") else { return nil }
        var rule = AgeRule()
        var isWhole = true
        for (name, path) in [("from", \AgeRule.from), ("until", \AgeRule.until)] {
            guard let field = fields[name] else { continue }
            guard let text = source.scalar(field.value, name) else {
                isWhole = false
                continue
            }
            guard let point = AgePointNotation.parse(text) else {
                source.note(.scope, field.value, "年齢の書き方ではありません: \(text)", expected: AgePointNotation.expected)
                isWhole = false
                continue
            }
            rule[keyPath: path] = point
        }
        guard isWhole else { return nil }
        guard rule.from != nil || rule.until != nil else {
            source.note(.scope, node, "ageにはfromかuntilが必要です", expected: AgePointNotation.expected)
            return nil
        }
        // Whether anybody can be inside does not depend on the day.
        guard rule.birthDays(on: CalendarDay(daysSince2000: 0)) != nil else {
            source.note(.scope, node, "ageに当てはまる者がいません", expected: "fromはuntilより前の時点")
            return nil
        }
        return .age(rule)
    }

    private static var expected: String {
        (words + keys.map { "\($0):" }).joined(separator: ", ")
    }
}
