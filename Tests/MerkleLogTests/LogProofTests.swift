import Kernel
import MerkleLog
import Testing

@Suite struct LogProofTests {
    static let signer = NoteSigner(name: "log.example/arden", seed: Array(0..<32))

    static func proof(of index: UInt64, in size: Int, extra: [UInt8]? = nil) async throws -> LogProof {
        let signer = try #require(signer)
        var log = TilesInMemory()
        log.append(leaves(0..<size))
        let hashes = try await LogTree(size: UInt64(size), reader: log).inclusionProof(of: index)
        let note = try Checkpoint(origin: signer.key.name, size: UInt64(size), root: log.tree.root).signed(by: [signer])
        return LogProof(index: index, hashes: hashes, checkpoint: note, extra: extra)
    }

    @Test(arguments: [(UInt64(0), 1), (0, 2), (4, 7), (299, 300)]) func roundTrips(index: UInt64, size: Int) async throws {
        let key = try #require(Self.signer).key
        let leaf = leaves(0..<size)[Int(index)]
        for extra in [nil, [], [1, 2, 3]] as [[UInt8]?] {
            var proof = try await Self.proof(of: index, in: size, extra: extra)
            #expect(try LogProof(parsing: proof.text.utf8) == proof)
            #expect(try proof.verify(leaf: leaf, origin: key.name, keys: [key]).size == UInt64(size))
            let compact = try #require(proof.compact(key: key))
            proof.extra = nil
            #expect(try LogProof(compact: compact, leaf: leaf, origin: key.name, key: key) == proof)
        }
    }

    @Test func textIsTheStandards() async throws {
        let text = try await Self.proof(of: 1, in: 3, extra: [0xFF]).text
        #expect(text.hasPrefix("c2sp.org/tlog-proof@v1\nextra /w==\nindex 1\n"))
        #expect(text.contains("=\n\nlog.example/arden\n3\n"))
    }

    @Test func everyByteOfTheTextCounts() async throws {
        let key = try #require(Self.signer).key
        let bytes = Array(try await Self.proof(of: 4, in: 7).text.utf8)
        for place in bytes.indices {
            var changed = bytes
            changed[place] ^= 1
            #expect(throws: LogError.self) {
                try LogProof(parsing: changed).verify(leaf: leaves(4..<5)[0], origin: key.name, keys: [key])
            }
        }
        #expect(throws: LogError.self) { try LogProof(parsing: bytes).verify(leaf: leaves(5..<6)[0], origin: key.name, keys: [key]) }
    }

    @Test func everyCharacterOfTheCompactFormCounts() async throws {
        let key = try #require(Self.signer).key
        let text = Array(try #require(try await Self.proof(of: 4, in: 7).compact(key: key)).utf8)
        for place in text.indices {
            for other in [UInt8(ascii: "A"), UInt8(ascii: "z")] where other != text[place] {
                var changed = text
                changed[place] = other
                #expect(throws: LogError.self) {
                    try LogProof(compact: String(decoding: changed, as: UTF8.self), leaf: leaves(4..<5)[0], origin: key.name, key: key)
                        .verify(leaf: leaves(4..<5)[0], origin: key.name, keys: [key])
                }
            }
        }
        for length in 0..<text.count {
            #expect(throws: LogError.self) {
                try LogProof(compact: String(decoding: text[..<length], as: UTF8.self), leaf: leaves(4..<5)[0], origin: key.name, key: key)
            }
        }
    }
}
