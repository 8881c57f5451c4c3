import Crypto
import Kernel

// A snapshot as one run of bytes, its blob: how a served version is stored, and what its hash is taken over.
//
//     "polity folder 1\n"
//     for each file, sorted by path: u32 length of the path, path, u32 length of the bytes, bytes
//
// Lengths are big-endian. The form is canonical: one snapshot has one blob, so equal hashes mean equal folders.
extension FolderSnapshot {
    private static let heading = Array("polity folder 1\n".utf8)

    public var blob: [UInt8] { Self.blob(of: files) }

    static func blob(of files: [File]) -> [UInt8] {
        var blob = Self.heading
        blob.reserveCapacity(files.reduce(blob.count) { $0 + $1.path.utf8.count + $1.bytes.count + 8 })
        for file in files {
            blob.append(bigEndian: file.path.utf8.count)
            blob.append(contentsOf: file.path.utf8)
            blob.append(bigEndian: file.bytes.count)
            blob.append(contentsOf: file.bytes)
        }
        return blob
    }

    public static func hash(of blob: [UInt8]) -> String { Hex.encode(SHA256.hash(data: blob)) }

    /// Reads a stored version.
    ///
    /// - Throws: `PolityError` of code `FOLDER-102` when the bytes are not exactly one blob, or name a path that
    ///   leaves the folder.
    public init(blob: [UInt8]) throws(PolityError) {
        func broken(_ what: String) -> PolityError { PolityError(.broken, "FOLDER-102", "a stored version of the folder is damaged", context: what) }
        guard blob.starts(with: Self.heading) else { throw broken("no heading") }
        var rest = blob[Self.heading.count...]
        var files: [File] = []
        while !rest.isEmpty {
            guard let pathBytes = rest.takePart(), let bytes = rest.takePart() else { throw broken("cut short") }
            guard let path = String(validating: pathBytes, as: UTF8.self), Self.isInside(path) else { throw broken("a path that leaves the folder") }
            if let last = files.last, !last.path.utf8.lexicographicallyPrecedes(path.utf8) { throw broken("paths out of order") }
            files.append(File(path: path, bytes: Array(bytes)))
        }
        self.init(files: files)
        // Two paths that differ only in how their accents are encoded would fall into one.
        guard self.files.count == files.count else { throw broken("two paths that look the same") }
    }

    /// Whether a path stays below the folder and is one that a folder can have: no empty, hidden or `..` part.
    static func isInside(_ path: String) -> Bool {
        path.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { !$0.isEmpty && !$0.hasPrefix(".") }
            && !path.unicodeScalars.contains { $0.value < 32 || $0.value == 127 }
    }
}

extension [UInt8] {
    fileprivate mutating func append(bigEndian count: Int) {
        for shift in [24, 16, 8, 0] { append(UInt8(truncatingIfNeeded: count >> shift)) }
    }
}

extension ArraySlice<UInt8> {
    /// Takes a length and as many bytes off the front; nil when they are not there.
    fileprivate mutating func takePart() -> ArraySlice<UInt8>? {
        guard count >= 4 else { return nil }
        let length = prefix(4).reduce(0) { $0 << 8 | Int($1) }
        let body = dropFirst(4)
        guard body.count >= length else { return nil }
        self = body.dropFirst(length)
        return body.prefix(length)
    }
}
