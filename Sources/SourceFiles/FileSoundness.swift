/// Looks at the records of a file as they pass, and says whether it is a whole file of text at all; else it has a name for what it is.
package struct FileSoundness {
    /// Records after the header.
    package private(set) var rows = 0
    private var width = 0
    private var undecodable = 0
    private var last = Last.sound

    package init() {}

    private enum Last {
        case sound
        case refused(FileRefused)
    }

    /// Takes the header; a header that can't be one says why.
    ///
    /// - Parameter read: makes something of the header's bytes.
    package mutating func header<R>(_ record: RecordReader.Record, _ read: ([UInt8]) throws(FileRefused) -> R) throws(FileRefused) -> R {
        let header = Array(record.bytes)
        if let refusal = FileForm.headerRefusal(header, isEnded: record.isEnded) { throw refusal }
        width = RecordReader.columns(of: record.bytes)
        do {
            return try read(header)
        } catch {
            throw record.isEnded ? error : .cut(line: record.line)
        }
    }

    package mutating func look(at record: RecordReader.Record) {
        rows += 1
        if rows <= 1000, String(validating: record.bytes, as: UTF8.self) == nil { undecodable += 1 }
        last = .sound
        guard record.bytes.count < 3 || !record.isEnded || record.bytes.first == 0 else { return }
        if record.bytes.elementsEqual([0x1A]) {
            last = .refused(.controlZ(line: record.line))
        } else if record.bytes.first == 0, record.bytes.allSatisfy({ $0 == 0 }) {
            last = .refused(.filledUp(line: record.line))
        } else if !record.isEnded {
            lookAtEnd(record)
        }
    }

    /// A last record without a line's end is a record like others, unless something of it is missing.
    private mutating func lookAtEnd(_ record: RecordReader.Record) {
        if record.bytes.last == 0x1A {
            last = .refused(.controlZ(line: record.line))
        } else if record.bytes.last == 0 {
            last = .refused(.filledUp(line: record.line))
        } else if record.fault == .openQuote || RecordReader.columns(of: record.bytes) < width || Self.endsInsideCharacter(record.bytes) {
            last = .refused(.cut(line: record.line))
        }
    }

    /// - Throws: why the whole file is refused.
    package func judge() throws(FileRefused) {
        if case .refused(let refusal) = last { throw refusal }
        if undecodable > 0, undecodable * 10 >= min(rows, 1000) { throw .notUTF8 }
    }

    /// Whether the first bytes of a character are the last of the text.
    private static func endsInsideCharacter(_ bytes: UnsafeRawBufferPointer) -> Bool {
        let tail = bytes.suffix(3)
        guard let lead = tail.lastIndex(where: { $0 & 0xC0 != 0x80 }) else { return false }
        let length =
            switch tail[lead] {
            case 0xC2...0xDF: 2
            case 0xE0...0xEF: 3
            case 0xF0...0xF4: 4
            default: 1
            }
        return tail.endIndex - lead < length
    }
}
