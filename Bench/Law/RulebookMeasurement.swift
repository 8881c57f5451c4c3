import Decisions
import Foundation
import Kernel

/// Reading, checking and compiling the demonstration's law, and explaining a national income tax.
struct RulebookMeasurement: Measurement {
    let name = "law.rulebooks"
    let about = "loading and checking Arden's law, and explaining its income tax"

    func run(_ workshop: Workshop, found: (Finding) -> Void) async throws {
        let folder = Workshop.government + "/rules"
        let files = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".yaml") }.map { folder + "/" + $0 }
        var loads: [Double] = []
        for _ in 0..<(workshop.isQuick ? 11 : 31) { loads.append(try time { for file in files { _ = try LawBook.read(file) } } * 1_000) }
        // The first one is what a program that has just started pays.
        found(Finding("law.rulebooks", loads[0], "ms", .under(100), [("warm_ms", Statistics.median(loads)), ("files", Double(files.count))]))
        try explain(workshop, found)
    }

    private func explain(_ workshop: Workshop, _ found: (Finding) -> Void) throws {
        let book = try LawBook.read(Workshop.government + "/rules/income_tax.yaml")
        guard let date = CivilDate("2025-06-01") else { throw BenchFault("2025 has no June") }
        var (times, bytes): ([Double], Int) = ([], 0)
        for round in 0..<(workshop.isQuick ? 51 : 301) {
            let json: JSON = [
                "employment_income": .number(Decimal128(130_000 + round)), "savings_interest_income": 1_500, "dividend_income": 3_000,
                "self_employment_income": 20_000, "private_pension_income": 4_000,
            ]
            times.append(
                try time {
                    let situation = try Situation(json, for: book)
                    guard let reasons = Calculation.reasons(for: "income_tax", in: situation, asOf: date) else { throw BenchFault("no reasons") }
                    let told = Reasons.json([reasons], in: "en")
                    bytes = JSON.object([.init("reasons", told.reasons), .init("sources", told.sources)]).text.utf8.count
                } * 1_000)
        }
        found(Finding("law.explanation", Statistics.median(times), "ms", .under(5), [("slowest_ms", times.max() ?? 0)]))
        found(Finding("law.explanation.size", Double(bytes) / 1_000, "kB", .under(20)))
    }
}
