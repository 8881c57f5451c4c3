import Foundation

/// A server in a process of its own, that answers.
final class ServerProcess {
    let port: Int
    /// From the start of the process to its first answer.
    let startSeconds: Double
    private let process = Process()

    var pid: Int32 { process.processIdentifier }

    /// - Parameter path: what is asked until it is answered with 200.
    init(_ program: String, _ arguments: (_ port: Int) -> [String], log: String, path: String, patienceSeconds: Int = 600) throws {
        port = try Self.freePort()
        FileManager.default.createFile(atPath: log, contents: nil)
        let output = try FileHandle(forWritingTo: URL(filePath: log))
        process.executableURL = URL(filePath: program)
        process.arguments = arguments(port)
        process.standardOutput = output
        process.standardError = output
        let start = ContinuousClock.now
        try process.run()
        let end = start + .seconds(patienceSeconds)
        while true {
            // 503 while a demonstration is prepared.
            let status = try? HTTPConnection(port: port).get(path).status
            if status == 200 { break }
            if let status, status != 503 { throw BenchFault("\(path) was answered with \(status); see \(log)") }
            guard process.isRunning, ContinuousClock.now < end else {
                process.terminate()
                let said = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
                throw BenchFault("\(program) did not start: \(said.suffix(2_000))")
            }
            usleep(status == nil ? 2_000 : 20_000)
        }
        startSeconds = seconds(ContinuousClock.now - start)
    }

    deinit { if process.isRunning { process.terminate() } }

    /// Stops gracefully and waits for the end.
    func stop() throws {
        process.terminate()
        let end = ContinuousClock.now + .seconds(30)
        while process.isRunning {
            if ContinuousClock.now > end {
                kill(pid, SIGKILL)
                throw BenchFault("the server did not stop within 30 seconds")
            }
            usleep(5_000)
        }
    }

    /// Resident memory in megabytes (proc(5): `VmRSS`).
    func residentMegabytes() throws -> Double {
        let status = try String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)
        guard let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmRSS:") }), let kilobytes = Double(line.filter(\.isNumber)) else {
            throw BenchFault("no VmRSS in /proc")
        }
        return kilobytes / 1_024
    }

    private static func freePort() throws -> Int {
        let socket = try Socket.listening()
        defer { close(socket.descriptor) }
        return socket.port
    }
}
