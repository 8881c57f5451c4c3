import Kernel
import MerkleLog
import Testing

@Suite struct NoteTests {
    static let signer = NoteSigner(name: "log.example/arden", seed: Array(0..<32))
    static let other = NoteSigner(name: "log.example/arden", seed: Array(1...32))

    /// A note of Go's sum database, whose key is published with it: an implementation that is not ours made it.
    static let goKey = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    static let goNote = """
        If you think cryptography is the answer to your problem,
        then you don't know what your problem is.

        \u{2014} PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=

        """

    @Test func aNoteOfAnotherImplementation() throws {
        let key = try NoteKey(Self.goKey)
        let note = try SignedNote(parsing: Self.goNote.utf8)
        #expect(try note.verify([key]) == [key])
        #expect(note.description == Self.goNote)
    }

    @Test func checkpointRoundTrip() throws {
        let signer = try #require(Self.signer)
        let checkpoint = Checkpoint(origin: signer.key.name, size: 20_852_163, root: .emptyTree)
        let note = try checkpoint.signed(by: [signer])
        #expect(note.text == "log.example/arden\n20852163\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n")
        let read = try SignedNote(parsing: note.bytes)
        #expect(read == note)
        #expect(try Checkpoint.open(read, origin: signer.key.name, keys: [signer.key]) == checkpoint)
        #expect(try NoteKey(signer.key.description) == signer.key)
    }

    /// Whichever byte of a checkpoint changes, nobody believes it.
    @Test func everyByteCounts() throws {
        let signer = try #require(Self.signer)
        let bytes = try Checkpoint(origin: signer.key.name, size: 7, root: .emptyTree).signed(by: [signer]).bytes
        for place in bytes.indices {
            for bit in 0..<8 {
                var changed = bytes
                changed[place] ^= 1 << UInt8(bit)
                #expect(throws: LogError.self) {
                    try Checkpoint.open(SignedNote(parsing: changed), origin: signer.key.name, keys: [signer.key])
                }
            }
        }
    }

    @Test func keysAndOrigins() throws {
        let (signer, other) = (try #require(Self.signer), try #require(Self.other))
        let checkpoint = Checkpoint(origin: signer.key.name, size: 7, root: .emptyTree)
        let both = try checkpoint.signed(by: [other, signer])
        #expect(try both.verify([signer.key]) == [signer.key])
        #expect(throws: LogError.unsigned) { try checkpoint.signed(by: [other]).verify([signer.key]) }
        #expect(throws: LogError.wrongOrigin(expected: "elsewhere", found: "log.example/arden")) {
            try Checkpoint.open(both, origin: "elsewhere", keys: [signer.key])
        }
        #expect(NoteSigner(name: "a b", seed: Array(0..<32)) == nil)
        #expect(NoteSigner(name: "a+b", seed: Array(0..<32)) == nil)
        #expect(NoteSigner(name: "a", seed: Array(0..<31)) == nil)
        #expect(throws: LogError.malformedKey) { try NoteKey("PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW") }
    }

    @Test(arguments: [
        "", "\n", "\n\n", "a\n", "a\n\n", "a\n\nb\n", "a\n\n\u{2014} k\n", "a\n\n\u{2014} k AAAA\n", "a\n\n\u{2014} k AAAAAAA\n", "a\n\n\u{2014} k AAAAAAA=",
        "a\r\n\n\u{2014} k AAAAAAA=\n", "a\n\n- k AAAAAAA=\n", "a\n\n\u{2014} k  AAAAAAA=\n", "a\n\n\u{2014} k+ AAAAAAA=\n", "a\n\n\u{2014} k AAAAAAA=\nb\n",
    ]) func malformedNotes(text: String) {
        #expect(throws: LogError.self) { try SignedNote(parsing: text.utf8) }
    }

    @Test(arguments: [
        "a\n1\n", "a\n01\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n", "a\n-1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
        "a\n+1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n", "\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n", "a\n1\n47DEQpj8\n",
        "a\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\n", "a\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
    ]) func malformedCheckpoints(text: String) {
        #expect(throws: LogError.self) { try Checkpoint(text: text) }
    }

    @Test func extensionsAreKept() throws {
        let checkpoint = try Checkpoint(text: "a\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\nmore\n")
        #expect(checkpoint.extensions == ["more"])
        #expect(checkpoint.text.hasSuffix("more\n"))
    }
}
