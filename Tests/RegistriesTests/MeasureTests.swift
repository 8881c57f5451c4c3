import FEEL
import Foundation
import Kernel
import StoreTesting
import Testing

@testable import Registries

/// How long reading takes among many records; printed, not judged. `POLITY_MEASURE=100000 swift test --filter MeasureTests`
@Suite struct MeasureTests {
    static let count = ProcessInfo.processInfo.environment["POLITY_MEASURE"].flatMap { Int($0) } ?? 0

    @Test(.enabled(if: count > 0), arguments: TestStores.all) func readsAmongManyRecords(_ kind: TestStore) async throws {
        try await TestTown.on(kind) { town in
            let clock = ContinuousClock()
            let names = (0..<200).map { "Name\($0 * 7_919 % 9_973)" }
            @Sendable func number(_ index: Int) -> String { CheckScheme.luhn.completing(String(1_000_000 + index)) ?? "" }
            let entering = try await clock.measure {
                for start in stride(from: 0, to: Self.count, by: 500) {
                    try await town.store.write("measure.enter") { tx in
                        for index in start..<min(start + 500, Self.count) {
                            let values: Context = [
                                "number": .string(number(index)), "name": .string("\(names[index % 200]) \(names[index / 200 % 200])"),
                                "address": .context(["line_1": .string("\(index) Harbour Street")]),
                            ]
                            try town.registries.create("residents", values, note: TestTown.note, in: tx)
                        }
                    }
                }
            }
            print("\(kind): \(Self.count) records entered, \(entering / Self.count) each")
            func report(_ what: String, _ body: @escaping @Sendable (RecordReader) throws -> Int) async throws {
                let purpose = try town.purpose()
                _ = try await town.registries.read(purpose, body)
                var found = 0
                let time = try await clock.measure { for _ in 0..<20 { found = try await town.registries.read(purpose, body) } }
                print("\(kind): \(what): \(time / 20), \(found) found")
            }
            try await report("one by its number") { try $0.record(in: "residents", called: number(Self.count / 2)) == nil ? 0 : 1 }
            try await report("a page of 50") { try $0.records(in: "residents").count }
            try await report("two words, first 50") { try $0.search("residents", "\(names[3]) \(names[1])").count }
            try await report("a common word, first 50") { try $0.search("residents", "harbour").count }
        }
    }
}
