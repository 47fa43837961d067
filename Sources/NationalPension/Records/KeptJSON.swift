internal import Foundation

/// The JSON of what is kept, with sorted keys: the same value is the same text.
enum KeptJSON {
    static func of(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    /// - Throws: `PensionRefused` J0017 where what is kept is of another form; what it says is not told.
    static func read<Value: Decodable>(_ text: String, as _: Value.Type = Value.self) throws(PensionRefused) -> Value {
        do { return try JSONDecoder().decode(Value.self, from: Data(text.utf8)) } catch { throw .unreadable }
    }
}
