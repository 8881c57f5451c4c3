import Crypto
import Foundation
import Kernel
import Store
import Web

extension Documents {
    /// An owner's files, the oldest first.
    public func documents(of owner: DocumentOwner, limit: Int = 200, connection: Connection) throws -> [Document] {
        try connection.rows(
            """
            SELECT id, subject, sealed_name, type, size, stored_hash, made_at FROM documents_files
            WHERE owner = \(owner.description) AND state = 'kept' ORDER BY id LIMIT \(limit)
            """
        ).compactMap(document)
    }

    /// A file's content.
    ///
    /// - Throws: `DOCUMENTS-404` unless the file is this owner's; `DOCUMENTS-120` when its bytes are not those that were stored.
    public func content(of id: Identifier<Document>, owner: DocumentOwner) async throws -> Opened<(document: Document, bytes: [UInt8])> {
        let found = try await store.read { try file("id = \(id) AND owner = \(owner.description) AND state = 'kept'", connection: $0) }
        return try await open(found)
    }

    /// The content of a staged file, for a command that needs nothing but its bytes, such as an import. The caller
    /// discards it afterwards, or lets the sweep.
    ///
    /// - Throws: `DOCUMENTS-404` unless the actor sent it.
    public func staged(_ id: Identifier<Document>, by actor: Actor) async throws -> [UInt8] {
        guard let person = actor.person else { throw Self.notFound }
        let found = try await store.read { try file("id = \(id) AND subject = \(person) AND state = 'staged'", connection: $0) }
        guard case .value(let opened) = try await open(found) else { throw Self.notFound }
        return opened.bytes
    }

    /// The file as an answer to a browser: PDFs and images may be shown, everything else is saved. It is looked through once before it is
    /// sent, and sent without ever being in memory as a whole.
    ///
    /// - Throws: as `content`.
    public func download(_ id: Identifier<Document>, owner: DocumentOwner) async throws -> Opened<Download> {
        let found = try await store.read { try file("id = \(id) AND owner = \(owner.description) AND state = 'kept'", connection: $0) }
        guard case .value(let key) = found.key else { return .erased }
        let (area, name, document) = (area, found.name, found.document)
        guard try await area.run({ try area.hash(name) == document.storedHash }) else { throw SealedFile.damaged(document.id.text) }
        return .value(
            Download(
                fileName: document.fileName ?? "document.\(document.type.fileExtension)", contentType: document.type.contentType,
                content: .pieces(size: document.size) { offset in try await area.run { try SealedFile.piece(at: offset, of: name, in: area, key: key) } },
                isInline: true))
    }

    private struct Found: Sendable {
        var document: Document
        var name: String
        var key: Opened<[UInt8]>
    }

    private func file(_ condition: SQL, connection: Connection) throws -> Found {
        let query: SQL = "SELECT id, name, subject, sealed_key, sealed_name, type, size, stored_hash, made_at FROM documents_files WHERE "
        guard let row = try connection.row(query + condition), let document = try document(row) else { throw Self.notFound }
        return Found(
            document: document, name: try row.text("name"),
            key: try codec.open(row.bytes("sealed_key"), subject: row.identifier("subject"), class: .ordinary, place: Self.keyPlace(document.id)))
    }

    private func open(_ found: Found) async throws -> Opened<(document: Document, bytes: [UInt8])> {
        guard case .value(let key) = found.key else { return .erased }
        let area = area
        let bytes = try await area.run {
            let sealed = try area.read(found.name)
            guard Array(SHA256.hash(data: sealed)) == found.document.storedHash else { throw SealedFile.damaged(found.document.id.text) }
            return try SealedFile.open(sealed, key: key)
        }
        return .value((found.document, bytes))
    }

    private func document(_ row: Row) throws -> Document? {
        guard let type = FileType(rawValue: try row.text("type")) else { return nil }
        let id: Identifier<Document> = try row.identifier("id")
        let name = try codec.openText(row.bytes("sealed_name"), subject: row.identifier("subject"), class: .ordinary, place: Self.namePlace(id))
        return Document(
            id: id, fileName: name.value, type: type, size: try row.integer("size"), storedHash: try row.bytes("stored_hash"),
            madeAt: try row.instant("made_at"))
    }
}
