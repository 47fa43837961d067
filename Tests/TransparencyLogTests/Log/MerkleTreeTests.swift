import Testing

@testable import TransparencyLog

@Suite struct MerkleTreeTests {
    /// The eight leaves of the certificate-transparency test vectors.
    static let leaves: [[UInt8]] = [
        [], [0x00], [0x10], [0x20, 0x21], [0x30, 0x31], [0x40, 0x41, 0x42, 0x43], [0x50, 0x51, 0x52, 0x53, 0x54, 0x55, 0x56, 0x57],
        [0x60, 0x61, 0x62, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6a, 0x6b, 0x6c, 0x6d, 0x6e, 0x6f],
    ]
    /// Their roots, for 1 to 8 leaves.
    static let roots = [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d", "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77", "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4", "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c", "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ]

    /// MTH as RFC 6962 §2.1 writes it.
    static func root(_ leaves: ArraySlice<TreeHash>) -> TreeHash {
        guard leaves.count > 1, let first = leaves.indices.first else { return leaves.first ?? .empty }
        var half = 1
        while half * 2 < leaves.count { half *= 2 }
        return .node(root(leaves[first..<first + half]), root(leaves[(first + half)...]))
    }

    static func numbered(_ count: Int) -> [TreeHash] { (0..<count).map { .leaf("\($0)".utf8) } }

    @Test func rootsAreThoseOfTheCertificateTransparencyVectors() {
        #expect(TreeHash.empty.description == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        var frontier = MerkleFrontier()
        #expect(frontier.root == .empty)
        for (leaf, root) in zip(Self.leaves, Self.roots) {
            frontier.append(.leaf(leaf))
            #expect(frontier.root.description == root)
        }
    }

    @Test func inclusionProofsAreThoseOfTheCertificateTransparencyVectors() {
        let hashes = Self.leaves.map { TreeHash.leaf($0) }
        let wanted: [(index: Int, size: Int, path: [String])] = [
            (0, 1, []),
            (
                0, 8,
                [
                    "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7", "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                    "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
                ]
            ),
            (
                5, 8,
                [
                    "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b", "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                ]
            ),
            (2, 3, ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"]),
            (
                1, 5,
                [
                    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d", "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                    "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                ]
            ),
        ]
        for (index, size, path) in wanted {
            let found = MerkleProof.inclusion(of: index, size: size).map { range in MerkleProof.hash(of: range) { Self.root(hashes[$0.leaves]) } }
            #expect(found.map(\.description) == path, "\(index) of \(size)")
        }
    }

    @Test func consistencyProofsAreThoseOfTheCertificateTransparencyVectors() {
        let hashes = Self.leaves.map { TreeHash.leaf($0) }
        let wanted: [(from: Int, to: Int, path: [String])] = [
            (1, 1, []),
            (
                1, 8,
                [
                    "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7", "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                    "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
                ]
            ),
            (
                6, 8,
                [
                    "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a", "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                ]
            ),
            (
                2, 5,
                [
                    "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e", "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                ]
            ),
        ]
        for (from, to, path) in wanted {
            let found = MerkleProof.consistency(from: from, to: to).map { range in MerkleProof.hash(of: range) { Self.root(hashes[$0.leaves]) } }
            #expect(found.map(\.description) == path, "\(from) to \(to)")
        }
    }

    @Test func everyLeafIsProvenInEveryTreeAndNoOtherLeafPlaceOrRoot() {
        let leaves = Self.numbered(70)
        for size in 1...70 {
            let root = Self.root(leaves[..<size])
            for index in 0..<size {
                let path = MerkleProof.inclusion(of: index, size: size).map { range in MerkleProof.hash(of: range) { Self.root(leaves[$0.leaves]) } }
                #expect(MerkleProof.verifiesInclusion(of: leaves[index], at: index, size: size, path: path, root: root))
                #expect(!MerkleProof.verifiesInclusion(of: .empty, at: index, size: size, path: path, root: root))
                #expect(!MerkleProof.verifiesInclusion(of: leaves[index], at: index, size: size, path: path, root: .empty))
                if size > 1 {
                    let other = (index + 1) % size
                    #expect(!MerkleProof.verifiesInclusion(of: leaves[index], at: other, size: size, path: path, root: root))
                    #expect(!MerkleProof.verifiesInclusion(of: leaves[index], at: index, size: size, path: path.dropLast(), root: root))
                }
                #expect(!MerkleProof.verifiesInclusion(of: leaves[index], at: index, size: size, path: path + [.empty], root: root))
            }
        }
    }

    @Test func aPathThatEndsBelowTheRootProvesNothing() {
        let leaves = Self.numbered(64)
        for size in 2...64 {
            for index in 0..<size {
                let ranges = MerkleProof.inclusion(of: index, size: size)
                let path = ranges.map { range in MerkleProof.hash(of: range) { Self.root(leaves[$0.leaves]) } }
                for length in 0..<path.count {
                    // The hash that so much of the path leads to, held out as the root of the whole tree.
                    let reached = ranges[..<length].reduce(index..<index + 1) {
                        min($0.lowerBound, $1.lowerBound)..<max($0.upperBound, $1.upperBound)
                    }
                    let root = Self.root(leaves[reached])
                    #expect(!MerkleProof.verifiesInclusion(of: leaves[index], at: index, size: size, path: Array(path[..<length]), root: root))
                }
            }
        }
    }

    @Test func everyTwoSizesAreProvenConsistentAndNoOtherRoots() {
        let leaves = Self.numbered(70)
        let roots = (0...70).map { Self.root(leaves[..<$0]) }
        for to in 1...70 {
            for from in 0...to {
                let path = MerkleProof.consistency(from: from, to: to).map { range in MerkleProof.hash(of: range) { Self.root(leaves[$0.leaves]) } }
                #expect(MerkleProof.verifiesConsistency(from: from, roots[from], to: to, roots[to], path: path), "\(from) \(to)")
                #expect(!MerkleProof.verifiesConsistency(from: from, .leaf([1]), to: to, roots[to], path: path), "\(from) \(to)")
                if from > 0 { #expect(!MerkleProof.verifiesConsistency(from: from, roots[from], to: to, .leaf([1]), path: path), "\(from) \(to)") }
                #expect(!MerkleProof.verifiesConsistency(from: from, roots[from], to: to, roots[to], path: path + [.empty]), "\(from) \(to)")
            }
        }
    }

    @Test func aTreeGrownAtItsEdgeHasTheRootOfTheWhole() throws {
        let leaves = Self.numbered(300)
        var frontier = MerkleFrontier()
        for (count, leaf) in leaves.enumerated() {
            #expect(frontier.root == Self.root(leaves[..<count]))
            frontier = try #require(MerkleFrontier(size: frontier.size, peaks: frontier.peaks))
            frontier.append(leaf)
        }
        #expect(MerkleFrontier(size: 3, peaks: [.empty]) == nil)
    }

    @Test func tilesAreWholeAt256AndGoOnAfterARestart() {
        let leaves = Self.numbered(256 * 256 + 700)
        var tiler = MerkleTiler()
        var whole: [MerkleTile] = []
        for leaf in leaves { whole += tiler.append(leaf) }
        #expect(whole.count { $0.level == 0 } == 258)
        #expect(whole.count { $0.level == 1 } == 1)
        let top = whole.first { $0.level == 1 }
        #expect(top?.root == Self.root(leaves[..<65536]))
        let before = 65_800
        var again = MerkleTiler(
            size: before, open: [Array(leaves[65_792..<before]), [whole.last { $0.level == 0 && $0.index == 256 }?.root ?? .empty], [top?.root ?? .empty]])
        var rest: [MerkleTile] = []
        for leaf in leaves[before...] { rest += again.append(leaf) }
        #expect(rest == whole.filter { $0.level == 0 && $0.index == 257 })
    }
}
