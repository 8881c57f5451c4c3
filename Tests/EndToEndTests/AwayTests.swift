import Foundation
import Kernel
import StoreTesting
import Testing
import WebTesting

/// The database server goes away for ten seconds, frozen or restarted: requests are carried over or told clearly, health
/// says so, and all recovers by itself.
@Suite("A store that is away", .serialized, .enabled(if: PolityCommand.isBuilt && TestStores.postgresURL != nil))
struct AwayTests {
    enum Absence: String, CaseIterable, Sendable { case frozen, restarted }

    @Test("for ten seconds", .timeLimit(.minutes(3)), arguments: Absence.allCases)
    func away(_ absence: Absence) async throws {
        let server = try OwnPostgres()
        defer { server.remove() }
        let data = NSTemporaryDirectory() + "polity-town-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: data, withIntermediateDirectories: true)
        let town = try Town(data: data, database: server.url)
        defer {
            town.kill()
            try? FileManager.default.removeItem(atPath: data)
            try? FileManager.default.removeItem(atPath: data + ".log")
        }
        try await town.start()
        let browser = try await town.browser("ada")
        let path = try await town.beginReport(browser)
        let question = path + "/questions/details"
        try await browser.open(question)
        let (token, headers) = (await browser.token, await browser.headers)

        try server.leave(absence)
        let waiting = Task {
            try? await town.client.post(question, form: "form_token=\(token)&details=Sent%20while%20the%20store%20was%20away", headers)
        }
        let health = try await town.client.get("/health")
        #expect(health.status == 503, "\(health.body)")
        #expect(try await town.client.get("/health/live").status == 200)
        try await Task.sleep(for: .seconds(9))
        try server.comeBack(absence)

        let answer = try #require(await waiting.value, "the request got no answer")
        #expect(answer.status == 303 || answer.status == 503, "\(answer.status)")
        if answer.status == 503 { #expect(answer.body.contains("<h1") && answer["retry-after"] != nil) }
        var again = try? await browser.send(question, [("details", "Sent when it was back")])
        for _ in 0..<100 where again?.status != 303 {
            try await Task.sleep(for: .milliseconds(100))
            again = try? await browser.send(question, [("details", "Sent when it was back")])
        }
        #expect(again?.status == 303)
        let kept = try JSON(parsing: try await browser.json(path + "/questions/details").bytes)["answers"]?["details"]?.string
        #expect(kept == "Sent when it was back")
        #expect(try await town.client.get("/health").status == 200)
    }
}

/// A PostgreSQL cluster for one test, which it may freeze and stop.
struct OwnPostgres {
    let url: String
    private var folder: String { url.components(separatedBy: "host=").last.map { String($0.prefix { $0 != "&" }) } ?? "" }

    init() throws { url = try Self.run([PolityCommand.root + "/script/test-postgres", "start"]).trimmingCharacters(in: .whitespacesAndNewlines) }

    func remove() {
        signal(SIGCONT)
        _ = try? Self.run([PolityCommand.root + "/script/test-postgres", "stop", url])
    }

    func leave(_ absence: AwayTests.Absence) throws {
        switch absence {
        case .frozen: signal(SIGSTOP)
        // The postmaster ends its backends and leaves at once (PostgreSQL, "Shutting Down the Server").
        case .restarted: if let postmaster = processes.first { Glibc.kill(postmaster, SIGQUIT) }
        }
    }

    func comeBack(_ absence: AwayTests.Absence) throws {
        switch absence {
        case .frozen: signal(SIGCONT)
        case .restarted:
            let binaries = try Self.run(["sh", "-c", "ls -d /usr/lib/postgresql/*/bin | sort -V | tail -1"]).trimmingCharacters(in: .whitespacesAndNewlines)
            let options = "-c listen_addresses='' -c unix_socket_directories='\(folder)' -c fsync=off"
            let start = "\(binaries)/pg_ctl -D \(folder)/data -l \(folder)/server.log -w start -o \"\(options)\" > /dev/null"
            let owner = try FileManager.default.attributesOfItem(atPath: folder)[.ownerAccountName] as? String ?? "postgres"
            _ = try Self.run(getuid() == 0 ? ["setpriv", "--reuid=\(owner)", "--clear-groups", "sh", "-c", "cd / && " + start] : ["sh", "-c", start])
        }
    }

    /// The postmaster first, then all that it has started.
    private var processes: [pid_t] {
        let file = try? String(contentsOfFile: folder + "/data/postmaster.pid", encoding: .utf8)
        guard let postmaster = file?.split(separator: "\n").first.flatMap({ pid_t($0) }) else { return [] }
        let all = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        let children = all.compactMap { pid_t($0) }.filter { child in
            // The parent is the second field behind the name, which stands in brackets (proc(5)).
            let stat = (try? String(contentsOfFile: "/proc/\(child)/stat", encoding: .utf8)) ?? ""
            return stat.split(separator: ")").last?.split(separator: " ").dropFirst().first == "\(postmaster)"
        }
        return [postmaster] + children
    }

    private func signal(_ number: Int32) { for process in processes { Glibc.kill(process, number) } }

    /// Its words come by way of a file: a server that stays behind would keep a pipe open for ever.
    private static func run(_ command: [String]) throws -> String {
        let words = NSTemporaryDirectory() + "polity-words-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: words) }
        FileManager.default.createFile(atPath: words, contents: nil)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = command
        process.standardOutput = FileHandle(forWritingAtPath: words) ?? FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw TownFault.ended(command.joined(separator: " ")) }
        return try String(contentsOfFile: words, encoding: .utf8)
    }
}
