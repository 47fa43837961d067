/// The right edge of a growing Merkle tree (RFC 6962 §2.1): all that is needed to append leaves and to know the root.
///
/// Memory grows with the logarithm of the number of leaves.
public struct MerkleFrontier: Sendable, Hashable {
    /// Leaves appended so far.
    public private(set) var size: Int
    /// Roots of the complete subtrees that the leaves fall into, the largest first: one for each bit of `size`.
    public private(set) var peaks: [TreeHash]

    /// The tree without leaves.
    public init() { (size, peaks) = (0, []) }

    /// The edge of a tree of that size; nil where the number of peaks does not fit it.
    public init?(size: Int, peaks: [TreeHash]) {
        guard size >= 0, peaks.count == size.nonzeroBitCount else { return nil }
        (self.size, self.peaks) = (size, peaks)
    }

    /// Adds a leaf at the right.
    public mutating func append(_ leaf: TreeHash) {
        var node = leaf
        var rest = size
        while rest & 1 == 1 {
            node = .node(peaks.removeLast(), node)
            rest >>= 1
        }
        peaks.append(node)
        size += 1
    }

    /// Adds leaves in their order.
    public mutating func append(contentsOf leaves: some Sequence<TreeHash>) {
        for leaf in leaves { append(leaf) }
    }

    /// The tree's root, MTH(D[size]).
    public var root: TreeHash {
        guard var node = peaks.last else { return .empty }
        for peak in peaks.dropLast().reversed() { node = .node(peak, node) }
        return node
    }
}
