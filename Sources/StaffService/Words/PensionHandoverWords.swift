internal import Addressee
internal import NationalPension
internal import StaffAPI

/// 引継ぎの文面. What was open of somebody who moved away, who goes on with it, and what to do next.
extension PensionWords {
    /// - Parameter hides: whether nobody is told where the person is.
    func sheet(_ detail: HandoverDetail, hides: Bool) throws -> Sheet {
        let (kept, paper) = (detail.kept, HandoverPaper(detail, hides: hides, today: today, using: tables))
        var lines = ["引継ぎ \(kept.id)\t\(kept.state)", "引継ぎ先\t\(hides ? "（表示できません）" : kept.destination)"]
        lines += paper.person.map { "\($0.label)\t\($0.value)" }
        lines += ["", "引き継ぐもの\t\(kept.list.handedOn.count)件", HandoverPaper.labels.joined(separator: "\t")]
        lines += HandoverPaper.rows(kept.list.handedOn).map { $0.joined(separator: "\t") }
        if !kept.list.staying.isEmpty {
            lines += ["", "この団体で処理するもの\t\(kept.list.staying.count)件", HandoverPaper.labels.joined(separator: "\t")]
            lines += HandoverPaper.rows(kept.list.staying).map { $0.joined(separator: "\t") }
        }
        if !paper.periods.isEmpty { lines += ["", "資格（種別・取得日・取得事由・喪失日・喪失事由）"] + paper.periods.map { $0.joined(separator: "\t") } }
        if !paper.exemptions.isEmpty { lines += ["", "免除・猶予"] + paper.exemptions.map { $0.joined(separator: "\t") } }
        lines += ["", "作成\t\(kept.enteredBy.account)\t\(EraDate.display(kept.enteredBy.on))"]
        if let end = kept.end {
            lines.append("\(end.step.label)\t\(end.by)\t\(EraDate.display(end.on))\t\(end.reason)")
        } else {
            lines.append("次は: 別の人が確かめ、atena pension handover confirm \(kept.id) で確認するか、withdraw で取り下げます。")
        }
        return try Sheet(lines: lines, of: ToldHandover(detail, paper, hides: hides), remarks: hides ? [Self.protected] : [])
    }

    func sheet(_ kept: [KeptHandover], limit: Int) throws -> Sheet {
        let shown = Array(kept.prefix(limit))
        let lines = shown.map { handover in
            [
                "\(handover.id)", handover.state, handover.number.value, "\(handover.enteredBy.on)", handover.enteredBy.account,
                "\(handover.list.handedOn.count)", "\(handover.list.staying.count)",
            ].joined(separator: "\t")
        }
        return try Sheet(
            lines: ["引継ぎ\t状態\t宛名番号\t作成日\t作成\t引き継ぐもの\tこの団体で処理するもの"] + lines + [Self.end(shown.count, of: kept.count)],
            of: shown.map { ToldHandoverRow($0) })
    }
}

/// 引継ぎ, as data.
private struct ToldHandover: Encodable {
    let handover: Int64
    let state: String
    let destination: String?
    let person: [String: String]
    let handedOn: [HandoverList.Item]
    let staying: [HandoverList.Item]
    let periods: [[String]]
    let exemptions: [[String]]
    let madeOn: String
    let madeBy: String
    let endedOn: String?
    let endedBy: String?
    let reason: String?

    init(_ detail: HandoverDetail, _ paper: HandoverPaper, hides: Bool) {
        let kept = detail.kept
        (handover, state, destination) = (kept.id, kept.end?.step.rawValue ?? "waiting", hides ? nil : kept.destination)
        person = Dictionary(paper.person.map { ($0.label, $0.value) }) { first, _ in first }
        (handedOn, staying, periods, exemptions) = (kept.list.handedOn, kept.list.staying, paper.periods, paper.exemptions)
        (madeOn, madeBy) = (kept.enteredBy.on.description, kept.enteredBy.account)
        (endedOn, endedBy, reason) = (kept.end?.on.description, kept.end?.by, kept.end?.reason)
    }
}

/// 引継ぎの一行, as data.
private struct ToldHandoverRow: Encodable {
    let handover: Int64
    let state: String
    let atenabango: String
    let madeOn: String
    let madeBy: String
    let handedOn: Int
    let staying: Int

    init(_ kept: KeptHandover) {
        (handover, state, atenabango) = (kept.id, kept.end?.step.rawValue ?? "waiting", kept.number.value)
        (madeOn, madeBy) = (kept.enteredBy.on.description, kept.enteredBy.account)
        (handedOn, staying) = (kept.list.handedOn.count, kept.list.staying.count)
    }
}
