import Dispatch

extension RandomAccessCollection where Index == Int, Self: Sendable {
    /// The results in order, computed on all processors; the caller waits. For work of a tenth of a millisecond or more an element.
    public func concurrentMap<Result: Sendable>(_ transform: @Sendable (Element) -> Result) -> [Result] {
        var results = [Result?](repeating: nil, count: count)
        results.withUnsafeMutableBufferPointer { places in
            // Each run writes to a place of its own.
            nonisolated(unsafe) let places = places
            DispatchQueue.concurrentPerform(iterations: count) { index in places[index] = transform(self[startIndex + index]) }
        }
        return results.compactMap(\.self)
    }
}
