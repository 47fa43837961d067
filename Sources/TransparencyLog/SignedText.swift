internal import Foundation
internal import Keys

/// A text with the log's signature below it (C2SP signed-note): message, blank line, signature line. What the message says is others' to read.
struct SignedText: Sendable, Hashable {
    /// All of it.
    let text: String
    /// What is signed, with its last newline.
    let message: String

    /// Signs a message of whole lines.
    init(_ message: String, key: CheckpointKey) throws(KeyError) {
        self.message = message
        let signature = key.verifier.id + (try key.sign(Array(message.utf8)))
        text = "\(message)\n\(Self.mark)\(key.verifier.name) \(Data(signature).base64EncodedString())\n"
    }

    /// Reads a text; says nothing yet about its signature.
    init(_ text: String) throws(LogError) {
        guard let blank = text.range(of: "\n\n", options: .backwards) else { throw .malformed("署名済みノートに空行がありません") }
        message = String(text[..<blank.lowerBound]) + "\n"
        self.text = text
    }

    /// - Throws: `LogError` unless the key signed the message.
    func verify(_ key: VerifierKey) throws(LogError) {
        for line in text.dropFirst(message.count + 1).split(separator: "\n") {
            guard line.hasPrefix(Self.mark) else { throw .malformed("署名の行が正しくありません") }
            let parts = line.dropFirst(Self.mark.count).split(separator: " ")
            guard parts.count == 2, parts[0] == key.name, let bytes = Data(base64Encoded: String(parts[1])), Array(bytes.prefix(4)) == key.id else {
                continue
            }
            if key.verifies(Array(bytes.dropFirst(4)), Array(message.utf8)) { return }
        }
        throw .forged
    }

    /// SHA-256 of all of it.
    var digest: TreeHash { .digest(text.utf8) }

    /// The message's lines after the first as word and rest; nil where one has no rest or a word stands twice.
    func fields() -> (first: String, fields: [String: String])? { Self.fields(of: message) }

    /// The same, of any message.
    static func fields(of message: String) -> (first: String, fields: [String: String])? {
        let lines = message.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard lines.count >= 2, lines.last?.isEmpty == true else { return nil }
        var found: [String: String] = [:]
        for line in lines[1...].dropLast() {
            let parts = line.split(separator: " ", maxSplits: 1).map(String.init)
            guard parts.count == 2, found.updateValue(parts[1], forKey: parts[0]) == nil else { return nil }
        }
        return (lines[0], found)
    }

    /// Em dash and space.
    private static let mark = "\u{2014} "
}
