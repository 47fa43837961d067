internal import Addressee
internal import Register

extension DisclosureReport {
    /// For spreadsheets: UTF-8 with byte order mark, RFC 4180, a row per line. What would be taken for a formula is led by an apostrophe.
    public var csv: String { Self.csvHead + lines.map(\.csv).joined() }

    /// Its first row.
    public static let csvHead =
        "\u{FEFF}"
        + [
            "記録番号", "区分", "日時", "日時（和暦）", "内容", "提供先・照会した者", "所属", "端末・照会元", "方法", "データセット", "レコード", "項目", "個人番号", "提供ポリシー", "利用目的", "法令", "条項", "事務",
            "理由", "記録の照合", "件数", "最後の日時", "最後の日時（和暦）", "最後の記録番号",
        ].joined(separator: ",") + "\r\n"

    fileprivate static func harmless(_ text: String) -> String {
        guard let first = text.unicodeScalars.first, "=+-@\t\r".unicodeScalars.contains(first) else { return text }
        return "'" + text
    }

    /// A page to read and print; no scripts, nothing from outside.
    public var page: String {
        var html = Self.head(addresseeNumber.value)
        html += """
            <body>
            <h1>開示記録</h1>
            <dl class="summary">
            <div><dt>宛名番号</dt><dd>\(Self.escaped(addresseeNumber.value))</dd></div>
            <div><dt>対象期間</dt><dd>\(from.daysSince2000 == 0 ? "記録の最初" : EraDate.display(from))から<br>\(EraDate.display(until))まで</dd></div>
            <div><dt>作成日時</dt><dd>\(Self.escaped(madeAtEra))<br>\(Self.escaped(madeAt))</dd></div>
            <div><dt>作成した者</dt><dd>\(Self.person(madeBy))</dd></div>
            </dl>
            <dl class="summary counts">

            """
        for part in Line.Part.allCases { html += "<div><dt>\(part.label)</dt><dd>\(count(of: part))件</dd></div>\n" }
        html += "</dl>\n"
        for part in [Line.Part.provided, .unconfirmed, .notTaken] where part == .provided || !lines(of: part).isEmpty {
            html += Self.table(part, lines(of: part), ["日時", "提供先", "方法", "データセット・項目", "個人番号", "利用目的・法的根拠", "記録"]) { line in
                [
                    Self.time(line), Self.escaped(line.who) + Self.small(line.what == "提供" ? "" : line.what), Self.escaped(line.way),
                    [Self.dataset(line), Self.escaped(line.items.joined(separator: "、"))].filter { !$0.isEmpty }.joined(separator: "<br>"),
                    line.includesIndividualNumber.map { $0 ? "<strong>あり</strong>" : "なし" } ?? "",
                    Self.escaped(line.purpose) + line.bases.map { Self.small("\($0.law) \($0.article)（\($0.affair)）") }.joined(), Self.record(line),
                ]
            }
        }
        html += Self.table(.takenBack, lines(of: .takenBack), ["日時", "提供先", "方法", "データセット", "記録"]) { line in
            [Self.time(line), Self.escaped(line.who), Self.escaped(line.way), Self.dataset(line), Self.record(line)]
        }
        html += Self.table(.refused, lines(of: .refused), ["日時", "照会した業務システム", "方法", "データセット", "拒んだ理由", "記録"]) { line in
            [Self.time(line), Self.escaped(line.who), Self.escaped(line.way), Self.dataset(line), Self.escaped(line.reason), Self.record(line)]
        }
        html += Self.table(.looked, lines(of: .looked), ["日時", "内容", "照会した者", "所属・端末", "処理理由", "記録"]) { line in
            [
                Self.time(line), Self.escaped(line.what) + Self.small(line.way), Self.person(line.who),
                Self.escaped(line.department) + Self.small(line.terminal), Self.escaped(line.reason), Self.record(line),
            ]
        }
        html += Self.table(.handled, lines(of: .handled), ["日時", "内容", "行った者", "所属・端末", "理由", "記録"]) { line in
            [
                Self.time(line), Self.escaped(line.what) + Self.small(line.way), Self.person(line.who),
                Self.escaped(line.department) + Self.small(line.terminal), Self.escaped(line.reason), Self.record(line),
            ]
        }
        html += """
            <h2>この記録について</h2>
            <ul>
            <li>封印された証跡から作成しました。「記録」は証跡の番号と提供ポリシーの版で、この番号で改ざんの有無を確かめられます。</li>
            \(lines.contains { $0.count > 1 } ? "<li>同じ者が同じ月に同じ理由で行った照会（と、ごく多い同じ種類の記録）は、一行にまとめて件数と最初・最後の日時を示しています。一件ずつの記録と証明は、別に作成できます。</li>" : "")
            <li>「提供・移転」は、配信では提供先が受け取ったことを確かめたものです。古い版のハブの記録では、対象者でなくなったことの通知を含みます。</li>
            \(erased > 0 ? "<li><strong class=\"warning\">保存期間を過ぎて対象者の一覧を消去した記録が\(erased)件あり、この方が含まれるかを確かめられません。</strong></li>" : "")
            \(lines.contains { !$0.isGenuine } ? "<li><strong class=\"warning\">証跡と一致しない記録があります。証跡の検証（atena audit verify）を行ってください。</strong></li>" : "")
            </ul>
            </body>
            </html>

            """
        return html
    }

    private static func table(_ part: Line.Part, _ lines: [Line], _ columns: [String], _ cells: (Line) -> [String]) -> String {
        guard !lines.isEmpty else { return "<h2>\(part.label)</h2>\n<p>ありません。</p>\n" }
        var html = "<table>\n<caption><h2>\(part.label)</h2></caption>\n<thead><tr>"
        // How often stands before what the line is found by.
        for column in columns.dropLast() + ["件数"] + columns.suffix(1) { html += "<th scope=\"col\">\(column)</th>" }
        html += "</tr></thead>\n<tbody>\n"
        for line in lines {
            let cells = cells(line)
            html += "<tr><th scope=\"row\">\(cells[0])</th>" + cells.dropFirst().dropLast().map { "<td>\($0)</td>" }.joined()
            html += "<td class=\"count\">\(line.count)件</td>" + cells.suffix(1).map { "<td>\($0)</td>" }.joined() + "</tr>\n"
        }
        return html + "</tbody>\n</table>\n"
    }

    private static func time(_ line: Line) -> String {
        guard line.count > 1 else { return "\(escaped(line.atEra))\(small(line.at))" }
        return "\(escaped(line.atEra))から<br>\(escaped(line.lastAtEra))まで\(small("\(line.at) – \(line.lastAt)"))"
    }

    private static func dataset(_ line: Line) -> String { escaped(line.dataset) + (line.records.isEmpty ? "" : "（\(escaped(line.records))）") }

    private static func record(_ line: Line) -> String {
        "\(line.event)" + (line.count > 1 ? "–\(line.lastEvent)" : "") + small(line.policy.isEmpty ? "" : "版 \(line.policy.prefix(12))")
            + (line.isGenuine ? "" : "<strong class=\"warning\">証跡と不一致</strong>")
    }

    /// `staff 1001` and `service operations`, as people say it.
    private static func person(_ name: String) -> String {
        for (prefix, label) in [("staff ", "職員 "), ("service ", "サービス ")] where name.hasPrefix(prefix) {
            return label + escaped(String(name.dropFirst(prefix.count)))
        }
        return escaped(name)
    }

    private static func small(_ text: String) -> String { text.isEmpty ? "" : "<small>\(escaped(text))</small>" }

    private static func escaped(_ text: String) -> String {
        var out = ""
        for character in text.unicodeScalars {
            switch character {
            case "&": out += "&amp;"
            case "<": out += "&lt;"
            case ">": out += "&gt;"
            case "\"": out += "&quot;"
            case "'": out += "&#39;"
            default: out.unicodeScalars.append(character)
            }
        }
        return out
    }

    private static func head(_ number: String) -> String {
        """
        <!DOCTYPE html>
        <html lang="ja">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
        <title>開示記録 \(escaped(number))</title>
        <style>
        :root { color: #1a1a1a; background: #fff; font-family: "Noto Sans JP", "Noto Sans CJK JP", sans-serif; font-size: 16px; line-height: 1.7; }
        body { margin: 0 auto; max-width: 80rem; padding: 2rem 1.5rem; }
        h1 { font-size: 2rem; line-height: 1.4; margin: 0 0 1.5rem; border-bottom: 4px solid #0017c1; padding-bottom: .5rem; }
        h2 { font-size: 1.375rem; line-height: 1.5; margin: 2.5rem 0 .5rem; text-align: left; }
        .summary { display: grid; grid-template-columns: repeat(auto-fit, minmax(14rem, 1fr)); gap: 1rem; margin: 0 0 1rem; }
        .summary div { border: 1px solid #949494; border-radius: 8px; padding: .75rem 1rem; }
        .summary dt { font-size: .875rem; color: #4d4d4d; }
        .summary dd { margin: 0; font-weight: 700; }
        .counts dd { font-size: 1.5rem; text-align: right; font-variant-numeric: tabular-nums; }
        table { border-collapse: collapse; width: 100%; font-size: .875rem; }
        caption { text-align: left; }
        th, td { border: 1px solid #949494; padding: .5rem .75rem; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
        thead th { background: #e6e6e6; white-space: nowrap; }
        tbody th { font-weight: 400; white-space: nowrap; }
        td.count { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
        td:last-child small { white-space: nowrap; }
        tbody tr:nth-child(even) { background: #f8f8fb; }
        small { display: block; font-size: .8125rem; color: #4d4d4d; }
        .warning { color: #ce0000; }
        @media print {
        @page { size: A4 landscape; margin: 12mm; }
        :root { font-size: 11px; }
        body { max-width: none; padding: 0; }
        thead { display: table-header-group; }
        tr { break-inside: avoid; }
        }
        </style>
        </head>

        """
    }
}

extension DisclosureReport.Line {
    /// Its row of the table for spreadsheets.
    public var csv: String {
        let fields = [
            String(event), part.label, at, atEra, what, who, department, terminal, way, dataset, records, items.joined(separator: "、"),
            includesIndividualNumber.map { $0 ? "あり" : "なし" } ?? "", policy, purpose, bases.map(\.law).joined(separator: "、"),
            bases.map(\.article).joined(separator: "、"), bases.map(\.affair).joined(separator: "、"), reason, isGenuine ? "一致" : "不一致", String(count), lastAt,
            lastAtEra, String(lastEvent),
        ]
        return fields.map { csvField(DisclosureReport.harmless($0)) }.joined(separator: ",") + "\r\n"
    }
}
