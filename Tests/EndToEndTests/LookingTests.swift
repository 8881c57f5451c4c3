import Foundation
import Kernel
import Store
import StoreTesting
import Testing

/// Commands that look leave everything as it is, and tell what was put back or lies elsewhere.
@Suite("Looking", .enabled(if: PolityCommand.isBuilt))
struct LookingTests {
    static func store(_ flags: [String]) async throws -> Store {
        try await Store.open(flags.count > 2 ? .postgres(url: flags[3]) : .sqlite(path: flags[1] + "/polity.sqlite"), clock: TestClock().clock, logger: .silent)
    }

    private static func change(_ flags: [String], _ statements: SQL...) async throws {
        let store = try await store(flags)
        try await store.write("test.change") { tx in for statement in statements { try tx.execute(statement) } }
        await store.close()
    }

    private static func migrations(_ flags: [String]) async throws -> Int {
        let store = try await store(flags)
        let count = try await store.read { try $0.value("SELECT COUNT(*) FROM store_migrations", as: Int.self) }
        await store.close()
        return count ?? 0
    }

    @Test("data of an older version are not migrated, and keys are not made, but by serving", arguments: TestStores.all)
    func nothingIsChanged(kind: TestStore) async throws {
        try await ServedGovernment.place(kind) { flags in
            let folder = ScratchDirectory()
            defer { folder.remove() }
            try folder.write(Dictionary(uniqueKeysWithValues: SmallGovernment.files.map { ("gov/" + $0.key, $0.value) }))
            let government = folder.path + "/gov"
            try ServedGovernment(government, ["--demo"] + flags).stop()
            #expect(try PolityCommand.run(["backup", folder.path + "/copy"] + flags).status == 0)
            // Another folder of keys than the data's own stays as empty as it was.
            let elsewhere = folder.path + "/elsewhere"
            for command in [["verify", government], ["migrate", government], ["admin", "create", government, "--email", "you@example.org"]] {
                let wrong = try PolityCommand.run(command + flags + ["--keys", elsewhere])
                #expect(wrong.status != 0 && wrong.complaints.contains("KEY-101"), "\(command): \(wrong.output)\(wrong.complaints)")
            }
            #expect((try? FileManager.default.contentsOfDirectory(atPath: elsewhere))?.isEmpty != false)

            try await Self.change(flags, "DROP TABLE registry_imports", "DELETE FROM store_migrations WHERE capability = 'registries' AND number = 4")
            let before = try await Self.migrations(flags)
            for command in [
                ["verify", government], ["migrate", government], ["admin", "create", government, "--email", "you@example.org"],
                ["restore", folder.path + "/copy"],
            ] {
                // A restore into a live database comes from a mistyped address; its data folder is a new one.
                let own =
                    command[0] == "restore" ? ["--data", folder.path + "/new", "--database", flags.count > 2 ? flags[3] : flags[1] + "/polity.sqlite"] : flags
                let refused = try PolityCommand.run(command + own)
                #expect(refused.status != 0 && refused.complaints.contains("STORE-124"), "\(command): \(refused.output)\(refused.complaints)")
                #expect(try await Self.migrations(flags) == before, "\(command)")
            }
            try ServedGovernment(government, ["--demo"] + flags).stop()
            let verified = try PolityCommand.run(["verify", government] + flags)
            #expect(verified.status == 0 && verified.output.contains("Without --checkpoint nothing vouches"), "\(verified.output)\(verified.complaints)")
        }
    }

    @Test("yesterday's database is not served, nor signed on")
    func putBack() async throws {
        try await ServedGovernment.place(.sqlite) { flags in
            let folder = ScratchDirectory()
            defer { folder.remove() }
            try folder.write(Dictionary(uniqueKeysWithValues: SmallGovernment.files.map { ("gov/" + $0.key, $0.value) }))
            let (government, database) = (folder.path + "/gov", flags[1] + "/polity.sqlite")
            try ServedGovernment(government, ["--demo"] + flags).stop()
            try FileManager.default.copyItem(atPath: database, toPath: folder.path + "/yesterday")
            let served = try ServedGovernment(government, ["--demo"] + flags)
            for path in [database, database + "-wal", database + "-shm", flags[1] + "/keys/subjects.sqlite", flags[1] + "/keys/log.head"] {
                let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
                #expect(mode == 0o600, "\(path): \(mode.map { String($0, radix: 8) } ?? "none")")
            }
            let head = try Data(contentsOf: URL(fileURLWithPath: flags[1] + "/keys/log.head"))
            _ = try await BackupCommandTests.report(served.visitor())
            let isSigned = try await eventually { try Data(contentsOf: URL(fileURLWithPath: flags[1] + "/keys/log.head")) != head }
            #expect(isSigned)
            served.stop()
            for rest in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: database + rest) }
            try FileManager.default.copyItem(atPath: folder.path + "/yesterday", toPath: database)
            let refused = try PolityCommand.run(["serve", government, "--demo", "--port", "0"] + flags)
            #expect(refused.status != 0 && refused.complaints.contains("JOURNAL-112"), "\(refused.output)\(refused.complaints)")
            let verified = try PolityCommand.run(["verify", government] + flags)
            #expect(verified.status == 1 && verified.output.contains("kept with the keys"), "\(verified.output)\(verified.complaints)")
        }
    }

    @Test("open work that nobody would see, and a service that goes, are told by plan", arguments: TestStores.all)
    func openWork(kind: TestStore) async throws {
        try await ServedGovernment.place(kind) { flags in
            let folder = ScratchDirectory()
            defer { folder.remove() }
            try folder.write(Dictionary(uniqueKeysWithValues: SmallGovernment.files.map { ("gov/" + $0.key, $0.value) }))
            let served = try ServedGovernment(folder.path + "/gov", ["--demo"] + flags)
            _ = try await BackupCommandTests.report(served.visitor())
            served.stop()
            var changed = SmallGovernment.files
            changed["demonstration.yaml"] = nil
            for (path, text) in changed {
                changed[path] = text.replacingOccurrences(of: "clerk:", with: "reader:").replacingOccurrences(of: "role: clerk", with: "role: reader")
                    .replacingOccurrences(of: "town:", with: "village:").replacingOccurrences(of: "organisation: town", with: "organisation: village")
            }
            changed["services/tell/service.yaml"] = changed["services/report/service.yaml"]
            changed["services/report/service.yaml"] = nil
            try folder.write(Dictionary(uniqueKeysWithValues: changed.map { ("new/" + $0.key, $0.value) }))
            let plan = try PolityCommand.run(["plan", folder.path + "/new"] + flags)
            #expect(plan.status == 1, "\(plan.output)\(plan.complaints)")
            for line in [
                "polity.yaml:1:1: incompatible: the role 'clerk' is gone, with ", "incompatible: the organisation 'town' is gone, with ",
                "compatible: the role 'clerk' is gone, which 1 account had", "compatible: the service 'report' is gone; its ", "this folder will not be served",
            ] {
                #expect(plan.output.contains(line), "\(line)\n\(plan.output)\(plan.complaints)")
            }
        }
    }

    @Test("a file that is no PDF is not called a false certificate")
    func noPaper() throws {
        let folder = ScratchDirectory()
        defer { folder.remove() }
        try folder.write(["note.txt": "Not a certificate."])
        let key = "town.example/log+1234abcd+AAAA"
        let checked = try PolityCommand.run(["verify", "--paper", folder.path + "/note.txt", "--key", key])
        #expect(
            checked.status == 2 && checked.complaints.contains("is no PDF") && !checked.output.contains("genuine"), "\(checked.output)\(checked.complaints)")
    }
}
