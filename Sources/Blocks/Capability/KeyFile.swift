import Foundation
import Kernel

/// A file of secret bytes that only the server's user may read: the master key, the log's key, the form key.
public struct KeyFile: Sendable {
    /// What the key is for, in the middle of a sentence: `the public log`.
    public let purpose: String
    public let path: String
    public let length: Int

    public init(for purpose: String, at path: String, length: Int = 32) {
        self.purpose = purpose
        self.path = path
        self.length = length
    }

    /// Reads the key, or makes it at the first start.
    ///
    /// - Parameter mayBeMade: false once there is something that only the old key fits.
    /// - Throws: `KEY-101` when it is missing and may not be made, `KEY-102` when others may read it, `KEY-103` for another
    ///   length, `KEY-104` when it cannot be read or written.
    public func bytes(random: Random, mayBeMade: Bool = true) throws -> [UInt8] {
        if !FileManager.default.fileExists(atPath: path) {
            guard mayBeMade else {
                throw fault(
                    "KEY-101", "The key of \(purpose) is missing.", hint: "Put back the key file that belongs to this data; a new key would not fit it.")
            }
            try make(random.bytes(length), part: "\(path).\(Hex.encode(random.bytes(8)))")
        }
        // What now stands there, which another server that starts at the same moment may have made.
        return try read()
    }

    private func read() throws -> [UInt8] {
        var status = stat()
        guard stat(path, &status) == 0, let data = FileManager.default.contents(atPath: path) else {
            throw fault("KEY-104", "The key of \(purpose) cannot be read.", hint: "Give the server's user the right to read it.")
        }
        guard status.st_mode & 0o077 == 0 else {
            throw fault("KEY-102", "Others than its owner may read the key of \(purpose).", hint: "Run: chmod 600 \(path)")
        }
        guard data.count == length else {
            throw fault("KEY-103", "The key of \(purpose) is not \(length) bytes long.", hint: "Put back the key file that belongs to this data.")
        }
        return Array(data)
    }

    /// Durably, because what is sealed or signed with a lost key is lost; and under its name only once it is whole. `link`
    /// fails where the name is taken (POSIX), so of two servers that start at once one makes the key and both use it.
    private func make(_ bytes: [UInt8], part: String) throws {
        let folder = URL(filePath: path).deletingLastPathComponent()
        try DurableFolder.make(folder.path)
        let descriptor = open(part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw unwritable }
        defer { unlink(part) }
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        try file.write(contentsOf: bytes)
        try file.synchronize()
        try file.close()
        guard link(part, path) == 0 || errno == EEXIST else { throw unwritable }
        try DurableFolder.synchronize(folder.path)
    }

    private var unwritable: PolityError {
        fault("KEY-104", "The key of \(purpose) cannot be written.", hint: "Make its folder, and let the server's user write there.")
    }

    private func fault(_ code: String, _ message: String, hint: String) -> PolityError { PolityError(.broken, code, message, hint: hint, context: path) }
}
