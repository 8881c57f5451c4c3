import Kernel
import MerkleLog
import Testing

/// Readers of what strangers send: whatever comes, they answer or throw, and what they accept they write back unchanged.
@Suite struct HostileInputTests {
    static let signer = NoteSigner(name: "log.example", seed: Array(0..<32))

    @Test(arguments: [UInt64(1), 2, 3, 4]) func mutations(seed: UInt64) throws {
        let random = SeededGenerator(seed: seed)
        let signer = try #require(Self.signer)
        let note = try Checkpoint(origin: "log.example", size: 3, root: .emptyTree).signed(by: [signer])
        let proof = LogProof(index: 1, hashes: [.emptyTree, .emptyTree], checkpoint: note, extra: [1, 2])
        let compact = try #require(proof.compact(key: signer.key))
        let bundle = EntryBundle(entries: [[1], [2, 3], []]).bytes
        for _ in 0..<2_000 {
            let noteBytes = Self.mutated(note.bytes, random)
            if let read = try? SignedNote(parsing: noteBytes) { #expect(read.bytes == noteBytes) }
            let text = String(decoding: Self.mutated(Array(note.text.utf8), random), as: UTF8.self)
            if let read = try? Checkpoint(text: text) { #expect(read.text == text) }
            let proofBytes = Self.mutated(Array(proof.text.utf8), random)
            if let read = try? LogProof(parsing: proofBytes) { #expect(Array(read.text.utf8) == proofBytes) }
            let bundleBytes = Self.mutated(bundle, random)
            if let read = try? EntryBundle(bytes: bundleBytes) { #expect(read.bytes == bundleBytes) }
            let path = String(decoding: Self.mutated(Array("3/x001/x234/067.p/12".utf8), random), as: UTF8.self)
            if let read = TileAddress(path: path) { #expect(read.path == path) }
            let key = String(decoding: Self.mutated(Array(signer.key.description.utf8), random), as: UTF8.self)
            if let read = try? NoteKey(key) { #expect(read.description == key) }
            _ = try? LogProof(
                compact: String(decoding: Self.mutated(Array(compact.utf8), random), as: UTF8.self), leaf: [1], origin: "log.example", key: signer.key)
        }
    }

    /// A few bytes changed, removed, doubled or put in.
    static func mutated(_ bytes: [UInt8], _ random: SeededGenerator) -> [UInt8] {
        var bytes = bytes
        for _ in 0...random.next(below: 3) where !bytes.isEmpty {
            let place = random.next(below: bytes.count)
            switch random.next(below: 5) {
            case 0: bytes[place] = UInt8(random.next(below: 256))
            case 1: bytes.remove(at: place)
            case 2: bytes.insert(bytes[place], at: place)
            case 3: bytes.removeSubrange(place...)
            default: bytes.insert(contentsOf: bytes[place...].prefix(40), at: place)
            }
        }
        return bytes
    }

    @Test func tooLarge() {
        #expect(throws: LogError.self) { try SignedNote(parsing: Array(repeating: UInt8(ascii: "a"), count: SignedNote.maximumByteCount + 1)) }
        let signatures = String(repeating: "\u{2014} k AAAAAAA=\n", count: SignedNote.maximumSignatureCount + 1)
        #expect(throws: LogError.self) { try SignedNote(parsing: ("a\n\n" + signatures).utf8) }
        let hashes = String(repeating: "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n", count: 65)
        #expect(throws: LogError.self) { try LogProof(parsing: ("c2sp.org/tlog-proof@v1\nindex 0\n" + hashes + "\na\n\n\u{2014} k AAAAAAA=\n").utf8) }
    }
}
