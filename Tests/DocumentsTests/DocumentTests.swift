import Foundation
import Kernel
import Store
import StoreTesting
import Testing
import Web

@testable import Documents

struct DocumentTests {
    private static let pdf = Array("%PDF-1.7 a plan with a MARKER in it\n".utf8)
    private let owner = DocumentOwner("application", "1")

    @Test(arguments: TestStores.all, [1, 600, 65_535, 65_536, 65_537, 200_000]) func comesBackWhole(_ kind: TestStore, size: Int) async throws {
        try await Folders.with(kind) { folders in
            let content = Self.pdf + (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) }
            let subject = folders.person()
            let id = try await folders.upload(content, name: "Plän (1).pdf", piece: 7_919)
            try await folders.attach(id, to: owner, of: subject)
            #expect(try await folders.bytes(id, of: owner) == content)
            let sent = try #require(try await folders.sent(id, of: owner))
            #expect(sent.bytes == content && sent.pieces == (content.count - 1) / 65_536 + 1)
            let listed = try await folders.store.read { try folders.documents.documents(of: owner, connection: $0) }
            #expect(listed.map(\.fileName) == ["Plän (1).pdf"])
            #expect(listed.map(\.size) == [content.count])
            #expect(listed.map(\.type) == [.pdf])
            let wrong = try await folders.documents.verify()
            #expect(wrong == [])
        }
    }

    @Test(arguments: TestStores.all) func onlyItsOwnerReadsIt(_ kind: TestStore) async throws {
        try await Folders.with(kind) { folders in
            let id = try await folders.upload(Self.pdf)
            await expect("DOCUMENTS-404") { _ = try await folders.bytes(id, of: owner) }
            try await folders.attach(id, to: owner, of: folders.person())
            await expect("DOCUMENTS-404") { _ = try await folders.bytes(id, of: DocumentOwner("application", "2")) }
            await expect("DOCUMENTS-404") { try await folders.attach(id, to: DocumentOwner("application", "2"), of: folders.person()) }
        }
    }

    /// Neither the content nor the name stands anywhere in clear.
    @Test func nothingIsInClear() async throws {
        try await Folders.with(.sqlite) { folders in
            let id = try await folders.upload(Self.pdf, name: "MARKERNAME.pdf")
            try await folders.attach(id, to: owner, of: folders.person())
            let root = (folders.directory as NSString).deletingLastPathComponent
            for path in FileManager.default.enumerator(atPath: root)?.compactMap({ $0 as? String }) ?? [] {
                let data = FileManager.default.contents(atPath: root + "/" + path) ?? Data()
                #expect(data.range(of: Data("MARKER".utf8)) == nil, "\(path)")
            }
            #expect(folders.files().allSatisfy { $0.utf8.allSatisfy { "0123456789abcdef/".utf8.contains($0) } })
        }
    }

    @Test(arguments: TestStores.all) func erasedIsErased(_ kind: TestStore) async throws {
        try await Folders.with(kind) { folders in
            let subject = folders.person()
            let id = try await folders.upload(Self.pdf)
            try await folders.attach(id, to: owner, of: subject)
            try folders.vault.destroyKeys(of: [subject])
            #expect(try await folders.bytes(id, of: owner) == nil)
            #expect(try await folders.sent(id, of: owner) == nil)
            let names = try await folders.store.read { try folders.documents.documents(of: owner, connection: $0).map(\.fileName) }
            #expect(names == [nil])
            try await folders.store.write("test") { try folders.documents.erase(subject, in: $0) }
            #expect(try await folders.documents.sweep(now: folders.clock.now) == 1)
            #expect(folders.files().isEmpty)
        }
    }

    @Test(arguments: [0, 3, 12, 40, 70_000, 131_100]) func changedBytesAreFound(offset: Int) async throws {
        try await Folders.with(.sqlite) { folders in
            let id = try await folders.upload(Self.pdf + [UInt8](repeating: 7, count: 131_072))
            try await folders.attach(id, to: owner, of: folders.person())
            let path = try folders.directory + "/" + #require(folders.files().first)
            var bytes = Array(try #require(FileManager.default.contents(atPath: path)))
            bytes[offset] ^= 1
            try Data(bytes).write(to: URL(filePath: path))
            await expect("DOCUMENTS-120") { _ = try await folders.bytes(id, of: owner) }
            await expect("DOCUMENTS-120") { _ = try await folders.sent(id, of: owner) }
            #expect(try await folders.documents.verify() == [id])
        }
    }

    /// What is changed while a file is being sent ends the sending.
    @Test func changedWhileItIsSent() async throws {
        try await Folders.with(.sqlite) { folders in
            let id = try await folders.upload(Self.pdf + [UInt8](repeating: 7, count: 200_000))
            try await folders.attach(id, to: owner, of: folders.person())
            guard case .pieces(_, let piece)? = try await folders.documents.download(id, owner: owner).value?.content else {
                Issue.record("it is not sent in pieces")
                return
            }
            #expect(try await piece(0).count == 65_536)
            let path = try folders.directory + "/" + #require(folders.files().first)
            let bytes = Array(try #require(FileManager.default.contents(atPath: path)))
            try Data(bytes.prefix(150_000)).write(to: URL(filePath: path))
            // What was the last but one is the last now, and was not sealed as that.
            for offset in [131_072, 196_608, 7, -65_536] { await expect("DOCUMENTS-120") { _ = try await piece(offset) } }
            try FileManager.default.removeItem(atPath: path)
            await expect("DOCUMENTS-120") { _ = try await piece(0) }
        }
    }

    /// A file that nobody can open any more is as good as gone, though not one of its bytes is wrong.
    @Test(arguments: TestStores.all) func aLostKeyIsFound(_ kind: TestStore) async throws {
        try await Folders.with(kind) { folders in
            let id = try await folders.upload(Self.pdf)
            try await folders.attach(id, to: owner, of: folders.person())
            #expect(try await folders.documents.verify() == [])
            try await folders.store.write("test.damage") { tx in
                var key = try tx.value("SELECT sealed_key FROM documents_files", as: [UInt8].self) ?? []
                key[20] ^= 1
                try tx.execute("UPDATE documents_files SET sealed_key = \(key)")
            }
            #expect(try await folders.documents.verify() == [id])
        }
    }

    @Test func chunksKeepTheirOrderAndEnd() throws {
        let key = [UInt8](repeating: 1, count: 32)
        var sealer = FileSealer(key: key, prefix: [UInt8](repeating: 2, count: 7))
        let content = (0..<200_000).map { UInt8(truncatingIfNeeded: $0) }
        let sealed = try sealer.feed(content) + sealer.finish()
        #expect(try SealedFile.open(sealed, key: key) == content)
        let chunk = SealedFile.chunkSize + SealedFile.tagSize
        let (head, first, second) = (sealed[..<11], sealed[11..<(11 + chunk)], sealed[(11 + chunk)..<(11 + 2 * chunk)])
        let rest = sealed[(11 + 2 * chunk)...]
        for wrong in [Array(head + first + second), Array(head + second + first + rest), Array(head + second + rest), Array(sealed.dropLast()), Array(head)] {
            #expect(throws: PolityError.self) { try SealedFile.open(wrong, key: key) }
        }
    }

    @Test(arguments: TestStores.all) func sweepTakesOnlyWhatNobodyOwns(_ kind: TestStore) async throws {
        try await Folders.with(kind) { folders in
            let kept = try await folders.upload(Self.pdf)
            try await folders.attach(kept, to: owner, of: folders.person())
            let removed = try await folders.upload(Self.pdf)
            try await folders.attach(removed, to: owner, of: folders.person())
            try await folders.store.write("test") { try folders.documents.remove(removed, of: owner, in: $0) }
            _ = try await folders.upload(Self.pdf)
            let stray = folders.directory + "/ab/abcdef"
            try FileManager.default.createDirectory(atPath: folders.directory + "/ab", withIntermediateDirectories: true)
            try Data("x".utf8).write(to: URL(filePath: stray))
            let begun = try await folders.documents.sink(.evidence).open(UploadHead(field: "f", fileName: "n", declaredType: ""), .nobody)
            try await begun.write(Self.pdf)
            #expect(try await folders.documents.sweep(now: folders.clock.now) == 1)
            #expect(folders.files().count == 4)
            folders.clock.advance(by: .seconds(25 * 3_600))
            #expect(try await folders.documents.sweep(now: folders.clock.now) == 3)
            #expect(folders.files().count == 1)
            #expect(try await folders.bytes(kept, of: owner) == Self.pdf)
        }
    }

    /// A server that is started once with another database must not take everybody's files for strays.
    @Test(arguments: TestStores.all) func aFolderOfAnotherStoreIsRefusedAndLeftAlone(_ kind: TestStore) async throws {
        try await Folders.with(kind) { folders in
            let kept = try await folders.upload(Self.pdf)
            try await folders.attach(kept, to: owner, of: folders.person())
            folders.clock.advance(by: .seconds(25 * 3_600))
            try await folders.documents.claimFolder()
            try await withStore(kind, DocumentsMigrations.all, clock: folders.clock.clock) { store in
                let other = try Documents(
                    store: store, codec: folders.vault.codec, identifiers: folders.identifiers, random: .system, directory: folders.directory)
                await expect("DOCUMENTS-132") { try await other.claimFolder() }
                await expect("DOCUMENTS-132") { try await other.sweep(now: folders.clock.now) }
                // Nor one that bears no id yet, with files that this store does not know.
                try FileManager.default.removeItem(atPath: folders.directory + "/STORE")
                await expect("DOCUMENTS-132") { try await other.claimFolder() }
                await expect("DOCUMENTS-132") { try await other.sweep(now: folders.clock.now) }
            }
            #expect(try await folders.bytes(kept, of: owner) == Self.pdf)
            // Its own store knows its files, as after an update of the program: the folder gets the id, and is swept as ever.
            try await folders.documents.claimFolder()
            #expect(try await folders.documents.sweep(now: folders.clock.now) == 0)
            #expect(try await folders.bytes(kept, of: owner) == Self.pdf)
        }
    }

    /// What an operator reads: what is wrong, where, and both ways to mend it.
    @Test func theRefusalOfAFolderTellsHowToMendIt() async throws {
        try await Folders.with(.sqlite) { folders in
            try Data("of another\n".utf8).write(to: URL(filePath: folders.directory + "/STORE"))
            let error = await #expect(throws: PolityError.self) { try await folders.documents.claimFolder() }
            let id = try await folders.store.read { try $0.value("SELECT id FROM documents_folder", as: String.self) } ?? ""
            #expect(
                error?.description == """
                    DOCUMENTS-132: The folder of files belongs to another database. Give the --data and the --database that belong together, \
                    or an empty --data. If these files do belong to this database, write its id, \(id), into \(folders.directory)/STORE. \
                    [\(folders.directory) has the id of another]
                    """)
            try Data("\(id)".utf8).write(to: URL(filePath: folders.directory + "/STORE"))
            try await folders.documents.claimFolder()
        }
    }

    @Test func uploadsLeaveTheStoreRoom() {
        let (mega, giga) = (1_048_576.0, 1_073_741_824.0)
        let table: [(free: Double, of: Double, Bool)] = [
            (giga, 100 * giga, true), (256 * mega, 100 * giga, true), (255 * mega, 100 * giga, false), (0, 100 * giga, false), (60 * mega, giga, true),
            (40 * mega, giga, false),
        ]
        for (free, size, hasRoom) in table { #expect(FileArea.hasRoom(free: free, of: size) == hasRoom, "\(free) of \(size)") }
    }

    @Test(arguments: TestStores.all) func lostConnectionLeavesNothing(_ kind: TestStore) async throws {
        try await Folders.with(kind) { folders in
            let writer = try await folders.documents.sink(.evidence).open(UploadHead(field: "f", fileName: "n", declaredType: ""), .nobody)
            try await writer.write(Self.pdf + [UInt8](repeating: 0, count: 100_000))
            await writer.cancel()
            #expect(folders.files().isEmpty)
            let sink = folders.documents.sink(.evidence)
            let id = try await folders.upload(Self.pdf)
            await sink.discard(id.text)
            await expect("DOCUMENTS-404") { try await folders.attach(id, to: owner, of: folders.person()) }
            // At once, and not with the next sweep: whoever sends what is refused must not fill the disk meanwhile.
            #expect(folders.files().isEmpty)
            #expect(try await folders.documents.sweep(now: folders.clock.now) == 0)
            let kept = try await folders.upload(Self.pdf)
            try await folders.attach(kept, to: owner, of: folders.person())
            await sink.discard(kept.text)
            #expect(try await folders.bytes(kept, of: owner) == Self.pdf)
        }
    }

    /// A file that cannot be written down would fill a full disk with each attempt.
    @Test func whatCannotBeNamedIsRemoved() async throws {
        try await Folders.with(.sqlite) { folders in
            try await folders.store.write("test") { try $0.execute("ALTER TABLE documents_files RENAME TO elsewhere") }
            await #expect(throws: (any Error).self) { try await folders.upload(Self.pdf) }
            await #expect(throws: (any Error).self) {
                try await folders.documents.make(Self.pdf, fileName: "a.pdf", type: .pdf, for: folders.person())
            }
            #expect(folders.files().isEmpty)
        }
    }

    /// A server that was lost while it committed may have the row: its file is there then, and goes when the sweep takes both.
    @Test(.enabled(if: TestStores.postgresURL?.contains("host=/") == true)) func whatMayBeNamedStays() async throws {
        try await withFolder { place in
            let proxy = try #require(PostgresProxy(folder: place))
            defer { proxy.stop() }
            var settings = StoreSettings.forTests
            (settings.connections, settings.patience) = (1, .milliseconds(500))
            try await Folders.with(.postgres, settings: settings, by: proxy) { folders in
                // On a new connection `COMMIT` is not prepared yet, so the word itself goes over the line.
                proxy.cutAll()
                _ = try await folders.store.read { try $0.value("SELECT COUNT(*) FROM documents_files", as: Int.self) }
                proxy.cutOnce(.lastWords("COMMIT"))
                await expect("STORE-109") { _ = try await folders.upload(Self.pdf) }
                proxy.isAway = false
                // Its row was committed.
                #expect(try await folders.store.read { try $0.value("SELECT COUNT(*) FROM documents_files", as: Int.self) } == 1)
                #expect(folders.files().count == 1)
                folders.clock.advance(by: .seconds(25 * 3_600))
                #expect(try await folders.documents.sweep(now: folders.clock.now) == 1)
                #expect(folders.files().isEmpty)
            }
        }
    }

    /// Whoever attaches a file at the last moment has it, or is told that it is gone: never a row without its file.
    @Test(arguments: TestStores.all) func attachedWhileSwept(_ kind: TestStore) async throws {
        try await Folders.with(kind) { folders in
            var staged: [Identifier<Document>] = []
            for _ in 0..<60 { staged.append(try await folders.upload(Self.pdf)) }
            folders.clock.advance(by: .seconds(25 * 3_600))
            async let swept = folders.documents.sweep(now: folders.clock.now)
            var attached: [Identifier<Document>] = []
            for id in staged.reversed() {
                do {
                    try await folders.attach(id, to: owner, of: folders.person())
                    attached.append(id)
                } catch let error as PolityError where error.code == "DOCUMENTS-404" { continue }
            }
            #expect(try await swept + attached.count == staged.count)
            for id in attached { #expect(try await folders.bytes(id, of: owner) == Self.pdf) }
        }
    }

    @Test(arguments: TestStores.all) func stagedIsReadByItsSenderOnly(_ kind: TestStore) async throws {
        try await Folders.with(kind) { folders in
            func actor() -> Kernel.Actor { Kernel.Actor(.system("test"), person: folders.person()) }
            let (sender, other) = (actor(), actor())
            let id = try await folders.upload(Self.pdf, by: sender)
            #expect(try await folders.documents.staged(id, by: sender) == Self.pdf)
            await expect("DOCUMENTS-404") { _ = try await folders.documents.staged(id, by: other) }
            await expect("DOCUMENTS-404") { _ = try await folders.documents.staged(id, by: .nobody) }
        }
    }
}
