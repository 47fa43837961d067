import HTTPTypes
import Sharing

/// Names of the fields that carry a cursor.
enum CursorField {
    /// Trailer that ends a full extract: where `changes` continues.
    static let trailer = "Atena-Cursor"
    /// The same value ahead of the body, for the many HTTP libraries that show no trailers. It holds only once the body
    /// has ended properly, which HTTP/1.1 chunks tell every client.
    static let ahead = "Atena-Extract-Cursor"

    static func fields(_ name: String, _ cursor: String) -> HTTPFields {
        HTTPField.Name(name).map { [$0: cursor] } ?? [:]
    }
}
