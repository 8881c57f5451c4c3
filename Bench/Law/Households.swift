import ArgumentParser
import Decisions
import FEEL
import Foundation
import Kernel

/// Computes the disposable income of many households of one person, in a process of its own so that its memory is its own.
struct Households: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Computes the country template for many households.", shouldDisplay: false)

    @Option var count = 1_000_000
    @Option var rounds = 5
    @Option var workers = 2

    func run() async throws {
        let law = try LawBook.countryTemplate()
        let people = population(of: law)
        guard let month = CivilDate("2024-01-01") else { throw BenchFault("2024 has no January") }
        var times: [Double] = []
        var total = Decimal128.zero
        for _ in 0..<rounds {
            let start = ContinuousClock.now
            let values = await people.values(of: "disposable_income", by: law, asOf: month, workers: workers)
            times.append(seconds(ContinuousClock.now - start) * 1_000)
            guard let values, values.count == count else { throw BenchFault("not everybody was computed") }
            total = values.total.sum
        }
        let memory = try Self.largestMegabytes()
        print("{\"milliseconds\": \(Statistics.median(times)), \"megabytes\": \(memory), \"total\": \(total)}")
    }

    /// The same people as Bench/Peers/households.py draws.
    private func population(of law: Rulebook) -> Population {
        let names = ["birth", "salary", "capital_returns", "rent", "accommodation_size", "housing_occupancy_status"]
        let variables = names.map { law.variableIndex[$0] ?? -1 }
        var builder = PopulationBuilder(law, row: 0, group: 1, variables: variables, capacity: count)
        let first = CivilDate(year: 1940, month: 1, day: 1)?.daysSinceEpoch ?? 0
        for row in 0..<count {
            builder.append(.date(CivilDate(daysSinceEpoch: first + row * 32_452_843 % 25_000)), to: variables[0])
            builder.append(Int64(row * 7_919 % 1_000_000), scale: 2, to: variables[1])
            builder.append(Int64(row * 104_729 % 50_000), scale: 2, to: variables[2])
            builder.append(Int64(row * 1_299_709 % 150_000), scale: 2, to: variables[3])
            builder.append(Int64(20 + row * 15_485_863 % 130), scale: 0, to: variables[4])
            builder.append(.string(row % 3 == 0 ? "owner" : "tenant"), to: variables[5])
            builder.endRow()
            builder.endGroup()
        }
        return builder.population
    }

    /// proc(5): `VmHWM`, the most memory the process has had.
    private static func largestMegabytes() throws -> Double {
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        guard let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") }), let kilobytes = Double(line.filter(\.isNumber)) else {
            throw BenchFault("no VmHWM in /proc")
        }
        return kilobytes / 1_024
    }
}
