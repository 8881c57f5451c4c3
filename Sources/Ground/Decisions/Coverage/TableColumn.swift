import FEEL
import Kernel

/// One column of a table, cut where the outcome of its conditions can change: a sample for each piece stands for all values in it.
struct TableColumn {
    struct Sample {
        var value: Value
        /// As a sentence goes on: `"b"`, `5`, `between 5 and 10`.
        var words: String
    }

    var source: String
    var samples: [Sample] = []
    /// For each sample, a bit for each rule whose condition it passes.
    var masks: [[UInt64]] = []

    /// nil where the pieces cannot be told: conditions that depend on other names, on dates, or on more than a few constants.
    init?(_ input: DecisionTable.Input, _ cells: [DecisionTable.Cell], domain: InputDomain) {
        source = input.source
        var (numbers, texts): (Set<Decimal128>, Set<String>) = ([], [])
        var tested = cells.compactMap { cell -> UnaryTests? in if case .tests(let tests) = cell { tests } else { nil } }
        if cells.contains(where: { if case .broken = $0 { true } else { false } }) { return nil }
        if let allowed = input.allowed { tested.append(allowed) }
        for tests in tested {
            guard let landmarks = tests.landmarks else { return nil }
            numbers.formUnion(landmarks.numbers)
            texts.formUnion(landmarks.strings)
        }
        switch (input.expression?.type ?? .any, numbers.isEmpty, texts.isEmpty) {
        case (.boolean, true, true): samples = [true, false].map { Sample(value: .boolean($0), words: "\($0)") }
        case (.number, _, true), (.any, false, true):
            guard let pieces = Self.pieces(of: numbers, domain) else { return nil }
            samples = pieces
        case (.string, true, _), (.any, true, false): samples = Self.pieces(of: texts, domain, isClosed: input.allowed != nil)
        // Nothing is asked of it: any value does.
        case (_, true, true) where tested.isEmpty: samples = [Sample(value: .null, words: "")]
        default: return nil
        }
        if let allowed = input.allowed { samples = samples.filter { allowed.evaluate($0.value, Context()) == .boolean(true) } }
        guard !samples.isEmpty, samples.count <= 500 else { return nil }
        let words = (cells.count + 63) / 64
        masks = samples.map { sample in
            var mask = [UInt64](repeating: 0, count: words)
            for (rule, cell) in cells.enumerated() where Self.passes(cell, sample.value) { mask[rule / 64] |= 1 << UInt64(rule % 64) }
            return mask
        }
    }

    private static func passes(_ cell: DecisionTable.Cell, _ value: Value) -> Bool {
        switch cell {
        case .any: true
        case .broken: false
        case .tests(let tests): tests.evaluate(value, Context()) == .boolean(true)
        }
    }

    /// nil where 34 digits have no number between two of them.
    private static func pieces(of numbers: Set<Decimal128>, _ domain: InputDomain) -> [Sample]? {
        var (minimum, maximum): (Decimal128?, Decimal128?)
        var numbers = numbers
        if case .numbers(let low, let high) = domain {
            (minimum, maximum) = (low, high)
            numbers.formUnion([low, high].compactMap { $0 })
        }
        let sorted = numbers.sorted()
        guard let first = sorted.first, let last = sorted.last else { return [Sample(value: .number(0), words: "any number")] }
        var samples = [Sample(value: .number(first - 1), words: "below \(first)")]
        for (place, number) in sorted.enumerated() {
            samples.append(Sample(value: .number(number), words: "\(number)"))
            guard place + 1 < sorted.count else { break }
            samples.append(Sample(value: .number((number + sorted[place + 1]) / 2), words: "between \(number) and \(sorted[place + 1])"))
        }
        samples.append(Sample(value: .number(last + 1), words: "above \(last)"))
        guard TableIndex.Column.samples(of: sorted) != nil else { return nil }
        return samples.filter { sample in
            guard case .number(let number) = sample.value else { return false }
            return minimum.map { number >= $0 } ?? true && maximum.map { number <= $0 } ?? true
        }
    }

    private static func pieces(of texts: Set<String>, _ domain: InputDomain, isClosed: Bool) -> [Sample] {
        if case .texts(let all) = domain { return all.map { Sample(value: .string($0), words: "\"\($0)\"") } }
        let known = texts.sorted().map { Sample(value: .string($0), words: "\"\($0)\"") }
        if isClosed { return known }
        // A text that is longer than all others is none of them.
        let other = String(repeating: "x", count: (texts.map(\.count).max() ?? 0) + 1)
        return known + [Sample(value: .string(other), words: texts.isEmpty ? "any text" : "any other text")]
    }
}
