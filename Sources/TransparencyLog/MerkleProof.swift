/// A complete subtree of 2^level leaves, the `index`th of its size from the left.
public struct Subtree: Sendable, Hashable {
    /// 0 is a leaf.
    public let level: Int
    /// From the left, 0 first.
    public let index: Int

    /// The leaves it covers.
    public var leaves: Range<Int> { index << level..<(index + 1) << level }
}

/// Inclusion and consistency proofs (RFC 6962 §2.1.1, §2.1.2): which hashes they consist of, and their verification (RFC 9162 §2.1.3.2, §2.1.4.2).
///
/// A proof is named as ranges of leaves first and hashed afterwards, so that whoever holds the hashes fetches only those.
public enum MerkleProof {
    /// The ranges of leaves whose hashes show that leaf `index` is in the tree of `size` leaves; the innermost first.
    public static func inclusion(of index: Int, size: Int) -> [Range<Int>] {
        precondition(index >= 0 && index < size)
        return path(index, 0..<size)
    }

    /// The ranges of leaves whose hashes show that the tree of `size` leaves begins with the tree of `earlier` leaves; none where one of them is
    /// empty or both are the same.
    public static func consistency(from earlier: Int, to size: Int) -> [Range<Int>] {
        precondition(earlier >= 0 && earlier <= size)
        return earlier == 0 ? [] : subproof(earlier, 0..<size, isWhole: true)
    }

    /// The complete subtrees that make up a range of a proof, from the left.
    public static func subtrees(of range: Range<Int>) -> [Subtree] {
        var found: [Subtree] = []
        var start = range.lowerBound
        while start < range.upperBound {
            let level = Int.bitWidth - 1 - (range.upperBound - start).leadingZeroBitCount
            found.append(Subtree(level: level, index: start >> level))
            start += 1 << level
        }
        return found
    }

    /// The hash of a range of a proof, from those of its complete subtrees.
    public static func hash<E: Error>(of range: Range<Int>, _ node: (Subtree) throws(E) -> TreeHash) throws(E) -> TreeHash {
        var hash: TreeHash?
        for subtree in subtrees(of: range).reversed() {
            let left = try node(subtree)
            hash = hash.map { .node(left, $0) } ?? left
        }
        return hash ?? .empty
    }

    /// Whether the path leads from the leaf at `index` to the root of the tree of `size` leaves.
    public static func verifiesInclusion(of leaf: TreeHash, at index: Int, size: Int, path: [TreeHash], root: TreeHash) -> Bool {
        guard index >= 0, index < size else { return false }
        var (own, last, hash) = (index, size - 1, leaf)
        for sibling in path {
            guard last != 0 else { return false }
            if own & 1 == 1 || own == last {
                hash = .node(sibling, hash)
                while own & 1 == 0, own != 0 { (own, last) = (own >> 1, last >> 1) }
            } else {
                hash = .node(hash, sibling)
            }
            (own, last) = (own >> 1, last >> 1)
        }
        return last == 0 && hash == root
    }

    /// Whether the path shows that the tree of `size` leaves begins with the tree of `earlier` leaves.
    public static func verifiesConsistency(from earlier: Int, _ earlierRoot: TreeHash, to size: Int, _ root: TreeHash, path: [TreeHash]) -> Bool {
        guard earlier >= 0, earlier <= size else { return false }
        if earlier == 0 { return path.isEmpty && earlierRoot == .empty }
        if earlier == size { return path.isEmpty && earlierRoot == root }
        var path = path[...]
        if earlier.nonzeroBitCount == 1 { path = [earlierRoot] + path }
        guard let first = path.popFirst() else { return false }
        var (own, last) = (earlier - 1, size - 1)
        while own & 1 == 1 { (own, last) = (own >> 1, last >> 1) }
        var (before, after) = (first, first)
        for sibling in path {
            guard last != 0 else { return false }
            if own & 1 == 1 || own == last {
                before = .node(sibling, before)
                after = .node(sibling, after)
                while own & 1 == 0, own != 0 { (own, last) = (own >> 1, last >> 1) }
            } else {
                after = .node(after, sibling)
            }
            (own, last) = (own >> 1, last >> 1)
        }
        return last == 0 && before == earlierRoot && after == root
    }

    private static func path(_ index: Int, _ range: Range<Int>) -> [Range<Int>] {
        guard range.count > 1 else { return [] }
        let middle = split(range)
        return index < middle
            ? path(index, range.lowerBound..<middle) + [middle..<range.upperBound] : path(index, middle..<range.upperBound) + [range.lowerBound..<middle]
    }

    private static func subproof(_ earlier: Int, _ range: Range<Int>, isWhole: Bool) -> [Range<Int>] {
        if earlier == range.upperBound { return isWhole ? [] : [range] }
        let middle = split(range)
        return earlier <= middle
            ? subproof(earlier, range.lowerBound..<middle, isWhole: isWhole) + [middle..<range.upperBound]
            : subproof(earlier, middle..<range.upperBound, isWhole: false) + [range.lowerBound..<middle]
    }

    /// The largest power of two smaller than the number of leaves, from the range's start.
    private static func split(_ range: Range<Int>) -> Int {
        range.lowerBound + 1 << (Int.bitWidth - 1 - (range.count - 1).leadingZeroBitCount)
    }
}
