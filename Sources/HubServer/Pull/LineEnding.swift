import NIOCore

/// Passes lines on as they come and holds the last one back: only the end of the stream tells which it was.
struct LineEnding {
    private static let newline = UInt8(ascii: "\n")

    private let holdsLastLine: Bool
    /// The last line so far, whole or in part; empty where it isn't held.
    private(set) var held: [UInt8] = []
    /// Lines seen, without the last (the cursor of NDJSON) or the first (the header of CSV).
    private(set) var lines = -1
    private(set) var endsWithNewline = false

    init(holdsLastLine: Bool) { self.holdsLastLine = holdsLastLine }

    /// - Returns: the bytes that certainly are no part of the last line, in order.
    mutating func take(_ chunk: ByteBuffer) -> [ByteBuffer] {
        let view = chunk.readableBytesView
        guard let lastByte = view.last else { return [] }
        lines += view.count { $0 == Self.newline }
        endsWithNewline = lastByte == Self.newline
        guard holdsLastLine else { return [chunk] }
        // The last line starts behind the last newline that something follows.
        let wasWhole = held.last == Self.newline
        guard let start = view.dropLast().lastIndex(of: Self.newline).map({ $0 + 1 }) else {
            guard wasWhole else {
                held += view
                return []
            }
            let passed = ByteBuffer(bytes: held)
            held = Array(view)
            return [passed]
        }
        let passed = [ByteBuffer(bytes: held), ByteBuffer(view[..<start])]
        held = Array(view[start...])
        return passed
    }
}
