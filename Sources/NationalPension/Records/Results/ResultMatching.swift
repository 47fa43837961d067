internal import Addressee

/// 突合. Which report a result answers. Number, addressee number and report id together say it, of whoever has no number the birth date in its place; anything less is a
/// candidate that a clerk decides on.
package struct ResultMatching: Sendable {
    /// 突合できない理由, the work list that a row is on.
    package enum Doubt: String, Sendable, Hashable, Codable, CodedTerm {
        /// 該当する報告がない
        case noReport = "no-report"
        /// 番号が違う
        case numberDiffers = "number-differs"
        /// 生年月日が違う
        case birthDiffers = "birth-differs"
        /// 候補が複数ある
        case several
        /// 結果のある報告: another result of its report is kept already, such as of a decision in two parts
        case answered
        /// 再突合待ち: nothing is in doubt, the next look matches it
        case waiting

        /// In Japanese, for people.
        package var label: String {
            switch self {
            case .noReport: "該当する報告なし"
            case .numberDiffers: "番号相違"
            case .birthDiffers: "生年月日相違"
            case .several: "候補が複数"
            case .answered: "結果のある報告"
            case .waiting: "再突合待ち"
            }
        }
    }

    /// What is found for a row.
    package enum Found: Sendable, Hashable {
        /// By report id, addressee number, and number or birth date.
        case report(ReportID)
        /// Nothing sure: a clerk decides, and is shown who it may be about.
        case doubt(Doubt, candidates: [ReportID])
    }

    private let byID: [ReportID: ReportContent]
    private let answered: Set<ReportID>
    private let byNumber: [String: [ReportContent]]
    private let byName: [SearchKey: [ReportContent]]

    /// - Parameters:
    ///   - awaited: reports that were sent and not answered.
    ///   - answered: reports that were.
    package init(_ awaited: [ReportContent], answered: Set<ReportID> = []) {
        self.answered = answered
        byID = Dictionary(awaited.map { ($0.id, $0) }) { first, _ in first }
        byNumber = Dictionary(grouping: awaited.filter { !$0.basicPensionNumber.isEmpty }, by: \.basicPensionNumber)
        byName = Dictionary(grouping: awaited) { SearchKey(name: $0.kana) }
    }

    /// Which report a row answers.
    package func find(_ row: ResultRow) -> Found {
        let id = ReportID(row.report)
        if let id, let report = byID[id] {
            if !row.birth.isEmpty, row.birth != report.birth { return .doubt(.birthDiffers, candidates: [id]) }
            // Of whoever has no number the birth date says who it is, whether a number is given now or not.
            let isPerson = report.basicPensionNumber.isEmpty ? !row.birth.isEmpty : row.basicPensionNumber == report.basicPensionNumber
            return row.number == report.number && isPerson ? .report(id) : .doubt(.numberDiffers, candidates: [id])
        }
        if let id, answered.contains(id) { return .doubt(.answered, candidates: []) }
        // However it is spelled: in half width, in hiragana, without small kana.
        let named = SearchKey.spellings(name: row.kana).flatMap { byName[$0] ?? [] }
        let numbered = row.basicPensionNumber.isEmpty ? [] : byNumber[row.basicPensionNumber] ?? []
        let same = named.filter { !row.birth.isEmpty && $0.birth == row.birth }
        // Whoever has the number is shown beside whoever has the name and the birth date: they may be two.
        let candidates = numbered + (same.isEmpty ? named : same).filter { report in !numbered.contains { $0.id == report.id } }
        let ids = candidates.map(\.id).sorted()
        if ids.count > 1 { return .doubt(.several, candidates: ids) }
        guard let only = candidates.first else { return .doubt(.noReport, candidates: []) }
        return .doubt(only.birth == row.birth ? .numberDiffers : .birthDiffers, candidates: ids)
    }
}
