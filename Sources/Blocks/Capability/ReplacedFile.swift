import Foundation
import Kernel

/// A small file that only the server's user reads, and that is replaced as a whole: after a loss of power it is what it was before or what it
/// became, and never a part of either.
public struct ReplacedFile: Sendable {
    public let path: String
    /// More is no file of ours.
    private static let mostBytes = 64 * 1024

    public init(at path: String) { self.path = path }

    /// - Returns: nil where there is none.
    /// - Throws: `FILE-101` when it cannot be read.
    public func read() throws -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw fault("read")
        }
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        return try file.read(upToCount: Self.mostBytes).map { [UInt8]($0) } ?? []
    }

    /// Written beside it, made durable, and put in its place (rename(2) is atomic).
    ///
    /// - Throws: `FILE-101` when it cannot be written.
    public func write(_ bytes: [UInt8]) throws {
        let part = path + "." + UUID().uuidString
        let descriptor = open(part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw fault("written") }
        defer { unlink(part) }
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        try file.write(contentsOf: bytes)
        try file.synchronize()
        try file.close()
        guard rename(part, path) == 0 else { throw fault("written") }
        try DurableFolder.synchronize(URL(filePath: path).deletingLastPathComponent().path)
    }

    /// Reads `errno`, so it is called right after what failed.
    private func fault(_ what: String) -> PolityError {
        PolityError(
            .unavailable, "FILE-101", "A file cannot be \(what).", hint: "Let the server's user read and write it.",
            context: "\(path): \(String(cString: strerror(errno)))")
    }
}
