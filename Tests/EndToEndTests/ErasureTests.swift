import Foundation
import Kernel
import StoreTesting
import Testing
import WebTesting

/// A person who lived in every corner of the town is erased at their own wish; then they are looked for everywhere.
@Suite("An erased person", .serialized, .enabled(if: PolityCommand.isBuilt))
struct ErasureTests {
    @Test("is nowhere: not in the store, the files, the log, a backup; and the public log verifies", .timeLimit(.minutes(20)), arguments: TestStores.all)
    func nowhere(_ kind: TestStore) async throws {
        try await withTown(kind) { town in
            let traces = Traces()
            defer { traces.remove() }
            let (person, clerk) = (try await town.browser("di"), try await town.browser("clerk"))
            let id = try await live(in: town, as: person, clerk, traces)
            let admin = try await administrator(of: town, traces)
            // The search would find them, had anything been left in clear.
            let page = try await clerk.open("/desk" + id)
            for word in ["qzabout81", "qznote81", "qzreason81", "qzanswer81", "qzfile81"] { #expect(page.body.contains(word), "\(word)") }
            #expect(try traces.searchFindsWhatIsThere())
            let backups = ScratchDirectory()
            defer { backups.remove() }
            let before = try polity(["backup", backups.path + "/before"] + town.storeArguments)
            #expect(before.status == 0, "\(before.output)\(before.complaints)")

            for browser in [person, admin] {
                let gone = try await browser.send("/account/erasure", from: "/account/erasure")
                #expect(gone.status == 200 && gone.body.contains("rased"), "\(gone.status) \(gone.body)")
            }

            let after = try await clerk.open("/desk" + id)
            #expect(after.body.contains("data was erased"), "\(after.status) \(after.body)")
            #expect(try await clerk.open("/desk").status == 200)
            #expect(try await person.open("/applications").status == 303)
            let again = try await Browser(town.client).send("/sign-in", [("email", "di@town.example"), ("password", "timber-quarry-83")], from: "/sign-in")
            #expect(again.status != 303)

            let taken = try polity(["backup", backups.path + "/after", "--keys-to", backups.path + "/keys"] + town.storeArguments)
            #expect(taken.status == 0, "\(taken.output)\(taken.complaints)")
            for _ in 0..<2 {
                #expect(try traces.find(in: try places(of: town, kind)) == "")
                town.stop()
            }
            let verified = try town.verify()
            #expect(verified.status == 0, "\(verified.output)\(verified.complaints)")
            // A backup holds what was sealed, the older one too; no word of it stands there in clear.
            #expect(try traces.find(in: [backups.path]) == "")
            for backup in ["/after", "/before"] {
                try await restore(backups.path + backup, keys: backups.path + "/keys", kind, as: town, id, traces, isOlder: backup == "/before")
            }
        }
    }

    /// Files, applies, is asked, answers, is decided on; and leaves a draft behind.
    ///
    /// - Returns: the case's path.
    private func live(in town: Town, as person: Browser, _ clerk: Browser, _ traces: Traces) async throws -> String {
        let picture = Samples.png(comment: Array("qzbytes81 in the picture itself".utf8))
        let id = try await town.registerDog(
            person, name: "qzdog81", about: "qzabout81 it is brown", phone: "01632 960781", street: "7 qzstreet81", picture: ("qzfile81.png", picture))
        _ = try await town.beginReport(person, "qzdraft81 was never sent")
        try await clerk.send("/desk\(id)/notes", [("text", "qznote81")], from: "/desk" + id)
        var task = try await town.openTask(of: id, clerk)
        #expect(try await clerk.send(task + "/ask", [("question", "qzask81 please?")], from: "/desk" + id).status == 303)
        try await person.open(id)
        #expect(try await person.send(id + "/requests/1", [("text", "qzanswer81")], files: [("files", "qzsecond81.pdf", Samples.pdf("qzpdf81"))]).status == 303)
        task = try await town.openTask(of: id, clerk)
        let decided = try await clerk.send(
            task + "/decide", [("outcome", "granted"), ("reasons", "qzreason81 is why."), ("conditions", "qzcondition81 holds.")], from: "/desk" + id)
        #expect(decided.status == 303, "\(decided.body)")
        // The certificate is made once the act stands in the log.
        #expect(try await eventually { try await person.open(id).body.contains("/papers/") })
        return id
    }

    /// One who has no record, only an account made at the terminal.
    private func administrator(of town: Town, _ traces: Traces) async throws -> Browser {
        let made = try PolityCommand.run(["admin", "create", Town.folder, "--email", "qzmail81@town.example"] + town.storeArguments)
        let link = try #require(made.output.split(separator: "\n").first { $0.contains("/sign-in/by-link/") }, "\(made.output)\(made.complaints)")
        let path = "/sign-in/by-link/" + (link.split(separator: "/").last ?? "")
        let browser = Browser(town.client)
        #expect(try await browser.send(path, from: path).status == 303)
        // Who holds an office asks for their own erasure as themselves.
        #expect(try await browser.send("/account/acting", [("acting_for", "self")], from: "/account/acting").status == 303)
        return browser
    }

    /// Everything that an operator, a thief or a court would search.
    private func places(of town: Town, _ kind: TestStore) throws -> [String] {
        var places = [town.data, town.data + ".log"]
        let dump = town.data + "/dump.sql"
        if let database = town.database, let server = TestStores.postgresURL?.components(separatedBy: "host=").last {
            try TestDatabase.psql(database, "CHECKPOINT")
            try shell("pg_dump '\(database)' > '\(dump)'")
            places += [server.prefix { $0 != "&" } + "/data"]
        } else {
            let script = "import sqlite3, sys; print('\\n'.join(sqlite3.connect(sys.argv[1]).iterdump()))"
            try shell("python3 -c \"\(script)\" '\(town.data)/polity.sqlite' > '\(dump)'")
        }
        // Else it was not searched.
        #expect(try String(contentsOfFile: dump, encoding: .utf8).contains("journal_leaves"), "there is no dump to search")
        return places
    }

    private func polity(_ arguments: [String]) throws -> PolityCommand.Result { try PolityCommand.run(arguments) }

    /// A backup in another place, with the keys as they are now: what the older one holds of the person cannot be opened, and
    /// what would have found them is gone again before anybody asks.
    private func restore(
        _ backup: String, keys: String, _ kind: TestStore, as town: Town, _ id: String, _ traces: Traces, isOlder: Bool
    ) async throws {
        let database = kind == .postgres ? try TestDatabase() : nil
        defer { database?.drop() }
        let restored = try Town(data: town.data + "-restored", database: database?.url)
        defer {
            restored.kill()
            for rest in ["", ".log"] { try? FileManager.default.removeItem(atPath: restored.data + rest) }
        }
        let done = try polity(["restore", backup, "--keys-from", keys] + restored.storeArguments)
        #expect(done.status == 0 && done.output.contains("everything fits"), "\(done.output)\(done.complaints)")
        #expect(done.output.contains("erased here too") == isOlder, "\(done.output)")
        #expect(try await tokens(restored) == tokens(town))

        try await restored.start()
        let clerk = try await restored.browser("clerk")
        let page = try await clerk.open("/desk" + id)
        #expect(page.body.contains("data was erased"), "\(page.status) \(page.body)")
        let again = try await Browser(restored.client).send("/sign-in", [("email", "di@town.example"), ("password", "timber-quarry-83")], from: "/sign-in")
        #expect(again.status != 303 && !again.body.contains("qz"))
        restored.stop()
        #expect(try traces.find(in: [restored.data, restored.data + ".log"]) == "")
    }

    /// How many keyed tokens there are, by which anything is found.
    private func tokens(_ town: Town) async throws -> [String: Int] {
        try await town.inspect { connection in
            Dictionary(
                try connection.rows("SELECT scope, COUNT(*) AS many FROM store_tokens GROUP BY scope").map { (try $0.text(0), try $0.integer(1)) },
                uniquingKeysWith: +)
        }
    }
}

@discardableResult
private func shell(_ command: String) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", command]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let text = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: text, as: UTF8.self)
}

/// Searches files for words that were planted, in whatever guise: as they are, as UTF-16, as Base64 at each alignment, in
/// hexadecimal.
private struct Traces {
    private let folder = NSTemporaryDirectory() + "polity-traces-" + UUID().uuidString
    private var patterns: String { folder + "/patterns" }

    static let words = [
        "qzabout81", "qzdog81", "qzstreet81", "01632960781", "01632 960781", "qzfile81", "qzbytes81", "qzdraft81", "qznote81", "qzask81", "qzanswer81",
        "qzsecond81", "qzpdf81", "qzreason81", "qzcondition81", "qzmail81",
    ]

    init() {
        try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let lines = Self.words.flatMap { word in [word, Hex.encode(Array(word.utf8))] + Self.base64(word) }
        try? (lines.joined(separator: "\n") + "\n").write(toFile: patterns, atomically: true, encoding: .utf8)
    }

    func remove() { try? FileManager.default.removeItem(atPath: folder) }

    /// The characters of Base64 that depend on the word alone, for each of the three places it can begin at.
    private static func base64(_ word: String) -> [String] {
        (0..<3).map { before in
            let text = Data([UInt8](repeating: 0x20, count: before) + Array(word.utf8)).base64EncodedString()
            let first = before == 0 ? 0 : before + 1
            let whole = (before + word.utf8.count) / 3 * 4
            return String(text.prefix(whole).dropFirst(first))
        }
    }

    /// The files in which something was found, one a line.
    func find(in places: [String]) throws -> String {
        let quoted = places.map { "'\($0)'" }.joined(separator: " ")
        return try shell(
            "find \(quoted) -type f 2> /dev/null | while read -r file; do tr -d '\\000' < \"$file\" | grep -aiqF -f '\(patterns)' && echo \"$file: $(tr -d '\\000' < \"$file\" | grep -aioF -f '\(patterns)' | sort -u | tr '\\n' ' ')\"; done"
        )
    }

    /// A search that finds nothing must be one that could have found something.
    func searchFindsWhatIsThere() throws -> Bool {
        let word = Self.words[0]
        let guises: [Data] = [
            Data(word.utf8), word.data(using: .utf16LittleEndian) ?? Data(), Data(Hex.encode(Array(("x" + word).utf8)).utf8),
            Data(Data(("a" + word + "b").utf8).base64EncodedString().utf8), Data(Data(("ab" + word + "b").utf8).base64EncodedString().utf8),
        ]
        for (number, guise) in guises.enumerated() {
            let control = folder + "/control"
            try FileManager.default.createDirectory(atPath: control, withIntermediateDirectories: true)
            try guise.write(to: URL(fileURLWithPath: control + "/\(number)"))
        }
        return try find(in: [folder + "/control"]).split(separator: "\n").count == guises.count
    }
}
