/// Which addressee ids are in a set: a bit each, so that 1,350,000 persons are 170 kB.
struct Bitmap: Sendable {
    private var words: [UInt64] = []
    private(set) var count = 0

    mutating func insert(_ id: Int64) {
        let word = Int(id >> 6)
        if word >= words.count { words.append(contentsOf: repeatElement(0, count: max(word + 1 - words.count, words.count))) }
        let bit: UInt64 = 1 << UInt64(id & 63)
        if words[word] & bit == 0 { count += 1 }
        words[word] |= bit
    }

    mutating func remove(_ id: Int64) {
        let word = Int(id >> 6)
        guard word < words.count else { return }
        let bit: UInt64 = 1 << UInt64(id & 63)
        if words[word] & bit != 0 { count -= 1 }
        words[word] &= ~bit
    }

    mutating func formUnion(_ other: Bitmap) {
        if words.count < other.words.count { words.append(contentsOf: repeatElement(0, count: other.words.count - words.count)) }
        for (index, word) in other.words.enumerated() { words[index] |= word }
        count = words.reduce(0) { $0 + $1.nonzeroBitCount }
    }

    mutating func formIntersection(_ other: Bitmap) {
        for index in words.indices { words[index] &= index < other.words.count ? other.words[index] : 0 }
        count = words.reduce(0) { $0 + $1.nonzeroBitCount }
    }

    func contains(_ id: Int64) -> Bool {
        let word = Int(id >> 6)
        return word < words.count && words[word] & (1 << UInt64(id & 63)) != 0
    }

    /// All of them, in rising order.
    var ids: [Int64] { subtracting(Bitmap()) }

    /// The ids in this and not in the other, in rising order.
    func subtracting(_ other: Bitmap) -> [Int64] {
        var ids: [Int64] = []
        for (index, word) in words.enumerated() {
            var rest = index < other.words.count ? word & ~other.words[index] : word
            while rest != 0 {
                ids.append(Int64(index * 64 + rest.trailingZeroBitCount))
                rest &= rest - 1
            }
        }
        return ids
    }
}
