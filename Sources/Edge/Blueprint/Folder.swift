import Kernel

/// A government folder, read and checked: the typed value of every file.
public struct Folder: Sendable {
    public struct Entry<Value: Sendable>: Sendable {
        public let path: String
        /// What each `*` of the kind's pattern stood for.
        public let names: [String]
        public let value: Value

        /// The file's name as others refer to it: `vehicles` of `registries/vehicles.yaml`.
        public var id: String { names.last ?? "" }
        public var location: SourceLocation { SourceLocation(file: path, line: 1, column: 1) }
    }

    public let snapshot: FolderSnapshot
    public let government: Government
    var entries: [String: [Entry<any Sendable>]]

    /// The kinds that every folder may have, whatever the program is made of.
    public static let ownKinds = [Government.fileKind.erased, PhraseFile.kind.erased]

    /// The values of all files of `kind`, sorted by path.
    public func all<Value>(of kind: FileKind<Value>) -> [Entry<Value>] {
        (entries[kind.id] ?? []).compactMap { entry in
            (entry.value as? Value).map { Entry(path: entry.path, names: entry.names, value: $0) }
        }
    }

    /// The value of the file of `kind` called `id`; nil when there is none.
    public func one<Value>(of kind: FileKind<Value>, id: String) -> Value? {
        entries[kind.id]?.first { $0.id == id }?.value as? Value
    }
}
