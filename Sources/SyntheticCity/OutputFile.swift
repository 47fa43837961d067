internal import TextFiles

/// A file written in large pieces, which is there only when it is whole. Its calls block.
struct OutputFile: ~Copyable {
    private let path: String
    private let file: BlockingWholeFile
    private var buffer: [UInt8] = []
    /// 市区町村コード, which each row ends with in a column of its own.
    private let body: String?
    private(set) var rows = 0
    private(set) var bytesWritten = 0
    /// Rows to be slipped in, ordered by the row that they follow.
    private var planted: [PlantedRow]
    private(set) var placed: [PlacedRow] = []

    private static let pieceSize = 1 << 20

    /// - Parameter body: whose file its rows say it is, in a last column.
    init(directory: String, name: String, header: StaticString, body: String? = nil, planted: [PlantedRow] = []) throws(GenerationError) {
        path = directory + "/" + name
        self.body = body
        self.planted = planted.sorted { $0.after < $1.after }.reversed()
        do throws(WholeFileFailed) { file = try BlockingWholeFile(path: path, readers: .everybody) } catch { throw .file(path, "cannot be written") }
        buffer.reserveCapacity(Self.pieceSize + (64 << 10))
        buffer.append(header)
        if body != nil { buffer.append(",shikuchosonkodo") }
        buffer.append(UInt8(ascii: "\n"))
    }

    /// Lets `fill` append one row, without its line end.
    mutating func row(_ fill: (inout [UInt8]) -> Void) throws(GenerationError) {
        fill(&buffer)
        try endRow()
        while let next = planted.last, next.after <= rows {
            planted.removeLast()
            try place(next)
        }
    }

    /// Puts the file in its place. Rows still to be planted come last.
    consuming func finish() throws(GenerationError) -> (rows: Int, bytes: Int, placed: [PlacedRow]) {
        while let next = planted.popLast() { try place(next) }
        try flush()
        do throws(WholeFileFailed) { try file.publish() } catch { throw .file(path, "cannot be put in place") }
        return (rows, bytesWritten, placed)
    }

    private mutating func place(_ row: PlantedRow) throws(GenerationError) {
        buffer.append(contentsOf: row.bytes)
        try endRow()
        // The header is line 1.
        placed.append(PlacedRow(fault: row.fault, line: rows + 1))
    }

    private mutating func endRow() throws(GenerationError) {
        if let body {
            buffer.append(UInt8(ascii: ","))
            buffer.append(contentsOf: body.utf8)
        }
        buffer.append(UInt8(ascii: "\n"))
        rows += 1
        if buffer.count >= Self.pieceSize { try flush() }
    }

    private mutating func flush() throws(GenerationError) {
        do throws(WholeFileFailed) { try file.append(buffer) } catch { throw .file(path, "cannot be written; is the disk full?") }
        bytesWritten += buffer.count
        buffer.removeAll(keepingCapacity: true)
    }
}

/// A bad row and the row of the file after which it stands.
struct PlantedRow: Sendable {
    var fault: Fault
    var after: Int
    var bytes: [UInt8]
}

struct PlacedRow: Sendable {
    var fault: Fault
    var line: Int
}
