public import Kernel

/// Where the files of a form go while they arrive, and how much may. The Documents block supplies the sink.
public struct UploadRule: Sendable {
    public var maximumBytes: Int
    public var maximumFiles: Int
    public var sink: UploadSink
    /// Asked before the first file is taken in, with the address and the fields that came before it. Whoever may not send files
    /// there has none of them stored; it throws as the handler would. It gives the fields that files are taken in: one in any other
    /// ends the form. nil takes them in all.
    public var admit: @Sendable (Request) async throws -> Set<String>?

    public init(
        maximumBytes: Int = 20_000_000, maximumFiles: Int = 20, sink: UploadSink,
        admit: @escaping @Sendable (Request) async throws -> Set<String>? = { _ in nil }
    ) {
        self.maximumBytes = maximumBytes
        self.maximumFiles = maximumFiles
        self.sink = sink
        self.admit = admit
    }
}

/// What the sender says about a file. None of it can be trusted: the sink finds the type from the content.
public struct UploadHead: Sendable {
    /// The form field.
    public var field: String
    /// The sender's name for the file, without any folder, control characters or more than 200 characters.
    public var fileName: String
    public var declaredType: String

    public init(field: String, fileName: String, declaredType: String) {
        self.field = field
        self.fileName = fileName
        self.declaredType = declaredType
    }
}

/// Opens a place for each file and forgets those whose request came to nothing.
public struct UploadSink: Sendable {
    public var open: @Sendable (UploadHead, Actor) async throws -> any UploadWriter
    /// Called with the id of a file that was stored whole when the request then failed.
    public var discard: @Sendable (_ id: String) async -> Void

    public init(
        open: @escaping @Sendable (UploadHead, Actor) async throws -> any UploadWriter,
        discard: @escaping @Sendable (_ id: String) async -> Void
    ) {
        self.open = open
        self.discard = discard
    }
}

/// One file while it arrives. Exactly one of `finish` and `cancel` ends it; a lost connection ends in `cancel`.
public protocol UploadWriter: AnyObject, Sendable {
    func write(_ bytes: [UInt8]) async throws
    /// Makes the file durable.
    /// - Returns: its id, and the content type found in its content.
    /// - Throws: a `PolityError` of kind `.unsupportedType` or `.tooLarge` with the field, when the content will not do.
    func finish() async throws -> (id: String, contentType: String)
    func cancel() async
}

/// A file that was stored whole.
public struct UploadedFile: Sendable, Hashable {
    public var field: String
    public var fileName: String
    public var id: String
    public var contentType: String
    public var size: Int
}
