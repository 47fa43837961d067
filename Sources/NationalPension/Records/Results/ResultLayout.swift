package import Addressee

/// 処理結果一覧表の内容.
package struct ReadResults: Sendable, Unprinted {
    /// 送付書の番号 that it answers; `nil` where it names none.
    package let batch: ReportBatchNumber?
    /// 様式 by which it was read, with its version.
    package let layout: String
    /// 全国地方公共団体コード of the body whose reports it answers; `nil` where it names none.
    package let body: String?
    /// Rows, in their order.
    package let rows: [ResultRow]
}

/// 処理結果一覧表の様式. How a list of results of the Service is read: an adapter for each layout, ours the first.
package protocol ResultLayout: Sendable {
    /// Names it, with its version.
    static var name: String { get }

    /// - Parameter today: after which nothing was processed yet.
    /// - Throws: `PensionRefused` J0057 with the line, never with what stands there.
    func read(_ text: String, today: CalendarDay) throws(PensionRefused) -> ReadResults
}

/// 処理結果のCSV: a record that names version, transmittal and count, and may name the body as the medium did (全国地方公共団体コード), a heading, a record for each result. Version 1 tells of a decision one class and its months; version 2
/// tells each class with its months, and the months that are refused (決定の内訳).
package struct ResultCSV: ResultLayout {
    /// Names it, with its version.
    package static let name = "atena-result-1"
    /// 見出し, in the order of the values.
    package static let columns = ["報告番号", "宛名番号", "基礎年金番号", "氏名カナ", "生年月日", "結果", "返戻の理由", "処理日", "決定", "免除の種類", "始月", "終月"]
    /// Names version 2.
    package static let partsName = "atena-result-2"
    /// 見出し of version 2.
    package static let partsColumns = Array(columns.prefix(9)) + ["決定の内訳"]
    /// Rows at most.
    package static let most = 50_000

    /// 満額の月数: nobody is granted more months.
    private let mostMonths: Int

    /// The layout, by the law of the tables.
    package init(using tables: RuleTables) { mostMonths = tables.amounts.mostMonths }

    /// - Parameter today: after which nothing was processed yet.
    /// - Throws: `PensionRefused` J0057 with the line, never with what stands there.
    package func read(_ text: String, today: CalendarDay) throws(PensionRefused) -> ReadResults {
        guard let records = CSVText.records(of: text) else { throw .results(nil, "引用符が閉じていないか、項目の途中にあります。") }
        guard let head = records.first, (3...4).contains(head.values.count), [Self.name, Self.partsName].contains(head.values[0]) else {
            throw .results(1, "1行目は「\(Self.partsName),送付書の番号,件数」（または \(Self.name)）としてください（最後に団体の全国地方公共団体コードを加えることができます）。")
        }
        let columns = head.values[0] == Self.name ? Self.columns : Self.partsColumns
        let batch = ReportBatchNumber(head.values[1])
        guard batch != nil || head.values[1].isEmpty else { throw .results(1, "送付書の番号は 2026-0001 の形で書いてください。") }
        let body = head.values.dropFirst(3).first.flatMap { $0.isEmpty ? nil : $0 }
        guard body.map({ (try? LocalGovernmentCode($0)) != nil }) ?? true else { throw .results(1, "全国地方公共団体コードは、検査数字の合う数字6桁で書いてください。") }
        guard records.count >= 2, records[1].values == columns else {
            throw .results(2, "見出しは「\(columns.joined(separator: ","))」としてください。")
        }
        guard Int(head.values[2]) == records.count - 2 else { throw .results(1, "件数が、行の数と違います。途中で切れていないか確かめてください。") }
        guard (1...Self.most).contains(records.count - 2) else { throw .results(nil, "行は1から\(Self.most)までです。") }
        var rows: [ResultRow] = []
        for record in records.dropFirst(2) { rows.append(try row(record, columns, today)) }
        return ReadResults(batch: batch, layout: head.values[0], body: body, rows: rows)
    }

    private func row(_ record: CSVText.Record, _ columns: [String], _ today: CalendarDay) throws(PensionRefused) -> ResultRow {
        let (line, values) = (record.line, record.values)
        guard values.count == columns.count else { throw .results(line, "列の数が\(values.count)です。\(columns.count)列としてください。") }
        // As whatever people write: a reason becomes the words of a task.
        guard values.allSatisfy({ $0.unicodeScalars.count <= EnteredText.most && EnteredText.isPlain($0) }) else {
            throw .results(line, "長すぎるか、改行、制御文字または文字の向きを変える文字のある項目があります。")
        }
        func value(_ column: String) -> String { columns.firstIndex(of: column).map { values[$0] } ?? "" }
        guard let outcome = ResultRow.Outcome.allCases.first(where: { $0.label == value("結果") }) else {
            throw .results(line, "結果は「処理済」か「返戻」です。")
        }
        guard (outcome == .returned) == value("返戻の理由").contains(where: { !$0.isWhitespace }) else {
            throw .results(line, "返戻の理由は、結果が「返戻」のときに、そのときだけ書いてください。")
        }
        guard let decidedOn = CalendarDay(value("処理日")) else { throw .results(line, "処理日は 2026-06-01 の形で書いてください。") }
        guard decidedOn <= today else { throw .results(line, "処理日が今日より後です。") }
        let digits = value("基礎年金番号").filter { $0 != "-" }
        guard digits.isEmpty || (try? BasicPensionNumber(digits)) != nil else { throw .results(line, "基礎年金番号は数字10桁です。") }
        for (column, most) in [("宛名番号", 15), ("報告番号", 30), ("生年月日", 30), ("氏名カナ", 600)] {
            guard value(column).utf8.count <= most else { throw .results(line, "\(column)が長すぎます。") }
        }
        return ResultRow(
            report: value("報告番号"), number: value("宛名番号"), basicPensionNumber: digits, kana: value("氏名カナ"), birth: value("生年月日"), outcome: outcome,
            reason: value("返戻の理由"), decidedOn: decidedOn,
            ruling: columns == Self.columns ? try ruling(value, outcome, line) : try partedRuling(value, outcome, line))
    }

    private func ruling(_ value: (String) -> String, _ outcome: ResultRow.Outcome, _ line: Int) throws(PensionRefused) -> ResultRow.Ruling? {
        let terms = [value("免除の種類"), value("始月"), value("終月")]
        switch value("決定") {
        case "承認" where outcome == .processed:
            guard let kind = ExemptionKind(rawValue: terms[0]), kind.isOnApplication, let first = CalendarMonth(terms[1]), let last = CalendarMonth(terms[2]),
                let months = MonthSpan(first: first, last: last)
            else {
                let kinds = ExemptionKind.allCases.filter(\.isOnApplication).map(\.rawValue).joined(separator: "、")
                throw .results(line, "承認には、免除の種類（\(kinds)）と、始月から終月まで（2026-07 の形）を書いてください。")
            }
            guard months.count <= mostMonths else { throw .results(line, "始月から終月までが\(mostMonths)月を超えています。") }
            return .granted(kind, months)
        case "却下" where outcome == .processed && terms.allSatisfy(\.isEmpty): return .refused
        case "" where terms.allSatisfy(\.isEmpty): return nil
        default: throw .results(line, "決定は、処理済の免除等の申請に「承認」か「却下」と書き、免除の種類と月は承認のときだけ書いてください。")
        }
    }

    /// 決定の内訳: `half 2025-07..2025-12;却下 2026-01..2026-06`.
    private func partedRuling(_ value: (String) -> String, _ outcome: ResultRow.Outcome, _ line: Int) throws(PensionRefused) -> ResultRow.Ruling? {
        let told = value("決定の内訳")
        switch value("決定") {
        case "承認" where outcome == .processed: break
        case "却下" where outcome == .processed && told.isEmpty: return .refused
        case "" where told.isEmpty: return nil
        default: throw .results(line, "決定は、処理済の免除等の申請に「承認」か「却下」と書き、決定の内訳は承認のときだけ書いてください。")
        }
        var parts: [ExemptionDecision.Part] = []
        for text in told.split(separator: ";", omittingEmptySubsequences: false) {
            guard let part = Self.part(text) else {
                let kinds = ExemptionKind.allCases.filter(\.isOnApplication).map(\.rawValue).joined(separator: "、")
                throw .results(line, "決定の内訳は、免除の種類（\(kinds)）または「却下」と、その月（2025-07..2025-12 の形）を空白で区切り、いくつかあるときは ; で区切ってください。")
            }
            parts.append(part)
        }
        guard let decision = ExemptionDecision(parts) else { throw .results(line, "決定の内訳に、同じ月が二度あります。") }
        guard decision.count <= mostMonths else { throw .results(line, "決定の内訳の月が、合わせて\(mostMonths)月を超えています。") }
        guard !decision.granted.isEmpty else { throw .results(line, "承認の内訳に、承認の月がありません。すべて却下のときは、決定を「却下」としてください。") }
        if decision.parts.count == 1, let kind = decision.parts[0].kind { return .granted(kind, decision.parts[0].months) }
        return .decided(decision)
    }

    private static func part(_ text: Substring) -> ExemptionDecision.Part? {
        let words = text.split(separator: " ")
        guard words.count == 2 else { return nil }
        let kind = ExemptionKind(rawValue: String(words[0]))
        guard kind?.isOnApplication ?? (words[0] == "却下") else { return nil }
        let ends = words[1].split(separator: "..", omittingEmptySubsequences: false)
        guard (1...2).contains(ends.count), let first = CalendarMonth(ends[0]), let last = CalendarMonth(ends[ends.count - 1]) else { return nil }
        return MonthSpan(first: first, last: last).map { ExemptionDecision.Part($0, kind) }
    }
}
