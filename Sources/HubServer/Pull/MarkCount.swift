import NIOCore

/// Counts the entries of persons who await confirmation as they pass by, however the answer is cut.
struct MarkCount {
    private let mark: [UInt8]
    /// How far the mark may be moved on where a byte stands at its end (Horspool): most bytes are never looked at.
    private let steps: [Int]
    /// What may be the beginning of one, to be looked at together with what follows.
    private var tail: [UInt8] = []
    private(set) var count = 0

    /// - Parameter isCSV: whether the lines are CSV; else they are entries in JSON.
    init(isCSV: Bool) {
        mark = Array((isCSV ? ",awaiting-confirmation," : #""op":"awaiting-confirmation""#).utf8)
        var steps = [Int](repeating: mark.count, count: 256)
        for (index, byte) in mark.dropLast().enumerated() { steps[Int(byte)] = mark.count - 1 - index }
        self.steps = steps
    }

    /// Looks at the next bytes.
    mutating func look(at chunk: ByteBuffer) {
        var bytes = tail
        bytes += chunk.readableBytesView
        var start = 0
        bytes.withUnsafeBufferPointer { all in
            while start + mark.count <= all.count {
                if all[start..<start + mark.count].elementsEqual(mark) {
                    count += 1
                    start += mark.count
                } else {
                    start += steps[Int(all[start + mark.count - 1])]
                }
            }
        }
        tail = Array(bytes[min(start, bytes.count)...])
    }
}
