import Kernel

/// Turns a tree into code: names become slots, types are checked, what is constant is computed once.
struct Compiler {
    let names: Names
    let mode: Expression.Mode
    let report: Report
    /// Innermost last.
    var levels: [Level]
    /// Set when a part reads the tested value, `?`.
    var usesSubject = false

    /// What a name can mean at one level of nesting.
    enum Level {
        case outermost(Layout)
        case variables([String: Variable])
        /// In a filter: the members of the item that is looked at.
        case item(slot: Int, type: FEELType)
        case function(FunctionScope)
    }

    struct Variable {
        var slot: Int
        var type: FEELType
    }

    /// The slots of one function, or of the whole expression.
    final class Layout {
        private(set) var size = 0
        var inputs: [(name: String, slot: Int)] = []

        func slot() -> Int {
            size += 1
            return size - 1
        }
    }

    /// A function that is being compiled: what it takes along from outside when it is made.
    final class FunctionScope {
        let layout = Layout()
        /// The name under which the function may call itself.
        let ownName: String?
        var ownSlot: Int?
        var captures: [(code: Code, slot: Int)] = []
        var captured: [String: Code] = [:]
        var usesPartial = false

        init(ownName: String?) { self.ownName = ownName }
    }

    init(names: Names, mode: Expression.Mode, report: Report) {
        self.names = names
        self.mode = mode
        self.report = report
        levels = [.outermost(Layout())]
    }

    var layout: Layout {
        for level in levels.reversed() {
            switch level {
            case .outermost(let layout): return layout
            case .function(let scope): return scope.layout
            default: continue
            }
        }
        return Layout()
    }

    func program(_ code: Code, isOneName: Bool = false) -> Program {
        guard case .outermost(let layout) = levels[0] else { return Program(code: code, inputs: [], slots: 0) }
        let inputs = layout.inputs.map { Program.Input(name: $0.name, slot: $0.slot, derivation: names.derived[$0.name]) }
        return Program(code: code, inputs: inputs, slots: layout.size, isOneName: isOneName)
    }

    mutating func with<T>(_ level: Level, _ body: (inout Compiler) -> T) -> T {
        levels.append(level)
        defer { levels.removeLast() }
        return body(&self)
    }

    /// Compiles where a value of `expected` is needed: from each branch of an `if`, whichever is taken.
    mutating func compile(_ syntax: Syntax, expected: FEELType) -> Code {
        if case .conditional(let condition, let then, let otherwise) = syntax.kind {
            return compileConditional(condition, then, otherwise, syntax.span, expected: expected)
        }
        let code = compile(syntax)
        need(code, expected)
        return code
    }

    /// A value that can never be of the type is a designer's mistake; at run time it would only be null.
    func need(_ code: Code, _ type: FEELType, mend: String? = nil) {
        guard mode == .strict, !code.type.mayBe(type) else { return }
        report.error(code.span, "this is \(code.type.plainName), \(type.plainName) is needed here", mend: mend ?? Self.mend(from: code.type, to: type))
    }

    private static func mend(from source: FEELType, to target: FEELType) -> String? {
        switch (source, target) {
        case (.string, .number): "Turn text into a number with number(text)."
        case (.number, .string), (.date, .string): "Turn it into text with string(value)."
        case (.string, .date): "Turn text into a date with date(text), or write @\"2026-01-31\"."
        case (_, .boolean): "A condition compares: age >= 18."
        case (.boolean, .number): "Say what each of the two counts: if condition then 1 else 0."
        default: nil
        }
    }

    mutating func compile(_ syntax: Syntax) -> Code {
        let span = syntax.span
        switch syntax.kind {
        case .literal(let value): return Code(span, constant: value)
        case .name(let name): return compileName(name, span)
        case .path(let value, let member): return compilePath(value, member, span)
        case .negation(let value): return compileNegation(value, span)
        case .arithmetic(let sign, let a, let b): return compileArithmetic(sign, a, b, span)
        case .comparison(let comparison, let a, let b): return compileComparison(comparison, a, b, span)
        case .conjunction(let a, let b): return compileLogic(a, b, span, decidedBy: false)
        case .disjunction(let a, let b): return compileLogic(a, b, span, decidedBy: true)
        case .between(let value, let low, let high): return compileBetween(value, low, high, span)
        case .membership(let value, let tests): return compileMembership(value, tests, span)
        case .instance(let value, let type): return compileInstance(value, type, span)
        case .conditional(let condition, let then, let otherwise): return compileConditional(condition, then, otherwise, span)
        case .iteration(let iterators, let body): return compileIteration(iterators, body, span)
        case .quantified(let every, let iterators, let body): return compileQuantified(every, iterators, body, span)
        case .list(let items): return compileList(items, span)
        case .context(let entries): return compileContext(entries, span)
        case .range(let start, let startIncluded, let end, let endIncluded):
            return compileRange(start, startIncluded, end, endIncluded, span)
        case .test(let comparison, let value): return compileComparisonRange(comparison, value, span)
        case .filter(let list, let predicate): return compileFilter(list, predicate, span)
        case .call(let function, let arguments): return compileCall(function, arguments, span)
        case .function(let parameters, let body): return compileFunction(parameters, body, span, ownName: nil)
        case .external(let parameters, let body): return compileExternal(parameters, body, span)
        }
    }
}
