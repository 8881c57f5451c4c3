import Decisions
import FEEL
import Foundation
import Kernel

/// A marginal scale of five brackets, rounded to the cent, on one core: what most taxes are.
struct ScaleMeasurement: Measurement {
    let name = "law.scale"
    let about = "a marginal scale of five brackets, beside numpy and plain C"

    private static let count = 1_000_000

    private static let law = """
        title: A scale of five brackets
        entities: {person: {title: Person}}
        inputs: {income: {unit: EUR}}
        parameters:
          scale:
            unit: rate
            base: EUR
            scale: marginal
            source: the bench
            brackets:
              - {threshold: {2020-01-01: 0}, rate: {2020-01-01: 0}}
              - {threshold: {2020-01-01: 12000}, rate: {2020-01-01: 0.10}}
              - {threshold: {2020-01-01: 30000}, rate: {2020-01-01: 0.20}}
              - {threshold: {2020-01-01: 60000}, rate: {2020-01-01: 0.35}}
              - {threshold: {2020-01-01: 120000}, rate: {2020-01-01: 0.45}}
        formulas:
          tax: {unit: EUR, source: the bench, value: scale(income), round: {to: 0.01, mode: half_up}}
        """

    func run(_ workshop: Workshop, found: (Finding) -> Void) async throws {
        let book = try LawBook.read(Array(Self.law.utf8), "scale.yaml")
        let income = book.variableIndex["income"] ?? -1
        var builder = PopulationBuilder(book, row: 0, group: nil, variables: [income], capacity: Self.count)
        for row in 0..<Self.count {
            builder.append(Int64(row * 7_919 % 20_000_000), scale: 2, to: income)
            builder.endRow()
        }
        let people = builder.population
        guard let date = CivilDate("2024-06-01") else { throw BenchFault("2024 has no June") }
        let rounds = workshop.isQuick ? 10 : 40
        var times: [Double] = []
        var total = Decimal128.zero
        for _ in 0..<rounds {
            // Of the processor alone, in microseconds (POSIX, clock): what else runs on the machine shows less.
            let start = clock()
            let values = await people.values(of: "tax", by: book, asOf: date, workers: 1)
            times.append(Double(clock() - start) / 1_000_000)
            total = values?.total.sum ?? .zero
        }
        let arguments = ["\(Self.count)", "\(rounds)"]
        let c = try Peers.plainC(arguments, in: workshop.folder)
        let numpy = try Peers().run("scale.py", arguments)
        guard let sum = Double(total.description), try sum == c["total"] else { throw BenchFault("the tax comes to \(total), in C to \(try c["total"])") }
        let own = (times.min() ?? .nan) / Double(Self.count) * 1e9
        try found(Finding("law.scale", own, "ns a person", .under(4), [("c_ns", c["nanoseconds"]), ("numpy_ns", numpy["nanoseconds"])]))
    }
}
