import Kernel

/// What is recorded at this moment about a thing over all time: spans of days that do not overlap, each with the state
/// that holds in it. Pure: the store keeps the timelines of all earlier moments as well.
struct Timeline<State: Equatable>: Equatable {
    struct Span: Equatable {
        /// The first day.
        var from: CivilDate
        /// The first day after, or `CivilDate.never`.
        var to: CivilDate
        var state: State
    }

    /// In the order of their days.
    private(set) var spans: [Span]

    init(_ spans: [Span] = []) { self.spans = spans.sorted { $0.from < $1.from } }

    func state(on day: CivilDate) -> State? { spans.first { $0.from <= day && day < $0.to }?.state }

    /// Lets `change` make a new state of every state in `from ..< to`, splitting the spans that reach over an edge.
    /// Days without a state stay without one.
    ///
    /// - Returns: whether any day had a state.
    @discardableResult
    mutating func change(from: CivilDate, to: CivilDate, _ change: (State) throws -> State) rethrows -> Bool {
        var changed: [Span] = []
        var touches = false
        for span in spans {
            let (start, end) = (max(span.from, from), min(span.to, to))
            guard start < end else {
                changed.append(span)
                continue
            }
            touches = true
            if span.from < start { changed.append(Span(from: span.from, to: start, state: span.state)) }
            changed.append(Span(from: start, to: end, state: try change(span.state)))
            if end < span.to { changed.append(Span(from: end, to: span.to, state: span.state)) }
        }
        spans = changed
        return touches
    }

    /// Removes every state from `day` on.
    ///
    /// - Returns: whether any day had a state.
    @discardableResult
    mutating func end(on day: CivilDate) -> Bool {
        let before = spans
        spans = spans.compactMap { span in
            guard span.from < day else { return nil }
            return Span(from: span.from, to: min(span.to, day), state: span.state)
        }
        return spans != before
    }
}

extension CivilDate {
    /// The end of what has no end: the last day of the year 9999, as dates are written. It is never shown.
    static let never = CivilDate(daysSinceEpoch: 2_932_896)
}

extension Instant {
    /// The end of what is still recorded.
    static let never = Instant(microseconds: .max)
}
