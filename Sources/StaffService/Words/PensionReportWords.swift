internal import Addressee
internal import NationalPension
internal import Sharing
internal import StaffAPI

/// 報告の文面. What is due, what a batch holds, where its medium is, and what to do next.
extension PensionWords {
    // MARK: reports

    func sheet(_ found: ReportList, limit: Int) throws -> Sheet {
        let shown = Array(found.reports.prefix(limit))
        let end = found.reports.count > limit ? "\(shown.count)件を超えました。--limit か --kind で絞り込んでください。" : "\(shown.count)件"
        let lines = shown.map { report in
            let late = report.standing.state.isToBeSent && (report.dueOn.map { $0 < today } ?? false) ? "【期限超過】" : ""
            return [
                "\(report.standing.id)", report.standing.state.label, tables.notices[report.kind].label, report.number, "\(report.receivedOn)",
                report.dueOn.map { "\($0)\(late)" } ?? "－", report.standing.batch.map { Self.batch($0, report.standing) } ?? "－",
                report.standing.returnReason.isEmpty ? "－" : report.standing.returnReason, section(report.section),
            ].joined(separator: "\t")
        }
        return try Sheet(
            lines: ["報告番号\t状態\t届出\t宛名番号\t受付日\t報告の期限\t束\t返戻の理由\t課"] + lines + [end] + next(shown), of: shown.map { ToldReport($0, today) },
            remarks: Self.untrue(found.untrueRows))
    }

    private func next(_ reports: [Report]) -> [String] {
        if reports.contains(where: { $0.standing.state == .due }) { return ["次は: atena pension report batch で、報告を待つものを束に入れます。"] }
        if reports.contains(where: { $0.standing.state == .returned }) {
            return ["次は: 理由を確かめて直し、atena pension report mend 受付番号 で、もう一度報告します。"]
        }
        return []
    }

    func line(_ standing: ReportStanding) -> String {
        let batch = standing.batch.map { Self.batch($0, standing, "束 ") } ?? "束に入っていません"
        return "日本年金機構への報告\t\(standing.id)\t\(standing.state.label)\t\(batch)\t\(standing.returnReason)"
    }

    /// A report that is due is in no batch: the one in which it came back is the last.
    private static func batch(_ batch: ReportBatchNumber, _ standing: ReportStanding, _ word: String = "") -> String {
        (standing.state == .due ? "前回は" : "") + "\(word)\(batch)"
    }

    func mended(_ standing: ReportStanding) throws -> Sheet {
        let reception = standing.id.reception
        let line =
            standing.state == .due ? "受付 \(reception) は、報告 \(standing.id) としてもう一度報告します。次に作る束に入ります。" : "受付 \(reception) の報告を終えました。もう報告しません。"
        return try Sheet(lines: [line], of: ToldStanding(standing))
    }

    // MARK: batches

    func sheet(_ batches: [ReportBatch], limit: Int) throws -> Sheet {
        let shown = batches.prefix(limit)
        let lines = shown.map { batch in
            let overdue = batch.daysOverdue(on: today).map { "\($0)日" } ?? "－"
            return [
                "\(batch.head.batch)", batch.stands, "\(batch.head.count)", "\(batch.head.madeOn)", "\(batch.steps.last?.on ?? batch.head.madeOn)", overdue,
                batch.madeBy.account, batch.steps.first { $0.step == .released }?.enteredBy.account ?? "－",
                section(batch.section),
            ].joined(separator: "\t")
        }
        return try Sheet(
            lines: ["束\t状態\t件数\t作成日\t状態の日\t媒体の期限超過\t作成\t承認\t課"] + lines + [Self.end(shown.count, of: batches.count)],
            of: shown.map { ToldBatch($0, today) }, remarks: Self.untrue(shown.reduce(0) { $0 + $1.untrueRows }))
    }

    /// - Parameter encrypted: what was made of the batch with individual numbers.
    func sheet(_ detail: BatchDetail, _ encrypted: EncryptedFile? = nil) throws -> Sheet {
        let batch = detail.batch
        var lines = head(batch) + Self.lines(encrypted) + ["", "届出の種類\t件数"]
        let counts = Dictionary(grouping: detail.reports, by: \.label).mapValues(\.count)
        lines += counts.sorted { $0.key < $1.key }.map { "\($0.key)\t\($0.value)" } + ["合計\t\(detail.reports.count)"]
        lines += ["", "番号\t報告番号\t状態\t届出\t宛名番号\t基礎年金番号\t氏名カナ\t受付日\t報告の期限"]
        lines += detail.reports.enumerated().map { index, report in
            return [
                "\(index + 1)", "\(report.id)", detail.stands(report), report.label, report.number,
                Self.shown(report.basicPensionNumber.isEmpty ? nil : report.basicPensionNumber),
                report.kana, "\(report.receivedOn)", report.dueOn.map { "\($0)" } ?? "－",
            ].joined(separator: "\t")
        }
        if !detail.characters.isEmpty {
            lines += ["", "Shift_JISにない文字\tコード\t代わりの文字"]
            lines += detail.characters.map { foreign in
                let scalars = foreign.character.unicodeScalars.map { "U+" + String($0.value, radix: 16, uppercase: true) }.joined(separator: " ")
                return "\(foreign.character)\t\(scalars)\t\(foreign.replacement ?? "【決まっていません】")"
            }
        }
        return try Sheet(
            lines: lines + ["", batch.whatIsNext],
            of: ToldBatchDetail(detail, today), remarks: Self.untrue(batch.untrueRows))
    }

    /// How many are shown, and whether there are more.
    static func end(_ shown: Int, of found: Int) -> String { found > shown ? "\(shown)件を超えました。--limit で件数を増やしてください。" : "\(shown)件" }

    /// - Parameter matched: results that waited for it, and found their reports.
    func moved(_ batch: ReportBatch, matched: Int = 0) throws -> Sheet {
        let waited = matched > 0 ? ["先に届いていた処理結果 \(matched)件が、この束の報告と突合しました。"] : []
        return try Sheet(lines: head(batch) + waited + ["", batch.whatIsNext], of: ToldBatch(batch, today), remarks: Self.untrue(batch.untrueRows))
    }

    func written(_ batch: ReportBatch, _ encrypted: EncryptedFile?, _ files: [String]) -> [String] {
        head(batch) + Self.lines(encrypted) + ["", "ファイル\t\(files.joined(separator: "、"))", batch.whatIsNext]
    }

    private static func lines(_ encrypted: EncryptedFile?) -> [String] {
        guard let encrypted else { return [] }
        return ["個人番号を加えて暗号化した媒体のSHA-256\t\(encrypted.digest)"] + encrypted.recipients.map { "受取人の証明書の指紋\t\($0)" }
    }

    private func head(_ batch: ReportBatch) -> [String] {
        var lines = [
            "束 \(batch.head.batch)\t\(batch.stands)\t\(batch.head.count)件", "作成\t\(batch.head.madeOn)\t\(batch.madeBy.account)\t\(section(batch.section))",
        ]
        lines += batch.steps.map { step in
            [step.step.label, "\(step.on)", step.enteredBy.account, step.counterpart, step.reason].joined(separator: "\t")
        }
        if !batch.left.isEmpty { lines.append("確定取消しで外れた報告\t\(batch.left.count)件\t" + batch.left.sorted().map(\.description).joined(separator: "、")) }
        if let closed = batch.closed { lines += ["様式\t\(closed.layout)\t\(closed.encoding.rawValue)", "SHA-256\t\(closed.digest)"] }
        if let paper = batch.closed?.paper {
            lines.append("紙の様式\t\(paper.forms)件\t\(paper.pages)枚（送付書を除く）\t印刷 \(paper.prints.count)回")
            let held = paper.held.sorted { $0.key < $1.key }.map { "\($0.key)（\($0.value)）" }
            if !held.isEmpty { lines.append("印刷できない様式\t\(held.count)件\t\(held.joined(separator: "、"))") }
        }
        if let days = batch.daysOverdue(on: today) { lines.append("【期限超過】媒体の次の記録が\(days)日遅れています。所在を確かめてください。") }
        return lines
    }
}
