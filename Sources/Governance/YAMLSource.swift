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
            note(error, in: text)
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

    /// 団体. The body that a file names, by its code; nil where it names none.
    mutating func body(_ fields: [String: Field]) -> LocalGovernmentCode? {
        guard let node = fields["body"]?.value, let text = scalar(node, "body") else { return nil }
        do throws(ValueError) { return try LocalGovernmentCode(text) } catch {
            note(.value, node, "bodyは団体の市区町村コードです: \(error.code) \(error.rule)", expected: "検査数字を含む6桁。111007 など")
            return nil
        }
    }

    /// 業務ID: one of the national list, or a body's own, which has a letter in it.
    ///
    /// - Parameter mayBeUnlisted: of what was approved already.
    mutating func businessID(_ text: String, _ node: Node, mayBeUnlisted: Bool = false) -> BusinessID? {
        do throws(ValueError) {
            let id = try BusinessID(text)
            if mayBeUnlisted || !id.isNational || id.name != nil { return id }
            let (first, last) = (BusinessID.national.first?.id ?? "", BusinessID.national.last?.id ?? "")
            note(
                .value, node, "国の業務IDの一覧にない番号です: \(text)",
                expected: "一覧の\(first)〜\(last)（026 国民年金 など）。独自施策システムなどは、英字を含む3桁か、書かない")
        } catch {
            note(.value, node, "業務IDではありません: \(text)", expected: error.rule)
        }
        return nil
    }

    /// The item of a name, also one of the register's record that the dataset does not give.
    func item(_ name: String, in catalogue: ItemCatalogue) -> Item? { catalogue[name] ?? (catalogue.isOfRegister ? ItemCatalogue.register[name] : nil) }

    /// An item that the dataset lacks.
    mutating func noteUnknownItem(_ name: String, _ node: Node, in catalogue: ItemCatalogue) {
        let known = catalogue.isOfRegister ? ItemCatalogue.register[name] : nil
        if let known { return note(.item, node, "データセット\(catalogue.dataset)にない項目です: \(name)(\(known.label))") }
        let rule = catalogue.isOfRegister ? "宛名の項目名ではありません" : "データセット\(catalogue.dataset)の項目名ではありません"
        note(.item, node, "\(rule): \(name)", expected: "項目定義のローマ字名")
    }

    mutating func note(_ code: PolicyProblem.Code, _ node: Node, _ rule: String, expected: String = "") {
        note(code, line: node.mark?.line ?? 1, column: node.mark?.column ?? 1, rule + Self.hint(node), expected: expected)
    }

    mutating func note(_ code: PolicyProblem.Code, line: Int, column: Int, _ rule: String, expected: String = "") {
        problems.append(PolicyProblem(file: file, line: line, column: column, code: code, rule: rule, expected: expected))
    }

    /// Signs that look like YAML's and are none: what was meant as a field became a text.
    private static func hint(_ node: Node) -> String {
        guard case .scalar(let scalar) = node else { return "" }
        if scalar.string.hasPrefix("\u{3000}") { return "（行頭に全角の空白があります）" }
        guard let colon = scalar.string.firstIndex(of: "："), scalar.string[..<colon].allSatisfy({ $0.isASCII }) else { return "" }
        return "（コロンが全角です）"
    }

    private mutating func note(_ error: YamlError, in text: String) {
        switch error {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            if let fault = YAMLFault.find(in: text, upTo: mark.line) {
                note(.syntax, line: fault.line, column: fault.column, fault.rule, expected: fault.expected)
                return
            }
            // Where it began is nearer to the fault than where it could not go on.
            let place = context?.mark ?? mark
            note(.syntax, line: place.line, column: place.column, Self.words[problem] ?? Self.usual, expected: "字下げ・コロン・引用符・括弧を、この行と前後の行で確かめる")
        case .reader(_, let offset, _, _):
            let before = text.utf8.prefix(max(0, offset ?? 0))
            let line = before.count { $0 == 0x0A } + 1
            note(.syntax, line: line, column: 1, "使えない文字（制御文字など）があります")
        case .duplicatedKeysInMapping(let duplicates, let context):
            let names = duplicates.joined(separator: ", ")
            note(.duplicate, line: context.mark.line, column: context.mark.column, "同じ項目名が二度あります: \(names)")
        default:
            note(.syntax, line: 1, column: 1, Self.usual)
        }
    }

    private static let usual = "YAMLの書き方が正しくありません"

    /// libyaml's words that people meet, in Japanese.
    private static let words = [
        "did not find expected key": "項目名が来るはずの所に、ほかのものがあります",
        "did not find expected '-' indicator": "一覧の続きの「- 」があるはずの所に、ほかのものがあります",
        "did not find expected <document start>": "一つのファイルに二つの文書があるか、字下げが合っていません",
        "did not find expected ',' or ']'": "括弧「[」の中の区切り「,」か「]」がありません",
        "did not find expected ',' or '}'": "括弧「{」の中の区切り「,」か「}」がありません",
        "did not find expected node content": "値があるはずの所にありません",
        "mapping values are not allowed in this context": "ここに「:」は書けません。値の中の「: 」は引用符で囲みます",
        "could not find expected ':'": "項目名の後の半角の「:」がありません",
        "found unexpected end of stream": "閉じられていない引用符か括弧があります",
        "found character that cannot start any token": "値をこの文字で始めることはできません。引用符で囲みます",
        "found a tab character that violates indentation": "字下げにタブがあります",
        "block sequence entries are not allowed in this context": "ここに一覧の「- 」は書けません。次の行から書きます",
        "found undefined alias": "「*」で始まる値は引用符で囲みます",
        "found unknown escape character": "\" で囲んだ値の中の \\ は \\\\ と書きます",
    ]

    private static let placeholders: Set<String> = ["-", "?", "todo", "tbd", "未定", "未記入", "(未定)"]
}
