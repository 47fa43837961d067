/// CSV (RFC 4180): records that end with CRLF, values in quotation marks where they have to be.
enum CSVText {
    /// A record, and the line on which it begins.
    struct Record: Hashable {
        let line: Int
        let values: [String]
    }

    static func record(_ values: [String]) -> String { values.map(quoted).joined(separator: ",") + "\r\n" }

    private static func quoted(_ value: String) -> String {
        let isPlain = value.unicodeScalars.allSatisfy { $0 != "\"" && $0 != "," && $0.value >= 0x20 }
        return isPlain ? value : "\"" + value.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }

    /// Records with their lines; empty lines are none. A line's end may be CRLF or LF.
    ///
    /// - Returns: `nil` where a quotation mark stands inside a value, or is not closed.
    static func records(of text: String) -> [Record]? {
        var records: [Record] = []
        var (values, value): ([String], String.UnicodeScalarView) = ([], String.UnicodeScalarView())
        var (line, first) = (1, 1)
        var (isQuoted, wasQuoted) = (false, false)
        var rest = text.unicodeScalars[...]
        func next() -> Unicode.Scalar? { rest.dropFirst().first }
        func endValue() {
            values.append(String(value))
            value = String.UnicodeScalarView()
            wasQuoted = false
        }
        func endRecord() {
            endValue()
            if values != [""] { records.append(Record(line: first, values: values)) }
            values = []
            first = line + 1
        }
        while let scalar = rest.first {
            if isQuoted {
                if scalar == "\"" {
                    if next() == "\"" {
                        value.append(scalar)
                        rest = rest.dropFirst()
                    } else {
                        isQuoted = false
                    }
                } else {
                    value.append(scalar)
                }
            } else {
                switch scalar {
                case "\"":
                    guard value.isEmpty, !wasQuoted else { return nil }
                    (isQuoted, wasQuoted) = (true, true)
                case ",": endValue()
                case "\r" where next() == "\n": break
                case "\n": endRecord()
                default:
                    guard !wasQuoted else { return nil }
                    value.append(scalar)
                }
            }
            if scalar == "\n" { line += 1 }
            rest = rest.dropFirst()
        }
        guard !isQuoted else { return nil }
        if !value.isEmpty || !values.isEmpty || wasQuoted { endRecord() }
        return records
    }
}
