import Crypto
import Journal
import Kernel
import MerkleLog
import Paper

/// The signature over a paper's file: a signed note (C2SP signed-note) that lies in a space which the file keeps free for it.
///
/// The note names the paper's number and the SHA-256 of the file with that space blank. It is signed with the log's key under
/// a name of its own, so that no note can pass for a checkpoint, and the log's public key is all that a verifier needs.
enum PaperSeal {
    /// Bytes kept free: a note has about 330, and 440 in Base64.
    static let space = 1_024
    private static let purpose = "papers"
    private static let blank = UInt8(ascii: " ")

    static func seal(_ file: [UInt8], number: ReferenceNumber, journal: Journal) throws -> [UInt8] {
        guard let range = Paper.sealSpace(in: file) else { throw CaseFault.incident("the paper has no place for its seal") }
        let note = try journal.sign("\(number.plain)\n\(digest(of: file, blanking: range))\n", for: purpose)
        let text = Array(Base64.standard.encode(note.bytes).utf8)
        guard text.count <= range.count else { throw CaseFault.incident("the paper's seal is too long") }
        var sealed = file
        sealed.replaceSubrange(range, with: text + [UInt8](repeating: blank, count: range.count - text.count))
        return sealed
    }

    /// The number of the paper that was sealed; nil where the file was changed since, by one bit or by all, or was never sealed with this key.
    static func number(of file: [UInt8], key: NoteKey) -> ReferenceNumber? {
        guard let range = Paper.sealSpace(in: file), let signer = NoteKey(name: key.name + "/" + purpose, publicKey: key.publicKey) else { return nil }
        let text = file[range].prefix { $0 != blank }
        // One way to write a note and no other: a changed blank or a longer form of the same note is a change.
        guard file[range].dropFirst(text.count).allSatisfy({ $0 == blank }), let bytes = Base64.standard.decode(String(decoding: text, as: UTF8.self)),
            Base64.standard.encode(bytes).utf8.elementsEqual(text), let note = try? SignedNote(parsing: bytes), note.bytes == bytes,
            note.signatures.count == 1, (try? note.verify([signer]))?.isEmpty == false
        else { return nil }
        let lines = note.text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count == 3, lines[2].isEmpty, lines[1] == digest(of: file, blanking: range) else { return nil }
        return ReferenceNumber(String(lines[0]))
    }

    private static func digest(of file: [UInt8], blanking range: Range<Int>) -> String {
        var hash = SHA256()
        hash.update(data: file[..<range.lowerBound])
        hash.update(data: [UInt8](repeating: blank, count: range.count))
        hash.update(data: file[range.upperBound...])
        return Base64.standard.encode(Array(hash.finalize()))
    }
}
