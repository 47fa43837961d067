internal import Addressee
internal import Yams

/// Reads one YAML file node by node and notes each problem where it stands, so that all are told at once.
struct YAMLSource {
    typealias Field = (key: Node, value: Node)

    let file: String
    private(set) var problems: [PolicyProblem] = []

    /// Far above any real policy; keeps a stray file from being parsed.
    static let longest = 256 * 1024

    init(file: String) { self.file = file }

    /// The document's root; nil, with the problem noted, if it can't be read.
    mutating func root(of text: String) -> Node? {
        guard text.utf8.count <= Self.longest else {
            note(.file, line: 1, column: 1, "ファイルが大きすぎます", expected: "\(Self.longest)バイト以下")
            return nil
        }
        do {
            guard let node = try compose(yaml: text) else {
                note(.missing, line: 1, column: 1, "ファイルが空です")
                return nil
            }
            return node
        } catch let error as YamlError {
            note(error)
        } catch {
            note(.syntax, line: 1, column: 1, "YAMLとして読めません")
        }
        return nil
    }

    /// The mapping's fields by key; unknown keys are noted.
    mutating func fields(of node: Node, known: [String], at place: String) -> [String: Field]? {
        guard case .mapping(let mapping) = node else {
            note(.shape, node, "\(place)は項目名と値の組で書いてください", expected: known.joined(separator: ", "))
            return nil
        }
        var fields: [String: Field] = [:]
        for (key, value) in mapping {
            guard case .scalar(let scalar) = key, known.contains(scalar.string) else {
                note(.unknownKey, key, "\(place)にない項目名です: \(key.string ?? "?")", expected: known.joined(separator: ", "))
                continue
            }
            fields[scalar.string] = (key, value)
        }
        return fields
    }

    /// The field's value, noting its absence at `owner`.
    mutating func required(_ name: String, _ fields: [String: Field], in owner: Node) -> Node? {
        if let field = fields[name] { return field.value }
        note(.missing, owner, "\(name)は必須です")
        return nil
    }

    /// A text that says something: not empty, not a placeholder.
    mutating func text(_ name: String, _ fields: [String: Field], in owner: Node) -> String? {
        guard let node = required(name, fields, in: owner) else { return nil }
        guard let text = scalar(node, name) else { return nil }
        let bare = text.drop { $0.isWhitespace }
        guard !bare.isEmpty, !Self.placeholders.contains(bare.lowercased()) else {
            note(.missing, node, "\(name)が空です", expected: "具体的な記載")
            return nil
        }
        return text
    }

    mutating func scalar(_ node: Node, _ name: String) -> String? {
        guard case .scalar(let scalar) = node else {
            note(.shape, node, "\(name)は一つの値で書いてください")
            return nil
        }
        return scalar.string
    }

    /// The members of a list that is not empty and names nothing twice.
    mutating func list(_ name: String, _ node: Node) -> [(text: String, node: Node)]? {
        guard case .sequence(let sequence) = node else {
            note(.shape, node, "\(name)は一覧で書いてください", expected: "- で始まる行、または [ … ]")
            return nil
        }
        guard !sequence.isEmpty else {
            note(.missing, node, "\(name)が空です", expected: "一つ以上")
            return nil
        }
        var seen: Set<String> = []
        var members: [(text: String, node: Node)] = []
        for member in sequence {
            guard let text = scalar(member, name) else { continue }
            guard seen.insert(text).inserted else {
                note(.duplicate, member, "\(name)に同じものが二度あります: \(text)")
                continue
            }
            members.append((text, member))
        }
        return members
    }

    mutating func day(_ name: String, _ node: Node) -> CalendarDay? {
        guard let text = scalar(node, name) else { return nil }
        if let day = CalendarDay(text) { return day }
        note(.date, node, "\(name)が暦上の日付ではありません", expected: "YYYY-MM-DD")
        return nil
    }

    mutating func note(_ code: PolicyProblem.Code, _ node: Node, _ rule: String, expected: String = "") {
        note(code, line: node.mark?.line ?? 1, column: node.mark?.column ?? 1, rule, expected: expected)
    }

    mutating func note(_ code: PolicyProblem.Code, line: Int, column: Int, _ rule: String, expected: String = "") {
        problems.append(PolicyProblem(file: file, line: line, column: column, code: code, rule: rule, expected: expected))
    }

    private mutating func note(_ error: YamlError) {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _), .composer(_, let problem, let mark, _):
            note(.syntax, line: mark.line, column: mark.column, "YAMLとして読めません: \(problem)")
        case .duplicatedKeysInMapping(let duplicates, let context):
            let names = duplicates.joined(separator: ", ")
            note(.duplicate, line: context.mark.line, column: context.mark.column, "同じ項目名が二度あります: \(names)")
        default:
            note(.syntax, line: 1, column: 1, "YAMLとして読めません")
        }
    }

    private static let placeholders: Set<String> = ["-", "?", "todo", "tbd", "未定", "未記入", "(未定)"]
}
