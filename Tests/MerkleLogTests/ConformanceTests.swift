import Foundation
import Kernel
import MerkleLog
import Testing

/// The 196 vectors of transparency-dev/merkle, by which its own verifiers are tested.
@Suite struct ConformanceTests {
    static let folder: URL = {
        if let path = ProcessInfo.processInfo.environment["POLITY_CONFORMANCE"] { return URL(filePath: path).appending(path: "merkle-log/testdata") }
        let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        return package.deletingLastPathComponent().appending(path: "shared/conformance/merkle-log/testdata")
    }()

    static var isPresent: Bool { FileManager.default.fileExists(atPath: folder.path) }

    static func vectors(_ kind: String) throws -> [(name: String, vector: JSON)] {
        let found = FileManager.default.enumerator(at: folder.appending(path: kind), includingPropertiesForKeys: nil)
        return try (found?.allObjects ?? []).compactMap { $0 as? URL }.filter { $0.pathExtension == "json" }
            .sorted { $0.path < $1.path }
            .map { (String($0.path.dropFirst(folder.path.count + 1)), try JSON(parsing: Data(contentsOf: $0))) }
    }

    /// Four of the vectors say what to do, rather than what is true, about the empty tree: a consistency check from size
    /// 0 is refused as useless, though an empty tree is the beginning of every tree (an empty proof would do) and equals
    /// itself. This verifier follows the same policy (`LogError.nothingToProve`).
    static let emptyTreePolicy: Set = [
        "consistency/additional/consistency-check-on-empty-tree-size1-is-zero-is-useless.json",
        "consistency/additional/size1-is-zero-and-does-not-equal-size2.json",
        "consistency/additional/size1-is-zero-and-size2-is-not-zero.json",
        "consistency/additional/sizes-are-equal-zero-and-proof-is-empty.json",
    ]

    @Test(.enabled(if: isPresent, "no conformance data beside the package; set POLITY_CONFORMANCE"))
    func inclusion() throws {
        let vectors = try Self.vectors("inclusion")
        #expect(vectors.count == 98)
        for (name, vector) in vectors {
            let isAccepted: Bool
            // A hash that is not 32 bytes long cannot be made into a `TreeHash`: it is refused where it is read.
            if let leaf = Self.hash(vector["leafHash"]), let root = Self.hash(vector["root"]), let proof = Self.hashes(vector["proof"]),
                let index = Self.size(vector["leafIdx"]), let size = Self.size(vector["treeSize"])
            {
                isAccepted = (try? Verification.inclusion(of: leaf, at: index, in: size, root: root, proof: proof)) != nil
            } else {
                isAccepted = false
            }
            #expect(isAccepted == (vector["wantErr"]?.bool == false), "\(name)")
        }
    }

    @Test(.enabled(if: isPresent, "no conformance data beside the package; set POLITY_CONFORMANCE"))
    func consistency() throws {
        let vectors = try Self.vectors("consistency")
        #expect(vectors.count == 98)
        var refusedByPolicy: Set<String> = []
        for (name, vector) in vectors {
            let isAccepted: Bool
            if let proof = Self.hashes(vector["proof"]), let old = Self.size(vector["size1"]), let new = Self.size(vector["size2"]) {
                do throws(LogError) {
                    try Verification.consistency(
                        from: old, root: Self.placeholder(vector["root1"]), to: new, root: Self.placeholder(vector["root2"]), proof: proof)
                    isAccepted = true
                } catch {
                    if error == .nothingToProve, Self.emptyTreePolicy.contains(name) { refusedByPolicy.insert(name) }
                    isAccepted = false
                }
            } else {
                isAccepted = false
            }
            #expect(isAccepted == (vector["wantErr"]?.bool == false), "\(name)")
        }
        #expect(refusedByPolicy == Self.emptyTreePolicy)
    }

    static func hash(_ value: JSON?) -> TreeHash? { (value?.string).flatMap { Base64.standard.decode($0) }.flatMap { TreeHash($0) } }

    /// Some vectors write roots that are no hashes ("don't care 1") and only ask whether two are the same.
    static func placeholder(_ value: JSON?) -> TreeHash {
        hash(value) ?? TreeHash.leaf(Array((value?.string ?? "").utf8))
    }

    static func hashes(_ value: JSON?) -> [TreeHash]? {
        let items = value?.array ?? []
        let hashes = items.compactMap { hash($0) }
        return hashes.count == items.count ? hashes : nil
    }

    /// Sizes go up to 2^64 - 1, which no Int holds.
    static func size(_ value: JSON?) -> UInt64? { (value?.number).flatMap { UInt64($0.description) } }
}
