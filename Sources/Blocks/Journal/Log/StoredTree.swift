import Kernel
import MerkleLog
import Store

/// The log's tree as it lies in the store. Everything reads within one connection, so at one moment.
enum StoredTree {
    /// The newest checkpoint.
    static func head(in connection: Connection) throws -> Head {
        guard let row = try connection.row("SELECT size, root, note, number FROM journal_checkpoints ORDER BY size DESC LIMIT 1") else {
            throw JournalFault.damagedTree(size: 0)
        }
        let size = try row.integer(0)
        guard let root = TreeHash(try row.bytes(1)) else { throw JournalFault.damagedTree(size: size) }
        return Head(size: size, root: root, note: try row.text(2), number: try row.integer(3))
    }

    struct Head {
        var size: Int
        var root: TreeHash
        var note: String
        /// How many checkpoints were signed before it.
        var number: Int
    }

    static func tiles(_ addresses: [TileAddress], in connection: Connection) throws -> [Tile] {
        let answers = try connection.rowsOfAll(
            addresses.map { "SELECT hashes FROM journal_tiles WHERE level = \($0.level) AND number = \(Int64($0.index))" })
        return try zip(addresses, answers).map { address, rows in
            try Tile(address: address, bytes: rows.first?.bytes(0) ?? [])
        }
    }

    /// The hashes that a proof consists of, in a tree of `size` leaves.
    static func hashes(for plan: ProofPlan, size: Int, in connection: Connection) throws -> [TreeHash] {
        try plan.assemble(from: tiles(plan.tiles(in: UInt64(size)), in: connection), in: UInt64(size))
    }

    /// The tree ready to grow, once its right edge has been found to be the one that was signed.
    static func growing(from head: Head, in connection: Connection) throws -> GrowingTree {
        do {
            let size = UInt64(head.size)
            let tree = try GrowingTree(size: size, rightEdge: tiles(TileAddress.rightEdge(of: size), in: connection))
            guard tree.root == head.root else { throw JournalFault.damagedTree(size: head.size) }
            return tree
        } catch is LogError {
            throw JournalFault.damagedTree(size: head.size)
        }
    }
}
