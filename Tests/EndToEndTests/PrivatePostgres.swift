import Foundation
import StoreTesting

/// A PostgreSQL server of one test's own, which may do to it what others would notice.
struct PrivatePostgres {
    let url: String

    /// - Parameter environment: added to the server's.
    init(environment: [String: String]) throws { url = try Self.script("start", environment) }

    func stop() { _ = try? Self.script("stop '\(url)'") }

    /// Through the shell: Foundation's `Process` ends only when its child's children do, and the server is one.
    private static func script(_ arguments: String, _ environment: [String: String] = [:]) throws -> String {
        let settings = environment.sorted { $0.key < $1.key }.map { "\($0.key)='\($0.value)' " }.joined()
        guard let output = popen("\(settings)'\(PolityCommand.root)/script/test-postgres' \(arguments)", "r") else { throw POSIXError(.EIO) }
        var said = ""
        var line = [CChar](repeating: 0, count: 4_096)
        while fgets(&line, Int32(line.count), output) != nil { said += String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self) }
        guard pclose(output) == 0 else { throw TownFault.ended("test-postgres \(arguments): \(said)") }
        return said.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
