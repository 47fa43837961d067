package import HTTPTypes
internal import HummingbirdCore
internal import TextForms

/// Whom a request takes the server for, as its Host field says.
///
/// The hub serves one name only and compares none; but a request without a Host, or with two, may mean something else to whatever stands before the hub, and
/// is refused (RFC 9112 §3.2). So it is in every version and form of a request: HTTP/1.0 need not send the field elsewhere, here it must.
package enum HostField {
    private static let name = HTTPField.Name("Host")

    /// Whether the request names one host: the field is there once, and is a name or an address, with or without a port.
    package static func isNamedOnce(in head: HTTPRequest) -> Bool {
        // NIO takes the first one out of the fields.
        guard let authority = head.authority, let name else { return false }
        return head.headerFields[values: name].isEmpty && isHost(authority)
    }

    private static func isHost(_ text: String) -> Bool {
        var rest = text.utf8[...]
        if rest.first == UInt8(ascii: "[") {
            let address = rest.dropFirst().prefix { Hex.value(of: $0) != nil || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".") }
            rest = rest[address.endIndex...]
            guard !address.isEmpty, rest.first == UInt8(ascii: "]") else { return false }
            rest = rest.dropFirst()
        } else {
            let name = rest.prefix { isOfName($0) }
            guard !name.isEmpty else { return false }
            rest = rest[name.endIndex...]
        }
        guard rest.first == UInt8(ascii: ":") else { return rest.isEmpty }
        rest = rest.dropFirst()
        return rest.count <= 5 && rest.allSatisfy(isDigit)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
    private static func isOfName(_ byte: UInt8) -> Bool {
        isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) || "-._~".utf8.contains(byte)
    }
}
