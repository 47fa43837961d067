internal import Addressee
internal import AuditTrail
internal import Governance
internal import Sharing
internal import StaffAPI

/// 接続, line by line.
enum EndpointWords {
    static func sheet(_ standing: [StandingEndpoint]) throws -> Sheet {
        let lines = standing.map(EndpointLine.init)
        return try Sheet(lines: ["接続\t業務ID\t種類\t時期\t内容\t状態\t次の配信\t前回の終わり\t相手"] + lines.map(\.text), of: lines)
    }

    /// What became of the files, and which endpoints have none.
    static func sheet(loaded outcomes: [Endpoints.Outcome], _ library: EndpointLibrary, standing: [StandingEndpoint]) -> Sheet {
        var lines: [String] = []
        for outcome in outcomes {
            let described = outcome.described.map { "  相手: \($0)" } ?? ""
            let name = ([outcome.endpoint.name, outcome.endpoint.businessID?.named, outcome.label].compactMap(\.self)).joined(separator: " ")
            lines.append("\(outcome.change.label)\t\(name)\t\(outcome.endpoint.connector)\t\(outcome.endpoint.schedule.label)\(described)")
            if outcome.change == .moved {
                let when =
                    outcome.endpoint.schedule == .asItHappens
                    ? "atena work が配信します" : "配信の時期は\(outcome.endpoint.schedule.label)です。いま配信するには atena endpoint run"
                lines.append("  接続先が変わったので、全件を最初から配信し直します（\(when)）")
            }
            if !outcome.isPushed { lines.append("  push を認める提供ポリシーがないため、配信されません") }
        }
        let names = Set(library.endpoints.map(\.name))
        for one in standing where !names.contains(one.endpoint.name) {
            let (system, dataset) = (one.endpoint.system, one.endpoint.dataset)
            lines.append("ファイルにない接続（そのまま続きます）: \(one.endpoint.name)（取り外すには atena endpoint remove \(system) \(dataset)）")
        }
        return Sheet(lines: lines)
    }
}

/// One endpoint, as people and programs read it.
private struct EndpointLine: Encodable {
    var system: String
    var dataset: String
    var gyomuid: String?
    /// 業務の名前; nil of a body's own id.
    var gyomu: String?
    var connector: String
    var schedule: String
    var content: String
    var isPaused: Bool
    var isRunning: Bool
    var dueAt: String?
    var lastRunAt: String?
    var described: String?

    init(_ standing: StandingEndpoint) {
        let endpoint = standing.endpoint
        (system, dataset, gyomuid) = (endpoint.system.rawValue, endpoint.dataset.rawValue, endpoint.businessID?.value)
        gyomu = endpoint.businessID?.name
        (connector, schedule, content) = (endpoint.connector, endpoint.schedule.label, endpoint.content.label)
        (isPaused, isRunning) = (standing.pausedAt != nil, standing.beganAt != nil)
        dueAt = standing.dueAt.map { JapanTime($0).plain }
        lastRunAt = standing.lastRunAt.map { JapanTime($0).plain }
        described = standing.described
    }

    var text: String {
        let state = isPaused ? "停止中" : isRunning ? "配信中" : "有効"
        return [
            "\(system)/\(dataset)", gyomuid.map { [$0, gyomu].compactMap(\.self).joined(separator: " ") } ?? "-", connector, schedule, content, state,
            dueAt ?? "-", lastRunAt ?? "-", described ?? "-",
        ].joined(separator: "\t")
    }
}
