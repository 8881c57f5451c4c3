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
        private let texts: [String]
        private let isASCII: [Bool]
        private let stringMasks: [UInt64]
        /// For false, then for true.
        private let booleanMasks: [UInt64]
        private let words: Int

        init?(_ cells: [DecisionTable.Cell], _ words: Int) {
            var (numbers, texts, tries): (Set<Decimal128>, Set<String>, Int) = ([], [], 0)
            for case .tests(let tests) in cells {
                guard let landmarks = tests.landmarks else { return nil }
                numbers.formUnion(landmarks.numbers)
                texts.formUnion(landmarks.strings)
                // Each of a cell's constants is tried on all of its tests.
                tries += landmarks.numbers.count * landmarks.numbers.count + landmarks.strings.count * landmarks.strings.count
            }
            guard max(numbers.count, texts.count) * words <= TableIndex.mostMaskWords, tries <= TableIndex.mostTries else { return nil }
            self.words = words
            self.numbers = numbers.sorted()
            // A text that is longer than all others is none of them.
            self.texts = [String(repeating: "x", count: (texts.map(\.utf8.count).max() ?? 0) + 1)] + texts.sorted()
            isASCII = self.texts.map { $0.utf8.allSatisfy { $0 < 128 } }
            strings = Dictionary(uniqueKeysWithValues: self.texts.enumerated().map { ($1, $0) })
            guard let masks = Self.masks(cells, of: self.numbers, words) else { return nil }
            numberMasks = masks
            stringMasks = Self.masks(cells, of: self.texts, at: strings, words)
            booleanMasks = Self.mask(cells, .boolean(false), words) + Self.mask(cells, .boolean(true), words)
        }

        /// Each cell is asked only about its own numbers and what lies between them: its answer changes nowhere else.
        ///
        /// nil where no number lies between two of them, or beside the last, so that none can be asked about.
        private static func masks(_ cells: [DecisionTable.Cell], of numbers: [Decimal128], _ words: Int) -> [UInt64]? {
            let pieces = 2 * numbers.count + 1
            let places = Dictionary(uniqueKeysWithValues: numbers.enumerated().map { ($1, $0) })
            var masks = [UInt64](repeating: 0, count: pieces * words)
            for (rule, cell) in cells.enumerated() {
                var own: [Decimal128] = []
                if case .tests(let tests) = cell { own = (tests.landmarks?.numbers ?? []).sorted() }
                guard let samples = samples(of: own) else { return nil }
                let ends = own.map { 2 * (places[$0] ?? 0) + 1 }
                for (sample, number) in samples.enumerated() where passes(cell, .number(number)) {
                    // The pieces of the whole column in this one of the cell's: before an end, the end itself, or behind the last.
                    let first = sample == 0 ? 0 : ends[(sample - 1) / 2] + (sample % 2 == 0 ? 1 : 0)
                    let last = sample % 2 == 1 ? first : sample / 2 < ends.count ? ends[sample / 2] - 1 : pieces - 1
                    for piece in first...last { masks[piece * words + rule / 64] |= 1 << UInt64(rule % 64) }
                }
            }
            return masks
        }

        /// A number of each stretch between neighbours, and the neighbours themselves. nil where 34 digits have none in a stretch.
        static func samples(of numbers: [Decimal128]) -> [Decimal128]? {
            guard let first = numbers.first, let last = numbers.last else { return [0] }
            var samples = [first - 1]
            for (position, number) in numbers.enumerated() {
                samples.append(number)
                if position + 1 < numbers.count { samples.append((number + numbers[position + 1]) / 2) }
            }
            samples.append(last + 1)
            return zip(samples, samples.dropFirst()).allSatisfy { $0 < $1 && $1.isFinite } ? samples : nil
        }

        /// A text that a cell does not name is to it like any other.
        private static func masks(_ cells: [DecisionTable.Cell], of texts: [String], at places: [String: Int], _ words: Int) -> [UInt64] {
            let other = mask(cells, .string(texts[0]), words)
            var masks = texts.flatMap { _ in other }
            for (rule, cell) in cells.enumerated() {
                guard case .tests(let tests) = cell, let named = tests.landmarks?.strings else { continue }
                for text in named {
                    guard let place = places[text] else { continue }
                    let bit: UInt64 = 1 << UInt64(rule % 64)
                    if passes(cell, .string(texts[place])) { masks[place * words + rule / 64] |= bit } else { masks[place * words + rule / 64] &= ~bit }
                }
            }
            return masks
        }

        private static func passes(_ cell: DecisionTable.Cell, _ value: Value) -> Bool {
            switch cell {
            case .any: true
            case .broken: false
            case .tests(let tests): tests.evaluate(value, Context()) == .boolean(true)
            }
        }

        private static func mask(_ cells: [DecisionTable.Cell], _ value: Value, _ words: Int) -> [UInt64] {
            var mask = [UInt64](repeating: 0, count: words)
            for (rule, cell) in cells.enumerated() where passes(cell, value) { mask[rule / 64] |= 1 << UInt64(rule % 64) }
            return mask
        }

        /// Whether a text that Swift holds to be equal to one of ours has its code points too, by which FEEL compares. What equals one of ASCII and is
        /// as long has.
        @inline(__always)
        private func isWritten(_ text: String, as place: Int) -> Bool {
            text.utf8.count == texts[place].utf8.count && (isASCII[place] || text.utf8.elementsEqual(texts[place].utf8))
        }

        /// A word of the value's mask; nil for a value that is none of the indexed kinds, or that has to be compared.
        func mask(_ word: Int, for value: Value) -> UInt64? {
            switch value {
            case .number(let number): return numberMasks[place(of: number) * words + word]
            case .string(let text):
                guard let place = strings[text] else { return stringMasks[word] }
                return isWritten(text, as: place) ? stringMasks[place * words + word] : nil
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
    /// A column of more constants, or of fewer in a longer table, is tested cell by cell.
    static let mostMaskWords = 200_000
    static let mostTries = 20_000_000

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
