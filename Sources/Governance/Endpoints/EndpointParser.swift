internal import Addressee
internal import Yams

/// Reads one endpoint file, `SYSTEM-DATASET.yaml`; every fault is noted with its place.
struct EndpointParser {
    private static let keys = [
        "body", "system", "dataset", "gyomuid", "connector", "settings", "batch-size", "schedule", "content", "hours-to-answer", "tls",
    ]
    /// Names of settings whose values would be secrets: an endpoint names the file of one.
    private static let secrets = ["password", "passwd", "secret", "token", "api-key", "private-key"]

    private var source: YAMLSource
    private var body: LocalGovernmentCode?

    private init(_ name: String) { source = YAMLSource(file: name) }

    /// - Returns: the endpoint, and the body whose file it says it is; nil there where it names none.
    static func parse(_ document: PolicyDocument, problems: inout [PolicyProblem]) -> (endpoint: Endpoint, body: LocalGovernmentCode?)? {
        var parser = EndpointParser(document.name)
        let read = parser.endpoint(document.text)
        problems += parser.source.problems
        guard parser.source.problems.isEmpty, let endpoint = read else { return nil }
        return (endpoint, parser.body)
    }

    private mutating func endpoint(_ text: String) -> Endpoint? {
        guard let root = source.root(of: text), let fields = source.fields(of: root, known: Self.keys, at: "接続") else { return nil }
        body = source.body(fields)
        let system = name("system", fields, root, "業務システムの名前") { SystemName(rawValue: $0) }
        let dataset = name("dataset", fields, root, "データセット名") { DatasetName(rawValue: $0) }
        var businessID: BusinessID?
        if let node = fields["gyomuid"]?.value, let text = source.scalar(node, "gyomuid") {
            businessID = source.businessID(text, node)
        }
        let connector = source.text("connector", fields, in: root)
        let settings = settings(fields)
        let batchSize = number("batch-size", fields, 1...100_000)
        let schedule = schedule(fields)
        var content = Endpoint.Content.delta
        if let node = fields["content"]?.value, let text = source.scalar(node, "content") {
            if let known = Endpoint.Content(rawValue: text) {
                content = known
            } else {
                source.note(.value, node, "contentは、delta（差分）かfull（全件）です: \(text)", expected: "delta, full")
            }
            if content == .full, schedule == .asItHappens {
                source.note(.value, node, "全件を随時に配信することはできません", expected: "schedule に daily、monthly、on-demand のどれか")
            }
        }
        let hours = number("hours-to-answer", fields, 1...8_760) ?? Endpoint.usualHoursToAnswer
        var tls = Endpoint.TLS.v13
        if let node = fields["tls"]?.value, let text = source.scalar(node, "tls") {
            if let known = Endpoint.TLS(rawValue: text) {
                tls = known
            } else {
                source.note(.value, node, "tlsは、業務システムがハブに接続するときに使ってよい最も古いTLSの版です: \(text)", expected: #"引用符で囲んだ "1.3" か "1.2""#)
            }
        }
        guard source.problems.isEmpty, let system, let dataset, let connector, let schedule else { return nil }
        let expected = "\(system)-\(dataset).yaml"
        if source.file != expected {
            source.note(.file, root, "ファイルの名前が、中に書かれた業務システムとデータセットのものではありません", expected: expected)
            return nil
        }
        return Endpoint(
            system: system, dataset: dataset, businessID: businessID, connector: connector, settings: settings, batchSize: batchSize, schedule: schedule,
            content: content, hoursToAnswer: hours, tls: tls)
    }

    private mutating func name<Name>(
        _ key: String, _ fields: [String: YAMLSource.Field], _ root: Node, _ what: String, _ make: (String) -> Name?
    ) -> Name? {
        guard let text = source.text(key, fields, in: root) else { return nil }
        if let name = make(text) { return name }
        source.note(.value, fields[key]?.value ?? root, "\(what)ではありません: \(text)", expected: "英小文字で始まる英小文字・数字・-、40字以下")
        return nil
    }

    private mutating func number(_ key: String, _ fields: [String: YAMLSource.Field], _ range: ClosedRange<Int>) -> Int? {
        guard let node = fields[key]?.value, let text = source.scalar(node, key) else { return nil }
        if let number = Int(text), range.contains(number) { return number }
        source.note(.value, node, "\(key)は\(range.lowerBound)から\(range.upperBound)までの整数です", expected: "\(range.lowerBound)…\(range.upperBound)")
        return nil
    }

    private mutating func settings(_ fields: [String: YAMLSource.Field]) -> [String: String] {
        guard let node = fields["settings"]?.value else { return [:] }
        guard case .mapping(let mapping) = node else {
            source.note(.shape, node, "settingsは設定の名前と値の組で書いてください")
            return [:]
        }
        var settings: [String: String] = [:]
        for (key, value) in mapping {
            guard case .scalar(let name) = key, let text = source.scalar(value, name.string) else { continue }
            if Self.secrets.contains(where: { name.string.lowercased().hasSuffix($0) }) {
                source.note(.value, key, "秘密の値を接続のファイルに書くことはできません: \(name.string)", expected: "秘密を入れたファイル（0600）の名前を受け取る設定")
                continue
            }
            // Also among what is passed on.
            if Self.secrets.contains(where: { text.lowercased().contains("\($0)=") || text.lowercased().contains("\($0):") }) {
                source.note(.value, value, "秘密の値を接続のファイルに書くことはできません: \(name.string)", expected: "秘密を入れたファイル（0600）の名前")
                continue
            }
            settings[name.string] = text
        }
        return settings
    }

    /// `as-it-happens`, `on-demand`, `{ daily: "02:30" }`, `{ monthly: { day: 1, at: "02:30" } }`.
    private mutating func schedule(_ fields: [String: YAMLSource.Field]) -> DeliverySchedule? {
        let expected = #"as-it-happens, on-demand, { daily: "02:30" }, { monthly: { day: 1, at: "02:30" } }"#
        guard let node = fields["schedule"]?.value else { return .asItHappens }
        if case .scalar(let scalar) = node {
            switch scalar.string {
            case "as-it-happens": return .asItHappens
            case "on-demand": return .onDemand
            default:
                source.note(.value, node, "scheduleは配信の時期です: \(scalar.string)", expected: expected)
                return nil
            }
        }
        guard let inner = source.fields(of: node, known: ["daily", "monthly"], at: "schedule") else { return nil }
        guard inner.count == 1 else {
            source.note(.shape, node, "scheduleは一つの時期です", expected: expected)
            return nil
        }
        if let daily = inner["daily"]?.value { return time("daily", daily).map { .daily(at: $0) } }
        guard let monthly = inner["monthly"]?.value, let parts = source.fields(of: monthly, known: ["day", "at"], at: "monthly") else { return nil }
        let day = number("day", parts, 1...31)
        if parts["day"] == nil { source.note(.missing, monthly, "dayは必須です", expected: "1…31") }
        guard let at = source.required("at", parts, in: monthly), let time = time("at", at), let day else { return nil }
        return .monthly(day: day, at: time)
    }

    private mutating func time(_ key: String, _ node: Node) -> DeliverySchedule.TimeOfDay? {
        guard let text = source.scalar(node, key) else { return nil }
        if let time = DeliverySchedule.TimeOfDay(text) { return time }
        source.note(.value, node, "\(key)は日本時間の時刻です: \(text)", expected: "引用符で囲んだ \"HH:MM\"")
        return nil
    }
}
