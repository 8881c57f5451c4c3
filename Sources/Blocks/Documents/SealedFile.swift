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
        let prefix = sealed[mark.count..<headSize]
        let secret = SymmetricKey(data: key)
        var content: [UInt8] = []
        content.reserveCapacity(sealed.count)
        var start = headSize
        var chunk: UInt32 = 0
        while true {
            let end = min(start + chunkSize + tagSize, sealed.count)
            guard end - start >= tagSize else { throw damaged("a chunk is cut off") }
            let isLast = end == sealed.count
            do {
                let box = try AES.GCM.SealedBox(
                    nonce: nonce(prefix: prefix, chunk: chunk, isLast: isLast), ciphertext: sealed[start..<(end - tagSize)], tag: sealed[(end - tagSize)..<end])
                content += try AES.GCM.open(box, using: secret)
            } catch is CryptoKitError {
                throw damaged("chunk \(chunk)")
            }
            if isLast { return content }
            start = end
            chunk += 1
        }
    }
}
