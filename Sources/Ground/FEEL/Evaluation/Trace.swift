/// What one part of an expression gave, and what its parts gave: the explanation of a value.
public struct Trace: Sendable, Hashable {
    /// Where the part stands: UTF-8 offsets into the expression's source.
    public var span: Range<Int>
    public var value: Value
    /// Why the value is null, where it became null here.
    public var reason: String?
    public var parts: [Trace]

    public init(span: Range<Int>, value: Value, reason: String? = nil, parts: [Trace] = []) {
        self.span = span
        self.value = value
        self.reason = reason
        self.parts = parts
    }

    /// The first reason for a null, outermost last.
    public var firstReason: String? {
        for part in parts { if let reason = part.firstReason { return reason } }
        return reason
    }
}

/// Builds a trace while an evaluation runs. Loops are recorded up to a limit, then only their outcome.
final class Recorder {
    static let limit = 5_000
    private var open: [Trace] = []
    private var count = 0
    private(set) var finished: [Trace] = []

    func begin(_ span: Range<Int>) { open.append(Trace(span: span, value: .null)) }

    func note(_ reason: String) {
        guard let last = open.indices.last, open[last].reason == nil else { return }
        open[last].reason = reason
    }

    func end(_ value: Value) {
        guard var trace = open.popLast() else { return }
        trace.value = value
        if !value.isNull { trace.reason = nil }
        count += 1
        guard count <= Self.limit else { return }
        if let parent = open.indices.last { open[parent].parts.append(trace) } else { finished.append(trace) }
    }
}
