import Kernel

/// The constants in a set of unary tests. Between two neighbouring numbers, and for every text that is not among them, the outcome is
/// the same, so that a table can be indexed by them.
public struct Landmarks: Sendable {
    public private(set) var numbers: Set<Decimal128> = []
    public private(set) var strings: Set<String> = []

    init() {}

    init?(_ tests: [Syntax], _ names: Names) {
        for test in tests {
            guard collect(test, names) else { return nil }
        }
    }

    private mutating func collect(_ test: Syntax, _ names: Names) -> Bool {
        switch test.kind {
        case .test(let comparison, let operand):
            guard let value = Self.constant(operand, names) else { return false }
            // Text has an order, but not so few places in it.
            if case .string = value, comparison != .equal, comparison != .notEqual { return false }
            return add(value)
        default:
            guard let value = Self.constant(test, names) else { return false }
            return add(value)
        }
    }

    private mutating func add(_ value: Value) -> Bool {
        switch value {
        case .number(let number): numbers.insert(number)
        case .string(let text): strings.insert(text)
        case .boolean: break
        case .range(let range):
            guard case .number(let low) = range.start, case .number(let high) = range.end else { return false }
            numbers.formUnion([low, high])
        case .list(let items): for item in items { if case .list = item { return false }; guard add(item) else { return false } }
        default: return false
        }
        return true
    }

    private static func constant(_ syntax: Syntax, _ names: Names) -> Value? {
        guard !syntax.mentions("?") else { return nil }
        let report = Report(source: "", location: SourceLocation(file: "", line: 1, column: 1))
        var compiler = Compiler(names: names, mode: .lenient, report: report)
        return compiler.compile(syntax).constant
    }
}
