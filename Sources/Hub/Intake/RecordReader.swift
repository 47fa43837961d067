/// Cuts a stream of bytes into CSV records (RFC 4180): LF or CR LF ends a record unless it stands inside quotes.
///
/// Streaming, with memory bounded by the longest record allowed; SwiftCSV, the package at hand, reads whole files
/// (decision 0004). A record is handed out as raw bytes without its line ending.
struct RecordReader {
    /// No record of any layout comes near this; a file that goes past it is not such a file.
    static let longestRecord = 64 << 10

    private var carry: [UInt8] = []
    private var insideQuotes = false
    private var line = 1
    private(set) var recordLine = 1

    /// Takes the next bytes in and calls `body` once per whole record with the line it begins on.
    ///
    /// - Throws: `FileRefused.recordTooLong`, or what `body` throws.
    mutating func feed(_ chunk: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer, Int) throws -> Void) throws {
        guard let base = chunk.baseAddress else { return }
        var start = 0
        var scan = 0
        while scan < chunk.count {
            let newline = position(of: 0x0A, from: scan, in: chunk) ?? chunk.count
            toggleQuotes(UnsafeRawBufferPointer(start: base + scan, count: newline - scan))
            guard newline < chunk.count else { break }
            line += 1
            scan = newline + 1
            if insideQuotes { continue }
            if carry.isEmpty {
                try body(withoutReturn(UnsafeRawBufferPointer(start: base + start, count: newline - start)), recordLine)
            } else {
                carry.append(contentsOf: UnsafeRawBufferPointer(start: base + start, count: newline - start))
                try carry.withUnsafeBytes { try body(withoutReturn($0), recordLine) }
                carry.removeAll(keepingCapacity: true)
            }
            start = scan
            recordLine = line
        }
        if start < chunk.count {
            carry.append(contentsOf: UnsafeRawBufferPointer(start: base + start, count: chunk.count - start))
            if carry.count > Self.longestRecord { throw FileRefused.recordTooLong(line: recordLine) }
        }
    }

    /// Whether the stream ended inside a record: such a file was cut, or its last line lacks its ending.
    var endsInsideRecord: Bool { !carry.isEmpty }

    private mutating func toggleQuotes(_ bytes: UnsafeRawBufferPointer) {
        var from = 0
        while let quote = position(of: 0x22, from: from, in: bytes) {
            insideQuotes.toggle()
            from = quote + 1
        }
    }

    private func withoutReturn(_ record: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        record.last == 0x0D ? UnsafeRawBufferPointer(rebasing: record.dropLast()) : record
    }
}

/// Index of the first `byte` at or after `from`.
func position(of byte: UInt8, from: Int, in bytes: UnsafeRawBufferPointer) -> Int? {
    guard from < bytes.count, let base = bytes.baseAddress, let found = memchr(base + from, Int32(byte), bytes.count - from) else {
        return nil
    }
    return UnsafeRawPointer(found) - base
}

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif
