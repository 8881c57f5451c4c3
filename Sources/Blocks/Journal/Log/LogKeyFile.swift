import Foundation
import Kernel
import MerkleLog

/// The file of the log's private key: 32 random bytes (an Ed25519 seed, RFC 8032 section 5.1.5) that only this program may read.
enum LogKeyFile {
    /// Reads the file at `path`, or makes it, with mode 0600, at the first start.
    ///
    /// - Parameter mayBeMade: false once there is a log: a fresh key could not continue it.
    /// - Throws: `JOURNAL-104` when others may read it, when it is no key, or when it cannot be read or written.
    static func signer(at path: String, name: String, random: Random, mayBeMade: Bool) throws -> NoteSigner {
        if !FileManager.default.fileExists(atPath: path) {
            guard mayBeMade else { throw JournalFault.badKeyFile(path, "it is not there") }
            let folder = URL(filePath: path).deletingLastPathComponent()
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            try make(random.bytes(32), at: path)
        }
        var status = stat()
        guard stat(path, &status) == 0, let seed = FileManager.default.contents(atPath: path) else { throw JournalFault.badKeyFile(path, "it cannot be read") }
        guard status.st_mode & 0o077 == 0 else { throw JournalFault.badKeyFile(path, "others may read it") }
        guard seed.count == 32, let signer = NoteSigner(name: name, seed: Array(seed)) else { throw JournalFault.badKeyFile(path, "it is no key") }
        return signer
    }

    /// Exclusively, so that of two servers that start at once one makes the key and both use it; and durably, because a
    /// checkpoint signed with a key that is lost would be the log's last.
    private static func make(_ seed: [UInt8], at path: String) throws {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL, 0o600)
        if descriptor < 0, errno == EEXIST { return }
        guard descriptor >= 0 else { throw JournalFault.badKeyFile(path, "it cannot be made") }
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        try file.write(contentsOf: seed)
        try file.synchronize()
        try file.close()
    }
}
