/// A file sent to the reader: always `nosniff`, as an attachment unless its type is known to be harmless in a browser.
public struct Download: Sendable {
    public enum Content: Sendable {
        case bytes([UInt8])
        /// So many bytes, asked for piece by piece while they are sent: `at` gives some of them from an offset on.
        case pieces(size: Int, at: @Sendable (_ offset: Int) async throws -> [UInt8])
    }

    public var fileName: String
    public var contentType: String
    public var content: Content
    /// Shown in the browser if the type is a PDF or a plain raster image; else it is saved all the same.
    public var isInline: Bool
    /// For a file that never changes and everybody may see.
    public var isImmutable: Bool

    public init(fileName: String, contentType: String, content: Content, isInline: Bool = false, isImmutable: Bool = false) {
        self.fileName = fileName
        self.contentType = contentType
        self.content = content
        self.isInline = isInline
        self.isImmutable = isImmutable
    }

    var mayBeInline: Bool {
        isInline && ["application/pdf", "image/png", "image/jpeg", "image/webp", "image/gif"].contains(contentType)
    }
}
