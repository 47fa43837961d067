import AccessControl
import Governance
import Installation
import Oversight
import Register
import Settings

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
    static func afterTaking(by principal: Principal, _ hub: OpenedHub, _ settings: Settings) async -> [String] {
        switch settings.sourceSchedule() {
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
}
