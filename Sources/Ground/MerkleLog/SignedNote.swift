import Kernel

/// A text with signatures behind it (C2SP signed-note).
public struct SignedNote: Hashable, Sendable {
    public struct Signature: Hashable, Sendable {
        public var name: String
        public var keyID: UInt32
        public var bytes: [UInt8]
    }

    /// Ends with a newline.
    public let text: String
    public internal(set) var signatures: [Signature]

    /// Larger notes are refused unread; the standard asks for room for at least 16 signatures.
    public static let maximumByteCount = 64 * 1024
    public static let maximumSignatureCount = 64

    /// - Parameter text: not empty, no control characters but newlines, and a newline at its end.
    public init(_ text: String, signedBy signers: [NoteSigner]) throws(LogError) {
        guard text.hasSuffix("\n") else { throw .malformedNote("the text does not end with a new line") }
        try Self.checkCharacters(text)
        self.text = text
        signatures = []
        for signer in signers {
            signatures.append(Signature(name: signer.key.name, keyID: signer.key.id, bytes: try signer.sign(Array(text.utf8))))
        }
    }

    /// Reads a note; nothing in it may be believed before `verify`.
    public init(parsing bytes: some Collection<UInt8>) throws(LogError) {
        guard bytes.count <= Self.maximumByteCount else { throw .malformedNote("larger than \(Self.maximumByteCount) bytes") }
        guard let whole = String(validating: bytes, as: UTF8.self) else { throw .malformedNote("not UTF-8") }
        try Self.checkCharacters(whole)
        // "The text is separated from the signatures by the last empty line."
        let utf8 = Array(whole.utf8)
        guard utf8.last == 0x0A, let gap = (1..<max(1, utf8.count - 1)).last(where: { utf8[$0] == 0x0A && utf8[$0 - 1] == 0x0A })
        else { throw .malformedNote("no signature") }
        text = String(decoding: utf8[..<gap], as: UTF8.self)
        signatures = []
        for line in utf8[(gap + 1)...].dropLast().split(separator: 0x0A, omittingEmptySubsequences: false) {
            guard signatures.count < Self.maximumSignatureCount else { throw .malformedNote("more than \(Self.maximumSignatureCount) signatures") }
            signatures.append(try Self.signature(in: String(decoding: line, as: UTF8.self)))
        }
    }

    /// The keys among `keys` that signed this text.
    ///
    /// - Throws: `.unsigned` when there is none; `.badSignature` when a signature names one of `keys` but does not fit.
    ///   Signatures by other keys are passed over.
    @discardableResult
    public func verify(_ keys: [NoteKey]) throws(LogError) -> [NoteKey] {
        var found: [NoteKey] = []
        for signature in signatures {
            guard let key = keys.first(where: { $0.name == signature.name && $0.id == signature.keyID }) else { continue }
            guard key.isValid(signature.bytes, for: Array(text.utf8)) else { throw .badSignature(key: key.name) }
            found.append(key)
        }
        guard !found.isEmpty else { throw .unsigned }
        return found
    }

    public var bytes: [UInt8] { Array(description.utf8) }

    private static func signature(in line: String) throws(LogError) -> Signature {
        let parts = line.split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == "\u{2014}", NoteKey.isName(parts[1]), let bytes = Base64.standard.decode(parts[2]), bytes.count > 4
        else { throw .malformedNote("a signature line is not '\u{2014} name signature'") }
        return Signature(name: String(parts[1]), keyID: bytes.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }, bytes: Array(bytes.dropFirst(4)))
    }

    private static func checkCharacters(_ text: String) throws(LogError) {
        guard text.utf8.allSatisfy({ $0 >= 0x20 || $0 == 0x0A }) else { throw .malformedNote("a control character") }
    }
}

extension SignedNote: CustomStringConvertible {
    public var description: String {
        text + "\n"
            + signatures.map { signature in
                "\u{2014} \(signature.name) \(Base64.standard.encode(NoteKey.idBytes(signature.keyID) + signature.bytes))\n"
            }.joined()
    }
}
