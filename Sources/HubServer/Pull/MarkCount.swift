internal import Glibc
import NIOCore

/// Counts the entries of persons who await confirmation as they pass by, however the answer is cut.
struct MarkCount {
    private let mark: [UInt8]
    /// How far the mark may be moved on where a byte stands at its end.
    private let steps: [Int]
    /// What may be the beginning of one, to be looked at together with what follows; shorter than a mark.
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
        chunk.withUnsafeReadableBytes { bytes in
            var start = 0
            let seam = tail + bytes.prefix(mark.count - 1)
            if let end = seam.withUnsafeBytes({ self.end(in: $0, from: 0) }) {
                count += 1
                start = end - tail.count
                tail = []
            }
            while let end = end(in: bytes, from: start) {
                count += 1
                start = end
                tail = []
            }
            tail = Array((tail.suffix(mark.count - 1) + bytes[start...].suffix(mark.count - 1)).suffix(mark.count - 1))
        }
    }

    /// Where the next mark ends. Most bytes are never looked at: where another byte than the mark's last stands, the mark is moved on behind it (Horspool).
    private func end(in bytes: UnsafeRawBufferPointer, from start: Int) -> Int? {
        guard let base = bytes.baseAddress else { return nil }
        return steps.withUnsafeBufferPointer { steps in
            var last = start + mark.count - 1
            while last < bytes.count {
                let byte = bytes[last]
                if byte == mark[mark.count - 1], memcmp(base + (last - mark.count + 1), mark, mark.count) == 0 { return last + 1 }
                last += steps[Int(byte)]
            }
            return nil
        }
    }
}
