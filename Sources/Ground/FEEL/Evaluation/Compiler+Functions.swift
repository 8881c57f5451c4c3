import Kernel

extension Compiler {
    mutating func compileFunction(_ parameters: [Function.Parameter], _ body: Syntax, _ span: Range<Int>, ownName: String?) -> Code {
        let scope = FunctionScope(ownName: parameters.contains { $0.name == ownName } ? nil : ownName)
        let slots = parameters.map { _ in scope.layout.slot() }
        var variables: [String: Variable] = [:]
        for (parameter, slot) in zip(parameters, slots) { variables[parameter.name] = Variable(slot: slot, type: parameter.type) }
        let code = with(.function(scope)) { compiler in
            compiler.with(.variables(variables)) { compiler in compiler.compile(body) }
        }
        let depth = body.height
        let (captures, size, ownSlot) = (scope.captures, scope.layout.size, scope.ownSlot)
        return Code(span, .function(parameters: parameters.map(\.type), result: code.type)) { frame in
            let captured = captures.map { (value: $0.code.run(&frame), slot: $0.slot) }
            return .function(
                Function(parameters: parameters, result: code.type) { arguments, evaluation, this in
                    guard evaluation.depth + depth <= Evaluation.maximumDepth else { return evaluation.tooDeep() }
                    evaluation.depth += depth
                    defer { evaluation.depth -= depth }
                    var inner = Frame(slots: [Value](repeating: .null, count: size), evaluation: evaluation)
                    for (value, slot) in captured { inner.slots[slot] = value }
                    for (value, slot) in zip(arguments, slots) { inner.slots[slot] = value }
                    if let ownSlot { inner.slots[ownSlot] = .function(this) }
                    return code(&inner)
                })
        }
    }

    mutating func compileCall(_ function: Syntax, _ arguments: [Syntax.Argument], _ span: Range<Int>) -> Code {
        if case .name(let name) = function.kind, !isFunctionKnown(name), names.functions[name] == nil, let builtIn = BuiltIns.all[name] {
            return compileBuiltIn(builtIn, arguments, span)
        }
        let callee = if case .name(let name) = function.kind { compileName(name, function.span, isCalled: true) } else { compile(function) }
        if mode == .strict, callee.type != .any, callee.type != .null {
            if case .function = callee.type {
            } else {
                let mend = arguments.isEmpty ? "Leave out the parentheses." : nil
                report.error(callee.span, "this is \(callee.type.plainName), not a function", mend: mend)
            }
        }
        let values = arguments.map { compile($0.value) }
        let labels = arguments.map(\.name)
        var result: FEELType = .any
        if case .function(let parameters, let type) = callee.type {
            result = type
            checkArguments(values, labels, parameters, span)
        }
        return Code(span, result) { frame in
            guard case .function(let function) = callee(&frame) else { return frame.fail("this is not a function") }
            guard frame.evaluation.spend() else { return .null }
            return function.call(values.map { $0(&frame) }, labels: labels, in: frame.evaluation)
        }
    }

    private func checkArguments(_ values: [Code], _ labels: [String?], _ parameters: [FEELType], _ span: Range<Int>) {
        guard mode == .strict, labels.allSatisfy({ $0 == nil }) else { return }
        if values.count != parameters.count {
            return report.error(
                span, "this function takes \(parameters.count) values, \(values.count) are given",
                mend: "Give as many as it has parameters, parted by commas.")
        }
        for (value, type) in zip(values, parameters) { need(value, type) }
    }

    private mutating func compileBuiltIn(_ builtIn: BuiltIn, _ arguments: [Syntax.Argument], _ span: Range<Int>) -> Code {
        let values = arguments.map { compile($0.value) }
        let labels = arguments.map(\.name)
        let candidates = builtIn.signatures.compactMap { $0.order(labels) }
        if candidates.isEmpty, mode == .strict { reportSignature(builtIn, labels, span) }
        let fitting = candidates.filter { candidate in candidate.accepts(values.map(\.type)) }
        if let first = candidates.first, fitting.isEmpty, mode == .strict {
            for (index, value) in values.enumerated() {
                if let type = first.parameterType(ofArgument: index) { need(value, type, mend: "\(builtIn.name) is used so: \(first.signature.text)") }
            }
        }
        let code = Code(span, FEELType.common(fitting.map(\.signature.result))) { frame in
            builtIn.call(candidates, values.map { $0(&frame) }, in: frame.evaluation)
        }
        guard builtIn.isPure else { return code }
        checkTexts(ofCall: builtIn.name, arguments)
        let folded = code.folded(from: values)
        checkMade(folded, by: builtIn.name, of: values)
        return folded
    }

    private func reportSignature(_ builtIn: BuiltIn, _ labels: [String?], _ span: Range<Int>) {
        let uses = builtIn.signatures.map(\.text).joined(separator: " or ")
        report.error(span, "'\(builtIn.name)' cannot be called like this", mend: "It is used so: \(uses)")
    }

    /// A function outside FEEL, of a small whitelist (DMN 1.5, section 10.3.2.13.3); anything else is null.
    mutating func compileExternal(_ parameters: [Function.Parameter], _ body: Syntax, _ span: Range<Int>) -> Code {
        let function = Function.external(body, parameters)
        if function == nil {
            let message = "this function outside of FEEL is not available"
            if mode == .strict { report.error(span, message) } else { report.warning(span, message) }
        }
        return Code(span, .function(parameters: parameters.map(\.type), result: .any)) { frame in
            function.map(Value.function) ?? frame.fail("this function outside of FEEL is not available")
        }
    }
}

extension Function {
    /// Orders the arguments by the parameters, converts them, calls, and converts the result.
    func call(_ arguments: [Value], labels: [String?], in evaluation: Evaluation) -> Value {
        var ordered: [Value]
        if labels.contains(where: { $0 != nil }) {
            if let unknown = labels.first(where: { label in !parameters.contains { $0.name == label } }) {
                return evaluation.fail("the function has no parameter '\(unknown ?? "")'")
            }
            // A parameter that is not named is null (section 10.3.2.13.5).
            ordered = parameters.map { parameter in labels.firstIndex(of: parameter.name).map { arguments[$0] } ?? .null }
        } else {
            ordered = arguments
        }
        return call(ordered, in: evaluation)
    }

    /// Calls the function as part of a larger evaluation; `names` are the parameters' names in the arguments' order, or none.
    public func invoke(_ arguments: [Value], names: [String], in evaluation: Evaluation) -> Value {
        guard evaluation.spend() else { return .null }
        return call(arguments, labels: names.isEmpty ? arguments.map { _ in nil } : names.map { $0 }, in: evaluation)
    }

    /// The standard's function of this name.
    public static func builtIn(_ name: String) -> Function? { BuiltIns.all[name]?.asFunction }

    func call(_ arguments: [Value], in evaluation: Evaluation) -> Value {
        var converted: [Value] = []
        if isVariadic { return body(arguments, evaluation, self) }
        guard arguments.count == parameters.count else { return evaluation.fail("the function takes \(parameters.count) values, \(arguments.count) are given") }
        for (parameter, argument) in zip(parameters, arguments) {
            guard let value = argument.converted(to: parameter.type) else {
                return evaluation.fail("'\(parameter.name)' needs \(parameter.type.plainName), this is \(argument.kindName)")
            }
            converted.append(value)
        }
        let value = body(converted, evaluation, self)
        return value.converted(to: result) ?? evaluation.fail("the function gave \(value.kindName), not \(result.plainName)")
    }
}
