import Foundation
import Kernel

extension FolderSnapshot {
    public struct Limits: Sendable {
        public var files = 20_000
        public var fileBytes = 16 << 20
        public var totalBytes = 256 << 20
        public var depth = 12

        public init() {}
    }

    /// Reads a directory and everything below it. Hidden files are passed over. Symbolic links are refused: what is
    /// checked, hashed and stored must be what stands in the folder.
    ///
    /// - Throws: `PolityError` when the directory itself cannot be read. Whatever else is wrong becomes a finding.
    public init(directory: String, limits: Limits = Limits(), diagnostics: inout Diagnostics) throws(PolityError) {
        var walk = DirectoryWalk(root: directory, limits: limits)
        guard walk.visit("", depth: 0) else {
            throw PolityError(
                .notFound, "FOLDER-101", "the folder '\(directory)' cannot be read", hint: "Name a directory that holds a polity.yaml.", context: walk.reason)
        }
        diagnostics.append(contentsOf: walk.diagnostics)
        self.init(files: walk.files)
    }
}

private struct DirectoryWalk {
    let root: String
    let limits: FolderSnapshot.Limits
    var files: [FolderSnapshot.File] = []
    var diagnostics = Diagnostics()
    var reason = ""
    private var totalBytes = 0
    private var isFull = false

    init(root: String, limits: FolderSnapshot.Limits) {
        self.root = root
        self.limits = limits
    }

    /// - Returns: false when the directory cannot be opened.
    mutating func visit(_ path: String, depth: Int) -> Bool {
        guard let directory = opendir(path.isEmpty ? root : "\(root)/\(path)") else {
            reason = String(cString: strerror(errno))
            return false
        }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) { String(validatingCString: $0) }
            }
            if let name {
                if !name.hasPrefix(".") { names.append(name) }
            } else {
                refuse(path.isEmpty ? "?" : path + "/?", "a file's name is not UTF-8 text", mend: "Rename it.")
            }
        }
        closedir(directory)
        for name in names.sorted() where !isFull { take(path.isEmpty ? name : "\(path)/\(name)", depth: depth) }
        return true
    }

    private mutating func take(_ path: String, depth: Int) {
        var status = stat()
        guard lstat("\(root)/\(path)", &status) == 0 else {
            return refuse(path, "this cannot be read: \(String(cString: strerror(errno)))", mend: Self.readable)
        }
        switch status.st_mode & S_IFMT {
        case S_IFDIR:
            guard depth < limits.depth else {
                return refuse(path, "directories are nested more than \(limits.depth) levels deep", mend: "Move this one up, or remove it.")
            }
            if !visit(path, depth: depth + 1) { refuse(path, "this folder cannot be read: \(reason)", mend: Self.readable) }
        case S_IFREG: read(path, size: Int(status.st_size))
        case S_IFLNK: refuse(path, "this is a symbolic link", mend: "Put the file itself here, so that the folder is whole.")
        default: refuse(path, "this is neither a file nor a directory", mend: "Remove it.")
        }
    }

    private mutating func read(_ path: String, size: Int) {
        guard !path.unicodeScalars.contains(where: { $0.value < 32 || $0.value == 127 }) else {
            return refuse("?", "a file's name has control characters", mend: "Rename it.")
        }
        guard size <= limits.fileBytes else {
            return refuse(path, "this file has \(size) bytes; \(limits.fileBytes) are the most", mend: "Keep it elsewhere, or split it.")
        }
        guard files.count < limits.files, totalBytes + size <= limits.totalBytes else {
            isFull = true
            return refuse(
                path, "the folder is too large: \(limits.files) files or \(limits.totalBytes) bytes are the most",
                mend: "Keep in it only what the government is described by.")
        }
        guard let bytes = Self.bytes("\(root)/\(path)", size: size, limit: limits.fileBytes) else {
            return refuse(path, "this file cannot be read: \(String(cString: strerror(errno)))", mend: Self.readable)
        }
        totalBytes += bytes.count
        files.append(FolderSnapshot.File(path: path, bytes: bytes))
    }

    /// O_NOFOLLOW: a link put in place since `lstat` is not followed either.
    private static func bytes(_ path: String, size: Int, limit: Int) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: min(size, limit))
        var filled = 0
        while filled < bytes.count {
            let count = bytes.withUnsafeMutableBytes { readBytes(descriptor, into: $0, from: filled) }
            if count < 0 { return nil }
            if count == 0 { break }
            filled += count
        }
        bytes.removeLast(bytes.count - filled)
        return bytes
    }

    private static let readable = "Let the account that runs polity read it."

    private mutating func refuse(_ path: String, _ message: String, mend: String? = nil) {
        diagnostics.error(SourceLocation(file: path, line: 1, column: 1), message, mend: mend)
    }
}

/// `read` into the part of `buffer` that is still empty.
private func readBytes(_ descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer, from filled: Int) -> Int {
    let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
    return read(descriptor, rest.baseAddress, rest.count)
}
