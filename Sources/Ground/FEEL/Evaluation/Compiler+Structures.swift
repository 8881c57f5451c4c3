import Kernel

extension Compiler {
    mutating func compileConditional(
        _ condition: Syntax, _ then: Syntax, _ otherwise: Syntax, _ span: Range<Int>, expected: FEELType = .any
    ) -> Code {
        let condition = compile(condition, expected: .boolean)
        let (then, otherwise) = (compile(then, expected: expected), compile(otherwise, expected: expected))
        // Anything but true takes the other branch (DMN 1.5, table 56).
        return Code(span, FEELType.common([then.type, otherwise.type])) { frame in
            if case .boolean(true) = condition(&frame) { return then(&frame) }
            return otherwise(&frame)
        }.folded(from: [condition, then, otherwise])
    }

    mutating func compileList(_ items: [Syntax], _ span: Range<Int>) -> Code {
        let codes = items.map { compile($0) }
        return Code(span, .list(FEELType.common(codes.map(\.type)))) { frame in
            var values: [Value] = []
            values.reserveCapacity(codes.count)
            var isNested = false
            for code in codes {
                let value = code(&frame)
                isNested = isNested || value.isSizable
                values.append(value)
            }
            return isNested ? frame.evaluation.admit(.list(values)) : .list(values)
        }.folded(from: codes)
    }

    /// Each entry sees the ones before it.
    mutating func compileContext(_ entries: [Syntax.Entry], _ span: Range<Int>) -> Code {
        var compiled: [(key: String, slot: Int, code: Code)] = []
        var types: [String: FEELType] = [:]
        let depth = levels.count
        for entry in entries {
            let code: Code
            if case .function(let parameters, let body) = entry.value.kind {
                code = compileFunction(parameters, body, entry.value.span, ownName: entry.key)
            } else {
                code = compile(entry.value)
            }
            let slot = layout.slot()
            if types.updateValue(code.type, forKey: entry.key) != nil { return duplicate(entry, span, depth) }
            compiled.append((entry.key, slot, code))
            levels.append(.variables([entry.key: Variable(slot: slot, type: code.type)]))
        }
        levels.removeLast(levels.count - depth)
        let parts = compiled
        let type = FEELType.context(types)
        return Code(span, type.isLarger() ? .context([:]) : type) { frame in
            var context = Context()
            for part in parts {
                let value = part.code(&frame)
                frame.slots[part.slot] = value
                context[part.key] = value
            }
            return frame.evaluation.admit(.context(context))
        }
    }

    private mutating func duplicate(_ entry: Syntax.Entry, _ span: Range<Int>, _ depth: Int) -> Code {
        levels.removeLast(levels.count - depth)
        let message = "'\(entry.key)' stands twice in this record"
        if mode == .strict { report.error(entry.keySpan, message, mend: "Give each entry a name of its own.") }
        return Code(span, .null) { frame in frame.fail(message) }
    }

    mutating func compileRange(_ start: Syntax?, _ startIncluded: Bool, _ end: Syntax?, _ endIncluded: Bool, _ span: Range<Int>) -> Code {
        let (low, high) = (start.map { compile($0) }, end.map { compile($0) })
        if let low, let high { need(high, low.type) }
        let type = FEELType.range(FEELType.common([low, high].compactMap { $0?.type }))
        return Code(span, type) { frame in
            let (a, b) = (low.map { $0(&frame) } ?? .null, high.map { $0(&frame) } ?? .null)
            if !a.isNull, !b.isNull {
                guard let order = a.order(relativeTo: b) else { return frame.fail("\(a.kindName) and \(b.kindName) are no ends of a range") }
                guard order <= 0 else { return frame.fail("the range ends before it starts") }
            }
            return frame.evaluation.admit(.range(ValueRange(start: a, end: b, startIncluded: startIncluded, endIncluded: endIncluded)))
        }.folded(from: [low, high].compactMap { $0 })
    }

    /// `(< 10)` as a value.
    mutating func compileComparisonRange(_ comparison: Comparison, _ value: Syntax, _ span: Range<Int>) -> Code {
        let value = compile(value)
        return Code(span, .range(value.type)) { frame in frame.evaluation.admit(.range(ValueRange(comparison, value(&frame)))) }.folded(from: [value])
    }

    mutating func compilePath(_ syntax: Syntax, _ member: String, _ span: Range<Int>) -> Code {
        let value = compile(syntax)
        let type = memberType(value, member, span)
        return Code(span, type) { frame in
            let subject = value(&frame)
            switch subject {
            case .context(let context):
                return context[member] ?? frame.fail("there is no '\(member)' in this record")
            case .list(let items):
                guard frame.evaluation.spend(items.count) else { return .null }
                return .list(items.map { $0.member(member) ?? .null })
            default:
                return subject.member(member) ?? frame.fail("\(subject.kindName) has no '\(member)'")
            }
        }.folded(from: [value])
    }

    private func memberType(_ value: Code, _ member: String, _ span: Range<Int>) -> FEELType {
        switch value.type {
        case .any, .null: return .any
        case .list(let element): return .list(memberType(Code(value.span, element) { _ in .null }, member, span))
        case .context(let members):
            if let type = members[member] { return type }
            guard mode == .strict, !members.isEmpty else { return .any }
            report.error(span, "there is no '\(member)' in this record", mend: suggestion(for: member, among: Array(members.keys)))
            return .any
        default:
            let properties = Value.properties(of: value.type)
            if let type = properties[member] { return type }
            guard mode == .strict else { return .any }
            report.error(span, "\(value.type.plainName) has no '\(member)'", mend: suggestion(for: member, among: Array(properties.keys)))
            return .any
        }
    }

    /// A number picks by position, from the end where it is negative; a condition keeps the items it holds for (DMN 1.5, section 10.3.2.5).
    mutating func compileFilter(_ list: Syntax, _ predicate: Syntax, _ span: Range<Int>) -> Code {
        let list = compile(list)
        let slot = layout.slot()
        let element = list.type.element
        let test = with(.variables(["item": Variable(slot: slot, type: element)])) { compiler in
            compiler.with(.item(slot: slot, type: element)) { compiler in compiler.compile(predicate) }
        }
        if mode == .strict, ![.any, .null, .number, .boolean].contains(test.type) { need(test, .boolean) }
        let isPosition = test.type == .number
        return Code(span, isPosition ? element : test.type == .boolean ? .list(element) : .any) { frame in
            let value = list(&frame)
            let items: [Value]
            switch value {
            case .list(let list): items = list
            case .null: return frame.fail("there is nothing to filter")
            default: items = [value]
            }
            if isPosition || items.isEmpty {
                frame.slots[slot] = items.first ?? .null
                let answer = test(&frame)
                if case .number(let position) = answer { return Self.item(items, at: position, frame) }
                return isPosition ? frame.fail("the position is null") : .list([])
            }
            var kept: [Value] = []
            for (index, item) in items.enumerated() {
                guard frame.evaluation.spend() else { return .null }
                frame.slots[slot] = item
                switch test(&frame) {
                case .boolean(true): kept.append(item)
                case .number(let position) where index == 0: return Self.item(items, at: position, frame)
                case .boolean, .null: break
                case let other: return frame.fail("a filter needs a condition or a position, this is \(other.kindName)")
                }
            }
            return .list(kept)
        }.folded(from: [list, test], slots: layout.size)
    }

    private static func item(_ items: [Value], at position: Decimal128, _ frame: Frame) -> Value {
        guard let position = Int(exactly: position), position != 0, position.magnitude <= items.count else {
            return frame.fail("the list has no item \(position)")
        }
        return items[position > 0 ? position - 1 : items.count + position]
    }
}

extension ValueRange {
    init(_ comparison: Comparison, _ value: Value) {
        switch comparison {
        case .less, .lessOrEqual: self.init(start: .null, end: value, startIncluded: false, endIncluded: comparison == .lessOrEqual)
        case .greater, .greaterOrEqual: self.init(start: value, end: .null, startIncluded: comparison == .greaterOrEqual, endIncluded: false)
        case .equal: self.init(start: value, end: value)
        case .notEqual: self.init(start: value, end: value, startIncluded: false, endIncluded: false)
        }
        self.comparison = comparison
    }
}
