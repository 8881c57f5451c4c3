import Kernel

extension Compiler {
    mutating func compileNegation(_ syntax: Syntax, _ span: Range<Int>) -> Code {
        let value = compile(syntax)
        if mode == .strict, ![.any, .null, .number, .daysAndTimeDuration, .yearsAndMonthsDuration].contains(value.type) { need(value, .number) }
        return Code(span, value.type) { frame in
            switch value(&frame) {
            case .number(let number): return .number(-number)
            case .daysAndTime(let duration): return .daysAndTime(-duration)
            case .yearsAndMonths(let duration): return YearsAndMonthsDuration(months: -duration.months).map(Value.yearsAndMonths) ?? .null
            case .null: return .null
            case let other: return frame.fail("\(other.kindName) has no sign")
            }
        }.folded(from: [value])
    }

    mutating func compileArithmetic(_ sign: Arithmetic, _ a: Syntax, _ b: Syntax, _ span: Range<Int>) -> Code {
        let (left, right) = (compile(a), compile(b))
        let type = Value.arithmeticType(sign, left.type, right.type)
        if type == nil, mode == .strict { reportArithmetic(sign, left, right, span) }
        return Code(span, type ?? .null) { frame in
            let (x, y) = (left(&frame), right(&frame))
            if sign == .power { guard frame.evaluation.spend(Evaluation.stepsOfPower) else { return .null } }
            let value = Value.arithmetic(sign, x, y)
            if case .number = value { return value }
            return value.isNull ? frame.fail(Self.reason(sign, x, y)) : frame.evaluation.admit(value)
        }.folded(from: [left, right])
    }

    private func reportArithmetic(_ sign: Arithmetic, _ left: Code, _ right: Code, _ span: Range<Int>) {
        if left.type == .number { return need(right, .number) }
        if right.type == .number, sign != .add || left.type == .string { return need(left, .number) }
        if sign == .add, left.type == .string { return need(right, .string) }
        report.error(
            span, "\(left.type.plainName) and \(right.type.plainName) do not go together with '\(sign.rawValue)'",
            mend: "Numbers go with numbers, texts with texts, and days with lengths of time such as duration(\"P14D\").")
    }

    private static func reason(_ sign: Arithmetic, _ a: Value, _ b: Value) -> String {
        if a.isNull || b.isNull { return "one side of '\(sign.rawValue)' is null" }
        if case .number(let divisor) = b, sign == .divide, divisor.isZero { return "division by zero" }
        if case .number = a, case .number = b { return "'\(sign.rawValue)' has no result for these numbers" }
        return "\(a.kindName) and \(b.kindName) do not go together with '\(sign.rawValue)'"
    }

    mutating func compileComparison(_ comparison: Comparison, _ a: Syntax, _ b: Syntax, _ span: Range<Int>) -> Code {
        let (left, right) = (compile(a), compile(b))
        if comparison == .equal || comparison == .notEqual {
            checkTexts(of: a, against: [b])
            checkTexts(of: b, against: [a])
        }
        if mode == .strict, !left.type.mayBe(right.type), !right.type.mayBe(left.type) {
            report.error(
                span, "\(left.type.plainName) is compared with \(right.type.plainName): they are never equal and have no order",
                mend: Slip.mend(ofComparing: left.type, a, with: right.type, b) ?? "Compare values of one type.")
        }
        return Code(span, .boolean) { frame in
            let (x, y) = (left(&frame), right(&frame))
            guard frame.evaluation.spend(comparing: x, y) else { return .null }
            return comparison.apply(x, y).map(Value.boolean) ?? frame.fail("\(x.kindName) and \(y.kindName) cannot be compared")
        }.folded(from: [left, right])
    }

    /// `and` is decided by false, `or` by true (DMN 1.5, table 50); what is neither true nor false counts as null.
    mutating func compileLogic(_ a: Syntax, _ b: Syntax, _ span: Range<Int>, decidedBy decisive: Bool) -> Code {
        let (left, right) = (compile(a, expected: .boolean), compile(b, expected: .boolean))
        return Code(span, .boolean) { frame in
            let first = left(&frame)
            if case .boolean(decisive) = first { return first }
            let second = right(&frame)
            if case .boolean(decisive) = second { return second }
            guard case .boolean = first, case .boolean = second else { return frame.fail("a side is neither true nor false") }
            return .boolean(!decisive)
        }.folded(from: [left, right])
    }

    mutating func compileBetween(_ value: Syntax, _ low: Syntax, _ high: Syntax, _ span: Range<Int>) -> Code {
        let (value, low, high) = (compile(value), compile(low), compile(high))
        need(low, value.type)
        need(high, value.type)
        return Code(span, .boolean) { frame in
            let (x, a, b) = (value(&frame), low(&frame), high(&frame))
            guard frame.evaluation.spend(comparing: x, a), frame.evaluation.spend(comparing: x, b) else { return .null }
            // x >= a and x <= b, with the three values of `and` (table 55).
            let (above, below) = (Comparison.greaterOrEqual.apply(x, a), Comparison.lessOrEqual.apply(x, b))
            if above == false || below == false { return .boolean(false) }
            guard above != nil, below != nil else { return frame.fail("\(x.kindName) cannot be compared with both ends") }
            return .boolean(true)
        }.folded(from: [value, low, high])
    }

    mutating func compileInstance(_ syntax: Syntax, _ type: FEELType?, _ span: Range<Int>) -> Code {
        let value = compile(syntax)
        guard let type else {
            if mode == .strict { report.error(span, "this type needs to say what it holds", mend: "Write, for instance, list<number>.") }
            return Code(span, .null) { frame in frame.fail("the type does not say what it holds") }
        }
        return Code(span, .boolean) { frame in .boolean(value(&frame).isInstance(of: type)) }.folded(from: [value])
    }

    mutating func compileMembership(_ subject: Syntax, _ tests: [Syntax], _ span: Range<Int>) -> Code {
        let value = compile(subject)
        checkTexts(of: subject, against: tests)
        let slot = layout.slot()
        let code = with(.variables(["?": Variable(slot: slot, type: value.type)])) { compiler in
            let outside = compiler.usesSubject
            defer { compiler.usesSubject = outside }
            return compiler.compileTests(tests, negated: false, subject: Syntax(subject.span, .name("?")), span: span, isCell: false)
        }
        return Code(span, .boolean) { frame in
            frame.slots[slot] = value(&frame)
            return code.run(&frame)
        }
    }

    /// Whether any test passes; with `negated`, whether none does. Three-valued.
    mutating func compileTests(_ tests: [Syntax], negated: Bool, subject: Syntax, span: Range<Int>, isCell: Bool = true) -> Code {
        var subjectCode = compile(subject)
        subjectCode.isLiteral = true
        let codes = tests.map { compileTest($0, subject: subjectCode, isCell: isCell) }
        return Code(span, .boolean) { frame in
            var result: Bool? = false
            for code in codes {
                switch code(&frame) {
                case .boolean(true): return .boolean(!negated)
                case .boolean(false): break
                default: result = nil
                }
            }
            return result.map { .boolean($0 != negated) } ?? .null
        }
    }

    private mutating func compileTest(_ syntax: Syntax, subject: Code, isCell: Bool) -> Code {
        if case .test(let comparison, let operand) = syntax.kind {
            let value = compile(operand)
            if mode == .strict { need(value, subject.type) }
            return Code(syntax.span, .boolean) { frame in
                let (x, y) = (subject.run(&frame), value(&frame))
                guard frame.evaluation.spend(comparing: x, y) else { return .null }
                return comparison.apply(x, y).map(Value.boolean) ?? frame.fail("\(x.kindName) and \(y.kindName) cannot be compared")
            }
        }
        let outside = usesSubject
        usesSubject = false
        let value = compile(syntax)
        let readsSubject = usesSubject
        usesSubject = outside || readsSubject
        if isCell, !readsSubject { checkCell(value, syntax, subject) }
        return Code(syntax.span, .boolean) { frame in
            let answer = value(&frame)
            if case .boolean = answer {
                // A condition stands for itself; a boolean value is compared with a boolean subject.
                if readsSubject { return answer }
                if isCell, case .boolean = subject.run(&frame) {} else if isCell { return answer }
            }
            let x = subject.run(&frame)
            guard frame.evaluation.spend(comparing: answer, x) else { return .null }
            return answer.includes(x).map(Value.boolean) ?? frame.fail("\(x.kindName) cannot be tested against \(answer.kindName)")
        }
    }

    private func checkCell(_ value: Code, _ syntax: Syntax, _ subject: Code) {
        if case .arithmetic(.subtract, let low, let high) = syntax.kind, case .literal(.number(let a)) = low.kind, case .literal(.number(let b)) = high.kind,
            a < b, let difference = value.constant
        {
            report.warning(syntax.span, "this is the number \(difference)", mend: "From \(a) to \(b) is [\(a)..\(b)].")
        }
        guard mode == .strict, value.type != .boolean else { return }
        switch value.type {
        case .range(let element): if !element.mayBe(subject.type) { need(Code(value.span, element) { _ in .null }, subject.type) }
        default: need(value, subject.type)
        }
    }
}

extension Comparison {
    /// nil where the two cannot be compared.
    func apply(_ a: Value, _ b: Value) -> Bool? {
        switch self {
        case .equal: return a.isEqual(to: b)
        case .notEqual: return a.isEqual(to: b).map { !$0 }
        default: break
        }
        guard let order = a.order(relativeTo: b) else { return nil }
        switch self {
        case .less: return order < 0
        case .lessOrEqual: return order <= 0
        case .greater: return order > 0
        default: return order >= 0
        }
    }
}

extension Value {
    /// Whether this value as a test lets `subject` pass (DMN 1.5, table 55): a range that holds it, a list with it or with a test
    /// it passes, or an equal value.
    func includes(_ subject: Value) -> Bool? {
        switch self {
        case .range(let range):
            if case .range = subject { return isEqual(to: subject) }
            return range.contains(subject)
        case .list(let items):
            // What cannot be compared is just not it, as in `list contains`.
            for item in items {
                let answer = if case .range(let range) = item, !subject.isRange { range.contains(subject) } else { item.isEqual(to: subject) }
                if answer == true { return true }
            }
            if case .list = subject { return isEqual(to: subject) == true }
            return false
        default: return isEqual(to: subject)
        }
    }

    var isRange: Bool { if case .range = self { true } else { false } }
}
