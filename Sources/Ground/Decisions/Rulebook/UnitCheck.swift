import FEEL
import Kernel

/// Whether what a formula adds and compares counts the same thing, and whether its result counts what it says it does.
///
/// A number that is written in a formula may count anything: `salary > 0`. What has no unit declared is not checked.
struct UnitCheck {
    /// What an expression stands for, as far as units go.
    indirect enum Shape: Equatable {
        case number(Unit)
        /// A number of any unit, or something that is no number.
        case any
        /// One of an entity, or a list of them.
        case entity(Int)
        /// A context with these entries, or a list of such.
        case record([String: Shape])
        /// A scale, with the unit of what it is applied to and of its rates.
        case scale(base: Unit?, rate: Unit?)
        /// A function of a decision model, with what its parameters stand for and what it gives.
        case function([Parameter], gives: Shape)
    }

    struct Parameter: Equatable {
        var name: String
        var shape: Shape
    }

    /// nil for expressions outside a rulebook.
    private let rulebook: Rulebook?
    private var locals: [[String: Shape]] = []
    private var report = Report(source: "", location: SourceLocation(file: "", line: 1, column: 1))
    private var entity = 0

    init(_ rulebook: Rulebook) { self.rulebook = rulebook }

    /// - Parameter names: what they stand for; the name of a function stands for what it gives.
    init(names: [String: Shape]) {
        rulebook = nil
        locals = [names]
    }

    /// What an expression stands for.
    mutating func shape(of syntax: Syntax, source: String, at location: SourceLocation, _ diagnostics: inout Diagnostics) -> Shape {
        report = Report(source: source, location: location)
        let shape = shape(of: syntax)
        for finding in report.diagnostics.all { diagnostics.tightened(finding.location, finding.message, mend: finding.mend) }
        return shape
    }

    mutating func check(_ diagnostics: inout Diagnostics) {
        guard let rulebook else { return }
        for (index, formula) in rulebook.definition.formulas.enumerated() {
            let variable = rulebook.variables[rulebook.definition.inputs.count + index]
            entity = variable.entity
            for (source, compiled) in zip(formula.versions.all, variable.formula?.versions.all ?? []) {
                guard let text = source.value, let compiled = compiled.value else { continue }
                report = Report(source: text.text, location: text.location)
                let shape = shape(of: compiled.expression.syntax)
                if case .number(let unit) = shape, let declared = formula.subject.unit, unit != declared {
                    report.error(
                        0..<0, "this gives \(unit), but '\(formula.subject.id)' is declared in \(declared)", mend: "Correct the formula, or its 'unit:'.")
                }
                diagnostics.append(contentsOf: report.diagnostics)
            }
        }
    }

    private func shape(ofName name: String) -> Shape {
        for level in locals.reversed() { if let shape = level[name] { return shape } }
        guard let rulebook else { return .any }
        if let index = rulebook.variableIndex[name] { return unit(ofVariable: index) }
        if let index = rulebook.parameterIndex[name] {
            let parameter = rulebook.definition.parameters[index]
            if case .scale(_, let base) = parameter.content { return .scale(base: base, rate: parameter.unit) }
            return parameter.unit.map(Shape.number) ?? .any
        }
        if let group = rulebook.entities.firstIndex(where: { $0.id == name }) { return .entity(group) }
        if let members = rulebook.entities[entity].members, name == "members" || rulebook.entities[entity].roles.contains(name) { return .entity(members) }
        return .any
    }

    private func unit(ofVariable index: Int) -> Shape { rulebook?.variables[index].subject.unit.map(Shape.number) ?? .any }

    /// What is known of one of an entity.
    private func members(of entity: Int) -> [String: Shape] {
        guard let rulebook else { return [:] }
        let members = rulebook.entities[entity].variables.map { (rulebook.variables[$0].id, unit(ofVariable: $0)) }
        return Dictionary(members, uniquingKeysWith: { first, _ in first })
    }

    private mutating func shape(of syntax: Syntax) -> Shape {
        switch syntax.kind {
        case .name(let name): return shape(ofName: name)
        case .path(let value, let name):
            switch shape(of: value) {
            case .entity(let entity): return members(of: entity)[name] ?? .any
            case .record(let entries): return entries[name] ?? .any
            default: return .any
            }
        case .context(let entries):
            return .record(Dictionary(entries.map { ($0.key, shape(of: $0.value)) }, uniquingKeysWith: { first, _ in first }))
        case .negation(let value): return shape(of: value)
        case .arithmetic(let sign, let a, let b):
            let (left, right) = (shape(of: a), shape(of: b))
            if rulebook == nil, let product = openProduct(sign, (a, left), (b, right)) { return product }
            return arithmetic(sign, left, right, syntax.span)
        case .comparison(_, let a, let b):
            _ = same([shape(of: a), shape(of: b)], syntax.span, "compares")
            return .any
        case .between(let value, let low, let high):
            _ = same([shape(of: value), shape(of: low), shape(of: high)], syntax.span, "compares")
            return .any
        case .membership(let value, let tests):
            let subject = shape(of: value)
            for test in tests { _ = same([subject, shape(of: test)], test.span, "compares") }
            return .any
        case .test(_, let value): return shape(of: value)
        case .range(let start, _, let end, _): return same([start, end].compactMap { $0 }.map { shape(of: $0) }, syntax.span, "compares")
        case .list(let items): return same(items.map { shape(of: $0) }, syntax.span, "lists")
        case .conditional(let condition, let then, let otherwise):
            _ = shape(of: condition)
            return same([shape(of: then), shape(of: otherwise)], syntax.span, "gives")
        case .filter(let list, let predicate):
            let items = shape(of: list)
            var names: [String: Shape] = ["item": items]
            if case .entity(let entity) = items { names.merge(members(of: entity)) { own, _ in own } }
            if case .record(let entries) = items { names.merge(entries) { own, _ in own } }
            within(names) { _ = $0.shape(of: predicate) }
            return items
        case .iteration(let iterators, let body): return iterating(iterators, body)
        case .quantified(_, let iterators, let body):
            _ = iterating(iterators, body)
            return .any
        case .call(let function, let arguments): return call(function, arguments.map { ($0.name, shape(of: $0.value)) }, syntax.span)
        default:
            for child in syntax.kind.children { _ = shape(of: child) }
            return .any
        }
    }

    private mutating func within(_ names: [String: Shape], _ body: (inout UnitCheck) -> Void) {
        locals.append(names)
        body(&self)
        locals.removeLast()
    }

    private mutating func iterating(_ iterators: [Syntax.Iterator], _ body: Syntax) -> Shape {
        let count = locals.count
        for iterator in iterators { locals.append([iterator.name: shape(of: iterator.domain)]) }
        defer { locals.removeLast(locals.count - count) }
        return shape(of: body)
    }

    private func arithmetic(_ sign: Arithmetic, _ a: Shape, _ b: Shape, _ span: Range<Int>) -> Shape {
        switch sign {
        case .add: return same([a, b], span, "adds")
        case .subtract: return same([a, b], span, "subtracts")
        case .multiply:
            guard case .number(let x) = a else { return b }
            guard case .number(let y) = b else { return a }
            return (x * y).map(Shape.number) ?? .any
        case .divide:
            guard case .number(let y) = b else { return a }
            guard case .number(let x) = a else { return (Unit.one / y).map(Shape.number) ?? .any }
            return (x / y).map(Shape.number) ?? .any
        case .power: return a == .number(.one) ? a : .any
        }
    }

    /// Outside a rulebook not everything says what it counts. A factor of which that is not known may be a price, so nothing is known of the whole; a number
    /// that is written may be an amount where it is taken so many times (`5 * count(days)`), and else counts nothing, as in a rulebook.
    private func openProduct(_ sign: Arithmetic, _ a: (syntax: Syntax, shape: Shape), _ b: (syntax: Syntax, shape: Shape)) -> Shape? {
        func isOpen(_ factor: (syntax: Syntax, shape: Shape), beside other: Shape) -> Bool {
            factor.shape == .any && (!factor.syntax.isWrittenNumber || other == .number(.one))
        }
        switch sign {
        case .multiply: return isOpen(a, beside: b.shape) || isOpen(b, beside: a.shape) ? .any : nil
        case .divide: return isOpen(a, beside: b.shape) || b.shape == .any && !b.syntax.isWrittenNumber ? .any : nil
        default: return nil
        }
    }

    /// Functions of which the result counts what their arguments count.
    private static let keeping: Set<String> = [
        "sum", "min", "max", "mean", "median", "abs", "floor", "ceiling", "decimal", "round up", "round down", "round half up", "round half down", "modulo",
    ]

    private func call(_ function: Syntax, _ given: [(name: String?, shape: Shape)], _ span: Range<Int>) -> Shape {
        guard case .name(let name) = function.kind else { return .any }
        let (named, arguments) = (shape(ofName: name), given.map(\.shape))
        if case .number = named { return named }
        if case .function(let parameters, let result) = named {
            for (index, argument) in given.enumerated() {
                let parameter =
                    argument.name.map { name in parameters.first { $0.name == name } } ?? (parameters.indices.contains(index) ? parameters[index] : nil)
                guard let parameter, case .number(let unit) = argument.shape, case .number(let wanted) = parameter.shape, unit != wanted else { continue }
                report.error(span, "'\(parameter.name)' of '\(name)' counts \(wanted), and is given \(unit)", mend: "Give what the function takes.")
            }
            return result
        }
        if case .scale(let base, let rate) = named {
            guard let base, let argument = arguments.first else { return .any }
            _ = same([argument, .number(base)], span, "applies a scale of \(base) to")
            return rate.flatMap { isMarginal(name) ? base * $0 : $0 }.map(Shape.number) ?? .any
        }
        guard Self.keeping.contains(name) else { return name == "count" ? .number(.one) : .any }
        // The second argument of rounding is a count of digits.
        let isRounding = name.hasPrefix("round") || ["floor", "ceiling", "decimal"].contains(name)
        return same(isRounding ? Array(arguments.prefix(1)) : arguments, span, "takes together")
    }

    private func isMarginal(_ name: String) -> Bool {
        guard let rulebook, let index = rulebook.parameterIndex[name], case .scale(let scale, _) = rulebook.definition.parameters[index].content else {
            return false
        }
        return scale.kind == .marginal
    }

    /// What all count; a second unit among them is an error.
    private func same(_ shapes: [Shape], _ span: Range<Int>, _ verb: String) -> Shape {
        var common = Shape.any
        for shape in shapes {
            if case .record = shape, common == .any { common = shape }
            guard case .number(let unit) = shape else { continue }
            if case .number(let other) = common, other != unit {
                report.error(span, "this \(verb) \(other) and \(unit)", mend: "Only what counts the same is added and compared.")
                return .any
            }
            common = shape
        }
        return common
    }
}

extension Syntax {
    /// `5`, or `-5`.
    fileprivate var isWrittenNumber: Bool {
        switch kind {
        case .literal(.number): true
        case .negation(let value): value.isWrittenNumber
        default: false
        }
    }
}
