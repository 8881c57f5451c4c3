import Kernel

/// What a question or a route takes.
public struct UploadPolicy: Sendable, Hashable {
    public var types: Set<FileType>
    public var maximumBytes: Int
    /// Takes place, time and device out of images. For whatever the public will see.
    public var stripsMetadata: Bool

    public init(types: Set<FileType>, maximumBytes: Int = 20_000_000, stripsMetadata: Bool = false) {
        self.types = types
        self.maximumBytes = maximumBytes
        self.stripsMetadata = stripsMetadata
    }

    /// What evidence and drawings come as.
    public static let evidence = UploadPolicy(types: [.pdf, .png, .jpeg, .webp, .text, .geoJSON])
    /// Photos that will stand on a public page.
    public static let publicPhotos = UploadPolicy(types: [.png, .jpeg], stripsMetadata: true)

    /// The types as a browser's file dialog takes them.
    public var accept: String { types.map { "." + $0.fileExtension }.sorted().joined(separator: ",") }
}

/// The owner of a document: the application, case or report that refers to it. Nobody else can read it.
public struct DocumentOwner: Sendable, Hashable, CustomStringConvertible {
    public let description: String

    /// `kind` in snake_case: `application`.
    public init(_ kind: String, _ id: String) { description = "\(kind)/\(id)" }
}

/// A stored file, as its owner's pages list it.
public struct Document: Sendable, Hashable {
    public let id: Identifier<Document>
    /// As the sender named it; nil when the person was erased.
    public let fileName: String?
    public let type: FileType
    /// Bytes of the content.
    public let size: Int
    /// SHA-256 of the bytes as they are stored.
    public let storedHash: [UInt8]
    public let madeAt: Instant
}
