import CPostgres
import Foundation
import Kernel

/// What the figures were measured on: without it they say nothing.
struct Machine: Sendable {
    let json: JSON

    init(postgres url: String) throws {
        let server = try PostgresServer(url)
        json = [
            "cpu": .string(Self.field("model name", of: "/proc/cpuinfo")), "cores": .integer(ProcessInfo.processInfo.activeProcessorCount),
            "memory": .string(Self.field("MemTotal", of: "/proc/meminfo")), "kernel": .string(Self.output("uname", ["-r"])),
            "swift": .string(Self.output("swift", ["--version"]).split(separator: "\n").first.map { String($0) } ?? ""),
            "postgresql": .string(try server.value("SHOW server_version")),
            "git_commit": .string(Self.output("git", ["describe", "--always", "--dirty", "--abbrev=12"])),
            "date": .string(Self.output("date", ["-u", "+%Y-%m-%dT%H:%M:%SZ"])), "load_average_at_the_start": .string(Self.load),
        ]
    }

    static var load: String { (try? String(contentsOfFile: "/proc/loadavg", encoding: .utf8))?.split(separator: " ").prefix(3).joined(separator: " ") ?? "" }

    private static func field(_ name: String, of file: String) -> String {
        let text = (try? String(contentsOfFile: file, encoding: .utf8)) ?? ""
        let line = text.split(separator: "\n").first { $0.hasPrefix(name) }
        return line?.split(separator: ":", maxSplits: 1).last.map { $0.trimmingCharacters(in: .whitespaces) } ?? ""
    }

    private static func output(_ program: String, _ arguments: [String]) -> String {
        ((try? Command.run("/usr/bin/env", [program] + arguments))?.output ?? "").trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
