/// A compiled node: what it gives in a frame, and what is known of it beforehand.
struct Code: Sendable {
    var span: Range<Int>
    var type: FEELType
    /// Known without running: literals, and what is computed from them alone.
    var constant: Value?
    var run: @Sendable (inout Frame) -> Value
    /// A literal or a variable needs no line of its own in a trace of constants.
    var isLiteral = false

    init(_ span: Range<Int>, _ type: FEELType, _ run: @escaping @Sendable (inout Frame) -> Value) {
        self.span = span
        self.type = type
        self.run = run
    }

    init(_ span: Range<Int>, constant: Value) {
        self.span = span
        type = constant.type
        self.constant = constant
        isLiteral = true
        run = { _ in constant }
    }

    @inline(__always)
    func callAsFunction(_ frame: inout Frame) -> Value {
        if frame.evaluation.recorder == nil { return run(&frame) }
        return recorded(&frame)
    }

    private func recorded(_ frame: inout Frame) -> Value {
        guard !isLiteral, let recorder = frame.evaluation.recorder else { return run(&frame) }
        recorder.begin(span)
        let value = run(&frame)
        recorder.end(value)
        return value
    }

    /// Runs the code now where all it needs is constant. A null keeps its code, so that a trace can tell why it is null.
    func folded(from parts: [Code], slots: Int = 0) -> Code {
        guard parts.allSatisfy({ $0.constant != nil }) else { return self }
        var frame = Frame(slots: [Value](repeating: .null, count: slots), evaluation: Evaluation(now: nil, budget: 1_000))
        let value = run(&frame)
        guard !value.isNull, !frame.evaluation.isExhausted else { return self }
        var code = self
        code.constant = value
        code.run = { _ in value }
        return code
    }
}
