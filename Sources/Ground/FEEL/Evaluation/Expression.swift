import Kernel

/// An expression, read, checked against the names it may use, and compiled: ready to be evaluated many times.
public struct Expression: Sendable {
    /// How strictly names and types are checked.
    public enum Mode: Sendable {
        /// An unknown name or a wrong type is an error: for the files of a government.
        case strict
        /// They are warnings and null at run time, as DMN asks of an engine.
        case lenient
    }

    /// Shared, so that a copy of the expression costs one reference.
    private let content: Content

    private final class Content: Sendable {
        let source: String
        let type: FEELType
        let references: Set<String>
        let program: Program
        let syntax: Syntax

        init(_ source: String, _ program: Program, _ syntax: Syntax) {
            self.source = source
            self.program = program
            self.syntax = syntax
            type = program.code.type
            references = Set(program.inputs.map(\.name))
        }
    }

    public var source: String { content.source }
    /// The type of what it gives; `.any` where that depends on values.
    public var type: FEELType { content.type }
    /// The names of the outermost scope that the expression uses.
    public var references: Set<String> { content.references }
    private var program: Program { content.program }
    /// The tree it was compiled from, for what reads expressions in another way: units, columns.
    package var syntax: Syntax { content.syntax }
    /// Its value, where that is known without evaluating.
    public var constant: Value? { program.code.constant }
    /// The name that is the whole expression.
    public var nameAlone: String? { program.onlyName }

    /// - Parameters:
    ///   - location: where the text begins in its file; diagnostics point into the text from there.
    ///   - expected: the type the place needs; another type is an error.
    /// - Returns: nil when `diagnostics` were given an error.
    public init?(
        _ source: String, names: Names, expected: FEELType = .any, location: SourceLocation, mode: Mode = .strict, diagnostics: inout Diagnostics
    ) {
        let report = Report(source: source, location: location)
        let (program, syntax): (Program, Syntax)
        do {
            var parser = try Parser(source, names: names)
            syntax = try parser.wholeExpression()
            var compiler = Compiler(names: names, mode: mode, report: report)
            let code = compiler.compile(syntax, expected: expected)
            program = compiler.program(code, isOneName: syntax.isName)
        } catch {
            report.error(error.span, error.message, mend: error.mend)
            diagnostics.append(contentsOf: report.diagnostics)
            return nil
        }
        diagnostics.append(contentsOf: report.diagnostics)
        guard !report.diagnostics.hasErrors else { return nil }
        content = Content(source, program, syntax)
    }

    /// Evaluates with values by name. Never throws: what FEEL cannot compute is null.
    ///
    /// - Parameter now: what `now()` and `today()` give; they are null without it.
    /// One that takes too many steps is null as a whole.
    public func evaluate(_ values: Context, now: DateAndTime? = nil) -> Value {
        let evaluation = Evaluation(now: now)
        return evaluation.settled(program.run(values, evaluation))
    }

    /// Evaluates and tells what each part gave, and where a null came from.
    public func evaluate(_ values: Context, now: DateAndTime? = nil, recording trace: inout Trace) -> Value {
        let evaluation = Evaluation(now: now, recording: true)
        let value = evaluation.settled(program.run(values, evaluation))
        trace = evaluation.recorder?.finished.last ?? Trace(span: 0..<source.utf8.count, value: value)
        if let reason = evaluation.exhaustion { (trace.value, trace.reason) = (.null, reason) }
        return value
    }

    /// Evaluates as a part of a larger evaluation: a decision of a model. Where that is exhausted, the value does not count.
    public func evaluate(_ values: Context, in evaluation: Evaluation) -> Value { program.run(values, evaluation) }

    /// The values of the names that an evaluation uses, each at its place, so that none is looked up by name.
    package struct Inputs {
        fileprivate var slots: [Value]

        package mutating func set(_ place: Int, to value: Value) { slots[place] = value }
    }

    /// Where a name's value stands among the inputs; nil for a name that the expression does not use.
    package func place(of name: String) -> Int? { program.inputs.first { $0.name == name }?.slot }

    /// Every name's value null.
    package var inputs: Inputs { Inputs(slots: [Value](repeating: .null, count: program.slots)) }

    /// As `evaluate(_:in:)` with values that were put in their places.
    package func evaluate(_ inputs: consuming Inputs, in evaluation: Evaluation) -> Value { program.run(inputs.slots, evaluation) }

    public func evaluate(_ values: Context, in evaluation: Evaluation, recording trace: inout Trace) -> Value {
        let outer = evaluation.recorder
        let recorder = Recorder()
        evaluation.recorder = recorder
        defer { evaluation.recorder = outer }
        let value = program.run(values, evaluation)
        trace = recorder.finished.last ?? Trace(span: 0..<source.utf8.count, value: value)
        return value
    }

    /// The value of a name alone.
    public init(name: String) {
        let span = 0..<name.utf8.count
        let program = Program(code: Code(span, .any) { $0.slots[0] }, inputs: [.init(name: name, slot: 0)], slots: 1, isOneName: true)
        content = Content(name, program, Syntax(span, .name(name)))
    }
}

/// Compiled code with the names it reads and the number of slots it runs in.
struct Program: Sendable {
    struct Input: Sendable {
        var name: String
        var slot: Int
        /// Computes the value where none is given.
        var derivation: Names.Derivation?

        func value(_ given: Context) -> Value { given[name] ?? derivation?(given) ?? .null }
    }

    let code: Code
    let inputs: [Input]
    let slots: Int
    /// The one name that is the whole program.
    let onlyInput: Input?

    var onlyName: String? { onlyInput?.name }

    init(code: Code, inputs: [Input], slots: Int, isOneName: Bool = false) {
        self.code = code
        self.inputs = inputs
        self.slots = slots
        onlyInput = isOneName ? inputs.first : nil
    }

    func run(_ values: Context, _ evaluation: Evaluation) -> Value {
        if evaluation.recorder == nil {
            if let constant = code.constant { return constant }
            if let onlyInput { return onlyInput.value(values) }
        }
        var frame = Frame(slots: [Value](repeating: .null, count: slots), evaluation: evaluation)
        for input in inputs { frame.slots[input.slot] = input.value(values) }
        return code(&frame)
    }

    func run(_ slots: consuming [Value], _ evaluation: Evaluation) -> Value {
        if evaluation.recorder == nil {
            if let constant = code.constant { return constant }
            if let onlyInput { return slots[onlyInput.slot] }
        }
        var frame = Frame(slots: slots, evaluation: evaluation)
        return code(&frame)
    }
}

/// Collects what is wrong with one text, as places in its file.
package final class Report {
    private let source: String
    private let location: SourceLocation
    package private(set) var diagnostics = Diagnostics()

    package init(source: String, location: SourceLocation) {
        self.source = source
        self.location = location
    }

    package func error(_ span: Range<Int>, _ message: String, mend: String? = nil) { diagnostics.error(place(span.lowerBound), message, mend: mend) }
    func warning(_ span: Range<Int>, _ message: String, mend: String? = nil) { diagnostics.warning(place(span.lowerBound), message, mend: mend) }

    private func place(_ offset: Int) -> SourceLocation { SourceText(source, at: location).place(ofByte: offset) }
}
