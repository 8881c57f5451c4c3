/// One figure, and what it has to be.
struct Finding: Sendable {
    enum Target: Sendable {
        case atLeast(Double)
        case under(Double)
        /// Told beside the others; nothing is promised about it.
        case none

        func accepts(_ figure: Double) -> Bool {
            switch self {
            case .atLeast(let least): figure >= least
            case .under(let most): figure < most
            case .none: true
            }
        }
    }

    /// `submission.sqlite`
    var name: String
    var figure: Double
    /// `ms`, or for a ratio what it is a part of: `of hello`.
    var unit: String
    var target: Target
    /// What the figure was made of: the medians of both sides, counts, loads.
    var parts: [(name: String, value: Double)]
    /// Drawn beside the report.
    var plot: Plot?

    init(_ name: String, _ figure: Double, _ unit: String, _ target: Target, _ parts: [(name: String, value: Double)] = []) {
        self.name = name
        self.figure = figure
        self.unit = unit
        self.target = target
        self.parts = parts
    }

    var isMet: Bool { target.accepts(figure) }
    var verdict: String { if case .none = target { "" } else { isMet ? "ok" : "short" } }
}

enum Statistics {
    static func median(_ values: [Double]) -> Double {
        guard !values.isEmpty else { return .nan }
        let sorted = values.sorted()
        let middle = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }

    /// The smallest value that at least this part of all lie at or below (nearest rank).
    static func percentile(_ part: Double, _ values: [Double]) -> Double {
        guard !values.isEmpty else { return .nan }
        let rank = Int((part * Double(values.count)).rounded(.up))
        return values.sorted()[min(max(rank, 1), values.count) - 1]
    }
}
