import FEEL
import Kernel
import StoreTesting
import Testing

@testable import Registries

/// A record that is only a list of what was said, asked by going over it again: obviously right, and slow.
struct NaiveRecord {
    enum Statement {
        case create(from: CivilDate, name: String)
        case change(from: CivilDate, to: CivilDate, name: String)
        case end(on: CivilDate)
    }

    var statements: [(at: Instant, what: Statement)] = []

    func name(on day: CivilDate, recorded moment: Instant) -> String? {
        var name: String?
        for (at, what) in statements where at <= moment {
            switch what {
            case .create(let from, let new): if day >= from { name = new }
            case .change(let from, let to, let new): if name != nil, from <= day, day < to { name = new }
            case .end(let last): if day >= last { name = nil }
            }
        }
        return name
    }
}

@Suite struct TimelineTests {
    static func day(_ offset: Int) -> CivilDate { CivilDate(daysSinceEpoch: 20_000 + offset) }

    @Test(arguments: 0..<40) func aTimelineIsWhatWasSaid(seed: Int) {
        let random = SeededGenerator(seed: UInt64(seed))
        var naive = NaiveRecord()
        var timeline = Timeline([.init(from: Self.day(5), to: .never, state: "0")])
        naive.statements.append((Instant(microseconds: 0), .create(from: Self.day(5), name: "0")))
        for step in 1...12 {
            let from = random.next(below: 30)
            let at = Instant(microseconds: Int64(step))
            if random.next(below: 6) == 0 {
                timeline.end(on: Self.day(from))
                naive.statements.append((at, .end(on: Self.day(from))))
            } else {
                let to = random.next(below: 3) == 0 ? CivilDate.never : Self.day(from + 1 + random.next(below: 10))
                timeline.change(from: Self.day(from), to: to) { _ in "\(step)" }
                naive.statements.append((at, .change(from: Self.day(from), to: to, name: "\(step)")))
            }
            for offset in 0..<45 {
                #expect(timeline.state(on: Self.day(offset)) == naive.name(on: Self.day(offset), recorded: at))
            }
            for (span, next) in zip(timeline.spans, timeline.spans.dropFirst()) { #expect(span.from < span.to && span.to <= next.from) }
        }
    }

    /// The whole way, through both stores, sealed: every day as of every moment.
    @Test(arguments: TestStores.all, [1, 2, 3]) func theStoreKeepsEveryMoment(_ kind: TestStore, seed: Int) async throws {
        try await TestTown.on(kind) { town in
            let random = SeededGenerator(seed: UInt64(seed))
            var naive = NaiveRecord()
            let id = try await town.resident("0", from: Self.day(5))
            naive.statements.append((town.clock.now, .create(from: Self.day(5), name: "0")))
            for step in 1...12 {
                // Sometimes within the same microsecond as the change before.
                if random.next(below: 3) > 0 { town.clock.advance(by: .seconds(60)) }
                let from = Self.day(random.next(below: 30))
                let isEnd = random.next(below: 8) == 0
                let to = random.next(below: 3) == 0 ? CivilDate.never : from.adding(days: 1 + random.next(below: 10))
                do {
                    try await town.store.write("test.change") { tx in
                        if isEnd {
                            try town.registries.end(id, on: from, note: TestTown.note, in: tx)
                        } else {
                            try town.registries.correct(id, ["name": .string("\(step)")], from: from, to: to, note: TestTown.note, in: tx)
                        }
                    }
                } catch let error as PolityError where error.code == "REGISTRY-108" {
                    continue
                }
                let at = try await town.store.read { try $0.value("SELECT MAX(recorded_at) FROM registry_changes", as: Instant.self) }
                naive.statements.append((try #require(at), isEnd ? .end(on: from) : .change(from: from, to: to, name: "\(step)")))
            }
            let statements = naive
            let purpose = try town.purpose()
            try await town.registries.read(purpose) { reader in
                for (moment, _) in statements.statements {
                    for offset in 0..<45 {
                        let name = try reader.record(id, on: Self.day(offset), recorded: moment)?.values["name"]
                        #expect(name == statements.name(on: Self.day(offset), recorded: moment).map(FEEL.Value.string))
                    }
                }
                let history = try reader.history(id)
                #expect(history.count == statements.statements.count)
                #expect(history.first?.kind == .created && history.allSatisfy { $0.actor == "system:tests" })
            }
        }
    }
}
