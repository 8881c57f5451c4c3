import Kernel

/// A cell of a decision table, or the values a type allows: tests of a value that is called `?` (DMN 1.5, section 7.3.3 and rules 7 to 16).
public struct UnaryTests: Sendable {
    private let content: Content

    private final class Content: Sendable {
        let source: String
        let references: Set<String>
        /// nil for `-`.
        let program: Program?
        /// Each test alone, where they order values.
        let alternatives: [Program]
        let landmarks: Landmarks?
        let syntax: [Syntax]

        init(_ source: String, _ program: Program?, _ alternatives: [Program], _ landmarks: Landmarks?, _ syntax: [Syntax]) {
            self.source = source
            self.syntax = syntax
            self.program = program
            self.alternatives = alternatives
            self.landmarks = landmarks
            references = Set(program?.inputs.map(\.name) ?? []).subtracting(["?"])
        }
    }

    public var source: String { content.source }
    public var references: Set<String> { content.references }
    /// The trees of the tests, for what reads them in another way: units.
    package var syntax: [Syntax] { content.syntax }
    /// `-`: everything passes.
    public var isAny: Bool { content.program == nil }
    /// The constants at which the outcome can change; nil where it depends on other names, or on more than numbers, text and booleans.
    public var landmarks: Landmarks? { content.landmarks }

    /// - Parameters:
    ///   - subject: the type of the value that is tested.
    ///   - isOrder: the tests also order values, which `position` then tells.
    /// - Returns: nil when `diagnostics` were given an error.
    public init?(
        _ source: String, subject: FEELType, names: Names, location: SourceLocation, mode: Expression.Mode = .strict, isOrder: Bool = false,
        diagnostics: inout Diagnostics
    ) {
        let report = Report(source: source, location: location)
        var names = names
        // Whoever reads many cells of one column gives names that have it already.
        if names.types["?"] != subject { names.types["?"] = subject }
        let program: Program?
        let alternatives: [Program]
        let landmarks: Landmarks?
        var syntax: [Syntax] = []
        do {
            var parser = try Parser(source, names: names)
            if let (tests, negated) = try parser.unaryTests() {
                var compiler = Compiler(names: names, mode: mode, report: report)
                let code = compiler.compileTests(tests, negated: negated, subject: Syntax(0..<0, .name("?")), span: 0..<source.utf8.count)
                program = compiler.program(code)
                landmarks = Landmarks(tests, names)
                syntax = tests
                alternatives = (isOrder ? tests : []).map { test in
                    var compiler = Compiler(names: names, mode: .lenient, report: Report(source: source, location: location))
                    return compiler.program(compiler.compileTests([test], negated: false, subject: Syntax(0..<0, .name("?")), span: test.span))
                }
            } else {
                program = nil
                alternatives = []
                landmarks = Landmarks()
            }
        } catch {
            report.error(error.span, error.message, mend: error.mend)
            diagnostics.append(contentsOf: report.diagnostics)
            return nil
        }
        diagnostics.append(contentsOf: report.diagnostics)
        guard !report.diagnostics.hasErrors else { return nil }
        content = Content(source, program, alternatives, landmarks, syntax)
    }

    /// Whether `value` passes; null where that cannot be said.
    public func evaluate(_ value: Value, _ values: Context, now: DateAndTime? = nil) -> Value {
        let evaluation = Evaluation(now: now)
        return evaluation.settled(evaluate(value, values, in: evaluation))
    }

    public func evaluate(_ value: Value, _ values: Context, in evaluation: Evaluation) -> Value {
        guard let program = content.program else { return .boolean(true) }
        return run(program, value, values, evaluation)
    }

    /// Which of the tests, counted from 0, is the first that `value` passes.
    public func position(of value: Value, _ values: Context, in evaluation: Evaluation) -> Int? {
        content.alternatives.firstIndex { run($0, value, values, evaluation) == .boolean(true) }
    }

    private func run(_ program: Program, _ value: Value, _ values: Context, _ evaluation: Evaluation) -> Value {
        var frame = Frame(slots: [Value](repeating: .null, count: program.slots), evaluation: evaluation)
        for input in program.inputs { frame.slots[input.slot] = input.name == "?" ? value : input.value(values) }
        return program.code(&frame)
    }
}
