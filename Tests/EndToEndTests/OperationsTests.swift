import Foundation
import Kernel
import Store
import StoreTesting
import Testing
import WebTesting

@Suite("Operating a real government", .enabled(if: PolityCommand.isBuilt))
struct OperationsTests {
    /// Every flag of every command, as ArgumentParser itself tells.
    static func flags(of command: JSON) -> Set<String> {
        var all: Set<String> = []
        for argument in command["arguments"]?.array ?? [] {
            for name in argument["names"]?.array ?? [] where name["kind"] == "long" { all.insert(name["name"]?.string ?? "") }
        }
        for inner in command["subcommands"]?.array ?? [] { all.formUnion(flags(of: inner)) }
        return all
    }

    @Test("every setting is documented, and nothing that is none")
    func settings() throws {
        let help = try PolityCommand.run("--experimental-dump-help").output
        let command = try #require(try JSON(parsing: help)["command"])
        let flags = Self.flags(of: command).subtracting(["help", "version"])
        #expect(flags.isSuperset(of: ["smtp", "database", "keys-to", "checkpoint"]))
        let page = try String(contentsOfFile: PolityCommand.root + "/docs/operations.md", encoding: .utf8)
        let documented = Set(page.matches(of: /`--([a-z-]+)`/).map { String($0.1) })
        #expect(flags.subtracting(documented).sorted() == [], "not in docs/operations.md")
        #expect(documented.subtracting(flags).sorted() == [], "in docs/operations.md, but no flag")
        func variables(_ text: String) -> Set<String> { Set(text.matches(of: /POLITY_[A-Z_]+/).map { String($0.0) }) }
        #expect(variables(help) == variables(page))
    }

    @Test(
        "a setting that cannot work is an error at start",
        arguments: [
            ([], "No mail server is set"), (["--smtp", "mail.example"], "begins with smtp://"), (["--demo", "--port", "70000"], "0 to 65535"),
            (["--demo", "--public-address", "arden.example"], "begins with http://"),
            (["--demo", "--data", "/a", "--keys", "/a/."], "another folder than --data"),
            (["--demo", "--public-address", "https://"], "takes a host and no path"),
            (["--demo", "--public-address", "https://arden.example/portal"], "takes a host and no path"),
            (["--demo", "--database", "mysql://arden"], "postgres://… or the path of an SQLite file"),
            (["--demo", "--host", "not.an.address.invalid"], "SERVE-101"), (["--demo", "--host", "192.0.2.1"], "SERVE-101"),
            (["--demo", "--mail-from", "nobody"], "not an e-mail address"), (["--demo", "--trusted-proxies", "10.0.0.1,proxy"], "not the address of a proxy"),
        ])
    func configuration(arguments: [String], message: String) throws {
        let folder = ScratchDirectory()
        defer { folder.remove() }
        let place = arguments.contains("--data") ? [] : ["--data", folder.path]
        let result = try PolityCommand.run(["serve", "governments/hamlet"] + arguments + place)
        #expect(result.status != 0 && result.complaints.contains(message), "\(result.complaints)")
        #expect(!FileManager.default.fileExists(atPath: folder.path), "something was made before the settings were checked")
    }

    @Test("a misspelt variable is an error, and not another database")
    func misspeltVariable() throws {
        let result = try PolityCommand.run(["serve", "governments/hamlet", "--demo"], environment: ["POLITY_DATABSE": "postgres://somewhere"])
        #expect(result.status != 0 && result.complaints.contains("There is no setting POLITY_DATABSE. Did you mean POLITY_DATABASE?"), "\(result.complaints)")
    }

    @Test("a port that another program listens on is told before anything is opened")
    func takenPort() throws {
        let folder = ScratchDirectory()
        defer { folder.remove() }
        let smtp = ["--smtp", "smtp://127.0.0.1:9"]
        let government = try ServedGovernment("governments/hamlet", smtp + ["--data", folder.path + "/one"])
        defer { government.stop() }
        let result = try PolityCommand.run(["serve", "governments/hamlet", "--data", folder.path + "/two", "--port", String(government.port)] + smtp)
        #expect(result.status != 0 && result.complaints.contains("SERVE-102"), "\(result.complaints)")
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/two"))
    }

    @Test("one SQLite file is served once; the lock ends with its process, however it ends")
    func servedOnce() throws {
        let folder = ScratchDirectory()
        defer { folder.remove() }
        let flags = ["--smtp", "smtp://127.0.0.1:9", "--data", folder.path + "/data"]
        let first = try ServedGovernment("governments/hamlet", flags)
        let (link, other) = (folder.path + "/link", folder.path + "/other")
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: folder.path + "/data")
        for more in [[], ["--data", link], ["--data", other, "--database", folder.path + "/data/polity.sqlite"]] {
            let second = try PolityCommand.run(["serve", "governments/hamlet", "--port", "0"] + flags + more)
            #expect(second.status != 0 && second.complaints.contains("SERVE-103"), "\(second.complaints)")
        }
        // Commands beside the server go on.
        #expect(try PolityCommand.run(["verify", "governments/hamlet"] + flags.suffix(2)).status == 0)
        first.kill()
        let again = try ServedGovernment("governments/hamlet", flags)
        #expect(again.stop() == 0)
        try ServedGovernment("governments/hamlet", flags).stop()
    }

    @Test("a mail server that cannot be reached is told in /health, and people are served all the same")
    func mailServerAway() async throws {
        let folder = ScratchDirectory()
        defer { folder.remove() }
        let government = try ServedGovernment("governments/hamlet", ["--smtp", "smtp://127.0.0.1:9", "--data", folder.path])
        defer { government.stop() }
        #expect(
            try await eventually {
                let answer = try await government.visitor().get("/health/ready")
                let mail = try JSON(parsing: answer.body)["mail"]
                return answer.status == 200 && mail?["healthy"] == false && mail?["note"]?.string?.hasPrefix("mail waits: SMTP 0") == true
            })
    }

    @Test("a demonstration that sends its mail has no page of it, and no link to one")
    func demonstrationWithMailServer() async throws {
        let folder = ScratchDirectory()
        defer { folder.remove() }
        let government = try ServedGovernment("governments/hamlet", ["--demo", "--smtp", "smtp://127.0.0.1:9", "--data", folder.path])
        defer { government.stop() }
        let front = try await government.visitor().get("/").body
        #expect(front.contains("/components") && !front.contains("/demo/mail"))
        #expect(try await government.visitor().get("/demo/mail").status == 404)
    }

    @Test("a real government starts empty, and its first administrator signs in", arguments: TestStores.all)
    func firstAdministrator(kind: TestStore) async throws {
        try await ServedGovernment.place(kind) { flags in
            let folder = ScratchDirectory()
            defer { folder.remove() }
            try folder.write(Dictionary(uniqueKeysWithValues: SmallGovernment.files.map { ("gov/" + $0.key, $0.value) }))
            let smtp = ["--smtp", "smtp://127.0.0.1:9"]
            let made = try PolityCommand.run(["admin", "create", folder.path + "/gov", "--email", "you@example.org"] + flags)
            #expect(made.status == 0, "\(made.complaints)")
            let link = try #require(made.output.firstMatch(of: /(\/sign-in\/by-link\/\S+)/)).1
            let government = try ServedGovernment(folder.path + "/gov", smtp + flags)
            defer { government.stop() }
            let administrator = government.visitor()
            _ = try await administrator.get(String(link))
            let signedIn = try await administrator.post(String(link))
            #expect(signedIn.status == 303 && signedIn["location"] == "/account/password")
            _ = try await administrator.get("/account/password")
            #expect(try await administrator.post("/account/password", [("new_password", "three wild horses")]).status == 303)
            let officers = try await administrator.call("GET", "/admin/officers")
            #expect(try JSON(parsing: officers.body).array?.count == 1, "\(officers.body)")
            // The link is used up, and the password works.
            #expect(try await government.visitor().post(String(link)).status == 422)
            #expect(try await government.visitor().signIn(email: "you@example.org", password: "three wild horses").status == 303)
            // Nothing of the demonstration is there.
            for path in ["/demo/mail", "/demo/card/01a20514-b0f7-7b19-9bc6-2a59f244461a", "/components"] {
                #expect(try await administrator.get(path).status == 404, "\(path)")
            }
            #expect(try await administrator.get("/").body.contains("demonstration") == false)
            #expect(try await government.visitor().signIn(email: "clerk@example.org", password: "dune-willow-51").status == 422)
            let metrics = try await government.visitor().get("/metrics").body
            #expect(metrics.contains("\npolity_messages_waiting 0\n"))
            #expect(government.stop() == 0)
            // Not one of the twenty trees was made, and nobody but the administrator.
            let store = try await Store.open(
                flags.count > 2 ? .postgres(url: flags[3]) : .sqlite(path: flags[1] + "/polity.sqlite"), clock: TestClock().clock, logger: .silent)
            let counts = try await store.read { connection in
                try ["registry_records", "identity_accounts", "casework_cases"].map { try connection.value("SELECT COUNT(*) FROM \(raw: $0)", as: Int.self) }
            }
            await store.close()
            #expect(counts == [0, 1, 0])
            // A role that the folder does not have is told.
            let unknown = try PolityCommand.run(["admin", "create", folder.path + "/gov", "--email", "you@example.org", "--role", "emperor"] + flags)
            #expect(unknown.status == 1 && unknown.complaints.contains("IDENTITY-207"))
        }
    }

    @Test("a folder that stored records do not fit is refused with the mend; served again as it was, it is the last", arguments: TestStores.all)
    func refusedFolder(kind: TestStore) async throws {
        try await ServedGovernment.place(kind) { flags in
            let folder = ScratchDirectory()
            defer { folder.remove() }
            try folder.write(Dictionary(uniqueKeysWithValues: SmallGovernment.files.map { ("gov/" + $0.key, $0.value) }))
            try ServedGovernment(folder.path + "/gov", ["--demo"] + flags).stop()
            let changed = try #require(
                SmallGovernment.files["registries/trees.yaml"]?.replacingOccurrences(of: "kind: {title: Kind", with: "species: {title: Kind"))
            var samples = SmallGovernment.files["samples/trees.yaml"] ?? ""
            samples = samples.replacingOccurrences(of: "kind: Oak", with: "species: Oak")
            try folder.write(["gov/registries/trees.yaml": changed, "gov/samples/trees.yaml": samples])
            let refused = try PolityCommand.run(["serve", folder.path + "/gov", "--demo", "--port", "0"] + flags)
            #expect(refused.status == 1, "\(refused.output)")
            #expect(refused.complaints.contains("registries/trees.yaml:1:") && refused.complaints.contains("say 'was: kind' there"), "\(refused.complaints)")
            #expect(try PolityCommand.run(["plan", folder.path + "/gov"] + flags).status == 1)
            // Looking under the changed folder does not make it the one that was served.
            #expect(try PolityCommand.run(["verify", folder.path + "/gov"] + flags).status == 0)
            try folder.write(["gov/registries/trees.yaml": changed.replacingOccurrences(of: "title: Kind,", with: "title: Kind, was: kind,")])
            try ServedGovernment(folder.path + "/gov", ["--demo"] + flags).stop()
            try folder.write([
                "gov/registries/trees.yaml": SmallGovernment.files["registries/trees.yaml"] ?? "",
                "gov/samples/trees.yaml": SmallGovernment.files["samples/trees.yaml"] ?? "",
            ])
            let back = try PolityCommand.run(["plan", folder.path + "/gov"] + flags)
            #expect(back.output.contains("kind"), "the plan is made against the folder served last: \(back.output)")
        }
    }

    @Test("another government's demonstration, or data that does not fit, is refused by the government's name; a renamed one goes on under its id")
    func anotherGovernment() async throws {
        let folder = ScratchDirectory()
        defer { folder.remove() }
        try folder.write(Dictionary(uniqueKeysWithValues: SmallGovernment.files.map { ("gov/" + $0.key, $0.value) }))
        let (flags, mail) = (["--data", folder.path + "/data"], ["--smtp", "smtp://127.0.0.1:9"])
        try ServedGovernment(folder.path + "/gov", ["--demo"] + flags).stop()
        // Its records would be lost, and without --demo it is another's all the same.
        for how in [["--demo"], mail] {
            let refused = try PolityCommand.run(["serve", "governments/arden", "--port", "0"] + how + flags)
            #expect(
                refused.status == 1 && refused.complaints.contains("SERVE-105: This data is that of another government, Smalltown."), "\(refused.complaints)")
        }
        let renamed = try #require(SmallGovernment.files["polity.yaml"]).replacingOccurrences(of: "Smalltown", with: "Bigtown")
        try folder.write(["gov/polity.yaml": renamed])
        let refused = try PolityCommand.run(["serve", folder.path + "/gov", "--demo", "--port", "0"] + flags)
        #expect(refused.status == 1 && refused.complaints.contains("say 'id: smalltown' in its polity.yaml"), "\(refused.complaints)")
        try folder.write(["gov/polity.yaml": "id: smalltown\n" + renamed])
        try ServedGovernment(folder.path + "/gov", ["--demo"] + flags).stop()
    }

    @Test("a demonstration's data is served as nothing else, and a government's as no demonstration", arguments: TestStores.all)
    func demonstrationOrNot(kind: TestStore) async throws {
        let mail = ["--smtp", "smtp://127.0.0.1:9"]
        for isDemonstration in [true, false] {
            try await ServedGovernment.place(kind) { flags in
                let folder = ScratchDirectory()
                defer { folder.remove() }
                try folder.write(Dictionary(uniqueKeysWithValues: SmallGovernment.files.map { ("gov/" + $0.key, $0.value) }))
                let (own, other) = isDemonstration ? (["--demo"], mail) : (mail, ["--demo"])
                try ServedGovernment(folder.path + "/gov", own + flags).stop()
                if !isDemonstration { _ = try PolityCommand.run(["admin", "create", folder.path + "/gov", "--email", "you@example.org"] + flags) }
                let refused = try PolityCommand.run(["serve", folder.path + "/gov", "--port", "0"] + other + flags)
                #expect(refused.status == 1 && refused.complaints.contains(isDemonstration ? "DEMO-101" : "DEMO-102"), "\(refused.complaints)")
                try ServedGovernment(folder.path + "/gov", own + flags).stop()
            }
        }
    }

    @Test("verification finds a changed file and an entry that does not balance")
    func verification() async throws {
        try await ServedGovernment.place(.sqlite) { flags in
            let folder = ScratchDirectory()
            defer { folder.remove() }
            try folder.write(Dictionary(uniqueKeysWithValues: SmallGovernment.files.map { ("gov/" + $0.key, $0.value) }))
            let government = try ServedGovernment(folder.path + "/gov", ["--demo"] + flags)
            _ = try await BackupCommandTests.report(government.visitor())
            government.stop()
            let good = try PolityCommand.run(["verify", folder.path + "/gov", "--json"] + flags)
            #expect(good.status == 0, "\(good.output)\(good.complaints)")
            #expect(try JSON(parsing: good.output)["checks"]?["documents.files"]?.array == [])
            let files = flags[1] + "/files/"
            let name = try #require(
                FileManager.default.enumerator(atPath: files)?.compactMap { $0 as? String }.first { $0.count > 20 && !$0.contains("incoming") })
            var bytes = try Data(contentsOf: URL(fileURLWithPath: files + name))
            bytes[bytes.count / 2] ^= 1
            try bytes.write(to: URL(fileURLWithPath: files + name))
            let store = try await Store.open(.sqlite(path: flags[1] + "/polity.sqlite"), clock: TestClock().clock, logger: .silent)
            try await store.write("test.entry") { tx in
                try tx.execute("INSERT INTO ledger_entries (id, key, organisation, kind, day, posted_at) VALUES ('e', 'planted', 'town', 'test', 20000, 1)")
            }
            await store.close()
            let bad = try PolityCommand.run(["verify", folder.path + "/gov"] + flags)
            #expect(
                bad.status == 1 && bad.output.contains("documents.files: The file") && bad.output.contains("The entry planted does not balance."),
                "\(bad.output)")
        }
    }
}
