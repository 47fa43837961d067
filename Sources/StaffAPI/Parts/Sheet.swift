internal import Foundation

/// 一覧・報告. What people read line by line, and the same as data: the service words it once, for the command line and the console.
package struct Sheet: Veiled {
    /// In Japanese.
    package var lines: [String]
    /// The same as JSON.
    package var document: String
    /// What somebody should see beside either of the two.
    package var remarks: [String]
    /// 終了コード: 0 where all is as it should be.
    package var status: Int32

    package init(lines: [String], document: String = "null", remarks: [String] = [], status: Int32 = 0) {
        (self.lines, self.document, self.remarks, self.status) = (lines, document, remarks, status)
    }

    /// - Throws: `EncodingError`.
    package init(lines: [String], of value: some Encodable, remarks: [String] = [], status: Int32 = 0) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        self.init(lines: lines, document: String(decoding: try encoder.encode(value), as: UTF8.self), remarks: remarks, status: status)
    }
}
