/// 暗号化した媒体. What somebody else made of a batch's file: with individual numbers, which are never here, and for whoever may open it.
package struct EncryptedReports: Sendable, Hashable {
    /// SHA-256 of what is handed over, in hexadecimal.
    let digest: String
    /// SHA-256 of each certificate that opens it, in hexadecimal.
    let recipients: [String]

    /// - Parameters:
    ///   - digest: SHA-256 of what is handed over, in hexadecimal.
    ///   - recipients: SHA-256 of each certificate that opens it, in hexadecimal.
    package init(digest: String, recipients: [String]) { (self.digest, self.recipients) = (digest, recipients) }
}

/// 媒体のファイル. The bytes of a file that goes with a batch, under its name.
package struct ReportFile: Sendable, Hashable, Unprinted {
    /// Its name.
    package let name: String
    /// Its bytes.
    package let bytes: [UInt8]
}

/// 作成した媒体. A batch's file as this system makes it, without individual numbers, and the papers that go with it.
package struct WrittenReports: Sendable, Unprinted {
    private let papers: ReportPapers
    /// The file: of the same batch always the same.
    package let bytes: [UInt8]
    /// Where the reports are in it, as `ReportLayout.frame` says.
    package let frame: (before: Int, after: Int)
    /// 個人番号: what a column of them would be called, in the file's code.
    package let numberHeading: [UInt8]

    init(_ papers: ReportPapers, _ bytes: [UInt8], in layout: any ReportLayout, numberHeading: [UInt8]) {
        (self.papers, self.bytes, self.numberHeading, frame) = (papers, bytes, numberHeading, layout.frame)
    }

    /// 報告番号: what the record of each report begins with, in the order of the file.
    package var names: [String] { papers.reports.map { "\($0.id)" } }

    /// What goes to the Service in clear: the file, the transmittal, the slip for whoever takes it, and the record of the medium.
    package var files: [ReportFile] { get throws { try files(papers, bytes) } }

    /// The same of what somebody else made of the file.
    package func files(_ encrypted: EncryptedReports, bytes: [UInt8]) throws -> [ReportFile] {
        var papers = papers
        papers.encrypted = encrypted
        return try files(papers, bytes)
    }

    private func files(_ papers: ReportPapers, _ bytes: [UInt8]) throws -> [ReportFile] {
        let name = "report-\(papers.head.batch)"
        return [
            ReportFile(name: papers.fileName, bytes: bytes), ReportFile(name: "\(name)-transmittal.txt", bytes: Array(papers.transmittal.utf8)),
            ReportFile(name: "\(name)-receipt.txt", bytes: Array(papers.receiptSlip.utf8)),
            ReportFile(name: "\(name)-medium.json", bytes: Array(try papers.mediumRecord.utf8)),
        ]
    }
}
