import HummingbirdCore
import Kernel

/// Takes in a multipart form: fields into memory, files into the route's sink while they arrive.
///
/// Whatever goes wrong, every file that was begun is cancelled and every file that was finished is discarded.
struct FormReceiver {
    let rule: UploadRule?
    let actor: Actor
    let maximumFields: Int
    let maximumFieldBytes: Int
    /// Called with the fields once they have come, and before the first file: a forged form is refused before anything is stored.
    let approve: @Sendable (FormValues) throws -> Void
    /// Called before the first file with the fields so far: whether the sender may store any, and in which fields; nil for all.
    let admit: @Sendable (FormValues) async throws -> Set<String>?
    /// Whether the handler tells of refused files beside everything else that was sent. Elsewhere the first one ends the form.
    let passesOver: Bool

    /// How much of refused files is read on, so that what stands behind them is read too.
    static let maximumPassedOver = 64_000_000

    private(set) var form = FormValues()
    private(set) var uploads: [UploadedFile] = []
    /// Why files were refused that are passed over; each names its field.
    private(set) var refusals: [PolityError] = []
    private var current = Current.nothing
    private var fieldBytes = 0
    /// Fields, files, and file inputs left empty.
    private var parts = 0
    private var passedOver = 0
    private var isApproved = false
    private var fileFields: Set<String>?

    private enum Current {
        case nothing
        case field(String, [UInt8])
        case file(UploadHead, any UploadWriter, size: Int)
        /// A file input left empty: a part with no name and no bytes.
        case emptyFile(String)
        /// A file that was refused; what is left of it is passed over.
        case refused
    }

    init(
        rule: UploadRule?, actor: Actor, maximumFields: Int, maximumFieldBytes: Int, approve: @escaping @Sendable (FormValues) throws -> Void,
        admit: @escaping @Sendable (FormValues) async throws -> Set<String>?, passesOver: Bool
    ) {
        self.rule = rule
        self.actor = actor
        self.maximumFields = maximumFields
        self.maximumFieldBytes = maximumFieldBytes
        self.approve = approve
        self.admit = admit
        self.passesOver = passesOver
    }

    mutating func receive(_ reader: inout BodyReader, boundary: String) async throws {
        guard var parser = MultipartParser(boundary: boundary) else { throw MultipartParser.malformed("a boundary of a wrong length") }
        do {
            while let piece = try await reader.next() {
                for event in try parser.feed(piece.readableBytesView) { try await take(event) }
            }
            // A body that ends before its closing delimiter was cut off on the way.
            guard parser.isFinished else { throw ConnectionLost() }
            if !isApproved { try approve(form) }
        } catch {
            await abandon()
            throw error
        }
    }

    /// Forgets all files of this request.
    mutating func abandon() async {
        if case .file(_, let writer, _) = current { await writer.cancel() }
        current = .nothing
        for upload in uploads { await rule?.sink.discard(upload.id) }
        uploads = []
    }

    private mutating func take(_ event: MultipartParser.Event) async throws {
        switch event {
        case .began(let head): current = try await begin(head)
        case .data(let bytes): try await add(bytes)
        case .ended: try await end()
        case .finished: break
        }
    }

    private mutating func begin(_ head: MultipartParser.PartHead) async throws -> Current {
        parts += 1
        guard parts <= maximumFields else { throw tooLarge("too many fields") }
        guard let fileName = head.fileName else { return .field(head.name, []) }
        if fileName.isEmpty { return .emptyFile(head.name) }
        guard let rule else { throw PolityError(.badInput, "WEB-415", Phrase.noFilesHere, field: head.name) }
        guard uploads.count + refusals.count < rule.maximumFiles else {
            throw PolityError(.tooLarge, "WEB-413", Phrase.tooManyFiles, field: head.name, context: "more than \(rule.maximumFiles) files")
        }
        if !isApproved {
            try approve(form)
            fileFields = try await admit(form)
            isApproved = true
        }
        guard fileFields?.contains(head.name) ?? true else { throw PolityError(.badInput, "WEB-415", Phrase.noFilesHere, field: head.name) }
        let upload = UploadHead(field: head.name, fileName: fileName, declaredType: head.contentType)
        return .file(upload, try await rule.sink.open(upload, actor), size: 0)
    }

    private mutating func add(_ bytes: [UInt8]) async throws {
        switch current {
        case .field(let name, var value):
            fieldBytes += bytes.count
            guard fieldBytes <= maximumFieldBytes else { throw tooLarge("fields of more than \(maximumFieldBytes) bytes") }
            current = .nothing
            value.append(contentsOf: bytes)
            current = .field(name, value)
        case .file(let head, let writer, let size):
            let total = size + bytes.count
            do {
                guard total <= rule?.maximumBytes ?? 0 else { throw PolityError(.tooLarge, "WEB-413", Phrase.fileTooLarge, field: head.field) }
                try await writer.write(bytes)
                current = .file(head, writer, size: total)
            } catch { try await refuse(writer, error) }
        case .refused:
            passedOver += bytes.count
            guard passedOver <= Self.maximumPassedOver else { throw tooLarge("refused files of more than \(Self.maximumPassedOver) bytes") }
        case .emptyFile: throw PolityError(.badInput, "WEB-400", Phrase.badInput, context: "a file without a name")
        case .nothing: break
        }
    }

    private mutating func end() async throws {
        switch current {
        case .field(let name, let value):
            guard !value.contains(0), let text = String(validating: value, as: UTF8.self) else { throw MultipartParser.malformed("a field that is not UTF-8") }
            form.entries.append(.init(name, text))
        case .file(let head, let writer, let size):
            do {
                let (id, type) = try await writer.finish()
                uploads.append(UploadedFile(field: head.field, fileName: head.fileName, id: id, contentType: type, size: size))
            } catch { try await refuse(writer, error) }
        case .emptyFile, .refused, .nothing: break
        }
        current = .nothing
    }

    /// A file of a wrong kind or size is the sender's to mend, and no reason to lose what was written beside it.
    private mutating func refuse(_ writer: any UploadWriter, _ error: any Error) async throws {
        guard passesOver, let refusal = error as? PolityError, [.unsupportedType, .tooLarge].contains(refusal.kind), refusal.field != nil else { throw error }
        await writer.cancel()
        refusals.append(refusal)
        current = .refused
    }

    private func tooLarge(_ context: String) -> PolityError { PolityError(.tooLarge, "WEB-413", Phrase.tooLarge, context: context) }
}
