import Kernel

/// A tree head: which log, how many leaves, which root (C2SP tlog-checkpoint).
public struct Checkpoint: Hashable, Sendable {
    public var origin: String
    public var size: UInt64
    public var root: TreeHash
    /// Further lines, none of them empty. This log writes none, as the standard advises.
    public var extensions: [String]

    public init(origin: String, size: UInt64, root: TreeHash, extensions: [String] = []) {
        self.origin = origin
        self.size = size
        self.root = root
        self.extensions = extensions
    }

    /// The note's text: origin, size, root and extensions, a line each.
    public var text: String { ([origin, String(size), root.base64] + extensions).map { $0 + "\n" }.joined() }

    public init(text: String) throws(LogError) {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.popLast() == "", lines.count >= 3, !lines.contains("") else { throw .malformedCheckpoint("fewer than three lines, or an empty one") }
        guard let size = UInt64(lines[1]), String(size) == lines[1] else { throw .malformedCheckpoint("the second line is no tree size") }
        guard let root = Base64.standard.decode(lines[2]).flatMap({ TreeHash($0) }) else { throw .malformedCheckpoint("the third line is no root hash") }
        self.init(origin: String(lines[0]), size: size, root: root, extensions: lines[3...].map(String.init))
    }

    public func signed(by signers: [NoteSigner]) throws(LogError) -> SignedNote { try SignedNote(text, signedBy: signers) }

    /// Reads and believes a checkpoint: it is of the log `origin`, and one of `keys` signed it.
    public static func open(_ note: SignedNote, origin: String, keys: [NoteKey]) throws(LogError) -> Checkpoint {
        try note.verify(keys)
        let checkpoint = try Checkpoint(text: note.text)
        guard checkpoint.origin == origin else { throw .wrongOrigin(expected: origin, found: checkpoint.origin) }
        return checkpoint
    }
}
