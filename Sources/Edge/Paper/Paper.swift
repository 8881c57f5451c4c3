import Dispatch
import Kernel
import Synchronization

/// Makes PDF files: tagged (ISO 32000-1, section 14.8), with language, title, metadata, embedded fonts and attachments.
///
/// cairo and pango draw, libqpdf adds what they cannot say. One press serves the whole process, so that fonts are read once.
public enum Paper {
    private static let press = Mutex(Press())
    private static let bench = DispatchQueue(label: "polity.paper")

    /// The document as the bytes of a PDF 1.7 file. Same document, same bytes.
    ///
    /// Holds the calling thread for some milliseconds a page; a server calls `print`.
    /// - Throws: `PolityError` with a code `PAPER-…` when the document is too large or cannot be set.
    public static func render(_ document: PaperDocument) throws -> [UInt8] {
        let document = try document.checked()
        let (drawing, tags) = try press.withLock { try $0.draw(document) }
        return try Finisher.finish(drawing, tags: tags, document: document)
    }

    /// `render` on the press's own thread, so that no thread of the server's pool waits for it.
    public static func print(_ document: PaperDocument) async throws -> [UInt8] {
        try await withCheckedThrowingContinuation { continuation in
            bench.async { continuation.resume(with: Result { try render(document) }) }
        }
    }
}
