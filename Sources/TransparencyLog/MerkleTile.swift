/// 256 neighbouring hashes of one level of the tree, and the root above them: what is stored, so that a proof reads few rows (as C2SP tlog-tiles).
public struct MerkleTile: Sendable, Hashable {
    /// Hashes in a tile.
    public static let width = 256
    /// Levels of the tree that a tile spans.
    public static let height = 8

    /// The hashes are roots of subtrees of 256^level leaves.
    public let level: Int
    /// From the left, 0 first.
    public let index: Int
    /// `width` hashes.
    public let hashes: [TreeHash]

    /// The root above the hashes.
    public var root: TreeHash {
        var edge = MerkleFrontier()
        edge.append(contentsOf: hashes)
        return edge.root
    }
}

/// Cuts a growing tree into tiles; holds what is not whole yet, less than 256 hashes a level.
public struct MerkleTiler: Sendable {
    /// What is not whole yet, by level.
    private var open: [[TreeHash]]
    /// Whole tiles so far, by level.
    private var done: [Int]

    /// Of a tree with `size` leaves.
    ///
    /// - Parameter open: by level, the hashes at the right that no whole tile holds yet.
    public init(size: Int = 0, open: [[TreeHash]] = []) {
        self.open = open
        done = []
        var count = size / MerkleTile.width
        while done.count < open.count {
            done.append(count)
            count /= MerkleTile.width
        }
    }

    /// Adds a leaf; gives the tiles that became whole by it, the lowest first.
    public mutating func append(_ leaf: TreeHash) -> [MerkleTile] {
        var whole: [MerkleTile] = []
        var hash = leaf
        var level = 0
        while true {
            if open.count == level {
                open.append([])
                done.append(0)
            }
            open[level].append(hash)
            guard open[level].count == MerkleTile.width else { return whole }
            let tile = MerkleTile(level: level, index: done[level], hashes: open[level])
            open[level] = []
            done[level] += 1
            hash = tile.root
            whole.append(tile)
            level += 1
        }
    }
}
