import Foundation
import Kernel
import StoreTesting
import Testing
import WebTesting

@Suite("polity backup and restore", .enabled(if: PolityCommand.isBuilt))
struct BackupCommandTests {
    /// A picture of one pixel.
    static let picture = [UInt8](
        Data(base64Encoded: "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==") ?? Data())

    /// Sends a report with a picture in; answers with its reference once the server has promised to keep it.
    static func report(_ visitor: Visitor) async throws -> String {
        let draft = try await visitor.post("/services/report/start")
        let place = try #require(draft["location"])
        _ = try await visitor.post(place + "/questions/what", [("what", "A fallen tree")])
        let photo = try await visitor.upload(place + "/questions/photo", file: "photo.new", name: "tree.png", Self.picture)
        #expect(photo.status == 303, "\(photo.body)")
        let sent = try await visitor.call("POST", place + "/submit")
        return try #require(try JSON(parsing: sent.body)["reference"]?.string, "\(sent.body)")
    }

    static func queue(_ government: ServedGovernment) async throws -> String { try await government.signedIn("clerk").get("/desk").body }

    @Test("taken under load, it has everything that was answered before, whole", arguments: TestStores.all)
    func underLoad(kind: TestStore) async throws {
        try await ServedGovernment.place(kind) { flags in
            let folder = ScratchDirectory()
            defer { folder.remove() }
            try folder.write(Dictionary(uniqueKeysWithValues: SmallGovernment.files.map { ("gov/" + $0.key, $0.value) }))
            let government = try ServedGovernment(folder.path + "/gov", ["--demo"] + flags)
            defer { government.stop() }
            var before: [String] = []
            for _ in 0..<5 { before.append(try await Self.report(government.visitor())) }

            let port = government.port
            let load = Task {
                var count = 0
                while !Task.isCancelled, count < 50 {
                    _ = try await Self.report(Visitor(port: port))
                    count += 1
                }
                return count
            }
            let (copy, keys) = (folder.path + "/copy", folder.path + "/keys")
            let backup = try await Self.background { try PolityCommand.run(["backup", copy, "--keys-to", keys] + flags) }
            load.cancel()
            let count = try await load.value
            #expect(backup.status == 0, "\(backup.output)\(backup.complaints)")
            #expect(count > 0, "nothing was sent while the backup was taken")
            // Another place, the other store where there is one.
            try await ServedGovernment.place(TestStores.all.first { $0 != kind } ?? kind) { other in
                let restored = try PolityCommand.run(["restore", copy, "--keys-from", keys] + other)
                #expect(restored.status == 0 && restored.output.contains("everything fits"), "\(restored.output)\(restored.complaints)")
                let again = try PolityCommand.run(["restore", copy] + other)
                #expect(again.status == 1 && (again.complaints.contains("BACKUP-101") || again.complaints.contains("STORE-132")), "\(again.complaints)")
                let second = try ServedGovernment(copy + "/folder", ["--demo"] + other)
                defer { second.stop() }
                let queue = try await second.signedIn("clerk").get("/desk").body
                for reference in before { #expect(queue.contains(reference), "\(reference) is not in the restored queue") }
            }
        }
    }

    private static func background(_ work: @escaping @Sendable () throws -> PolityCommand.Result) async throws -> PolityCommand.Result {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { continuation.resume(with: Result(catching: work)) }
        }
    }

    @Test("a truncated, changed or hostile backup is found before anything is written")
    func damage() async throws {
        try await ServedGovernment.place(.sqlite) { flags in
            let folder = ScratchDirectory()
            defer { folder.remove() }
            try folder.write(Dictionary(uniqueKeysWithValues: SmallGovernment.files.map { ("gov/" + $0.key, $0.value) }))
            let government = try ServedGovernment(folder.path + "/gov", ["--demo"] + flags)
            _ = try await Self.report(government.visitor())
            government.stop()
            let copy = folder.path + "/copy"
            // Keys in a place that the backup is not told of: served with POLITY_KEYS, and backed up without it.
            let data = flags[1]
            try FileManager.default.createDirectory(atPath: data + "/secret", withIntermediateDirectories: true)
            for name in ["master.key", "subjects.sqlite"] { try Data("key".utf8).write(to: URL(fileURLWithPath: data + "/secret/" + name)) }
            #expect(try PolityCommand.run(["backup", copy] + flags).status == 0)
            // No key is in it.
            let names = FileManager.default.enumerator(atPath: copy)?.compactMap { $0 as? String } ?? []
            #expect(!names.contains { $0.hasSuffix(".key") || $0.contains("subjects") }, "\(names)")
            #expect(names.contains { $0.hasPrefix("data/files/") })

            func refused(_ code: String, _ damage: () throws -> Void, _ place: String = #function) throws {
                try damage()
                let target = folder.path + "/target"
                let result = try PolityCommand.run("restore", copy, "--data", target)
                #expect(result.status == 1 && result.complaints.contains(code), "\(result.output)\(result.complaints)")
                #expect(!FileManager.default.fileExists(atPath: target))
            }
            for name in ["store.dump", "backup.json", try #require(names.first { $0.hasPrefix("data/files/") && $0.count > 20 }), "folder/polity.yaml"] {
                let path = copy + "/" + name
                let whole = try #require(FileManager.default.contents(atPath: path))
                var flipped = whole
                flipped[flipped.count / 2] ^= 1
                for bad in [flipped, whole.dropLast()] { try refused("BACKUP-103") { try bad.write(to: URL(fileURLWithPath: path)) } }
                try refused("BACKUP-103") { try FileManager.default.removeItem(atPath: path) }
                try whole.write(to: URL(fileURLWithPath: path))
            }
            // People's files are in the way of a restore, whatever the database beside them is called.
            let taken = folder.path + "/taken"
            try FileManager.default.createDirectory(atPath: taken + "/files/zz", withIntermediateDirectories: true)
            try Data("?".utf8).write(to: URL(fileURLWithPath: taken + "/files/zz/somebody"))
            let inTheWay = try PolityCommand.run("restore", copy, "--data", taken, "--database", taken + "/f")
            #expect(inTheWay.status == 1 && inTheWay.complaints.contains("BACKUP-101"), "\(inTheWay.output)\(inTheWay.complaints)")
            try refused("BACKUP-103") { try Data().write(to: URL(fileURLWithPath: copy + "/data/stray")) }
            try FileManager.default.removeItem(atPath: copy + "/data/stray")
            let list = copy + "/SHA256SUMS"
            let sums = try #require(FileManager.default.contents(atPath: list))
            for bad in [sums.dropLast(), sums + Data("\(String(repeating: "0", count: 64))  ../outside\n".utf8), Data()] {
                try refused("BACKUP-102") { try bad.write(to: URL(fileURLWithPath: list)) }
            }
            try refused("BACKUP-102") { try FileManager.default.removeItem(atPath: list) }
            // The list has a line for each file.
            try FileManager.default.createDirectory(atPath: data + "/files/zz", withIntermediateDirectories: true)
            try Data("?".utf8).write(to: URL(fileURLWithPath: data + "/files/zz/two\nlines"))
            let odd = try PolityCommand.run(["backup", folder.path + "/odd"] + flags)
            #expect(odd.status == 1 && odd.complaints.contains("BACKUP-110"), "\(odd.output)\(odd.complaints)")
        }
    }

    @Test("a restored log is compared with a checkpoint kept elsewhere; a restore that was cut off is not served")
    func checkpoints() async throws {
        try await ServedGovernment.place(.sqlite) { flags in
            let folder = ScratchDirectory()
            defer { folder.remove() }
            try folder.write(Dictionary(uniqueKeysWithValues: SmallGovernment.files.map { ("gov/" + $0.key, $0.value) }))
            let government = try ServedGovernment(folder.path + "/gov", ["--demo"] + flags)
            defer { government.stop() }
            func kept(_ name: String) async throws -> (path: String, size: Int) {
                let note = try await government.visitor().get("/log/checkpoint").body
                try folder.write([name: note])
                return (folder.path + "/" + name, Int(note.split(separator: "\n").dropFirst().first ?? "") ?? 0)
            }
            _ = try await Self.report(government.visitor())
            var before = try await kept("before")
            // A report is an act, and all acts are in the log within a moment.
            #expect(
                try await eventually {
                    before = try await kept("before"); return before.size > 0
                })
            let (copy, keys) = (folder.path + "/copy", folder.path + "/keys")
            #expect(try PolityCommand.run(["backup", copy, "--keys-to", keys] + flags).status == 0)
            // The copy has no more leaves than there are now.
            let taken = try await kept("taken")
            var after = taken
            _ = try await Self.report(government.visitor())
            #expect(
                try await eventually {
                    after = try await kept("after"); return after.size > taken.size
                })
            government.stop()

            func restore(_ place: String, _ checkpoint: String) throws -> PolityCommand.Result {
                try PolityCommand.run("restore", copy, "--keys-from", keys, "--data", folder.path + "/" + place, "--checkpoint", checkpoint)
            }
            let good = try restore("one", before.path)
            #expect(good.status == 0 && good.output.contains("everything fits"), "\(good.output)\(good.complaints)")
            let short = try restore("two", after.path)
            #expect(short.status == 1 && short.output.contains("The checkpoint kept elsewhere has \(after.size) leaves"), "\(short.output)")
            let unread = try restore("three", folder.path + "/none")
            #expect(unread.status == 1 && unread.complaints.contains("VERIFY-102") && !FileManager.default.fileExists(atPath: folder.path + "/three"))

            // As a restore leaves it that is killed on its way.
            try folder.write(["one/RESTORING": ""])
            for command in [["serve", folder.path + "/gov", "--demo", "--port", "0"], ["admin", "create", folder.path + "/gov", "--email", "a@b.example"]] {
                let refused = try PolityCommand.run(command + ["--data", folder.path + "/one"])
                #expect(refused.status != 0 && refused.complaints.contains("BACKUP-107"), "\(refused.output)\(refused.complaints)")
            }
            #expect(try restore("one", before.path).complaints.contains("BACKUP-101"))

            // A government without any files stands where the backup is to go: it is left as it was.
            let own = ["--smtp", "smtp://127.0.0.1:9", "--data", folder.path + "/own"]
            try ServedGovernment("governments/hamlet", own).stop()
            for code in ["BACKUP-101", "STORE-132"] {
                #expect(try PolityCommand.run("restore", copy, "--data", folder.path + "/own").complaints.contains(code))
                // By its folder of files, and without that by its tables.
                try? FileManager.default.removeItem(atPath: folder.path + "/own/files/STORE")
            }
            #expect(try ServedGovernment("governments/hamlet", own).stop() == 0)
        }
    }

    @Test("a place that is taken or empty is told")
    func places() throws {
        let folder = ScratchDirectory()
        defer { folder.remove() }
        let nothing = try PolityCommand.run("backup", folder.path + "/copy", "--data", folder.path + "/none")
        #expect(nothing.status == 1 && nothing.complaints.contains("DATA-101"))
        #expect(!FileManager.default.fileExists(atPath: folder.path))
        for (place, keys, code) in [
            ("a/copy", "keys", "BACKUP-108"), ("a", "keys", "BACKUP-108"), ("a/../a/files/x", "keys", "BACKUP-108"), ("copy", "a/x", "BACKUP-108"),
            ("b/x", "keys", "BACKUP-108"), ("copy", "copy", "BACKUP-109"), ("copy", "copy/keys", "BACKUP-109"), ("copy/x", "copy", "BACKUP-109"),
        ] {
            let flags = ["--keys-to", folder.path + "/" + keys, "--data", folder.path + "/a", "--keys", folder.path + "/b"]
            let inside = try PolityCommand.run(["backup", folder.path + "/" + place] + flags)
            #expect(inside.status == 1 && inside.complaints.contains(code), "\(place) \(keys): \(inside.complaints)")
            #expect(!FileManager.default.fileExists(atPath: folder.path))
        }
        let mixed = try PolityCommand.run("backup", folder.path + "/copy", "--data", folder.path + "/a", "--keys", folder.path + "/a")
        #expect(mixed.status != 0 && mixed.complaints.contains("must be another folder"), "\(mixed.complaints)")
    }
}
