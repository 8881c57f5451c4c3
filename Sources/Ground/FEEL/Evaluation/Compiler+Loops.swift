import Kernel

extension Compiler {
    private struct Loop {
        var slot: Int
        var domain: Code
        var end: Code?
    }

    mutating func compileIteration(_ iterators: [Syntax.Iterator], _ body: Syntax, _ span: Range<Int>) -> Code {
        let depth = levels.count
        let loops = compileLoops(iterators)
        let partial = layout.slot()
        levels.append(.variables(["partial": Variable(slot: partial, type: .list(.any))]))
        let usesPartial = body.mentions("partial")
        let body = compile(body)
        levels.removeLast(levels.count - depth)
        return Code(span, .list(body.type)) { frame in
            var results: [Value] = []
            var isNested = false
            frame.slots[partial] = .list([])
            let finished = Self.run(loops[...], &frame) { frame in
                let value = body(&frame)
                isNested = isNested || value.isSizable
                results.append(value)
                if usesPartial { frame.slots[partial] = frame.evaluation.admit(.list(results)) }
                return true
            }
            guard finished else { return .null }
            return isNested ? frame.evaluation.admit(.list(results)) : .list(results)
        }
    }

    mutating func compileQuantified(_ every: Bool, _ iterators: [Syntax.Iterator], _ body: Syntax, _ span: Range<Int>) -> Code {
        let depth = levels.count
        let loops = compileLoops(iterators)
        let condition = compile(body, expected: .boolean)
        levels.removeLast(levels.count - depth)
        // `some` is decided by the first true, `every` by the first false; a null in between makes the rest null.
        return Code(span, .boolean) { frame in
            var result: Bool? = every
            let finished = Self.run(loops[...], &frame) { frame in
                switch condition(&frame) {
                case .boolean(let answer):
                    if answer != every { result = answer; return false }
                default: result = nil
                }
                return true
            }
            guard finished else { return .null }
            return result.map(Value.boolean) ?? frame.fail("the condition is neither true nor false for an item")
        }
    }

    private mutating func compileLoops(_ iterators: [Syntax.Iterator]) -> [Loop] {
        iterators.map { iterator in
            let domain = compile(iterator.domain)
            let end = iterator.end.map { compile($0) }
            let slot = layout.slot()
            let type: FEELType = if end != nil { domain.type } else if case .range(let element) = domain.type { element } else { domain.type.element }
            levels.append(.variables([iterator.name: Variable(slot: slot, type: type)]))
            return Loop(slot: slot, domain: domain, end: end)
        }
    }

    /// Runs `visit` for each combination of items, the last loop fastest. False when a domain is none or the budget ends;
    /// true also when `visit` asks to stop.
    private static func run(_ loops: ArraySlice<Loop>, _ frame: inout Frame, _ visit: (inout Frame) -> Bool) -> Bool {
        var isStopped = false
        return run(loops, &frame, &isStopped, visit)
    }

    private static func run(_ loops: ArraySlice<Loop>, _ frame: inout Frame, _ isStopped: inout Bool, _ visit: (inout Frame) -> Bool) -> Bool {
        guard let loop = loops.first else {
            isStopped = !visit(&frame)
            return true
        }
        let value = loop.domain(&frame)
        var steps: Steps
        if let end = loop.end {
            guard let range = Steps(from: value, through: end(&frame)) else { _ = frame.fail("this is no range to go through"); return false }
            steps = range
        } else {
            guard let found = Steps(value) else { _ = frame.fail("there is no list to go through"); return false }
            steps = found
        }
        while !isStopped, let item = steps.next() {
            guard frame.evaluation.spend() else { return false }
            frame.slots[loop.slot] = item
            guard run(loops.dropFirst(), &frame, &isStopped, visit) else { return false }
        }
        return true
    }
}

/// The items of a list, or the whole numbers or days of a range, one after the other.
private struct Steps {
    private enum Kind { case list([Value]), numbers, days }

    private var kind: Kind
    private var position = 0
    private var last = 0
    private var step = 1

    init?(_ value: Value) {
        switch value {
        case .null: return nil
        case .list(let items):
            kind = .list(items)
            last = items.count
        case .range(let range):
            guard var steps = Steps(from: range.start, through: range.end) else { return nil }
            if !range.startIncluded { steps.position += steps.step }
            if !range.endIncluded { steps.last -= steps.step }
            self = steps
        default:
            kind = .list([value])
            last = 1
        }
    }

    /// Downwards where the end is below the start.
    init?(from start: Value, through end: Value) {
        switch (start, end) {
        case (.number(let a), .number(let b)):
            guard let low = Int(exactly: a), let high = Int(exactly: b), low.magnitude < 1 << 60, high.magnitude < 1 << 60 else { return nil }
            kind = .numbers
            (position, last) = (low, high)
        case (.date(let a), .date(let b)):
            kind = .days
            (position, last) = (a.daysSinceEpoch, b.daysSinceEpoch)
        default: return nil
        }
        step = position <= last ? 1 : -1
    }

    mutating func next() -> Value? {
        if case .list(let items) = kind {
            guard position < last else { return nil }
            position += 1
            return items[position - 1]
        }
        guard step > 0 ? position <= last : position >= last else { return nil }
        defer { position += step }
        if case .days = kind { return .date(CivilDate(daysSinceEpoch: position)) }
        return .integer(position)
    }
}
