internal import Postgres

/// 束の様式. What goes to the Service on paper with a batch: the forms of its reports, in prints of a bounded size, and one 送付書 for all of them.
package struct BatchForms: Sendable, Unprinted {
    /// Forms of one print: memory of what prints grows with them (decision 0058).
    package static let mostInPrint = 500

    /// 束の番号.
    package let batch: ReportBatchNumber
    /// Reports of which the form is filled in here, in the order of the batch.
    package let reports: [ReportContent]
    /// 件数 of the batch, with those whose papers the claimant filled in.
    package let count: Int
    /// 送付書: of all reports of the batch.
    package let transmittal: Transmittal

    /// Prints that they take; at least one, with the 送付書.
    package var prints: Int { max(1, (reports.count + Self.mostInPrint - 1) / Self.mostInPrint) }

    /// The reports of one print, from 1.
    ///
    /// - Throws: `PensionRefused` J0007 where there is no such print.
    package func print(_ number: Int) throws(PensionRefused) -> ArraySlice<ReportContent> {
        guard (1...prints).contains(number) else { throw .terms("束 \(batch) の様式は\(prints)回に分けて印刷します。--part は1から\(prints)までです。") }
        return reports.dropFirst((number - 1) * Self.mostInPrint).prefix(Self.mostInPrint)
    }
}

extension PensionRecords {
    /// The forms of a batch that another person has released, till its medium is handed over: nothing goes to the Service on paper beside it.
    ///
    /// - Throws: `PensionRefused` J0017, J0049–J0051; `PostgresError`.
    package func forms(of number: ReportBatchNumber) async throws -> BatchForms {
        let detail = try await batchDetail(number)
        let batch = detail.batch
        guard batch.untrueRows == 0 else { throw PensionRefused.untrueReport }
        guard let closed = batch.closed, batch.last == .released || batch.last == .written else {
            throw PensionRefused.batchStands(batch.stands, batch.next.map(\.label))
        }
        let papers = ReportPapers(head: batch.head, closed: closed, reports: detail.reports)
        return BatchForms(
            batch: number, reports: detail.reports.filter { !$0.kind.isClaim }, count: detail.reports.count,
            transmittal: Transmittal(number: "\(number)", text: papers.transmittal, apart: detail.reports.filter(\.kind.isClaim).map { "\($0.id)" }))
    }
}
