/// What the first bytes of a file say it is. Each thing that is no CSV file in the encoding said has a name of its own, so that whoever sent it
/// knows what to do.
enum FileForm {
    /// As many bytes as it looks at.
    static let head = 4096

    static let gzip: [UInt8] = [0x1F, 0x8B]
    static let utf8Mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    private static let littleMark: [UInt8] = [0xFF, 0xFE]
    private static let bigMark: [UInt8] = [0xFE, 0xFF]

    private static let otherFiles: [(magic: [UInt8], name: String)] = [
        (Array("PK".utf8) + [3, 4], "Excelのブック（.xlsx）またはZIP"), ([0xD0, 0xCF, 0x11, 0xE0], "Excelのブック（.xls）"), (Array("%PDF".utf8), "PDF"),
        (Array("BZh".utf8), "bzip2"), ([0xFD] + Array("7zXZ".utf8), "xz"), ([0x28, 0xB5, 0x2F, 0xFD], "zstd"), (Array("7z".utf8) + [0xBC, 0xAF], "7-Zip"),
    ]

    /// Why a file that begins so is refused; nil where nothing speaks against it.
    ///
    /// - Parameter head: the first bytes, unpacked.
    static func refusal(_ head: [UInt8], encoding: FileEncoding) -> FileRefused? {
        if head.starts(with: gzip) { return .gzipUnderAnotherName }
        if let other = otherFiles.first(where: { head.starts(with: $0.magic) }) { return .noText(other.name) }
        if head.starts(with: littleMark + [0, 0]) || head.starts(with: [0, 0] + bigMark) { return .utf32 }
        let found = utf16(head)
        switch encoding {
        case .utf8: return found == nil ? nil : .utf16
        case .shiftJIS, .cp932:
            if found != nil { return .otherEncoding("UTF-16", said: encoding.rawValue) }
            return head.starts(with: utf8Mark) || isUTF8Text(head) ? .otherEncoding("UTF-8", said: encoding.rawValue) : nil
        case .utf16: return found == nil && !head.isEmpty ? .otherEncoding("UTF-16以外", said: encoding.rawValue) : nil
        case .utf16LittleEndian, .utf16BigEndian:
            guard found != encoding, !head.isEmpty else { return nil }
            return .otherEncoding(found.map { $0.rawValue } ?? "UTF-16以外", said: encoding.rawValue)
        }
    }

    /// Which UTF-16 it is, by its mark or by the zero bytes of a header's letters; nil where it is none.
    static func utf16(_ head: [UInt8]) -> FileEncoding? {
        if head.starts(with: littleMark) { return .utf16LittleEndian }
        if head.starts(with: bigMark) { return .utf16BigEndian }
        guard head.count >= 4 else { return nil }
        if head[0] != 0, head[1] == 0, head[2] != 0, head[3] == 0 { return .utf16LittleEndian }
        if head[0] == 0, head[1] != 0, head[2] == 0, head[3] != 0 { return .utf16BigEndian }
        return nil
    }

    /// Whether text beyond ASCII is there, all of it sound UTF-8: in Shift_JIS that does not happen by itself.
    private static func isUTF8Text(_ head: [UInt8]) -> Bool {
        let whole = head.lastIndex(of: 0x0A).map { head[...$0] } ?? head[...]
        // One character alone may be sound in both.
        guard whole.count(where: { $0 >= 0x80 }) >= 12 else { return false }
        return String(validating: whole, as: UTF8.self) != nil
    }

    /// Why a file with this first line is refused, where its names do not even come apart.
    ///
    /// - Parameter isEnded: false where the line is all there is.
    static func headerRefusal(_ header: [UInt8], isEnded: Bool) -> FileRefused? {
        if header.contains(0x0D) { return .carriageReturnsOnly }
        if header.last == 0x1A, !isEnded { return .controlZ(line: 1) }
        guard !header.contains(UInt8(ascii: ",")) else { return nil }
        if header.contains(UInt8(ascii: ";")) { return .semicolons }
        return header.contains(0x09) ? .tabs : nil
    }
}
