package import Addressee

/// 移行の行. A row of a file of an existing city's records, as whoever read the file hands it on.
package struct ImportedRow: Sendable, Unprinted {
    /// Line of the file, the heading being line 1.
    package let line: Int
    /// By name of the column (`FileLayout.pension`); empty where the row is none of the layout's.
    package let values: [String: String]
    /// What is wrong with its form.
    package let faults: [RowFault]

    package init(line: Int, values: [String: String], faults: [RowFault] = []) {
        self.line = line
        self.values = values
        self.faults = faults
    }

    /// Whose it is; `nil` where nobody can tell.
    var number: AddresseeNumber? { try? AddresseeNumber(self["atenabango"]) }

    /// With what is wrong with its number, where nothing was found wrong with the row yet.
    var judged: ImportedRow {
        guard faults.isEmpty else { return self }
        do {
            _ = try AddresseeNumber(self["atenabango"])
            return self
        } catch { return ImportedRow(line: line, values: values, faults: [RowFault(code: error.code, column: "atenabango", reason: error.rule)]) }
    }

    /// The value of a column; empty where there is none.
    subscript(_ column: String) -> String { values[column] ?? "" }
}

/// 移行の行の結果.
package enum ImportOutcome: Sendable, Hashable {
    /// 受付: it waits for another person.
    case accepted
    /// 変更なし: it is on record, or waits already.
    case unchanged
    /// 保留: a clerk has to find something out.
    case held
    /// 却下, with what is wrong.
    case rejected([RowFault])
}

/// 移行の行の誤り. Codes of what no layout can say of a row.
enum ImportFault {
    /// What a row says is nothing that can be recorded.
    static func row(_ column: String, _ reason: String) -> RowFault { RowFault(code: "J0097", column: column, reason: reason) }
    /// What rows say does not go together, or not with the record.
    static func rule(_ reason: String) -> RowFault { RowFault(code: "J0098", column: "", reason: reason) }
    /// Another row of the same person is wrong, or one that may be theirs.
    static func companion(_ line: Int) -> RowFault { RowFault(code: "J0099", column: "", reason: "同じ人の、または誰のものか分からない\(line)行目に誤りがあります。同じ人の行は、そろって取り込みます。") }
    /// Something else of the person waits already.
    static let another = RowFault(code: "J0100", column: "", reason: "この人には、移行の受付がほかにあり、確認を待っています。一人の行は離さずに続けて書き、前の受付を確定するか取り下げてください。")
}
