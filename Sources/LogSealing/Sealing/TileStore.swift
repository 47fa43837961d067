internal import Postgres
internal import TransparencyLog

/// The stored hashes of the tree: whole tiles, and the leaves after the last one, which stand with their checkpoints.
struct TileStore {
    let connection: Connection

    /// The right edge of the tree of `size` leaves, to go on from.
    ///
    /// - Throws: `SealingHalted` where hashes are missing.
    func edge(size: Int) async throws -> (MerkleFrontier, MerkleTiler) {
        var open: [[TreeHash]] = []
        var width = 1
        while width == 1 || width <= size {
            let level = open.count
            let end = size / width
            let start = end / MerkleTile.width * MerkleTile.width
            open.append(try await hashes(level: level, start..<end))
            let (next, isTooLarge) = width.multipliedReportingOverflow(by: MerkleTile.width)
            if isTooLarge { break }
            width = next
        }
        var peaks: [TreeHash] = []
        for hashes in open.reversed() {
            var edge = MerkleFrontier()
            edge.append(contentsOf: hashes)
            peaks += edge.peaks
        }
        guard let frontier = MerkleFrontier(size: size, peaks: peaks) else { throw SealingHalted(reason: "保管された木のハッシュが足りません") }
        return (frontier, MerkleTiler(size: size, open: open))
    }

    /// Roots of subtrees of 256^level leaves, at the right of the last whole tile above them: less than 256.
    private func hashes(level: Int, _ range: Range<Int>) async throws -> [TreeHash] {
        guard !range.isEmpty else { return [] }
        guard level == 0 else {
            let rows = try await connection.query(
                """
                SELECT root FROM audit.tile WHERE level = \(Int32(level - 1)) AND tile >= \(Int64(range.lowerBound)) AND tile < \(Int64(range.upperBound))
                ORDER BY tile
                """)
            return try rows.compactMap { row in try row.bytes("root").flatMap { TreeHash($0) } }
        }
        let rows = try await connection.query(
            """
            SELECT first_index, leaves FROM audit.checkpoint WHERE tree_size > \(Int64(range.lowerBound)) AND first_index < \(Int64(range.upperBound))
            ORDER BY batch
            """)
        var found: [TreeHash] = []
        for row in rows {
            let first = Int(try row.decode("first_index", as: Int64.self))
            guard let leaves = [TreeHash](joinedBytes: Array(try row.bytes("leaves") ?? [])) else { continue }
            for (offset, leaf) in leaves.enumerated() where range.contains(first + offset) { found.append(leaf) }
        }
        return found
    }

    /// The hash of one complete subtree.
    ///
    /// - Throws: `SealingHalted` where it is not stored whole.
    func node(_ subtree: Subtree) async throws -> TreeHash {
        let tileLevel = subtree.level / MerkleTile.height
        let inner = subtree.level % MerkleTile.height
        // Hashes of the tile's level that lie below the subtree's root.
        let below = subtree.index << inner..<(subtree.index + 1) << inner
        let tile = below.lowerBound / MerkleTile.width
        let rows = try await connection.query("SELECT hashes FROM audit.tile WHERE level = \(Int32(tileLevel)) AND tile = \(Int64(tile))")
        var hashes: [TreeHash]
        if let bytes = try rows.first?.bytes("hashes"), let whole = [TreeHash](joinedBytes: Array(bytes)) {
            let start = below.lowerBound - tile * MerkleTile.width
            hashes = Array(whole[start..<start + below.count])
        } else {
            hashes = try await self.hashes(level: tileLevel, below)
        }
        guard hashes.count == below.count else { throw SealingHalted(reason: "保管された木のハッシュが足りません") }
        var edge = MerkleFrontier()
        edge.append(contentsOf: hashes)
        return edge.root
    }

    /// The hashes of a proof.
    func path(_ ranges: [Range<Int>]) async throws -> [TreeHash] {
        var path: [TreeHash] = []
        for range in ranges {
            var hash: TreeHash?
            for subtree in MerkleProof.subtrees(of: range).reversed() {
                let left = try await node(subtree)
                hash = hash.map { .node(left, $0) } ?? left
            }
            path.append(hash ?? .empty)
        }
        return path
    }
}
