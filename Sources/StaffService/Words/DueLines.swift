internal import AccessControl
internal import Governance
internal import Installation
internal import Oversight
internal import Register
internal import Settings
internal import StaffAPI

/// Lines about files that were due, for people.
enum DueLines {
    /// For `atena status`: what lacks, or that nothing does.
    static func lines(of status: HubStatus) -> [String] {
        if let problem = status.sourcesProblem { return [problem] }
        guard let standings = status.sources else { return [] }
        let missing = standings.filter(\.state.isMissing)
        if standings.isEmpty { return ["届くべきファイル: 予定では、届くべきものはありません"] }
        if missing.isEmpty { return ["届くべきファイル: \(standings.count)件、不足はありません"] }
        return ["届くべきファイル: \(standings.count)件のうち\(missing.count)件が不足しています"] + missing.map { "  \(line($0))" }
    }

    /// For whoever has taken a file in: what else was due and lacks. Nothing where no schedule is set; `atena status` says that.
    static func afterTaking(by principal: Principal, _ hub: Installation) async -> [String] {
        switch hub.settings.sourceSchedule() {
        case .unset: return []
        case .unreadable(let why): return ["届くべきファイルの予定を読めません。\(why)"]
        case .known(let schedule):
            // What went in is in: that this could not be read is no failure of it.
            guard let standings = try? await SourcesDue(pool: hub.pool).standings(by: principal, schedule) else {
                return ["届くべきファイルの状態を読めませんでした。atena sources で確かめてください。"]
            }
            let missing = standings.filter(\.state.isMissing)
            return missing.isEmpty ? [] : ["まだ不足している、届くべきファイル: \(missing.count)件"] + missing.map { "  \(line($0))" }
        }
    }

    private static func line(_ standing: SourceStanding) -> String {
        "\(standing.source) の \(standing.data)（\(standing.rhythm)）: \(standing.words)"
    }

    /// For `atena sources`.
    static func sheet(_ standings: [SourceStanding]) throws -> Sheet {
        var lines = standings.isEmpty ? ["予定では、届くべきものはありません。"] : ["業務システム\t種類\t周期\t期限\t状態\t届いた行\t取り込めた行\t最低の行\t最後の取込\t次の期限"]
        for standing in standings {
            let cells = [
                standing.source, standing.data, standing.rhythm, standing.dueAt, standing.state.label, String(standing.rows), String(standing.taken),
                String(standing.expected), standing.lastTakenAt ?? "なし", standing.nextDueAt,
            ]
            lines.append(cells.joined(separator: "\t"))
        }
        for standing in standings where standing.state.isMissing || standing.state == .underway {
            lines.append("\(standing.source) の \(standing.data): \(standing.words)")
        }
        return try Sheet(lines: lines, of: standings, status: standings.contains(where: \.state.isMissing) ? 1 : 0)
    }
}
