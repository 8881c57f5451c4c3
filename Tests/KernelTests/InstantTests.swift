import Kernel
import Testing

/// Moments at the ends of what microseconds can count.
@Suite("Instants")
struct InstantTests {
    @Test("a day beyond the last moment is that moment, in every zone")
    func farDays() throws {
        let zones = [CivilZone.utc, try #require(CivilZone("America/New_York")), try #require(CivilZone("Pacific/Kiritimati"))]
        for year in [999_999_999, 300_000, -300_000, -999_999_999] {
            let date = try #require(CivilDate(year: year, month: 12, day: 31))
            for zone in zones {
                #expect((zone.start(of: date).microseconds < 0) == (year < 0))
                _ = (zone.date(of: zone.end(of: date)), zone.end(of: date).description)
            }
        }
    }

    @Test func sumsEndWithTheLastMoment() {
        let (first, last) = (Instant(microseconds: .min), Instant(microseconds: .max))
        #expect(last + .seconds(1) == last && last - .seconds(-1) == last && first - .seconds(1) == first && first + .seconds(-1) == first)
        #expect(Instant(microseconds: 0) + .seconds(Int64.max) == last && Instant(microseconds: 0) + .seconds(Int64.min) == first)
        #expect(last - first > .seconds(18_000_000_000_000))
        #expect(Duration.seconds(Int64.max).wholeMicroseconds == .max)
        #expect(first.description.hasPrefix("-") && last.description.hasSuffix("Z"))
        let east = CivilZone(name: "east") { _ in 50_400 }
        _ = (east.date(of: first), east.date(of: last))
    }

    @Test("a time of a day that the clocks leave out is as long after the jump")
    func times() throws {
        let london = try #require(CivilZone("Europe/London"))
        func text(_ day: String, _ second: Int) throws -> String { london.instant(of: try #require(CivilDate(day)), second: second).description }
        #expect(try text("2026-07-01", 43_200) == "2026-07-01T11:00:00.000000Z")
        #expect(try text("2026-03-29", 5_400) == "2026-03-29T01:30:00.000000Z")
        let saoPaulo = try #require(CivilZone("America/Sao_Paulo"))
        #expect(saoPaulo.start(of: try #require(CivilDate("2018-11-04"))).description == "2018-11-04T03:00:00.000000Z")
        #expect(try text("2026-03-29", 0) == "2026-03-29T00:00:00.000000Z")
    }
}
