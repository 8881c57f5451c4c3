/// What one evaluation may spend and what it records. Made anew for each evaluation, used by one thread.
public final class Evaluation {
    /// Items visited and functions called, in all.
    public static let defaultBudget = 3_000_000
    /// Levels of nested evaluation, so that a function that calls itself for ever ends in null and not in a full stack.
    static let maximumDepth = 1_500
    /// A power, an exponential or a logarithm takes as long as some dozens of products.
    static let stepsOfPower = 128

    /// The moment that `now()` and `today()` give; null without it.
    let now: DateAndTime?
    /// Below zero once more was asked for than there was.
    private(set) var budget: Int
    var depth = 0
    var recorder: Recorder?
    /// What a larger evaluation takes along, such as its own record.
    public var companion: AnyObject?

    public init(now: DateAndTime?, recording: Bool = false, budget: Int = Evaluation.defaultBudget) {
        self.now = now
        self.budget = budget
        recorder = recording ? Recorder() : nil
    }

    /// Takes `steps` from the budget. False when it is used up: then the whole evaluation is null, whatever its parts make of a part that
    /// is missing. Whoever began the evaluation asks `isExhausted` at its end.
    public func spend(_ steps: Int = 1) -> Bool {
        if budget < steps {
            exhaust()
            return false
        }
        budget -= steps
        return true
    }

    /// Why no value counts that was found with this evaluation: it took too many steps, or went too deep. nil as long as it stays within both.
    public private(set) var exhaustion: String?

    public var isExhausted: Bool { budget < 0 }

    /// Ends the evaluation: every part that would take a step is null from here on.
    func exhaust(_ reason: String = "the evaluation took too many steps") {
        budget = -1
        if exhaustion == nil { exhaustion = reason }
        recorder?.note(reason)
    }

    /// The value of the whole: null where the budget did not suffice.
    func settled(_ value: Value) -> Value { isExhausted ? .null : value }

    /// Runs one of several parts with at most `steps` of what is left, so that it comes out as it would by itself.
    public func within<Result>(_ steps: Int, _ body: () -> Result) -> Result {
        guard budget > steps else { return body() }
        let rest = budget - steps
        budget = steps
        defer { if !isExhausted { budget += rest } }
        return body()
    }

    /// Counts a function of a model as levels of nesting.
    public func nested(_ body: () -> Value) -> Value {
        guard depth + 30 <= Self.maximumDepth else { return tooDeep() }
        depth += 30
        defer { depth -= 30 }
        return body()
    }

    func tooDeep() -> Value {
        exhaust("functions call each other too deeply")
        return .null
    }

    /// A list or a record that was just made, or null where it is nested too deeply or holds too much.
    ///
    /// Parts are shared, so that a few lines could build a value whose text would fill the world: `{a: [1, 1], b: [a, a], c: [b, b], …}`.
    package func admit(_ value: Value) -> Value {
        walk(value, depth: 0) ? value : fail("this list or record is too large or nested too deeply")
    }

    /// Takes what going through a value costs: a step for each item and for each 64 bytes of text. False when the budget is used up.
    func spend(on value: Value) -> Bool { !value.isSizable || walk(value, depth: 0) }

    /// Takes what it costs to find out whether two values are equal, or which comes first: of texts, a step for each 8 bytes.
    @inline(__always)
    func spend(comparing a: Value, _ b: Value) -> Bool {
        if case .number = a { return true }
        return spendMore(comparing: a, b)
    }

    private func spendMore(comparing a: Value, _ b: Value) -> Bool {
        switch (a, b) {
        case (.string(let x), .string(let y)): spend(min(x.utf8.count, y.utf8.count) >> 3)
        case (.list(let x), .list(let y)): x.count != y.count || walk(a, depth: 0)
        case (.context(let x), .context(let y)): x.count != y.count || walk(a, depth: 0)
        case (.list, _): walk(a, depth: 0)
        case (_, .list): walk(b, depth: 0)
        default: true
        }
    }

    private func walk(_ value: Value, depth: Int) -> Bool {
        guard depth < 100 else { return false }
        switch value {
        case .string(let text): return spend(text.utf8.count >> 6)
        case .list(let items):
            guard spend(items.count) else { return false }
            for item in items where item.isSizable { guard walk(item, depth: depth + 1) else { return false } }
        case .context(let context):
            guard spend(context.count) else { return false }
            for entry in context.entries where entry.value.isSizable { guard walk(entry.value, depth: depth + 1) else { return false } }
        case .range(let range): return spend() && walk(range.start, depth: depth + 1) && walk(range.end, depth: depth + 1)
        default: break
        }
        return true
    }

    /// Null, with the reason where the evaluation is recorded.
    func fail(_ reason: @autoclosure () -> String) -> Value {
        if let recorder { recorder.note(reason()) }
        return .null
    }
}

/// The values of one function's (or one expression's) variables while it runs.
struct Frame {
    var slots: [Value]
    let evaluation: Evaluation

    func fail(_ reason: @autoclosure () -> String) -> Value { evaluation.fail(reason()) }
}

extension Value {
    /// Going through it costs more than a step.
    var isSizable: Bool {
        switch self {
        case .list, .context, .range: true
        case .string(let text): text.utf8.count >= 64
        default: false
        }
    }

    var isComposite: Bool {
        switch self {
        case .list, .context: true
        default: false
        }
    }
}
