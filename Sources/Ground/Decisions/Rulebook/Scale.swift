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

    /// The brackets of which threshold and rate hold on `date`, lowest first; nil where there is none.
    public func inForce(on date: CivilDate) -> ScaleInForce? {
        let steps = brackets.compactMap { bracket -> ScaleInForce.Step? in
            guard let threshold = bracket.threshold[on: date]?.value, let rate = bracket.rate[on: date]?.value else { return nil }
            return .init(threshold: threshold, rate: rate)
        }
        return steps.isEmpty ? nil : ScaleInForce(kind: kind, steps: steps.sorted { $0.threshold < $1.threshold })
    }
}

/// A scale on one day.
public struct ScaleInForce: Sendable, Hashable {
    public struct Step: Sendable, Hashable {
        public var threshold: Decimal128
        public var rate: Decimal128
    }

    public let kind: Scale.Kind
    /// By threshold; never empty.
    public let steps: [Step]

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
