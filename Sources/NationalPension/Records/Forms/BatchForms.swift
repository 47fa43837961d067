internal import Postgres

/// 束の様式. What goes to the Service on paper with a batch: the forms of its reports, in prints of a bounded size, each under its 送付書.
package struct BatchForms: Sendable, Unprinted {
    /// Reports of one print: memory of what prints grows with them (decision 0058).
    package static let mostInPrint = 500

    /// 束の番号.
    package let batch: ReportBatchNumber
    /// All reports of the batch, in its order; those whose papers the claimant filled in among them.
    package let reports: [ReportContent]
    /// What goes with the medium of the batch: the first print begins with it, word for word.
    let text: String
    /// What it was closed with; `nil` of a batch that was closed for its medium alone, and of one that is not closed yet.
    var paper: ClosedPaper?

    /// Prints that they take.
    package var prints: Int { max(1, (reports.count + Self.mostInPrint - 1) / Self.mostInPrint) }

    /// The reports of one print.
    ///
    /// - Parameter part: which, from 1.
    /// - Throws: `PensionRefused` J0007 where there is no such print.
    package func reports(of part: Int) throws(PensionRefused) -> ArraySlice<ReportContent> {
        guard (1...prints).contains(part) else { throw .terms("束 \(batch) の様式は\(prints)回に分けて印刷します。--part は1から\(prints)までです。") }
        return reports.dropFirst((part - 1) * Self.mostInPrint).prefix(Self.mostInPrint)
    }

    /// 送付書 of one print: what is in it, and what is not, together all of its reports.
    ///
    /// - Parameters:
    ///   - printed: forms in it.
    ///   - held: those that can't be printed.
    /// - Throws: `PensionRefused` J0007 where there is no such print; J0085 where the counts are not those of its reports.
    package func transmittal(of part: Int, printed: Int, held: [HeldForm]) throws(PensionRefused) -> Transmittal {
        let all = try reports(of: part)
        let filledIn = all.filter(\.kind.isClaim).map { "\($0.id)" }
        guard printed + filledIn.count + held.count == all.count else { throw .pagesWrong(["様式と、別に扱うものの件数が、束の報告と合いません"]) }
        return Transmittal(
            number: "\(batch)", text: part == 1 ? text : nil,
            print: Transmittal.Print(
                part: part, parts: prints, ofBatch: reports.count, reports: all.count, printed: printed, filledIn: filledIn, held: held))
    }
}

/// 印刷できない様式. A report of a batch whose form can't be filled in or drawn: nothing of it is printed, and it is told by its number.
package struct HeldForm: Sendable, Hashable, Unprinted {
    /// 報告番号.
    package let id: ReportID
    /// Code of the refusal, such as J0082.
    package let code: String
    /// What the code means.
    package let meaning: String
    /// 次の手順.
    package let remedy: String

    package init(id: ReportID, code: String, meaning: String, remedy: String) {
        (self.id, self.code, self.meaning, self.remedy) = (id, code, meaning, remedy)
    }
}

extension PensionRecords {
    /// The forms of a batch that another person has released, till its medium is handed over: nothing goes to the Service on paper beside it.
    ///
    /// - Parameter encrypted: what was made of the medium that they go with; `nil`: it goes as it is.
    /// - Throws: `PensionRefused` J0017, J0049–J0051; `PostgresError`.
    package func forms(of number: ReportBatchNumber, with encrypted: EncryptedReports? = nil) async throws -> BatchForms {
        let detail = try await batchDetail(number)
        let batch = detail.batch
        guard batch.untrueRows == 0 else { throw PensionRefused.untrueReport }
        guard let closed = batch.closed, batch.last == .released || batch.last == .written else {
            throw PensionRefused.batchStands(batch.stands, batch.next.map(\.label))
        }
        let papers = ReportPapers(head: batch.head, closed: closed, reports: detail.reports, encrypted: encrypted)
        return BatchForms(batch: number, reports: detail.reports, text: papers.transmittal, paper: closed.paper)
    }
}
