import CLibPQ

/// Owns one `PGresult`.
///
/// `@unchecked Sendable`: the result is never changed after it was received, and libpq's readers of it (`PQgetvalue` and its like) only read.
@usableFromInline
final class ResultBox: @unchecked Sendable {
    let pointer: OpaquePointer

    init(_ pointer: OpaquePointer) {
        self.pointer = pointer
    }

    deinit {
        PQclear(pointer)
    }

    var status: ExecStatusType { PQresultStatus(pointer) }
}

/// Names and types of a result's columns; made once per prepared statement.
@usableFromInline
final class Columns: Sendable {
    let names: [String]
    let oids: [UInt32]
    /// Of many columns, where each name stands first; empty of a few, which are looked through faster.
    private let places: [String: Int]

    init(_ result: ResultBox) {
        let range = 0..<PQnfields(result.pointer)
        names = range.map { PQfname(result.pointer, $0).map { String(cString: $0) } ?? "" }
        oids = range.map { PQftype(result.pointer, $0) }
        places = names.count > 16 ? Dictionary(zip(names, names.indices)) { first, _ in first } : [:]
    }

    /// The first column of this name.
    func index(_ name: String) -> Int? { places.isEmpty ? names.firstIndex(of: name) : places[name] }

    /// The same; throws when there is none.
    func place(of name: String) throws(PostgresError) -> Int {
        guard let place = index(name) else { throw .noColumn(name) }
        return place
    }

    /// Throws when there are not as many.
    func areAll(_ count: Int) throws(PostgresError) {
        guard oids.count == count else { throw .otherColumns(oids.count, than: count) }
    }
}

/// What a query gave. Shares libpq's memory; rows are not copied.
public struct Rows: Sendable, RandomAccessCollection {
    let result: ResultBox
    let columns: Columns
    /// Always 0.
    public let startIndex = 0
    /// The number of rows.
    public let endIndex: Int
    /// How many rows the statement inserted, updated, deleted, copied or selected; 0 for other statements.
    public let affected: Int

    init(_ result: ResultBox, columns: Columns) {
        self.result = result
        self.columns = columns
        endIndex = Int(PQntuples(result.pointer))
        affected = PQcmdTuples(result.pointer).flatMap { Int(String(cString: $0)) } ?? 0
    }

    /// The row at `position`, from 0; out of range is a programming error and traps.
    public subscript(position: Int) -> Row {
        precondition(position >= 0 && position < endIndex, "row out of range")
        return Row(result: result, columns: columns, index: Int32(position))
    }

    /// As the server gave them, in order; not always unique.
    public var columnNames: [String] { columns.names }

    /// Looks a column up once, to be decoded in every row: for results of many rows. Throws when it doesn't exist.
    public func column<T: PostgresDecodable>(_ name: String, as type: T.Type = T.self) throws(PostgresError) -> Column<T> {
        Column(place: try columns.place(of: name))
    }
}

/// A column of a result, and what it is decoded into; of no other result.
public struct Column<Value: PostgresDecodable>: Sendable {
    @usableFromInline let place: Int
}

extension Rows: CustomStringConvertible, CustomReflectable {
    /// How many rows; never their values.
    public var description: String { "Rows(\(count))" }
    /// Without children, so that `dump` finds no value.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// One row of a result.
///
/// What decodes a looked-up column is open to the compiler elsewhere: rows are read by the million, and without it every value goes by way of metadata that
/// is looked up each time.
public struct Row: Sendable {
    @usableFromInline let result: ResultBox
    @usableFromInline let columns: Columns
    @usableFromInline let index: Int32

    /// The value of the first column of this name; nil when there is none.
    public subscript(name: String) -> PostgresValue? {
        columns.index(name).map(value)
    }

    /// Decodes a column by name. Throws when the column doesn't exist, doesn't fit or is NULL and `T` isn't optional.
    public func decode<T: PostgresDecodable>(_ name: String, as type: T.Type = T.self) throws(PostgresError) -> T {
        try decode(try columns.place(of: name))
    }

    /// Decodes a column that was looked up before (`Rows.column`).
    @inlinable
    public func decode<T: PostgresDecodable>(_ column: Column<T>) throws(PostgresError) -> T { try decode(column.place) }

    /// Decodes the only column. Throws when there are others, too.
    public func decode<T: PostgresDecodable>(_ type: T.Type) throws(PostgresError) -> T {
        try columns.areAll(1)
        return try decode(0)
    }

    /// Decodes all columns, in order: `row.decode((Int64, String?).self)`. Throws when there are more or fewer of them.
    public func decode<each T: PostgresDecodable>(_ types: (repeat each T).Type) throws(PostgresError) -> (repeat each T) {
        var count = 0
        for _ in repeat (each T).self { count += 1 }
        try columns.areAll(count)
        var column = -1
        func next<One: PostgresDecodable>(_: One.Type) throws(PostgresError) -> One {
            column += 1
            return try decode(column)
        }
        return (repeat try next((each T).self))
    }

    /// A copy of a column's bytes; nil for NULL. Throws when the column doesn't exist.
    public func bytes(_ name: String) throws(PostgresError) -> ArraySlice<UInt8>? { bytes(try columns.place(of: name)) }

    /// A copy of the bytes of a column that was looked up before (`Rows.column`); nil for NULL.
    public func bytes<T>(_ column: Column<T>) -> ArraySlice<UInt8>? { bytes(column.place) }

    /// Decodes a column by its place, from 0.
    @inlinable
    func decode<T: PostgresDecodable>(_ column: Int) throws(PostgresError) -> T {
        let value = try known(column)
        do {
            return try T(postgres: value)
        } catch {
            throw misread(column, error)
        }
    }

    @usableFromInline
    func known(_ column: Int) throws(PostgresError) -> PostgresValue {
        guard columns.oids.indices.contains(column) else { throw .noColumn("#\(column)") }
        return value(column)
    }

    @usableFromInline
    func misread(_ column: Int, _ error: PostgresError) -> PostgresError { error.inColumn(columns.names[column]) }

    private func bytes(_ column: Int) -> ArraySlice<UInt8>? {
        value(column).withUnsafeBytes { $0.map { ArraySlice($0) } }
    }

    /// How many columns.
    public var count: Int { columns.oids.count }

    private func value(_ column: Int) -> PostgresValue {
        let field = Int32(column)
        let isBinary = PQfformat(result.pointer, field) == 1
        guard PQgetisnull(result.pointer, index, field) == 0, let start = PQgetvalue(result.pointer, index, field) else {
            return PostgresValue(nil, owner: result, oid: columns.oids[column], isBinary: isBinary)
        }
        let bytes = UnsafeRawBufferPointer(start: start, count: Int(PQgetlength(result.pointer, index, field)))
        return PostgresValue(bytes, owner: result, oid: columns.oids[column], isBinary: isBinary)
    }
}

extension Row: CustomStringConvertible, CustomReflectable {
    /// Never the values.
    public var description: String { "Row(\(count) columns)" }
    /// Without children, so that `dump` finds no value.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
