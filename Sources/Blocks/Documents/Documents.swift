import Crypto
import Foundation
import Kernel
import Store
import Web

/// Files that people send and the government makes: on disk, each sealed with a key of its own, under its subject's.
///
/// A file arrives before its owner is saved: it is staged, and `attach` gives it to the owner in the owner's own
/// transaction. What nobody attaches within a day is swept away.
public struct Documents: Sendable {
    let store: Store
    let codec: PersonalCodec
    let identifiers: Identifiers
    let random: Random
    let area: FileArea

    /// - Parameter directory: where the files lie; made when missing.
    /// - Throws: `DOCUMENTS-130` when it cannot be.
    public init(store: Store, codec: PersonalCodec, identifiers: Identifiers, random: Random, directory: String) throws {
        self.store = store
        self.codec = codec
        self.identifiers = identifiers
        self.random = random
        area = try FileArea(directory: directory)
    }

    /// Where a route's uploads go.
    ///
    /// Until it is attached, a file is sealed for the person who is signed in; for one who is not, for a subject made for
    /// this file alone.
    public func sink(_ policy: UploadPolicy) -> UploadSink {
        UploadSink(
            open: { head, actor in
                let holder = actor.person ?? identifiers.next()
                let name = Hex.encode(random.bytes(16))
                let file = try await area.run {
                    try area.requireRoom()
                    return try area.create(name)
                }
                return IncomingFile(self, head: head, policy: policy, holder: holder, file: file, name: name)
            },
            discard: { id in
                // What cannot be removed now is left to the sweep.
                if let id = Identifier<Document>(id) { try? await discard(id) }
            })
    }

    /// Stores bytes that the government made, staged like an upload.
    public func make(_ bytes: [UInt8], fileName: String, type: FileType, for subject: Identifier<DataSubject>) async throws -> Identifier<Document> {
        let name = Hex.encode(random.bytes(16))
        let key = random.bytes(32)
        var sealer = FileSealer(key: key, prefix: random.bytes(7))
        let sealed = try sealer.feed(bytes) + sealer.finish()
        try await area.run {
            let file = try area.create(name)
            do { try area.append(sealed, to: file) } catch {
                area.abandon(name, file)
                throw error
            }
            try area.keep(name, file)
        }
        return try await stage(name: name, key: key, holder: subject, fileName: fileName, type: type, size: bytes.count, hash: Array(SHA256.hash(data: sealed)))
    }

    /// Gives a staged file to its owner, in the owner's transaction: from now on it is the subject's.
    ///
    /// - Throws: `DOCUMENTS-404` when there is no such staged file: it was attached before, or swept.
    public func attach(_ id: Identifier<Document>, to owner: DocumentOwner, subject: Identifier<DataSubject>, in tx: Transaction) throws {
        guard let row = try tx.row("SELECT subject, sealed_key, sealed_name FROM documents_files WHERE id = \(id) AND state = 'staged'") else {
            throw Self.notFound
        }
        let holder: Identifier<DataSubject> = try row.identifier("subject")
        guard let key = try codec.open(row.bytes("sealed_key"), subject: holder, class: .ordinary, place: Self.keyPlace(id)).value,
            let name = try codec.open(row.bytes("sealed_name"), subject: holder, class: .ordinary, place: Self.namePlace(id)).value
        else { throw Self.notFound }
        try tx.update(
            """
            UPDATE documents_files SET state = 'kept', owner = \(owner.description), subject = \(subject),
                sealed_key = \(codec.seal(key, subject: subject, class: .ordinary, place: Self.keyPlace(id))),
                sealed_name = \(codec.seal(name, subject: subject, class: .ordinary, place: Self.namePlace(id))), changed_at = \(tx.now)
            WHERE id = \(id) AND state = 'staged'
            """)
    }

    /// Takes a file from its owner; its bytes go with the next sweep.
    public func remove(_ id: Identifier<Document>, of owner: DocumentOwner, in tx: Transaction) throws {
        try tx.execute(
            "UPDATE documents_files SET state = 'removed', changed_at = \(tx.now) WHERE id = \(id) AND owner = \(owner.description) AND state = 'kept'")
    }

    /// Takes all files from an owner that is no more; their bytes go with the next sweep.
    public func removeAll(of owner: DocumentOwner, in tx: Transaction) throws {
        try tx.execute("UPDATE documents_files SET state = 'removed', changed_at = \(tx.now) WHERE owner = \(owner.description) AND state = 'kept'")
    }

    func stage(
        name: String, key: [UInt8], holder: Identifier<DataSubject>, fileName: String, type: FileType, size: Int, hash: [UInt8]
    ) async throws -> Identifier<Document> {
        let id: Identifier<Document> = identifiers.next()
        do {
            try await store.write("documents.stage") { tx in
                try tx.execute(
                    """
                    INSERT INTO documents_files (id, name, state, subject, type, size, stored_hash, sealed_key, sealed_name, made_at, changed_at)
                    VALUES (\(id), \(name), 'staged', \(holder), \(type.rawValue), \(size), \(hash),
                        \(codec.seal(key, subject: holder, class: .ordinary, place: Self.keyPlace(id))),
                        \(codec.seal(text: fileName, subject: holder, class: .ordinary, place: Self.namePlace(id))), \(tx.now), \(tx.now))
                    """)
            }
        } catch {
            // Nobody was told the file's id, so nobody will name it; on a full disk each attempt would make less room for the next.
            // Where the row may stand all the same, the file stays beside it: the sweep takes both, or the file alone.
            if (error as? PolityError)?.isUnknownOutcome != true { try? await area.run { try area.remove(name) } }
            throw error
        }
        return id
    }

    static let notFound = PolityError(.notFound, "DOCUMENTS-404", .noSuchFile)
    static func keyPlace(_ id: Identifier<Document>) -> String { "documents.key/\(id)" }
    static func namePlace(_ id: Identifier<Document>) -> String { "documents.name/\(id)" }
}
