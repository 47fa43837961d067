/// Many short texts as UTF-8 in one block, appended to rows without making a `String`.
struct Texts: Sendable {
    private var bytes: [UInt8] = []
    private var ends: [Int] = []

    init(_ texts: some Sequence<String> = []) {
        for text in texts { append(text) }
    }

    var count: Int { ends.count }

    mutating func append(_ text: String) {
        bytes.append(contentsOf: text.utf8)
        ends.append(bytes.count)
    }

    func write(_ index: Int, to row: inout [UInt8]) {
        row.append(contentsOf: bytes[(index == 0 ? 0 : ends[index - 1])..<ends[index]])
    }
}

/// Half-width Latin letters, digits and blanks to full-width, as the registers write them (Ｎ).
func fullWidth(_ text: String) -> String {
    String(
        String.UnicodeScalarView(
            text.unicodeScalars.map { scalar in
                switch scalar {
                case " ": "\u{3000}"
                case "!"..."~": Unicode.Scalar(scalar.value + 0xFEE0) ?? scalar
                default: scalar
                }
            }))
}
