package import Foundation

/// 時間のかかる要求. Answered in parts (``AnswerPart``): progress, files, and at the end the answer.
package protocol LongRequest: StaffRequest {}

/// ファイルを渡す要求. The body is the file; what is asked of it stands in the header field ``FilingQuestion/field``.
package protocol FilingRequest: LongRequest {
    /// ファイル名, its last component alone: reports are named after it, and `.gz` says that it is packed.
    var fileName: String { get }
}

/// The question that goes before a file.
package enum FilingQuestion {
    /// The header field it stands in, as JSON in base64.
    package static let field = "atena-question"

    /// As the field carries it.
    package static func text(_ question: some FilingRequest) throws -> String { try JSONEncoder().encode(question).base64EncodedString() }

    /// The JSON that the field carries; nil where it holds no base64.
    package static func json(of text: String) -> Data? { Data(base64Encoded: text) }
}
