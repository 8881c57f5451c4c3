import Foundation
import Glibc
import StoreTesting
import WebTesting

/// `polity serve` as a process of its own, on a free port.
final class ServedGovernment {
    let port: Int
    /// E-mail address and password of the made-up people, by the part before the `@`.
    let accounts: [String: (email: String, password: String)]
    private let process: Process

    /// - Parameter arguments: beside `serve`, the folder and the port.
    init(_ folder: String, _ arguments: [String]) throws {
        process = Process()
        process.executableURL = URL(fileURLWithPath: PolityCommand.binary ?? "polity")
        process.arguments = ["serve", folder, "--port", "0"] + arguments
        process.currentDirectoryURL = URL(fileURLWithPath: PolityCommand.root)
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle(forWritingAtPath: "/dev/null")
        try process.run()
        // Its address comes once it listens; in a demonstration the people follow, and the last of them is an administrator.
        var text = ""
        let isDemonstration = arguments.contains("--demo")
        while !text.contains(isDemonstration ? "administrator\n" : " is at "), case let piece = output.fileHandleForReading.availableData, !piece.isEmpty {
            text += String(decoding: piece, as: UTF8.self)
        }
        guard let found = text.firstMatch(of: /is at http:\/\/[^:]+:([0-9]+)/), let port = Int(found.1) else {
            process.terminate()
            throw CocoaError(.fileReadUnknown, userInfo: ["output": text])
        }
        self.port = port
        var accounts: [String: (email: String, password: String)] = [:]
        for match in text.matches(of: /(\S+)@(\S+) +(\S+) +\S+\n/) { accounts[String(match.1)] = ("\(match.1)@\(match.2)", String(match.3)) }
        self.accounts = accounts
    }

    func visitor() -> Visitor { Visitor(port: port) }

    func signedIn(_ name: String) async throws -> Visitor {
        let visitor = visitor()
        guard let account = accounts[name] else { throw CocoaError(.featureUnsupported, userInfo: ["account": name]) }
        _ = try await visitor.signIn(email: account.email, password: account.password)
        return visitor
    }

    /// Ends it as a loss of power would, and waits.
    func kill() {
        Glibc.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    /// Asks it to stop, and waits.
    /// - Returns: its exit status.
    @discardableResult
    func stop() -> Int32 {
        process.terminate()
        process.waitUntilExit()
        return process.terminationStatus
    }
}

extension ServedGovernment {
    /// Flags for data of its own, on either store: a folder, and a database where the keys have their schema too.
    static func place(_ kind: TestStore, _ body: ([String]) async throws -> Void) async throws {
        let folder = ScratchDirectory()
        defer { folder.remove() }
        var flags = ["--data", folder.path + "/data"]
        guard kind == .postgres, let server = TestStores.postgresURL else { return try await body(flags) }
        let name = "commands_" + UUID().uuidString.lowercased().replacingOccurrences(of: "-", with: "")
        try psql(server, "CREATE DATABASE \(name) TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'")
        flags += ["--database", server.replacing(/(postgres(?:ql)?:\/\/[^\/]*\/)[^?]*/) { "\($0.1)\(name)" }]
        let result: Result<Void, any Error>
        do { result = .success(try await body(flags)) } catch { result = .failure(error) }
        try psql(server, "DROP DATABASE \(name) WITH (FORCE)")
        try result.get()
    }

    /// Making a database is no transaction, so it is not the store's to do.
    private static func psql(_ server: String, _ statement: String) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["psql", server, "-qc", statement]
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw CocoaError(.fileWriteUnknown, userInfo: ["statement": statement]) }
    }
}
