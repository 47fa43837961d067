internal import Addressee
internal import NationalPension
internal import StaffAPI

/// 処理結果の文面. What became of a list, what a clerk has to decide, and what to do next.
extension PensionWords {
    func sheet(_ taken: TakenResults) throws -> Sheet {
        let open = taken.lines - taken.matched
        var lines = ["一覧表 \(taken.list)\t\(taken.lines)件 = 突合 \(taken.matched) + 作業一覧 \(open)", "返戻\t\(taken.returned)"]
        if taken.matchedAnew > 0 { lines.append("前の一覧表の結果のうち、今回突合したもの\t\(taken.matchedAnew)") }
        if !taken.receptions.isEmpty {
            lines.append("承認・却下の受付\t\(taken.receptions.map(\.description).joined(separator: "、"))")
            lines.append("次は: 市の意見と違う決定を atena pension result rulings で確かめ、別の人が notify show で見て、notify accept で確定します。")
        }
        if !taken.missing.isEmpty {
            lines.append("送付書にあって、この一覧表にないもの\t\(taken.missing.count)件")
            lines += taken.missing.map { "　\($0)" }
        }
        if open > 0 { lines.append("次は: atena pension result list で、突合していない結果を確かめます。") }
        if taken.returned > 0 { lines.append("次は: atena pension report due --returned で、返戻されたものを確かめます。") }
        return try Sheet(lines: lines, of: ToldTaken(taken))
    }

    func sheet(_ results: [DoubtfulResult], limit: Int) throws -> Sheet {
        let shown = results.prefix(limit)
        var lines: [String] = []
        for doubt in ResultMatching.Doubt.allCases {
            let of = shown.filter { $0.doubt == doubt }
            guard !of.isEmpty else { continue }
            lines += ["\(doubt.label)（\(doubt.rawValue)）\t\(of.count)件", "一覧表\t行\t結果\t報告番号\t宛名番号\t基礎年金番号\t氏名カナ\t生年月日\t処理日\t返戻の理由"]
            for result in of {
                let row = result.open.row
                lines.append(
                    [
                        "\(result.open.list)", "\(result.open.line)", row.outcome.label, row.report, row.number,
                        Self.shown(row.basicPensionNumber.isEmpty ? nil : row.basicPensionNumber), row.kana, row.birth, "\(row.decidedOn)", row.reason,
                    ].joined(separator: "\t"))
                lines += result.candidates.map { report in
                    let number = Self.shown(report.basicPensionNumber.isEmpty ? nil : report.basicPensionNumber)
                    return ["　候補", "\(report.id)", report.label, report.number, number, report.kana, report.birth].joined(separator: "\t")
                }
            }
            lines.append("")
        }
        var next = results.isEmpty ? [] : ["次は: 確かめて、atena pension result match 一覧表 行 --report 報告番号 とするか、該当する報告がなければ result dismiss とします。"]
        if shown.contains(where: { $0.doubt == .answered }) {
            next.append("結果のある報告: 決定が二つに分かれているときは、notify receive で受け付けてから、result dismiss とします。")
        }
        if shown.contains(where: { $0.doubt == .waiting }) { next.append("再突合待ち: atena pension result retry で突合します。") }
        return try Sheet(lines: lines + [Self.end(shown.count, of: results.count)] + next, of: shown.map(ToldResult.init))
    }

    func sheet(_ lists: [KeptList], limit: Int) throws -> Sheet {
        let shown = lists.prefix(limit)
        let lines = shown.map { list in
            ["\(list.id)", "\(list.on)", list.by, list.batch.map { "\($0)" } ?? "－", "\(list.lines)", "\(list.openLines)"].joined(separator: "\t")
        }
        return try Sheet(lines: ["一覧表\t取込日\t取込\t送付書\t件数\t突合していない件数"] + lines + [Self.end(shown.count, of: lists.count)], of: shown.map(ToldList.init))
    }

    func settled(_ id: ReportID, _ made: ReceptionNumber?) throws -> Sheet {
        let next = made.map { ["承認・却下の受付\t\($0)", "次は: 別の人が atena pension notify show \($0) で確かめ、notify accept で確定します。"] } ?? []
        return try Sheet(lines: ["報告 \(id) の結果としました。"] + next, of: ["report": "\(id)"])
    }

    /// 決定と意見の対照, line by line.
    func compared(_ ruling: RulingComparison) -> [String] {
        var lines = ["申請\t\(ruling.application)\t\(ruling.requested.displayWithCount)"]
        lines.append("決定\t\(ruling.decision.map { $0.display(using: tables) } ?? "却下")")
        if !ruling.hasOpinion { lines.append("市の意見\t（読めません）") }
        if ruling.hasOpinion, ruling.differences.isEmpty { lines.append("市の意見との相違\tありません") }
        return lines
            + ruling.differences.map { difference in
                "市の意見との相違\t\(difference.months.displayWithCount)\t意見 \(difference.proposed.label(using: tables))\t決定 \(difference.decided.label(using: tables))"
            }
    }

    func sheet(_ rulings: [WaitingRuling], limit: Int) throws -> Sheet {
        let shown = Array(rulings.prefix(limit))
        let lines = shown.flatMap { ["受付 \($0.reception)\t宛名番号 \($0.number)"] + compared($0.comparison).map { "　\($0)" } }
        let next = shown.isEmpty ? [] : ["次は: 別の人が atena pension notify show で確かめ、notify accept で確定します。決定に疑問があるときは、年金事務所に確かめます。"]
        return try Sheet(lines: lines + [Self.end(shown.count, of: rulings.count)] + next, of: shown.map(ToldRuling.init))
    }
}

/// 決定と意見の対照, as data.
struct ToldComparison: Encodable {
    private let application: String
    private let requested: String
    private let decision: ExemptionDecision?
    private let hasOpinion: Bool
    private let differences: [RulingDifference]

    init(_ ruling: RulingComparison) {
        (application, requested, decision) = (ruling.application.description, ruling.requested.description, ruling.decision)
        (hasOpinion, differences) = (ruling.hasOpinion, ruling.differences)
    }
}

/// 確認を待つ決定, as data.
private struct ToldRuling: Encodable {
    let reception: String
    let atenabango: String
    let ruling: ToldComparison

    init(_ waiting: WaitingRuling) {
        (reception, atenabango, ruling) = (waiting.reception.description, waiting.number, ToldComparison(waiting.comparison))
    }
}
