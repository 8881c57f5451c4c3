import Kernel

/// One file of the folder, read: its bytes and, where its kind has a schema, its checked tree.
public struct SourceFile: Sendable {
    /// The path below the folder, with `/` between its parts.
    public let path: String
    /// What each `*` of the kind's pattern stood for: `["vehicles"]` of `registries/vehicles.yaml`.
    public let names: [String]
    public let bytes: [UInt8]
    /// The checked tree; an empty map for a file that is not YAML.
    public let root: Checked

    /// What the last `*` of the pattern stood for, which is the file's name as others refer to it; empty without one.
    public var id: String { names.last ?? "" }

    /// The bytes as UTF-8 text.
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    /// The file's beginning.
    public var location: SourceLocation { SourceLocation(file: path, line: 1, column: 1) }
}
