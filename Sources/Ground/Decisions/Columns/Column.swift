import FEEL
import Kernel

/// One value for each of many people or things, kept together so that a formula is computed for all of them at once.
///
/// Numbers are exact in every form: whole counts of a power of ten as long as the bounds of what goes in prove that nothing can overflow, and
/// 34-digit decimals otherwise.
enum Column: Sendable {
    /// The same for all.
    case constant(Value)
    case integers(IntegerColumn)
    /// `notANumber` stands for null: both make null of whatever is computed from them.
    case decimals([Decimal128])
    /// Not yet divided; none is null.
    case quotients(Quotients)
    case booleans([Truth])
    /// Days since the epoch; `missing` for null. Days that 32 bits cannot count, millions of years away, are among the `values`.
    case days([Int32])
    /// Whole months of a years and months duration, likewise.
    case months([Int32])
    case texts(TextColumn)
    /// Whatever else FEEL knows; formulas over it are computed one by one.
    case values([Value])

    static let missing = Int32.min

    /// nil where 32 bits have no room.
    static func narrow(_ value: Int) -> Int32? { Int32(exactly: value).flatMap { $0 == missing ? nil : $0 } }

    static let null = Column.constant(.null)

    func value(_ row: Int) -> Value {
        switch self {
        case .constant(let value): return value
        case .integers(let column): return .number(column.decimal(row))
        case .decimals(let values): return values[row].isFinite ? .number(values[row]) : .null
        case .quotients(let quotients): return .number(quotients.decimal(row))
        case .booleans(let values): return values[row].value
        case .days(let values): return values[row] == Self.missing ? .null : .date(CivilDate(daysSinceEpoch: values[row]))
        case .months(let values):
            return values[row] == Self.missing ? .null : YearsAndMonthsDuration(months: Int(values[row])).map(Value.yearsAndMonths) ?? .null
        case .texts(let column): return column[row].map(Value.string) ?? .null
        case .values(let values): return values[row]
        }
    }

    /// The column that fits the values: of their type where all share one, whole numbers where they have room.
    init(_ values: [Value]) {
        guard let first = values.first(where: { if case .null = $0 { false } else { true } }) else {
            self = .null
            return
        }
        let column: Column? =
            switch first {
            case .number: Self.numbers(values)
            case .boolean: Self.typed(values, null: Truth.unknown) { if case .boolean(let value) = $0 { Truth(value) } else { nil } }.map(Column.booleans)
            case .date:
                Self.typed(values, null: Self.missing) { if case .date(let value) = $0 { Self.narrow(value.daysSinceEpoch) } else { nil } }.map(Column.days)
            case .yearsAndMonths:
                Self.typed(values, null: Self.missing) { if case .yearsAndMonths(let value) = $0 { Self.narrow(value.months) } else { nil } }.map(Column.months)
            case .string: TextColumn(values).map(Column.texts)
            default: nil
            }
        self = column ?? .values(values)
    }

    private static func typed<Element>(_ values: [Value], null: Element, _ read: (Value) -> Element?) -> [Element]? {
        var result: [Element] = []
        result.reserveCapacity(values.count)
        for value in values {
            if case .null = value { result.append(null) } else if let element = read(value) { result.append(element) } else { return nil }
        }
        return result
    }

    private static func numbers(_ values: [Value]) -> Column? {
        guard let decimals = typed(values, null: Decimal128.notANumber, { if case .number(let value) = $0 { value } else { nil } }) else { return nil }
        return IntegerColumn(decimals).map(Column.integers) ?? .decimals(decimals)
    }

    /// The rows of a stretch.
    func slice(_ range: Range<Int>) -> Column {
        switch self {
        case .constant: self
        case .integers(let column): .integers(column.slice(range))
        case .decimals(let values): .decimals(Array(values[range]))
        case .quotients(let quotients): .quotients(Quotients(quotients.column.slice(range), by: quotients.divisor))
        case .booleans(let values): .booleans(Array(values[range]))
        case .days(let values): .days(Array(values[range]))
        case .months(let values): .months(Array(values[range]))
        case .texts(let column): .texts(column.slice(range))
        case .values(let values): .values(Array(values[range]))
        }
    }

    /// The rows at `places`, in that order.
    func gathered(_ places: [Int32]) -> Column {
        func pick<Element>(_ values: [Element]) -> [Element] { places.map { values[Int($0)] } }
        return switch self {
        case .constant: self
        case .integers(let column): .integers(column.gathered(places))
        case .decimals(let values): .decimals(pick(values))
        case .quotients(let quotients): .quotients(Quotients(quotients.column.gathered(places), by: quotients.divisor))
        case .booleans(let values): .booleans(pick(values))
        case .days(let values): .days(pick(values))
        case .months(let values): .months(pick(values))
        case .texts(let column): .texts(column.with(pick(column.codes)))
        case .values(let values): .values(pick(values))
        }
    }
}

/// True, false or null, in a byte.
struct Truth: Sendable, Hashable {
    let code: UInt8

    static let no = Truth(code: 0), yes = Truth(code: 1), unknown = Truth(code: 2)

    @inline(__always) init(code: UInt8) { self.code = code }
    /// A truth value is a byte of 0 or 1 already. Said so, a loop over many has no branch for each.
    @inline(__always) init(_ isTrue: Bool) { code = unsafeBitCast(isTrue, to: UInt8.self) }

    init(_ value: Value) {
        if case .boolean(let isTrue) = value { self.init(isTrue) } else { self = .unknown }
    }

    @inline(__always) var isTrue: Bool { code == 1 }
    var value: Value { code == 2 ? .null : .boolean(code == 1) }

    /// FEEL's `and` (DMN 1.5, table 50): false decides, else null decides.
    @inline(__always) static func and(_ a: Truth, _ b: Truth) -> Truth { a.code == 0 || b.code == 0 ? .no : max(a, b) }
    @inline(__always) static func or(_ a: Truth, _ b: Truth) -> Truth { a.code == 1 || b.code == 1 ? .yes : max(a, b) }
    /// Null before true before false.
    @inline(__always) private static func max(_ a: Truth, _ b: Truth) -> Truth { a.code > b.code ? a : b }
    @inline(__always) static func not(_ a: Truth) -> Truth { a.code == 2 ? a : Truth(code: 1 - a.code) }
}

/// Texts by their place in a list of those that occur.
struct TextColumn: Sendable {
    /// -1 for null.
    let codes: [Int32]
    let words: [String]

    subscript(row: Int) -> String? { codes[row] < 0 ? nil : words[Int(codes[row])] }

    init(codes: [Int32], words: [String]) {
        self.codes = codes
        self.words = words
    }

    /// nil where a value is no text.
    init?(_ values: [Value]) {
        var writer = TextColumnWriter()
        for value in values {
            switch value {
            case .null: writer.append(nil)
            case .string(let text): writer.append(text)
            default: return nil
            }
        }
        self = writer.column
    }

    func with(_ codes: [Int32]) -> TextColumn { TextColumn(codes: codes, words: words) }
    func slice(_ range: Range<Int>) -> TextColumn { with(Array(codes[range])) }

    /// Whether each is one of the words; null is none of them.
    func isAmong(_ wanted: [String]) -> [Truth] {
        let codes = Set(wanted.compactMap { code(of: $0) })
        if codes.count <= 4 {
            // No text has the code that stands for none.
            let few = codes.sorted() + [Int32](repeating: -2, count: 4 - codes.count)
            let (a, b, c, d) = (few[0], few[1], few[2], few[3])
            return self.codes.mapped { Truth(code: ($0 == a ? 1 : 0) | ($0 == b ? 1 : 0) | ($0 == c ? 1 : 0) | ($0 == d ? 1 : 0)) }
        }
        // The first is for null.
        let answers = [Truth.no] + words.indices.map { Truth(codes.contains(Int32($0))) }
        return self.codes.mapped { answers[Int($0) + 1] }
    }

    /// The place of a word; FEEL compares texts by their code points, Swift by what they look like.
    func code(of word: String) -> Int32? { words.firstIndex { $0.utf8.elementsEqual(word.utf8) }.map(Int32.init) }
}

struct TextColumnWriter {
    /// In a byte each while there are few words, as there mostly are.
    private var few: [UInt8] = []
    private var many: [Int32] = []
    private var words: [String] = []
    private var places: [[UInt8]: Int32] = [:]
    private var hasFew: Bool { words.count <= Int(StoredColumn.nullText) }

    mutating func reserveCapacity(_ capacity: Int) { few.reserveCapacity(capacity) }

    mutating func append(_ word: String?) {
        guard let word else { return append(-1) }
        let key = Array(word.utf8)
        if let place = places[key] { return append(place) }
        let place = Int32(words.count)
        places[key] = place
        words.append(word)
        if !hasFew, !few.isEmpty {
            many = few.map(StoredColumn.code)
            few = []
        }
        append(place)
    }

    private mutating func append(_ code: Int32) {
        if hasFew { few.append(code < 0 ? StoredColumn.nullText : UInt8(code)) } else { many.append(code) }
    }

    var stored: StoredColumn { hasFew ? .texts(few, words: words) : .column(.texts(TextColumn(codes: many, words: words))) }
    var column: TextColumn { TextColumn(codes: hasFew ? few.map(StoredColumn.code) : many, words: words) }
}
