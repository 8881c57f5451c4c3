import Crypto
import Foundation
import Kernel
import Store
import Web

/// One upload while it arrives: looked at, cleaned, sealed and written in one pass, and hashed as it is written.
actor IncomingFile: UploadWriter {
    private let documents: Documents
    private let head: UploadHead
    private let policy: UploadPolicy
    private let holder: Identifier<DataSubject>
    private let name: String
    private let key: [UInt8]
    private var file: Int32?
    private var sealer: FileSealer
    private var hash = SHA256()
    private var sniffer = FileTypeSniffer()
    private var filter: MetadataFilter?
    /// Held back until the type is known.
    private var early: [UInt8]? = []
    private var received = 0
    private var size = 0

    init(_ documents: Documents, head: UploadHead, policy: UploadPolicy, holder: Identifier<DataSubject>, file: Int32, name: String) {
        self.documents = documents
        self.head = head
        self.policy = policy
        self.holder = holder
        self.file = file
        self.name = name
        key = documents.random.bytes(32)
        sealer = FileSealer(key: key, prefix: documents.random.bytes(7))
    }

    func write(_ bytes: [UInt8]) async throws {
        received += bytes.count
        guard received <= policy.maximumBytes else { throw fault(.tooLarge, "DOCUMENTS-110", .fileTooLarge) }
        guard sniffer.feed(bytes) else { throw unsupported }
        if early != nil {
            early?.append(contentsOf: bytes)
            // Enough to know the type; a shorter file is looked at when it ends.
            if received >= FileTypeSniffer.headLength { try await begin() }
        } else {
            try await pass(bytes)
        }
    }

    func finish() async throws -> (id: String, contentType: String) {
        guard received > 0 else { throw fault(.unsupportedType, "DOCUMENTS-114", .emptyFile) }
        guard let type = sniffer.finish(), policy.types.contains(type) else { throw unsupported }
        try await begin()
        try inField { try filter?.finish() }
        try await put(sealer.finish())
        guard let file else { throw fault(.broken, "DOCUMENTS-130", .disk) }
        let area = documents.area
        let name = name
        self.file = nil
        try await area.run { try area.keep(name, file) }
        let id = try await documents.stage(
            name: name, key: key, holder: holder, fileName: head.fileName, type: type, size: size, hash: Array(hash.finalize()))
        return (id.text, type.contentType)
    }

    func cancel() async {
        guard let file else { return }
        self.file = nil
        let (area, name) = (documents.area, name)
        try? await area.run { area.abandon(name, file) }
    }

    /// Once the type is known: is it wanted, and does it need cleaning?
    private func begin() async throws {
        guard let bytes = early else { return }
        guard let type = sniffer.type, policy.types.contains(type) else { throw unsupported }
        if policy.stripsMetadata, type.isImage {
            guard let filter = MetadataFilter(type) else { throw unsupported }
            self.filter = filter
        }
        early = nil
        try await pass(bytes)
    }

    private func pass(_ bytes: [UInt8]) async throws {
        let kept = try inField { try filter?.feed(bytes) ?? bytes }
        size += kept.count
        try await put(sealer.feed(kept))
    }

    private func put(_ sealed: [UInt8]) async throws {
        guard let file, !sealed.isEmpty else { return }
        hash.update(data: sealed)
        let area = documents.area
        try await area.run { try area.append(sealed, to: file) }
    }

    /// What is wrong with the picture, and in which field it was sent.
    private func inField<Answer>(_ look: () throws -> Answer) throws -> Answer {
        do { return try look() } catch var error as PolityError {
            error.field = head.field
            throw error
        }
    }

    private var unsupported: PolityError { fault(.unsupportedType, "DOCUMENTS-111", .fileType) }

    private func fault(_ kind: PolityError.Kind, _ code: String, _ message: Phrase) -> PolityError {
        PolityError(kind, code, message, hint: kind == .broken ? nil : .chooseAnother, field: head.field)
    }
}
