/// SQL whose interpolated values are parameters, never text.
///
/// `"SELECT name FROM town WHERE code = \(code)"` sends `$1` and the value in binary. The one way to interpolate text is labelled `unsafeSQL:`.
public struct Query: Sendable, ExpressibleByStringInterpolation {
    /// Text with `$1`, `$2`, … for the parameters.
    public internal(set) var sql: String
    var parameters: Parameters

    /// Plain SQL without parameters.
    public init(unsafeSQL sql: String) {
        self.sql = sql
        parameters = Parameters()
    }

    /// SQL without parameters.
    public init(stringLiteral sql: String) {
        self.init(unsafeSQL: sql)
    }

    /// The text with `$1`, `$2`, … where values stood, and the values apart from it.
    public init(stringInterpolation: StringInterpolation) {
        sql = stringInterpolation.sql
        parameters = stringInterpolation.parameters
    }

    /// Collects SQL text and parameters while a literal is put together.
    public struct StringInterpolation: StringInterpolationProtocol, Sendable {
        var sql = ""
        var parameters = Parameters()

        /// Makes room; called by the compiler.
        public init(literalCapacity: Int, interpolationCount: Int) {
            sql.reserveCapacity(literalCapacity + interpolationCount * 3)
            parameters.spans.reserveCapacity(interpolationCount)
        }

        /// Text of the literal itself, which is SQL.
        public mutating func appendLiteral(_ literal: String) {
            sql += literal
        }

        /// A parameter.
        public mutating func appendInterpolation<Value: PostgresEncodable>(_ value: Value) {
            parameters.append(value)
            appendPlaceholder()
        }

        /// A parameter; nil is NULL.
        public mutating func appendInterpolation<Value: PostgresEncodable>(_ value: Value?) {
            if let value { parameters.append(value) } else { parameters.appendNull(Value.oid) }
            appendPlaceholder()
        }

        /// Text that goes into the SQL as it is. Never for values.
        public mutating func appendInterpolation(unsafeSQL text: String) {
            sql += text
        }

        /// A name (table, column, channel) in double quotes.
        public mutating func appendInterpolation(identifier name: String) {
            sql += Query.quoted(identifier: name)
        }

        private mutating func appendPlaceholder() {
            sql += "$"
            sql += String(parameters.spans.count)
        }
    }

    /// The same between other SQL, which has no parameters.
    package func between(unsafeSQL before: String, _ after: String) -> Query {
        var query = self
        query.sql = before + sql + after
        return query
    }

    /// The same between other SQL that has one parameter of its own behind these.
    ///
    /// - Parameter after: the SQL behind; it is given what stands there for `value`.
    package func between(unsafeSQL before: String, binding value: some PostgresEncodable, _ after: (_ placeholder: String) -> String) -> Query {
        var query = self
        query.parameters.append(value)
        query.sql = before + sql + after("$\(query.parameters.spans.count)")
        return query
    }

    static func quoted(identifier name: String) -> String {
        var text = "\""
        for character in name.unicodeScalars {
            text.unicodeScalars.append(character)
            if character == "\"" { text.unicodeScalars.append(character) }
        }
        return text + "\""
    }
}

extension Query: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The SQL, with `****` for each parameter.
    public var description: String {
        guard !parameters.spans.isEmpty else { return sql }
        return "\(sql) [\(parameters.spans.map { _ in "****" }.joined(separator: ", "))]"
    }

    /// As `description`: parameters print as `****`.
    public var debugDescription: String { description }
    /// Only `description`, so that `dump` finds no parameter.
    public var customMirror: Mirror { Mirror(self, children: ["sql": description]) }
}

/// The encoded parameters of one query, in one block of memory.
struct Parameters: Sendable {
    /// Where a value lies in `payload`; a count of -1 is NULL.
    struct Span: Sendable {
        var start: Int
        var count: Int
    }

    var types: [UInt32] = []
    var spans: [Span] = []
    var payload: [UInt8] = []
    /// A value that must not be sent; thrown when the query is run, since interpolation can't throw.
    var problem: PostgresError?

    mutating func append<Value: PostgresEncodable>(_ value: Value) {
        let start = payload.count
        value.encode(into: &payload)
        let count = payload.count - start
        types.append(Value.oid)
        spans.append(Span(start: start, count: count))
        if PostgresType.holdsNUL(payload[start...], oid: Value.oid) { problem = .nulInText }
        if count > Int(Int32.max) { problem = .misuse("a parameter is larger than 2 GiB") }
    }

    mutating func appendNull(_ oid: UInt32) {
        types.append(oid)
        spans.append(Span(start: 0, count: -1))
    }

    /// Calls `body` with the arrays that libpq takes; they are valid only inside.
    func withPointers<R>(
        _ body: (
            _ values: UnsafePointer<UnsafePointer<CChar>?>?, _ lengths: UnsafePointer<Int32>?,
            _ formats: UnsafePointer<Int32>?
        ) -> R
    ) -> R {
        guard !spans.isEmpty else { return body(nil, nil, nil) }
        return payload.withUnsafeBytes { bytes in
            withUnsafeTemporaryAllocation(of: UnsafePointer<CChar>?.self, capacity: spans.count) { values in
                withUnsafeTemporaryAllocation(of: Int32.self, capacity: spans.count * 2) { numbers in
                    let lengths = UnsafeMutableBufferPointer(rebasing: numbers[..<spans.count])
                    let formats = UnsafeMutableBufferPointer(rebasing: numbers[spans.count...])
                    // An empty value needs some address: nil would mean NULL.
                    let base = bytes.baseAddress ?? UnsafeRawPointer(numbers.baseAddress)
                    for (index, span) in spans.enumerated() {
                        let address = span.count < 0 ? nil : base?.advanced(by: span.start)
                        values.initializeElement(at: index, to: address?.assumingMemoryBound(to: CChar.self))
                        lengths.initializeElement(at: index, to: Int32(max(span.count, 0)))
                        formats.initializeElement(at: index, to: 1)
                    }
                    return body(values.baseAddress, lengths.baseAddress, formats.baseAddress)
                }
            }
        }
    }
}
