import Decisions
import FEEL
import Foundation
import Kernel
import Testing

/// Arden's income tax and contributions beside another implementation of the same acts, `Data/income_tax.py`, for thousands of made-up people
/// at and around every limit: to the penny.
@Suite struct ReferenceTests {
    static let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Data/income_tax.py").path

    /// Python 3, as the browser tests need it too.
    static let python: String? = {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(String.init) + ["/usr/bin", "/usr/local/bin"]
        return folders.map { $0 + "/python3" }.first(where: FileManager.default.isExecutableFile)
    }()

    struct Person {
        var given: JSON
        var results: JSON
    }

    /// By the day as of which they are computed.
    static func people(_ count: Int, seed: Int) throws -> [String: [Person]] {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try #require(python))
        process.arguments = [script, "\(count)", "\(seed)"]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let bytes = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
        var people: [String: [Person]] = [:]
        for line in bytes.split(separator: 10) {
            let json = try JSON(parsing: Array(line))
            people[try #require(json["as_of"]?.string), default: []].append(
                Person(given: try #require(json["given"]), results: try #require(json["results"])))
        }
        return people
    }

    @Test("to the penny, for thousands of people in each tax year", .enabled(if: python != nil, "there is no python3 in the PATH"))
    func agrees() throws {
        let law = try ArdenLawTests.law("income_tax")
        let years = try Self.people(7_000, seed: 1)
        #expect(years.count == 7)
        var (compared, taxed) = (0, 0)
        for (day, people) in years.sorted(by: { $0.key < $1.key }) {
            let names = try #require(people.first?.given.members).map(\.name)
            let rows = people.map { person in names.map { person.given[$0]?.string ?? person.given[$0]?.text ?? "" }.joined(separator: ",") + "\n" }
            var diagnostics = Diagnostics()
            let csv = names.joined(separator: ",") + "\n" + rows.joined()
            let population = try #require(
                Population(csv: Array(csv.utf8), file: "people.csv", for: law, diagnostics: &diagnostics), "\(diagnostics.sorted)")
            let simulation = try Simulation(law, on: population, asOf: try #require(CivilDate(day)))
            let results = try #require(people.first?.results.members).map(\.name)
            // Contributions for one pay period are of that period and not of a year.
            #expect(results.sorted() == law.results.map(\.id).filter { $0 != "ni_class_1_for_pay_period" }.sorted())
            for name in results {
                let values = simulation.values(of: name)
                try #require(values.count == people.count)
                for (person, value) in zip(people, values) {
                    let expected = try #require(person.results[name]?.string.flatMap { Decimal128($0) })
                    compared += 1
                    taxed += expected.isZero ? 0 : 1
                    #expect(value == .number(expected), "\(name) on \(day) of \(person.given.text)")
                }
            }
        }
        // That the two agree means little of people who owe nothing.
        #expect(compared == 35_000 && taxed > 15_000, "\(taxed) of \(compared)")
    }
}
