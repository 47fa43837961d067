internal import TextFiles

/// Cuts a stream of bytes into CSV records (RFC 4180): LF or CR LF ends a record unless it stands inside a quoted field; the last record may lack its end.
///
/// A quote opens a field only at the field's beginning. Any other makes its own row wrong and no other: the row ends where it would end without it.
/// A quote that opens a field and does not close it as a whole record costs the line on which the record begins, and reading goes on with the next line.
/// An empty line is no record. What becomes of a record does not depend on how the stream comes in pieces.
///
/// Streaming, with memory bounded by the longest line allowed; SwiftCSV, the package at hand, reads whole files (decision 0004).
package struct RecordReader {
    /// No record of any layout comes near this; one that goes past it is wrong.
    static let longestRecord = 64 << 10
    /// A file with a line beyond this is no such file.
    static let longestLine = 1 << 20

    /// One record, lent.
    package struct Record {
        /// As read, without the line's end.
        package var bytes: UnsafeRawBufferPointer
        /// Line of the file on which it begins, from 1.
        package var line: Int
        /// Where it begins in the stream.
        package var offset: Int
        package var fault: RecordFault?
        /// False for a last record without a line's end.
        var isEnded: Bool
    }

    private struct Extent {
        var end: Int
        var next: Int
        var lines = 1
        var fault: RecordFault?
        var isEnded = true
    }

    private var carry: [UInt8] = []
    private var offset = 0
    private var line = 1
    /// Lines without anything, which are no records.
    package private(set) var emptyLines = 0
    /// Columns of the first record, which the others must have.
    private var width: Int?

    package init() {}

    /// Takes the next bytes in and calls `body` once per whole record.
    ///
    /// - Throws: `FileRefused.lineTooLong`, or what `body` throws.
    package mutating func feed(_ chunk: UnsafeRawBufferPointer, _ body: (Record) throws -> Void) throws {
        guard !carry.isEmpty else {
            let used = try cut(chunk, atEnd: false, body)
            carry.append(contentsOf: chunk[used...])
            return
        }
        // The record that waits, to the end of its line: that is all of it, unless a quote stands open.
        let line = (position(of: 0x0A, from: 0, in: chunk) ?? chunk.count - 1) + 1
        carry.append(contentsOf: chunk[..<line])
        guard line > 0, line < chunk.count || carry.last == 0x0A else {
            if carry.count > Self.longestLine { try cutCarry(atEnd: false, body) }
            return
        }
        try cutCarry(atEnd: false, body)
        if carry.isEmpty {
            let rest = UnsafeRawBufferPointer(rebasing: chunk[line...])
            let used = try cut(rest, atEnd: false, body)
            carry.append(contentsOf: rest[used...])
        } else {
            carry.append(contentsOf: chunk[line...])
            try cutCarry(atEnd: false, body)
        }
    }

    /// The stream has ended: what is left is the last record, or several where a quote stood open.
    package mutating func finish(_ body: (Record) throws -> Void) throws { try cutCarry(atEnd: true, body) }

    /// Fields of a record whose quotes are sound.
    package static func columns(of record: UnsafeRawBufferPointer) -> Int {
        var isQuoted = false
        var count = 1
        for byte in record {
            if byte == quote { isQuoted.toggle() } else if byte == comma, !isQuoted { count += 1 }
        }
        return count
    }

    private static let quote = UInt8(ascii: "\"")
    private static let comma = UInt8(ascii: ",")

    private mutating func cutCarry(atEnd: Bool, _ body: (Record) throws -> Void) throws {
        var held: [UInt8] = []
        swap(&held, &carry)
        let used = try held.withUnsafeBytes { try cut($0, atEnd: atEnd, body) }
        held.removeFirst(used)
        swap(&held, &carry)
    }

    /// Cuts whole records off the front of `buffer`.
    ///
    /// - Returns: how many bytes they were.
    private mutating func cut(_ buffer: UnsafeRawBufferPointer, atEnd: Bool, _ body: (Record) throws -> Void) throws -> Int {
        var start = 0
        while start < buffer.count, let found = try extent(buffer, start, atEnd) {
            let bytes = UnsafeRawBufferPointer(rebasing: buffer[start..<found.end])
            if bytes.isEmpty {
                emptyLines += 1
            } else {
                if width == nil { width = Self.columns(of: bytes) }
                try body(Record(bytes: bytes, line: line, offset: offset, fault: found.fault, isEnded: found.isEnded))
            }
            line += found.lines
            offset += found.next - start
            start = found.next
        }
        return start
    }

    /// Where the record that begins at `start` ends; nil while that is not known yet.
    private func extent(_ buffer: UnsafeRawBufferPointer, _ start: Int, _ atEnd: Bool) throws(FileRefused) -> Extent? {
        let newline = position(of: 0x0A, from: start, in: buffer)
        let lineEnd = newline ?? buffer.count
        if lineEnd - start > Self.longestLine { throw .lineTooLong(line: line) }
        if newline == nil, !atEnd { return nil }
        let firstLine = UnsafeRawBufferPointer(rebasing: buffer[..<lineEnd])
        if let quote = position(of: Self.quote, from: start, in: firstLine) { return quoted(buffer, start, quote, newline, atEnd) }
        return whole(buffer, start, newline, 1, nil)
    }

    /// The same for a record that holds a quote.
    private func quoted(_ buffer: UnsafeRawBufferPointer, _ start: Int, _ firstQuote: Int, _ newline: Int?, _ atEnd: Bool) -> Extent? {
        var at = firstQuote
        var isBroken = false
        var end = newline
        while true {
            var after = at + 1
            if at == start || buffer[at - 1] == Self.comma {
                switch closing(buffer, from: after, until: start + Self.longestRecord, atEnd) {
                case .unknown: return nil
                case .none: return costsItsLine(buffer, start, newline)
                case .at(let closing): after = closing + 1
                }
                guard after < buffer.count || atEnd else { return nil }
                if after < buffer.count, buffer[after] != Self.comma, buffer[after] != 0x0A {
                    // A return is part of the line's end only before a newline, or as the very last byte.
                    guard buffer[after] != 0x0D || after + 1 < buffer.count || atEnd else { return nil }
                    if buffer[after] != 0x0D || (after + 1 < buffer.count && buffer[after + 1] != 0x0A) { isBroken = true }
                }
            } else {
                isBroken = true
            }
            end = position(of: 0x0A, from: after, in: buffer)
            let rest = UnsafeRawBufferPointer(rebasing: buffer[..<(end ?? buffer.count)])
            guard let next = position(of: Self.quote, from: after, in: rest) else { break }
            at = next
        }
        let isOneLine = end == newline
        if end == nil, !atEnd {
            // Beyond the limit it is known already what it costs.
            guard !isOneLine, buffer.count - start > Self.longestRecord + 2 else { return nil }
            return costsItsLine(buffer, start, newline)
        }
        guard !isOneLine else { return whole(buffer, start, end, 1, isBroken ? .strayQuote : nil) }
        var lines = 1
        var from = start
        let upTo = UnsafeRawBufferPointer(rebasing: buffer[..<(end ?? buffer.count)])
        while let found = position(of: 0x0A, from: from, in: upTo) { (lines, from) = (lines + 1, found + 1) }
        let record = whole(buffer, start, end, lines, nil)
        let bytes = UnsafeRawBufferPointer(rebasing: buffer[start..<record.end])
        if isBroken || record.fault != nil || (width.map { Self.columns(of: bytes) != $0 } ?? false) { return costsItsLine(buffer, start, newline) }
        return record
    }

    private enum Closing {
        case at(Int)
        /// Within what a record may be long, none does.
        case none
        case unknown
    }

    /// The quote that closes a field whose content begins at `from`; doubled ones are content.
    private func closing(_ buffer: UnsafeRawBufferPointer, from: Int, until limit: Int, _ atEnd: Bool) -> Closing {
        let within = UnsafeRawBufferPointer(rebasing: buffer[..<min(limit, buffer.count)])
        var from = from
        while let quote = position(of: Self.quote, from: from, in: within) {
            guard quote + 1 < buffer.count else { return atEnd ? .at(quote) : .unknown }
            if buffer[quote + 1] != Self.quote { return .at(quote) }
            from = quote + 2
        }
        return atEnd || buffer.count >= limit ? .none : .unknown
    }

    private func whole(_ buffer: UnsafeRawBufferPointer, _ start: Int, _ newline: Int?, _ lines: Int, _ fault: RecordFault?) -> Extent {
        var end = newline ?? buffer.count
        if end > start, buffer[end - 1] == 0x0D { end -= 1 }
        return Extent(
            end: end, next: newline.map { $0 + 1 } ?? buffer.count, lines: lines, fault: end - start > Self.longestRecord ? .tooLong : fault,
            isEnded: newline != nil)
    }

    /// A quote stands open: what follows the first line is read for itself.
    private func costsItsLine(_ buffer: UnsafeRawBufferPointer, _ start: Int, _ newline: Int?) -> Extent? {
        var line = whole(buffer, start, newline, 1, .openQuote)
        if line.fault == nil { line.fault = .openQuote }
        return line
    }
}
