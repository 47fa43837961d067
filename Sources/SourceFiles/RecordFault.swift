internal import Addressee

/// What is wrong with a record before any of its values is looked at (RFC 4180). It costs its own row and no other.
package enum RecordFault: Sendable, Hashable {
    /// A quote where none may stand: inside a field that no quote opened, or behind the one that closed it.
    case strayQuote
    /// A quote opened a field, and what follows does not close it as the header's columns would have it.
    case openQuote
    /// Longer than `RecordReader.longestRecord`.
    case tooLong
    /// Another number of columns than the header.
    case columns

    package var code: String {
        switch self {
        case .columns: FaultCode.record
        case .strayQuote: "E0310"
        case .openQuote: "E0311"
        case .tooLong: "E0312"
        }
    }

    /// In Japanese, without the row's values.
    package var reason: String {
        switch self {
        case .columns: "列の数が1行目と異なります。"
        case .strayQuote: "引用符（\"）が項目の途中にあります。引用符を含む項目は全体を引用符で囲み、中の引用符は2つ続けて書いてください。"
        case .openQuote: "引用符（\"）で始まる項目が閉じていません。引用符を取り除くか、項目の終わりで閉じてください。"
        case .tooLong: "1行が長すぎます（\(RecordReader.longestRecord >> 10) KiBまで）。改行が失われていないか確かめてください。"
        }
    }
}
