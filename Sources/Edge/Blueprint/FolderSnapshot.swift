import Kernel

/// All files of a government folder at one moment, by path. What is served is always a snapshot, stored whole.
public struct FolderSnapshot: Sendable, Hashable {
    public struct File: Sendable, Hashable {
        public var path: String
        public var bytes: [UInt8]

        public init(path: String, bytes: [UInt8]) {
            self.path = path
            self.bytes = bytes
        }
    }

    /// Sorted by path, each path once.
    public let files: [File]

    /// The SHA-256 of `blob` in lower-case hexadecimal: the name of this version of the folder. Every application pins it,
    /// so it is worked out once.
    public let hash: String

    /// - Parameter files: in any order; of two with one path the later counts.
    public init(files: [File]) {
        var byPath: [String: [UInt8]] = [:]
        for file in files { byPath[file.path] = file.bytes }
        self.files = byPath.map { File(path: $0.key, bytes: $0.value) }.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
        hash = Self.hash(of: Self.blob(of: self.files))
    }

    /// The bytes of one file; nil when there is none. O(log files).
    public subscript(path: String) -> [UInt8]? {
        var (low, high) = (0, files.count)
        while low < high {
            let middle = (low + high) / 2
            if files[middle].path == path { return files[middle].bytes }
            if files[middle].path.utf8.lexicographicallyPrecedes(path.utf8) { low = middle + 1 } else { high = middle }
        }
        return nil
    }
}
