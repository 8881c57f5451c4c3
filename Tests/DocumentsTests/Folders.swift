import Documents
import Foundation
import Kernel
import Privacy
import Store
import StoreTesting
import Testing
import Web

@testable import Documents

/// Documents on a store and in a folder of their own.
struct Folders: Sendable {
    let documents: Documents
    let store: Store
    let vault: PersonalVault
    let directory: String
    let clock: TestClock
    let identifiers: Identifiers

    static func with<Answer>(
        _ kind: TestStore, settings: StoreSettings = .forTests, by proxy: PostgresProxy? = nil, _ body: (Folders) async throws -> Answer
    ) async throws -> Answer {
        // Files carry the machine's time, so the clock stands there too.
        let clock = TestClock(Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000)))
        return try await withFolder { directory in
            try await withStore(kind, DocumentsMigrations.all, clock: clock.clock, settings: settings, by: proxy) { store in
                let vault = try PersonalVault.inMemory(clock: clock.clock, random: .seeded(3))
                let identifiers = Identifiers(clock: clock.clock, random: .system)
                let documents = try Documents(
                    store: store, codec: vault.codec, identifiers: identifiers, random: .system, directory: directory + "/files")
                try await documents.claimFolder()
                return try await body(
                    Folders(documents: documents, store: store, vault: vault, directory: directory + "/files", clock: clock, identifiers: identifiers))
            }
        }
    }

    func person() -> Identifier<DataSubject> { identifiers.next() }

    /// Sends a file in pieces as a connection would.
    func upload(_ bytes: [UInt8], _ policy: UploadPolicy = .evidence, name: String = "plan.pdf", by actor: Kernel.Actor = .nobody, piece: Int = 1_000)
        async throws -> Identifier<Document>
    {
        let writer = try await documents.sink(policy).open(UploadHead(field: "plan", fileName: name, declaredType: "x/y"), actor)
        do {
            for start in stride(from: 0, to: bytes.count, by: piece) { try await writer.write(Array(bytes[start..<min(start + piece, bytes.count)])) }
            let (id, _) = try await writer.finish()
            guard let id = Identifier<Document>(id) else { throw PolityError(.broken, "TEST", "no id") }
            return id
        } catch {
            await writer.cancel()
            throw error
        }
    }

    func attach(_ id: Identifier<Document>, to owner: DocumentOwner, of subject: Identifier<DataSubject>) async throws {
        try await store.write("test") { try documents.attach(id, to: owner, subject: subject, in: $0) }
    }

    func bytes(_ id: Identifier<Document>, of owner: DocumentOwner) async throws -> [UInt8]? {
        try await documents.content(of: id, owner: owner).value?.bytes
    }

    /// The same as it is sent to a browser, and in how many pieces.
    func sent(_ id: Identifier<Document>, of owner: DocumentOwner) async throws -> (bytes: [UInt8], pieces: Int)? {
        guard case .pieces(let size, let piece)? = try await documents.download(id, owner: owner).value?.content else { return nil }
        var (bytes, count): ([UInt8], Int) = ([], 0)
        while bytes.count < size {
            bytes += try await piece(bytes.count)
            count += 1
        }
        return (bytes, count)
    }

    /// Paths of all files that people sent, on disk.
    func files() -> [String] {
        (FileManager.default.enumerator(atPath: directory)?.compactMap { $0 as? String } ?? []).filter { path in
            var isFolder: ObjCBool = false
            return FileManager.default.fileExists(atPath: directory + "/" + path, isDirectory: &isFolder) && !isFolder.boolValue && path != "STORE"
        }
    }
}

func expect(_ code: String, sourceLocation: Testing.SourceLocation = #_sourceLocation, _ body: () async throws -> Void) async {
    do {
        try await body()
        Issue.record("nothing was thrown", sourceLocation: sourceLocation)
    } catch {
        #expect((error as? PolityError)?.code == code, "\(error)", sourceLocation: sourceLocation)
    }
}
