import FEEL
import Kernel

/// For each column of a table, which rules a value passes, found by one search instead of a test of each cell.
///
/// The outcome of a cell's tests can only change at the constants in them. So the true tests are run once for each constant and once
/// between two, and the answers are kept as a bit for each rule.
final class TableIndex: Sendable {
    final class Column: Sendable {
        /// Ascending. The masks go: below the first, the first itself, between it and the second, the second, …
        private let numbers: [Decimal128]
        private let numberMasks: [UInt64]
        /// The place of each text's mask; the first is for every other text.
        private let strings: [String: Int]
        private let stringMasks: [UInt64]
        /// For false, then for true.
        private let booleanMasks: [UInt64]
        private let words: Int

        init?(_ cells: [DecisionTable.Cell], _ words: Int) {
            var (numbers, texts): (Set<Decimal128>, Set<String>) = ([], [])
            for case .tests(let tests) in cells {
                guard let landmarks = tests.landmarks else { return nil }
                numbers.formUnion(landmarks.numbers)
                texts.formUnion(landmarks.strings)
            }
            guard numbers.count <= TableIndex.mostNumbers, numbers.count * words <= 200_000 else { return nil }
            let sorted = numbers.sorted()
            self.words = words
            self.numbers = sorted
            numberMasks = Self.samples(of: sorted).flatMap { Self.mask(cells, .number($0), words) }
            // A text that is longer than all others is none of them.
            let other = String(repeating: "x", count: (texts.map(\.count).max() ?? 0) + 1)
            let ordered = [other] + texts.sorted()
            strings = Dictionary(uniqueKeysWithValues: ordered.enumerated().map { ($1, $0) })
            stringMasks = ordered.flatMap { Self.mask(cells, .string($0), words) }
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
                let passes =
                    switch cell {
                    case .any: true
                    case .broken: false
                    case .tests(let tests): tests.evaluate(value, Context()) == .boolean(true)
                    }
                if passes { mask[rule / 64] |= 1 << UInt64(rule % 64) }
            }
            return mask
        }

        /// A word of the value's mask; nil for a value that is none of the indexed kinds.
        func mask(_ word: Int, for value: Value) -> UInt64? {
            switch value {
            case .number(let number): return numberMasks[place(of: number) * words + word]
            case .string(let text): return stringMasks[(strings[text] ?? 0) * words + word]
            case .boolean(let value): return booleanMasks[(value ? words : 0) + word]
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

    static let mostRules = 4_096
    static let mostNumbers = 4_096

    /// nil for a column whose cells have to be tested one by one.
    let columns: [Column?]
    /// Every column is indexed.
    let isComplete: Bool
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
        isComplete = columns.allSatisfy { $0 != nil }
    }
}
