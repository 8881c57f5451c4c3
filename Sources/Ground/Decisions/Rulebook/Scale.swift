import FEEL
import Kernel

/// Amounts by bracket, such as the rates of an income tax: dated thresholds with a dated rate (or amount) each.
public struct Scale: Sendable {
    public enum Kind: String, Sendable, CaseIterable {
        /// Each slice of the base is multiplied by the rate of the bracket it lies in.
        case marginal
        /// The amount of the bracket in which the whole base lies.
        case singleAmount = "single_amount"
    }

    public struct Bracket: Sendable {
        public var threshold: DatedValues<Decimal128>
        /// The rate of a marginal scale, the amount of the other.
        public var rate: DatedValues<Decimal128>

        public init(threshold: DatedValues<Decimal128>, rate: DatedValues<Decimal128>) {
            self.threshold = threshold
            self.rate = rate
        }
    }

    public var kind: Kind
    public var brackets: [Bracket]

    public init(_ kind: Kind, _ brackets: [Bracket]) {
        self.kind = kind
        self.brackets = brackets
    }

    /// From when it is as it is on `date`: the latest day among what its brackets have then; nil where none is in force.
    public func since(_ date: CivilDate) -> CivilDate? {
        brackets.flatMap { [$0.threshold[on: date]?.from, $0.rate[on: date]?.from] }.compactMap { $0 }.max()
    }

    /// The brackets of which threshold and rate hold on `date`, lowest first; nil where there is none.
    public func inForce(on date: CivilDate) -> ScaleInForce? {
        let steps = brackets.compactMap { bracket -> ScaleInForce.Step? in
            let (start, given) = (bracket.threshold[on: date], bracket.rate[on: date])
            guard let threshold = start?.value, let rate = given?.value else { return nil }
            // Where the one and the other stand in two places, both are told.
            let sources = [given?.source, start?.source].compactMap(\.self)
            return .init(threshold: threshold, rate: rate, source: Set(sources).count == 2 ? sources.joined(separator: "; ") : sources.first)
        }
        return steps.isEmpty ? nil : ScaleInForce(kind: kind, steps: steps.sorted { $0.threshold < $1.threshold })
    }
}

/// A scale on one day.
public struct ScaleInForce: Sendable, Hashable {
    public struct Step: Sendable, Hashable {
        public var threshold: Decimal128
        public var rate: Decimal128
        /// Where the law says so, where that is another place than for the scale as a whole.
        public var source: String?

        public init(threshold: Decimal128, rate: Decimal128, source: String? = nil) {
            self.threshold = threshold
            self.rate = rate
            self.source = source
        }
    }

    public let kind: Scale.Kind
    /// By threshold; never empty.
    public let steps: [Step]

    /// The step's values alone: where they stand makes no difference to what comes out.
    public var withoutSources: [Step] { steps.map { Step(threshold: $0.threshold, rate: $0.rate) } }

    /// What the scale gives for `base`. O(steps).
    public func callAsFunction(_ base: Decimal128) -> Decimal128 {
        switch kind {
        case .singleAmount: return steps.last { $0.threshold <= base }?.rate ?? .zero
        case .marginal:
            var sum = Decimal128.zero
            for (index, step) in steps.enumerated() where base > step.threshold {
                let top = index + 1 < steps.count ? Swift.min(base, steps[index + 1].threshold) : base
                sum = sum + (top - step.threshold) * step.rate
            }
            return sum
        }
    }
}

extension ScaleInForce {
    /// As formulas call it.
    var function: Value {
        .function(
            Function(parameters: [.init("base", .number)], result: .number) { [self] arguments in
                guard case .number(let base)? = arguments.first else { return .null }
                let result = self(base)
                return result.isFinite ? .number(result) : .null
            })
    }
}
