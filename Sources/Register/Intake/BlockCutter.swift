internal import Crypto

/// Deals the records of a file to lanes and cuts each lane into blocks, and says of each block what bytes it is made of.
///
/// A function of the file's text alone: however often the file is read, block by block the same comes out, or the file has changed.
struct BlockCutter {
    /// How this is done, kept with each file: blocks that were cut otherwise are not compared with these.
    static let form: Int16 = 3
    static let lanes = 2
    static let rows = 8192
    /// For rows far longer than any real one.
    private static let bytes = 8 << 20

    private struct Block {
        var number = 0
        var rows = 0
        var bytes = 0
        var hash = SHA256()
    }

    /// A block that is complete.
    struct Cut: Sendable {
        var lane: Int
        package var number: Int
        /// SHA-256 over its records as read, each with a newline behind it.
        var digest: [UInt8]
    }

    private let keyColumn: Int?
    private var open: [Block]

    /// - Parameter keyColumn: the field by which records are dealt, so that the states of one person stay in order; nil: all to the first lane.
    init(keyColumn: Int?) {
        self.keyColumn = keyColumn
        open = Array(repeating: Block(), count: Self.lanes)
    }

    /// Adds the next record.
    ///
    /// - Returns: the lane it goes to, and the block, if that is complete with it.
    mutating func add(_ record: UnsafeRawBufferPointer) -> (lane: Int, cut: Cut?) {
        let lane = keyColumn.map { Self.lane(of: record, $0) } ?? 0
        open[lane].hash.update(bufferPointer: record)
        withUnsafeBytes(of: UInt8(ascii: "\n")) { open[lane].hash.update(bufferPointer: $0) }
        open[lane].rows += 1
        open[lane].bytes += record.count
        guard open[lane].rows == Self.rows || open[lane].bytes > Self.bytes else { return (lane, nil) }
        return (lane, cut(lane))
    }

    /// The file has ended: what is left is a block, too.
    mutating func finish() -> [Cut] { open.indices.filter { open[$0].rows > 0 }.map { cut($0) } }

    private mutating func cut(_ lane: Int) -> Cut {
        let block = open[lane]
        open[lane] = Block(number: block.number + 1)
        return Cut(lane: lane, number: block.number, digest: Array(block.hash.finalize()))
    }

    /// FNV-1a over the bytes of the key column: the same person always goes the same lane.
    private static func lane(of record: UnsafeRawBufferPointer, _ keyColumn: Int) -> Int {
        var column = 0
        var isQuoted = false
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in record {
            if byte == UInt8(ascii: "\"") {
                isQuoted.toggle()
            } else if byte == UInt8(ascii: ","), !isQuoted {
                if column == keyColumn { break }
                column += 1
            } else if column == keyColumn {
                hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
            }
        }
        return Int((hash >> 32) % UInt64(lanes))
    }
}
