import Crypto
import Foundation
import Kernel

/// The key that wraps every other key: 32 bytes in a file that only the server's user may read.
///
/// It is made at the first start. Whoever has a backup of the keys but not this file has nothing; whoever loses this
/// file has lost every personal value, so it is kept apart from the backups, and twice.
public struct MasterKey: Sendable {
    let key: SymmetricKey
    /// Names the key in what it wrapped, so that a wrong file is told apart from damage. The first bytes of the key's SHA-256.
    let id: [UInt8]

    public init(bytes: [UInt8]) throws {
        guard bytes.count == 32 else {
            throw PolityError(
                .broken, "PERSONAL-103", "The master key is not 32 bytes long.", hint: "Put the right file back; a master key cannot be made again.")
        }
        key = SymmetricKey(data: bytes)
        id = Array(SHA256.hash(data: bytes).prefix(8))
    }

    /// Reads the file at `path`, or makes it (mode 0600) when there is none.
    ///
    /// - Throws: `PERSONAL-104` when others than its owner may read it.
    public init(path: String, random: Random) throws {
        if let bytes = try Self.read(path) {
            try self.init(bytes: bytes)
            return
        }
        let bytes = random.bytes(32)
        try Self.write(bytes, to: path)
        // Two servers may start at once on one folder: the first file stands, and both read it.
        try self.init(bytes: Self.read(path) ?? bytes)
    }

    private static func read(_ path: String) throws -> [UInt8]? {
        let manager = FileManager.default
        guard manager.fileExists(atPath: path) else { return nil }
        let mode = (try manager.attributesOfItem(atPath: path)[.posixPermissions] as? NSNumber)?.intValue ?? 0
        guard mode & 0o077 == 0 else {
            throw PolityError(
                .broken, "PERSONAL-104", "Others than its owner may read the master key.", hint: "Run: chmod 600 \(path)", context: path)
        }
        guard let data = manager.contents(atPath: path) else {
            throw PolityError(.broken, "PERSONAL-105", "The master key cannot be read.", hint: "Give the server's user the right to read it.", context: path)
        }
        return Array(data)
    }

    /// Exclusively and durably: the key must be on disk before anything is sealed with it.
    private static func write(_ bytes: [UInt8], to path: String) throws {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL, 0o600)
        if descriptor < 0, errno == EEXIST { return }
        guard descriptor >= 0 else {
            throw PolityError(
                .broken, "PERSONAL-105", "The master key cannot be written.", hint: "Make its folder, and let the server's user write there.", context: path)
        }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        try handle.write(contentsOf: bytes)
        try handle.synchronize()
        try handle.close()
    }
}
