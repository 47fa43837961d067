internal import Foundation
internal import MutualTLS
internal import TextForms

/// 要求の本文. What somebody asks, read from JSON.
enum StaffQuestion {
    /// - Throws: `DecodingError`; `Problem` W0420 where a text holds U+0000, which neither the database nor its log takes: what it came with could then not even be refused on record.
    static func read<R: Decodable>(_: R.Type, from json: Data) throws -> R {
        let question = try JSONDecoder().decode(R.self, from: json)
        guard !JSONText.holdsNUL(json) else { throw Problem.holdsNUL }
        return question
    }
}
