/// 突合. Which report a result answers. Number, addressee number and report id together say it; anything less is a candidate that a clerk decides on.
package struct ResultMatching: Sendable {
    /// 突合できない理由, the work list that a row is on.
    package enum Doubt: String, Sendable, Hashable, Codable, CaseIterable {
        /// 該当する報告がない
        case noReport = "no-report"
        /// 番号が違う
        case numberDiffers = "number-differs"
        /// 生年月日が違う
        case birthDiffers = "birth-differs"
        /// 候補が複数ある
        case several

        /// In Japanese, for people.
        package var label: String {
            switch self {
            case .noReport: "該当する報告なし"
            case .numberDiffers: "番号相違"
            case .birthDiffers: "生年月日相違"
            case .several: "候補が複数"
            }
        }
    }

    /// What is found for a row.
    package enum Found: Sendable, Hashable {
        /// By number, addressee number and report id.
        case report(ReportID)
        /// Nothing sure: a clerk decides, and is shown who it may be about.
        case doubt(Doubt, candidates: [ReportID])
    }

    private let byID: [String: ReportContent]
    private let byNumber: [String: [ReportContent]]
    private let byName: [String: [ReportContent]]

    /// - Parameter awaited: reports that were sent and not answered.
    package init(_ awaited: [ReportContent]) {
        byID = Dictionary(awaited.map { ("\($0.id)", $0) }) { first, _ in first }
        byNumber = Dictionary(grouping: awaited.filter { !$0.basicPensionNumber.isEmpty }, by: \.basicPensionNumber)
        byName = Dictionary(grouping: awaited.filter { !$0.kana.isEmpty }) { Self.name($0.kana) }
    }

    /// Which report a row answers.
    package func find(_ row: ResultRow) -> Found {
        if let report = byID[row.report] {
            // A number that is given for the first time differs from none; then the birth date has to agree.
            let isNumberGiven = report.basicPensionNumber.isEmpty && !row.birth.isEmpty
            let agree = row.number == report.number && (row.basicPensionNumber == report.basicPensionNumber || isNumberGiven)
            if !row.birth.isEmpty, row.birth != report.birth { return .doubt(.birthDiffers, candidates: [report.id]) }
            return agree ? .report(report.id) : .doubt(.numberDiffers, candidates: [report.id])
        }
        let named = byName[Self.name(row.kana)] ?? []
        let numbered = row.basicPensionNumber.isEmpty ? [] : byNumber[row.basicPensionNumber] ?? []
        let same = named.filter { !row.birth.isEmpty && $0.birth == row.birth }
        let candidates = same.isEmpty ? numbered + named.filter { report in !numbered.contains { $0.id == report.id } } : same
        let ids = candidates.map(\.id).sorted()
        if ids.count > 1 { return .doubt(.several, candidates: ids) }
        guard let only = candidates.first else { return .doubt(.noReport, candidates: []) }
        return .doubt(only.birth == row.birth ? .numberDiffers : .birthDiffers, candidates: ids)
    }

    /// White space in names does not count.
    private static func name(_ kana: String) -> String { kana.filter { !$0.isWhitespace } }
}
