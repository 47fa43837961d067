internal import Foundation
internal import TextForms

/// Text on its way to a person's terminal: what would steer the terminal is shown, not sent.
///
/// Names, reasons and notes are written by people, and files come from elsewhere: an escape sequence in one could clear the screen, hide a line or answer
/// in the reader's place; a bidirectional override turns what is read around. Lines and columns are the commands' own, so newline and tab stay.
package enum ShownText {
    /// The same with every control character as `\u{1b}`.
    package static func shown(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: steers) else { return text }
        var shown = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if steers(scalar) { shown.append(contentsOf: "\\u{\(String(scalar.value, radix: 16))}".unicodeScalars) } else { shown.append(scalar) }
        }
        return String(shown)
    }

    /// JSON with them escaped as JSON does, so that it means what it meant.
    package static func shown(json: String) -> String {
        guard json.unicodeScalars.contains(where: steers) else { return json }
        var shown = String.UnicodeScalarView()
        for scalar in json.unicodeScalars {
            // All of them have four digits at most.
            let bytes = [UInt8(truncatingIfNeeded: scalar.value >> 8), UInt8(truncatingIfNeeded: scalar.value)]
            if steers(scalar) { shown.append(contentsOf: "\\u\(bytes.hex)".unicodeScalars) } else { shown.append(scalar) }
        }
        return String(shown)
    }

    /// Controls of C0 and C1 but for tab and newline, separators of lines, and what turns the direction of writing. Selectors of variants and joiners are
    /// parts of names.
    private static func steers(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A: false
        case 0x00...0x1F, 0x7F...0x9F: true
        case 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}

/// Every line that a command says to a person goes through here, in place of Swift's own `print`.
package func print(_ items: Any..., separator: String = " ", terminator: String = "\n") {
    let text = items.map { "\($0)" }.joined(separator: separator)
    Swift.print(ShownText.shown(text), terminator: terminator)
}

/// The same to standard error.
package func tell(_ text: String, terminator: String = "\n") {
    // Where nobody reads any more, nobody is told.
    try? FileHandle.standardError.write(contentsOf: Data((ShownText.shown(text) + terminator).utf8))
}

/// Prints a value as JSON with sorted keys.
package func printJSON(_ value: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let text = String(decoding: try encoder.encode(value), as: UTF8.self)
    FileHandle.standardOutput.write(Data((ShownText.shown(json: text) + "\n").utf8))
}

/// Prints what is JSON already.
package func printJSON(document: String) {
    FileHandle.standardOutput.write(Data((ShownText.shown(json: document) + "\n").utf8))
}
