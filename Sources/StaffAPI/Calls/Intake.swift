internal import Addressee

/// ファイルの取込. Residents or non-residents.
package struct TakeFile: FilingRequest {
    package static let name = "intake/file"
    package typealias Answer = TakenFile
    package var fileName: String
    package var layout: RowLayout
    /// 様式の版; nil: the body's own.
    package var edition: String?
    package var source: String
    package var terms: TakingTerms

    package init(fileName: String, layout: RowLayout, edition: String?, source: String, terms: TakingTerms) {
        (self.fileName, self.layout, self.edition, self.source, self.terms) = (fileName, layout, edition, source, terms)
    }
}

/// ファイルの公開. Records of a dataset.
package struct PublishFile: FilingRequest {
    package static let name = "intake/publish"
    package typealias Answer = TakenFile
    package var fileName: String
    package var dataset: String
    package var source: String
    package var terms: TakingTerms

    package init(fileName: String, dataset: String, source: String, terms: TakingTerms) {
        (self.fileName, self.dataset, self.source, self.terms) = (fileName, dataset, source, terms)
    }
}

/// 随時の行. One row as it happens, answered once it is durable.
package struct TakeRow: StaffRequest {
    package static let name = "intake/row"
    package var layout: RowLayout
    /// 様式の版; nil: the body's own.
    package var edition: String?
    package var source: String
    /// The heading that the row goes by, as bytes.
    package var header: [UInt8]
    /// nil asks only whether the heading is one.
    package var row: [UInt8]?

    package init(layout: RowLayout, edition: String?, source: String, header: [UInt8], row: [UInt8]?) {
        (self.layout, self.edition, self.source, self.header, self.row) = (layout, edition, source, header, row)
    }

    /// What became of it.
    package struct Answer: Veiled {
        /// accepted, assigned, claimed, unchanged, held, rejected.
        package var outcome: String?
        package var codes: [String]?
        /// 付番した宛名番号
        package var number: String?
        /// Why the heading is refused.
        package var refused: String?
        /// It is not known whether a number was given.
        package var isNumberingUnknown = false

        package init(outcome: String? = nil, codes: [String]? = nil, number: String? = nil, refused: String? = nil, isNumberingUnknown: Bool = false) {
            (self.outcome, self.codes, self.number, self.refused) = (outcome, codes, number, refused)
            self.isNumberingUnknown = isNumberingUnknown
        }
    }
}

/// 様式: whose rows they are.
package enum RowLayout: String, Codable, Sendable, CodedTerm {
    /// 住登者
    case residents
    /// 住登外者
    case nonresidents

    /// For people.
    package var label: String { self == .residents ? "住登者" : "住登外者" }
}

/// How a file is read, and how much of it may be wrong.
package struct TakingTerms: Codable, Sendable {
    /// 文字コード
    package var encoding: String
    /// 却下を認める行数; nil: nobody was asked.
    package var acceptRejects: Int?

    package init(encoding: String, acceptRejects: Int?) { (self.encoding, self.acceptRejects) = (encoding, acceptRejects) }
}

/// What became of a file that was handed in.
package struct TakenFile: Veiled {
    package var end: End
    /// How many rows went where; as far as it came. nil where no row was taken.
    package var report: TakingReport?
    /// Files that were due and lack.
    package var due: [String]
    /// What has to be done with what was taken.
    package var next: [String]

    package init(end: End, report: TakingReport?, due: [String] = [], next: [String] = []) {
        (self.end, self.report, self.due, self.next) = (end, report, due, next)
    }

    package enum End: Codable, Sendable {
        /// Read to its end.
        case taken
        /// None of it was taken, and why.
        case refused(String)
        /// It stopped after some of its rows.
        ///
        /// - Parameters:
        ///   - rows: of the file.
        ///   - isAtBound: too many rows were rejected; otherwise the same file goes on from there.
        case interrupted(why: String, rows: Int, isAtBound: Bool)
    }
}

/// 取込の結果, in rows after the heading.
package struct TakingReport: Codable, Sendable {
    package var rowsRead: Int
    /// 空行, in none of the counts.
    package var emptyLines: Int
    package var accepted: Int
    package var unchanged: Int
    package var held: Int
    /// Of those accepted: without a number that another has, until a clerk decides.
    package var claimed: Int
    package var rejected: Int
    /// 取込済み: decided by an earlier run.
    package var takenBefore: Int
    /// 改めて判定
    package var decidedAnew: Int
    package var rejectedByCode: [String: Int]
    /// 読み替えた文字
    package var convertedCharacters: Int
    /// Where rejected rows lie; of the service's answer, the name under which the file comes.
    package var rejectedFile: String?
    /// Where the numbers given lie.
    package var assignedFile: String?
    /// Where the characters lie that another encoding has otherwise.
    package var charactersFile: String?

    package init(
        rowsRead: Int, emptyLines: Int, accepted: Int, unchanged: Int, held: Int, claimed: Int, rejected: Int, takenBefore: Int, decidedAnew: Int,
        rejectedByCode: [String: Int], convertedCharacters: Int, rejectedFile: String?, assignedFile: String?, charactersFile: String?
    ) {
        (self.rowsRead, self.emptyLines, self.accepted, self.unchanged) = (rowsRead, emptyLines, accepted, unchanged)
        (self.held, self.claimed, self.rejected, self.takenBefore, self.decidedAnew) = (held, claimed, rejected, takenBefore, decidedAnew)
        (self.rejectedByCode, self.convertedCharacters) = (rejectedByCode, convertedCharacters)
        (self.rejectedFile, self.assignedFile, self.charactersFile) = (rejectedFile, assignedFile, charactersFile)
    }

    /// Whether every row is in the register as the file has it.
    package var isAllIn: Bool { held == 0 && rejected == 0 && claimed == 0 }
}
