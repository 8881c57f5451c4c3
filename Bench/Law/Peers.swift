import Foundation
import Kernel

/// The programs that Polity's rules are measured beside: Python packages in an environment of their own, and a few lines of C.
struct Peers: Sendable {
    /// Where `script/bench` keeps the Python environment.
    static let environment = ".venv-peers"
    static let scripts = "Bench/Peers"

    let python: String

    init() throws {
        python = FileManager.default.currentDirectoryPath + "/" + Self.environment + "/bin/python"
        guard FileManager.default.isExecutableFile(atPath: python) else {
            throw BenchFault("the peers are not installed in \(Self.environment); script/setup --bench does that")
        }
    }

    /// What a script of the peers says of itself, as one line of JSON.
    func run(_ script: String, _ arguments: [String]) throws -> Figures {
        let (status, output) = try Command.run(python, [Self.scripts + "/" + script] + arguments)
        guard status == 0 else { throw BenchFault("\(script) ended with \(status): \(output)") }
        return try Figures(output, of: script)
    }

    /// Compiles `scale.c` as the machine's compiler does by itself, and runs it.
    static func plainC(_ arguments: [String], in folder: String) throws -> Figures {
        let program = folder + "/scale"
        let (compiled, message) = try Command.run("/usr/bin/env", ["cc", "-O2", "-o", program, scripts + "/scale.c"])
        guard compiled == 0 else { throw BenchFault("scale.c could not be compiled: \(message)") }
        let (status, output) = try Command.run(program, arguments)
        guard status == 0 else { throw BenchFault("scale.c ended with \(status)") }
        return try Figures(output, of: "scale.c")
    }
}

/// Figures by name, as a measured program prints them.
struct Figures {
    private let json: JSON
    private let source: String

    init(_ output: String, of source: String) throws {
        guard let line = output.split(separator: "\n").last, let json = try? JSON(parsing: Array(line.utf8)) else {
            throw BenchFault("\(source) printed no figures: \(output)")
        }
        self.json = json
        self.source = source
    }

    subscript(name: String) -> Double {
        get throws {
            guard case .number(let number)? = json[name], let value = Double(number.description) else {
                throw BenchFault("\(source) printed no '\(name)'")
            }
            return value
        }
    }
}
