import Kernel
import MerkleLog
import Testing

@Suite struct TreeTests {
    /// Eight leaves and their root as the reference tests of Certificate Transparency have them.
    @Test func knownRoot() throws {
        let inputs = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
        var tree = GrowingTree()
        for input in inputs { tree.append(.leaf(try #require(Hex.decode(input)))) }
        #expect(Hex.encode(tree.root.bytes) == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328")
        #expect(Hex.encode(TreeHash.emptyTree.bytes) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        #expect(GrowingTree().root == .emptyTree)
    }

    /// Every index of every tree up to 70 leaves: the same proofs as the naive tree, and each verifies.
    @Test func smallTreesExhaustively() async throws {
        var log = TilesInMemory()
        for size in 1...70 {
            let all = leaves(0..<size)
            log.append([all[size - 1]])
            let root = NaiveTree.root(all[...])
            let tree = LogTree(size: UInt64(size), reader: log)
            #expect(log.tree.root == root)
            #expect(try await tree.root() == root)
            for index in 0..<size {
                let proof = try await tree.inclusionProof(of: UInt64(index))
                #expect(proof == NaiveTree.path(index, all[...]))
                try Verification.inclusion(of: .leaf(all[index]), at: UInt64(index), in: UInt64(size), root: root, proof: proof)
            }
            for old in 1...size {
                let proof = try await tree.consistencyProof(from: UInt64(old))
                #expect(proof == NaiveTree.proof(old, all[...]))
                try Verification.consistency(
                    from: UInt64(old), root: NaiveTree.root(all.prefix(old)), to: UInt64(size), root: root, proof: proof)
            }
        }
    }

    /// Trees across the edges of tiles, grown in batches of random length; older sizes stay provable from newer tiles.
    @Test(arguments: [UInt64(1), 2, 3]) func randomGrowth(seed: UInt64) async throws {
        let random = SeededGenerator(seed: seed)
        var log = TilesInMemory()
        var all: [[UInt8]] = []
        var heads: [(size: Int, root: TreeHash)] = []
        while all.count < 1_400 {
            let batch = leaves(all.count..<all.count + 1 + random.next(below: 300))
            log.append(batch)
            all += batch
            heads.append((all.count, NaiveTree.root(all[...])))
            #expect(log.tree.root == heads[heads.count - 1].root)
        }
        for (place, head) in heads.enumerated() {
            let tree = LogTree(size: UInt64(head.size), reader: log)
            #expect(try await tree.root() == head.root)
            for _ in 0..<5 {
                let index = random.next(below: head.size)
                let proof = try await tree.inclusionProof(of: UInt64(index))
                #expect(proof == NaiveTree.path(index, all.prefix(head.size)))
            }
            for older in heads.prefix(place) {
                let proof = try await tree.consistencyProof(from: UInt64(older.size))
                try Verification.consistency(
                    from: UInt64(older.size), root: older.root, to: UInt64(head.size), root: head.root, proof: proof)
            }
        }
    }

    /// A tree continued from its right edge is the tree that never stopped.
    @Test(arguments: [0, 1, 255, 256, 257, 511, 65_535, 65_536, 70_000]) func continues(from size: Int) async throws {
        var whole = TilesInMemory()
        whole.append(leaves(0..<size))
        let edge = try await whole.tiles(TileAddress.rightEdge(of: UInt64(size)))
        var continued = try GrowingTree(size: UInt64(size), rightEdge: edge)
        #expect(continued.root == whole.tree.root)
        #expect(continued.takeChangedTiles().isEmpty)
        whole.append(leaves(size..<size + 300))
        for leaf in leaves(size..<size + 300) { continued.append(.leaf(leaf)) }
        #expect(continued.root == whole.tree.root)
        #expect(continued.size == UInt64(size + 300))
    }

    /// Each bit of a proof, of a root and of a leaf counts.
    @Test func changedBitsAreFound() async throws {
        var log = TilesInMemory()
        log.append(leaves(0..<21))
        let tree = LogTree(size: 21, reader: log)
        let (root, proof) = (try await tree.root(), try await tree.inclusionProof(of: 9))
        let (old, growth) = (NaiveTree.root(leaves(0..<13)[...]), try await tree.consistencyProof(from: 13))
        for (which, hash) in proof.enumerated() {
            for bit in 0..<256 {
                var changed = proof
                changed[which] = hash.flipping(bit: bit)
                #expect(throws: LogError.rootMismatch) {
                    try Verification.inclusion(of: .leaf(leaves(9..<10)[0]), at: 9, in: 21, root: root, proof: changed)
                }
            }
        }
        for (which, hash) in growth.enumerated() {
            for bit in 0..<256 {
                var changed = growth
                changed[which] = hash.flipping(bit: bit)
                #expect(throws: LogError.self) {
                    try Verification.consistency(from: 13, root: old, to: 21, root: root, proof: changed)
                }
            }
        }
    }
}

extension TreeHash {
    func flipping(bit: Int) -> TreeHash {
        var changed = bytes
        changed[bit / 8] ^= 1 << UInt8(bit % 8)
        return TreeHash(changed) ?? self
    }
}
