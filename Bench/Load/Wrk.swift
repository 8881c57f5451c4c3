import Foundation

/// wrk, the load generator that Debian has: one thread, so that the server keeps the other core.
enum Wrk {
    /// Connections that are kept busy, each with one request after the other, where nothing else is said.
    static let connections = 32

    /// Requests a second of one URL.
    ///
    /// - Throws: when a single answer was not a success.
    static func rate(_ url: String, header: String? = nil, seconds: Int, connections: Int = Wrk.connections) throws -> Double {
        try rate(url, header.map { ["-H", $0] } ?? [], seconds, connections)
    }

    /// The same with a body of JSON that is posted each time, by 4,096 clients behind one proxy in turn: a route may have a limit for each of them
    /// that is far below what is measured.
    ///
    /// - Parameter folder: where the script that says so to wrk is written.
    static func rate(_ url: String, posting body: String, seconds: Int, folder: String, connections: Int = Wrk.connections) throws -> Double {
        let script = folder + "/post.lua"
        let lines = ["wrk.method = 'POST'", "wrk.body = [[\(body)]]", "wrk.headers['Content-Type'] = 'application/json'"]
        let clients = """
            wrk.headers['Accept'] = 'application/json'
            local requests, number = {}, 0
            init = function()
                for client = 0, 4095 do
                    wrk.headers['X-Forwarded-For'] = '10.0.' .. math.floor(client / 256) .. '.' .. client % 256
                    requests[client] = wrk.format()
                end
            end
            request = function()
                number = (number + 1) % 4096
                return requests[number]
            end
            """
        try (lines + [clients]).joined(separator: "\n").write(toFile: script, atomically: true, encoding: .utf8)
        return try rate(url, ["-s", script], seconds, connections)
    }

    private static func rate(_ url: String, _ options: [String], _ seconds: Int, _ connections: Int) throws -> Double {
        let (status, output) = try Command.run("/usr/bin/env", ["wrk", "-t1", "-c\(connections)", "-d\(seconds)s"] + options + [url])
        guard status == 0 else { throw BenchFault("wrk ended with \(status); script/setup --bench installs it") }
        guard !output.contains("Non-2xx"), !output.contains("Socket errors") else { throw BenchFault("answers of \(url) went wrong:\n\(output)") }
        guard let line = output.split(separator: "\n").first(where: { $0.hasPrefix("Requests/sec:") }),
            let rate = Double(line.dropFirst(13).trimmingCharacters(in: .whitespaces))
        else { throw BenchFault("wrk said:\n\(output)") }
        return rate
    }
}
