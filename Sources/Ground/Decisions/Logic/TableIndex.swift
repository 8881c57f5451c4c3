import FEEL
import Kernel

/// For each column of a table, which rules a value passes, found by one search instead of a test of each cell.
///
/// The outcome of a cell's tests can only change at the constants in them. So the true tests are run once for each constant and once
/// between two, and the answers are kept as a bit for each rule.
struct TableIndex: Sendable {
    struct Column: Sendable {
        /// Ascending. The masks go: below the first, the first itself, between it and the second, the second, …
        var numbers: [Decimal128] = []
        var numberMasks: [UInt64] = []
        /// The place of each text's mask.
        var strings: [String: Int] = [:]
        /// The first is for every other text.
        var stringMasks: [UInt64] = []
        /// For false, then for true.
        var booleanMasks: [UInt64] = []
    }

    static let mostRules = 4_096
    static let mostNumbers = 4_096

    /// nil for a column whose cells have to be tested one by one.
    let columns: [Column?]
    /// How many words a mask has.
    let words: Int

    /// nil where no column can be indexed, or the table is too large.
    init?(_ rules: [DecisionTable.Rule], inputs: Int) {
        guard !rules.isEmpty, rules.count <= Self.mostRules else { return nil }
        let words = (rules.count + 63) / 64
        let columns = (0..<inputs).map { input in Column(rules.map { $0.tests[input] }, words) }
        guard columns.contains(where: { $0 != nil }) else { return nil }
        self.words = words
        self.columns = columns
    }
}

extension TableIndex.Column {
    fileprivate init?(_ cells: [DecisionTable.Cell], _ words: Int) {
        var (numbers, texts): (Set<Decimal128>, Set<String>) = ([], [])
        for case .tests(let tests) in cells {
            guard let landmarks = tests.landmarks else { return nil }
            numbers.formUnion(landmarks.numbers)
            texts.formUnion(landmarks.strings)
        }
        guard numbers.count <= TableIndex.mostNumbers, numbers.count * words <= 200_000 else { return nil }
        self.numbers = numbers.sorted()
        for value in Self.samples(of: self.numbers) { numberMasks += Self.mask(cells, .number(value), words) }
        // A text that is longer than all others is none of them.
        let other = String(repeating: "x", count: (texts.map(\.count).max() ?? 0) + 1)
        stringMasks = Self.mask(cells, .string(other), words)
        for (place, text) in texts.sorted().enumerated() {
            strings[text] = place + 1
            stringMasks += Self.mask(cells, .string(text), words)
        }
        booleanMasks = Self.mask(cells, .boolean(false), words) + Self.mask(cells, .boolean(true), words)
    }

    /// A number of each stretch between neighbours, and the neighbours themselves.
    private static func samples(of numbers: [Decimal128]) -> [Decimal128] {
        guard let first = numbers.first, let last = numbers.last else { return [0] }
        var samples = [first - 1]
        for (position, number) in numbers.enumerated() {
            samples.append(number)
            if position + 1 < numbers.count { samples.append((number + numbers[position + 1]) / 2) }
        }
        return samples + [last + 1]
    }

    private static func mask(_ cells: [DecisionTable.Cell], _ value: Value, _ words: Int) -> [UInt64] {
        var mask = [UInt64](repeating: 0, count: words)
        for (rule, cell) in cells.enumerated() {
            let passes = switch cell {
            case .any: true
            case .broken: false
            case .tests(let tests): tests.evaluate(value, Context()) == .boolean(true)
            }
            if passes { mask[rule / 64] |= 1 << UInt64(rule % 64) }
        }
        return mask
    }

    /// Where the value's mask begins, and in which list; nil for a value that is none of the indexed kinds.
    func mask(for value: Value, words: Int) -> (masks: [UInt64], start: Int)? {
        switch value {
        case .number(let number): return (numberMasks, place(of: number) * words)
        case .string(let text): return (stringMasks, (strings[text] ?? 0) * words)
        case .boolean(let value): return (booleanMasks, (value ? 1 : 0) * words)
        default: return nil
        }
    }

    /// By bisection: 2i + 1 for the i-th number itself, 2i for what lies before it.
    private func place(of number: Decimal128) -> Int {
        var (low, high) = (0, numbers.count)
        while low < high {
            let middle = (low + high) / 2
            if numbers[middle] < number { low = middle + 1 } else { high = middle }
        }
        return low < numbers.count && numbers[low] == number ? 2 * low + 1 : 2 * low
    }
}
