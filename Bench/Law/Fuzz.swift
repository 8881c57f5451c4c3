import ArgumentParser
import Foundation
import FuzzTesting
import Kernel

/// Feeds made-up input to everything that reads law, by the million, in a process of its own: what it was given when it ended is then known.
struct Fuzz: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Feeds made-up input to everything that reads law.",
        discussion: "Ends with 1 when an input ended the process, took longer than --patience, or was answered in two ways; the input is then in --findings.")

    @Option(help: "Inputs for each target.")
    var count: UInt64 = 100_000
    @Option(help: "The first input's seed; they count up from there.")
    var seed: UInt64 = 1
    @Option(help: "A target; all without it.")
    var target: String?
    @Option(help: "Models (.dmn) and rulebooks (.yaml) that are changed, beside the built-in ones.")
    var samples: [String] = []
    @Option(help: "Seconds that one input may take.")
    var patience = 5.0
    @Option(help: "Where inputs are kept that were found.")
    var findings = "fuzz-findings"
    @Flag(help: .hidden)
    var isInner = false

    private static let mostFindings = 40

    func run() throws {
        if isInner { return try feed() }
        var found = 0
        for name in try targets().map(\.name) where target == nil || target == name {
            let start = ContinuousClock.now
            var next = seed
            while next < seed + count, found < Self.mostFindings {
                let place = FileManager.default.temporaryDirectory.path + "/polity-fuzz-\(getpid())"
                defer { try? FileManager.default.removeItem(atPath: place) }
                let process = Process()
                process.executableURL = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
                process.arguments =
                    [
                        "fuzz", "--is-inner", "--target", name, "--seed", "\(next)", "--count", "\(seed + count - next)", "--findings", place, "--patience",
                        "\(patience)",
                    ]
                    + samples.flatMap { ["--samples", $0] }
                try process.run()
                process.waitUntilExit()
                if process.terminationStatus == 0 { break }
                guard let text = try? String(contentsOfFile: place, encoding: .utf8), let last = UInt64(text.prefix { $0 != " " }) else {
                    throw BenchFault("the process ended before its first input")
                }
                found += 1
                try keep(name, last, String(text.drop { $0 != " " }))
                next = last + 1
            }
            Report.say("\(name): \(count) inputs in \(Int(seconds(ContinuousClock.now - start))) s")
        }
        if found > 0 { throw ExitCode(1) }
    }

    private func keep(_ name: String, _ seed: UInt64, _ what: String) throws {
        try FileManager.default.createDirectory(atPath: findings, withIntermediateDirectories: true)
        let file = "\(findings)/\(name)-\(seed)"
        guard let target = try targets().first(where: { $0.name == name }) else { return }
        try Data(target.input(seed: seed)).write(to: URL(filePath: file))
        Report.say("\(name) \(seed):\(what.isEmpty ? " ended the process" : what); kept as \(file)")
    }

    private func targets() throws -> [any FuzzTarget] {
        func read(_ ending: String) throws -> [[UInt8]] {
            try samples.flatMap { folder in
                try FileManager.default.subpathsOfDirectory(atPath: folder).sorted().filter { $0.hasSuffix(ending) }
                    .compactMap { FileManager.default.contents(atPath: folder + "/" + $0).map(Array.init) }
            }
        }
        return [
            ExpressionTarget(), UnaryTestsTarget(), ModelTarget(samples: try read(".dmn")), RulebookTarget(samples: try read(".yaml")), CaseTarget(),
            PopulationTarget(), ReformTarget(), SpreadsheetTarget(),
        ]
    }

    /// In the inner process: writes down each seed before it is used, in memory that outlives it.
    private func feed() throws {
        guard let target = try targets().first(where: { $0.name == target }) else { throw BenchFault("there is no such target") }
        FileManager.default.createFile(atPath: findings, contents: Data(count: 4_096))
        let descriptor = open(findings, O_RDWR)
        guard descriptor >= 0, let memory = mmap(nil, 4_096, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0), memory != MAP_FAILED else {
            throw BenchFault("\(findings) cannot be mapped")
        }
        func note(_ text: String) {
            var bytes = Array(text.utf8.prefix(4_000))
            bytes.append(UInt8(ascii: " "))
            memory.copyMemory(from: bytes, byteCount: bytes.count)
        }
        // What takes too long ends the process too, and so is found in the same way.
        alarm(0)
        for current in seed..<(seed + count) {
            note("\(current)")
            alarm(UInt32(max(1, patience)))
            do { try target.feed(target.input(seed: current)) } catch {
                note("\(current) was answered in two ways: \(error)")
                throw ExitCode(3)
            }
        }
        alarm(0)
    }
}
