import Foundation
import Kernel
import StoreTesting
import Testing

@testable import Store

/// A server that is stopped where it stands: nothing of it answers, and on a Unix socket nothing is lost either.
@Suite(.enabled(if: TestStores.postgresURL != nil), .timeLimit(.minutes(2))) struct FrozenServerTests {
    @Test func aFrozenServerIsGivenUpAndTakenBack() async throws {
        try await withOwnServer { server in
            var settings = StoreSettings()
            (settings.connections, settings.committers, settings.askers, settings.patience) = (1, 1, 1, .seconds(1))
            let store = try await Store.open(.postgres(url: server.url), clock: TestClock().clock, logger: .silent, settings: settings)
            try await store.migrate([people])
            try await store.write("test.before") { try $0.execute("INSERT INTO people (id) VALUES ('before')") }
            // Each kind of connection is open when the server freezes.
            _ = try await store.rows("test.before", "SELECT id FROM people")
            let frozen = server.freeze()
            defer { frozen.thaw() }
            for work in [
                { _ = try await store.read("test.read") { try $0.rows("SELECT id FROM people") } },
                { _ = try await store.rows("test.rows", "SELECT id FROM people") },
                { try await store.write("test.write") { tx in _ = try tx.execute("INSERT INTO people (id) VALUES ('while')") } },
            ] as [@Sendable () async throws -> Void] {
                let error = await #expect(throws: PolityError.self) { try await work() }
                #expect(error?.code == "STORE-102")
            }
            frozen.thaw()
            #expect(
                try await eventually {
                    (try? await store.read { try $0.rows("SELECT id FROM people").map { try $0.text(0) } }) == ["before"]
                })
            await store.close()
        }
    }

    /// A long statement on a server that lives is waited for, whatever the patience is.
    @Test func aSlowServerIsNotAFrozenOne() async throws {
        try await withOwnServer { server in
            var settings = StoreSettings()
            settings.patience = .seconds(1)
            let store = try await Store.open(.postgres(url: server.url), clock: TestClock().clock, logger: .silent, settings: settings)
            let answer = try await store.read("test.slow") { try $0.value("SELECT 7::bigint FROM pg_sleep(6)", as: Int.self) }
            #expect(answer == 7)
            await store.close()
        }
    }
}

/// A private server, that only this test uses: it may be frozen.
private struct OwnServer: Sendable {
    let url: String
    let postmaster: pid_t

    /// Stops the server's own processes: the postmaster and its children, which this test started.
    func freeze() -> Frozen {
        // The postmaster first, so that it starts none meanwhile.
        kill(postmaster, SIGSTOP)
        let processes = [postmaster] + Self.children(of: postmaster)
        for process in processes.dropFirst() { kill(process, SIGSTOP) }
        return Frozen(processes: processes)
    }

    struct Frozen: Sendable {
        let processes: [pid_t]

        /// Goes on; a process that goes on already is not disturbed.
        func thaw() { for process in processes { kill(process, SIGCONT) } }
    }

    /// By the fourth field of `/proc/PID/stat`, behind the name in brackets.
    private static func children(of parent: pid_t) -> [pid_t] {
        ((try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []).compactMap { pid_t($0) }.filter { process in
            let stat = (try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)) ?? ""
            let fields = stat[(stat.lastIndex(of: ")") ?? stat.startIndex)...].split(separator: " ")
            return fields.count > 2 && pid_t(fields[2]) == parent
        }
    }
}

private func withOwnServer(_ body: (OwnServer) async throws -> Void) async throws {
    let url = try run("start")
    defer { _ = try? run("stop", url) }
    let folder = try #require(url.split(separator: "=").last.map(String.init))
    let lines = try String(contentsOfFile: folder + "/data/postmaster.pid", encoding: .utf8).split(separator: "\n")
    try await body(OwnServer(url: url, postmaster: try #require(lines.first.flatMap { pid_t($0) })))
}

/// `script/test-postgres`, and what it prints. Foundation's `Process` would wait for the server too, which has inherited its descriptors.
private func run(_ arguments: String...) throws -> String {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let output = FileManager.default.temporaryDirectory.appending(path: "test-postgres-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: output) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output.path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    let command = [root.appending(path: "script/test-postgres").path] + arguments
    let texts = command.map { strdup($0) }
    defer { for text in texts { free(text) } }
    var (process, status): (pid_t, Int32) = (0, 0)
    guard posix_spawn(&process, command[0], &actions, nil, texts + [nil], environ) == 0, waitpid(process, &status, 0) == process, status == 0 else {
        throw PolityError(.broken, "TEST", "script/test-postgres failed")
    }
    return try String(contentsOf: output, encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)
}
