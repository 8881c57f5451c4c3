extension Folder {
    /// Reads every file by its kind, checks schemas and references; nil when `polity.yaml` gives no government at all.
    /// The owner of this room is writing it; only the signature stands.
    public static func read(_ snapshot: FolderSnapshot, kinds: [AnyFileKind], reading: inout Reading) -> Folder? { nil }
}

extension FolderSnapshot {
    public var hash: String { "" }
    public var serialized: [UInt8] { [] }
    public init(serialized: [UInt8]) throws { self.init(files: []) }
}
