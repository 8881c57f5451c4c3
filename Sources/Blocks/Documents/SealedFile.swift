import Crypto
import Foundation
import Kernel

/// The form of a stored file: AES-256-GCM in chunks, so that it can be written and read piece by piece.
///
/// A chunk's nonce is a random prefix of the file, the chunk's number and whether it is the last: chunks cannot be left
/// out, exchanged or cut off at the end (the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár, 2015). The
/// key is the file's own and random, sealed with the subject's key in the store.
enum SealedFile {
    static let chunkSize = 64 << 10
    static let tagSize = 16
    /// `PLF1` and seven random bytes.
    static let headSize = 11
    static let mark = Array("PLF1".utf8)

    static func nonce(prefix: some Collection<UInt8>, chunk: UInt32, isLast: Bool) throws -> AES.GCM.Nonce {
        let number = [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: chunk >> UInt32($0)) }
        return try AES.GCM.Nonce(data: Array(prefix) + number + [isLast ? 1 : 0])
    }

    static func damaged(_ context: String) -> PolityError { PolityError(.broken, "DOCUMENTS-120", .damagedFile, context: context) }
}

/// Seals what is fed to it.
struct FileSealer {
    private let key: SymmetricKey
    private let prefix: [UInt8]
    private var buffer: [UInt8] = []
    private var chunk: UInt32 = 0
    private var hasHead = false

    /// - Parameters:
    ///   - key: 32 bytes, for this file alone.
    ///   - prefix: seven random bytes.
    init(key: [UInt8], prefix: [UInt8]) {
        precondition(key.count == 32 && prefix.count == 7)
        self.key = SymmetricKey(data: key)
        self.prefix = prefix
    }

    /// - Returns: what of it can be written already.
    mutating func feed(_ bytes: [UInt8]) throws -> [UInt8] {
        var sealed = head()
        buffer += bytes
        var start = 0
        // A chunk is sealed once another byte has come: the last one is sealed as the last.
        while buffer.count - start > SealedFile.chunkSize {
            sealed += try seal(buffer[start..<(start + SealedFile.chunkSize)], isLast: false)
            start += SealedFile.chunkSize
        }
        buffer.removeFirst(start)
        return sealed
    }

    mutating func finish() throws -> [UInt8] {
        let sealed = head() + (try seal(buffer[...], isLast: true))
        buffer = []
        return sealed
    }

    private mutating func head() -> [UInt8] {
        if hasHead { return [] }
        hasHead = true
        return SealedFile.mark + prefix
    }

    private mutating func seal(_ bytes: ArraySlice<UInt8>, isLast: Bool) throws -> [UInt8] {
        let box = try AES.GCM.seal(bytes, using: key, nonce: SealedFile.nonce(prefix: prefix, chunk: chunk, isLast: isLast))
        chunk += 1
        return Array(box.ciphertext) + Array(box.tag)
    }
}

extension SealedFile {
    /// The content of a whole sealed file.
    ///
    /// - Throws: `DOCUMENTS-120` when a byte of it was changed, or any of it is missing.
    static func open(_ sealed: [UInt8], key: [UInt8]) throws -> [UInt8] {
        guard sealed.count >= headSize + tagSize, sealed.starts(with: mark), key.count == 32 else { throw damaged("too short") }
        let opener = ChunkOpener(key: key, prefix: Array(sealed[mark.count..<headSize]))
        var content: [UInt8] = []
        content.reserveCapacity(sealed.count)
        var start = headSize
        var chunk: UInt32 = 0
        while true {
            let end = min(start + chunkSize + tagSize, sealed.count)
            content += try opener.open(sealed[start..<end], chunk, isLast: end == sealed.count)
            if end == sealed.count { return content }
            start = end
            chunk += 1
        }
    }

    /// One chunk's content, read from where the file lies.
    ///
    /// - Parameter offset: of the content; where a chunk begins.
    /// - Throws: `DOCUMENTS-120` when a byte of the chunk was changed, or the file ends before it.
    static func piece(at offset: Int, of name: String, in area: FileArea, key: [UInt8]) throws -> [UInt8] {
        let (size, whole) = (try area.size(of: name), chunkSize + tagSize)
        let start = headSize + offset / chunkSize * whole
        let head = try area.read(name, from: 0, count: headSize)
        guard offset >= 0, offset % chunkSize == 0, start < size, head.starts(with: mark), key.count == 32, let chunk = UInt32(exactly: offset / chunkSize)
        else { throw damaged("too short") }
        let sealed = try area.read(name, from: start, count: min(whole, size - start))
        return try ChunkOpener(key: key, prefix: Array(head.dropFirst(mark.count))).open(sealed[...], chunk, isLast: start + sealed.count == size)
    }
}

/// Opens chunks of one file.
private struct ChunkOpener {
    private let key: SymmetricKey
    private let prefix: [UInt8]

    init(key: [UInt8], prefix: [UInt8]) {
        self.key = SymmetricKey(data: key)
        self.prefix = prefix
    }

    func open(_ sealed: ArraySlice<UInt8>, _ chunk: UInt32, isLast: Bool) throws -> [UInt8] {
        guard sealed.count >= SealedFile.tagSize else { throw SealedFile.damaged("a chunk is cut off") }
        do {
            let box = try AES.GCM.SealedBox(
                nonce: SealedFile.nonce(prefix: prefix, chunk: chunk, isLast: isLast), ciphertext: sealed.dropLast(SealedFile.tagSize),
                tag: sealed.suffix(SealedFile.tagSize))
            return Array(try AES.GCM.open(box, using: key))
        } catch is CryptoKitError {
            throw SealedFile.damaged("chunk \(chunk)")
        }
    }
}
