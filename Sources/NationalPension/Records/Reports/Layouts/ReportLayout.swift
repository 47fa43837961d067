package import Addressee

/// 束の見出し. What a file says of its batch.
package struct ReportHead: Sendable, Hashable, Codable {
    /// 束の番号, and the serial number of the medium.
    package let batch: ReportBatchNumber
    /// 全国地方公共団体コード.
    package let body: String
    /// 作成日.
    package let madeOn: CalendarDay
    /// 件数.
    package let count: Int

    package init(batch: ReportBatchNumber, body: String, madeOn: CalendarDay, count: Int) {
        (self.batch, self.body, self.madeOn, self.count) = (batch, body, madeOn, count)
    }
}

/// 報告の様式. How reports are written for the Service: an adapter for each layout. That of the Service's own medium is not public; ours is the first.
package protocol ReportLayout: Sendable {
    /// Names it, with its version.
    static var name: String { get }

    /// The values of the file's records: of the same batch always the same.
    func records(_ head: ReportHead, _ reports: [ReportContent]) -> [[String]]

    /// The file's text: of the same records always the same.
    func text(of records: [[String]]) -> String

    /// Records before the heading, and behind the last report: those between are a report each, which begins with its number.
    var frame: (before: Int, after: Int) { get }
}

extension ReportLayout {
    /// Names it, with its version.
    package var name: String { Self.name }
}

/// The layouts that there are; a batch is made again in the one that it was closed in.
enum ReportLayouts {
    /// What batches are closed in.
    static let current: any ReportLayout = ReportCSV()

    /// - Throws: `PensionRefused` J0055 where no layout of the name is here any more.
    static func named(_ name: String) throws(PensionRefused) -> any ReportLayout {
        guard name == ReportCSV.name else { throw .notTheSame }
        return ReportCSV()
    }
}
