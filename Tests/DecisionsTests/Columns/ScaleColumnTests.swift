import FEEL
import Kernel
import Testing

@testable import Decisions

/// Scales over whole columns, in 32 bits and in 64, with few brackets and with many.
@Suite struct ScaleColumnTests {
    private static let roundings = [
        nil, Rounding(to: Decimal128(1, scale: 2), .halfUp), Rounding(to: 1, .halfUp), Rounding(to: Decimal128(1, scale: 2), .halfEven),
    ]

    @Test(arguments: [1, 2, 4, 5, 6, 8, 9, 12], [Scale.Kind.marginal, .singleAmount])
    func asEachNumberByItself(_ brackets: Int, _ kind: Scale.Kind) throws {
        let random = SeededGenerator(seed: UInt64(brackets) << 1 | (kind == .marginal ? 1 : 0))
        var (narrow, wide) = (0, 0)
        for round in 0..<24 {
            var threshold = Int64(random.next(below: 3) * 1_000)
            let steps = (0..<brackets).map { _ in
                defer { threshold += Int64(1 + random.next(below: 2_000_000)) }
                // Some scales fall.
                let rate = Int64(random.next(below: 60)) - (round % 4 == 0 ? 20 : 0)
                return ScaleInForce.Step(threshold: Decimal128(threshold, scale: 2), rate: Decimal128(rate, scale: 2))
            }
            let scale = ScaleInForce(kind: kind, steps: steps)
            let edges = steps.compactMap { $0.threshold.count(scale: 2) }.flatMap { [$0 - 1, $0, $0 + 1] }
            let reach = round % 2 == 0 ? 3_000_000 : 30_000_000_000
            let values = edges + (0..<60).map { _ in Int64(random.next(below: reach)) - (round % 3 == 0 ? 5_000 : 0) }
            let column = try #require(IntegerColumn(values, scale: 2, low: Int128(values.min() ?? 0), high: Int128(values.max() ?? 0)))
            for rounding in Self.roundings {
                let result = try PreparedScale(scale)(.integers(column), values.count, rounding)
                if case .integers(let whole) = result { if case .narrow = whole.counts { narrow += 1 } else { wide += 1 } }
                for row in values.indices {
                    let exact = scale(Decimal128(values[row], scale: 2))
                    let expected = rounding.map { $0(exact) } ?? exact
                    guard result.value(row) == .number(expected) else {
                        Issue.record("\(steps) of \(values[row]) cents: \(result.value(row)), not \(expected)")
                        return
                    }
                }
            }
        }
        #expect(narrow > 10 && (wide > 10 || kind == .singleAmount), "\(narrow) in 32 bits, \(wide) in 64")
    }
}
