import Foundation

/// wrk, the load generator that Debian has: one thread, so that the server keeps the other core.
enum Wrk {
    /// Requests a second of one URL.
    ///
    /// - Throws: when a single answer was not a success.
    static func rate(_ url: String, header: String? = nil, seconds: Int) throws -> Double {
        let (status, output) = try Command.run(
            "/usr/bin/env", ["wrk", "-t1", "-c32", "-d\(seconds)s"] + (header.map { ["-H", $0] } ?? []) + [url])
        guard status == 0 else { throw BenchFault("wrk ended with \(status); script/setup --bench installs it") }
        guard !output.contains("Non-2xx"), !output.contains("Socket errors") else { throw BenchFault("answers of \(url) went wrong:\n\(output)") }
        guard let line = output.split(separator: "\n").first(where: { $0.hasPrefix("Requests/sec:") }),
            let rate = Double(line.dropFirst(13).trimmingCharacters(in: .whitespaces))
        else { throw BenchFault("wrk said:\n\(output)") }
        return rate
    }
}
