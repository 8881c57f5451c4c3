import Foundation

/// Requests on their way from tasks to the store's own threads, so that no thread of Swift's pool ever waits for a disk.
///
/// Unchecked because every stored property is touched only while `condition` is locked.
final class WorkQueue<Item: Sendable>: @unchecked Sendable {
    enum Refusal { case full(waiting: Int), closed }

    private let condition = NSCondition()
    private let limit: Int
    private var items: [Item] = []
    private var head = 0
    private var isClosed = false

    init(limit: Int) { self.limit = limit }

    var waiting: Int { condition.withLock { items.count - head } }

    /// - Returns: why the item was not taken; nil when it was.
    func push(_ item: Item) -> Refusal? {
        condition.withLock {
            guard !isClosed else { return .closed }
            guard items.count - head < limit else { return .full(waiting: items.count - head) }
            items.append(item)
            condition.signal()
            return nil
        }
    }

    /// The oldest item, waited for; nil once the queue is closed and empty.
    func next() -> Item? {
        condition.withLock {
            while head == items.count && !isClosed { condition.wait() }
            return take()
        }
    }

    enum Next {
        case item(Item)
        /// There was none in time.
        case none
        case closed
    }

    /// The oldest item, waited for no longer than `patience`, or as long as it takes.
    func next(within patience: Duration?) -> Next {
        guard let patience else { return next().map(Next.item) ?? .closed }
        let end = Date(timeIntervalSinceNow: patience / .seconds(1))
        return condition.withLock {
            while head == items.count && !isClosed { guard condition.wait(until: end) else { break } }
            return take().map(Next.item) ?? (isClosed ? .closed : .none)
        }
    }

    /// The oldest item, waited for, and those that wait behind it, as many as may go together; none once the queue is closed
    /// and empty.
    ///
    /// - Parameter weight: their sum stays within `heaviest`, unless the first alone is heavier.
    func nextGroup(atMost limit: Int, heaviest: Int = .max, weight: (Item) -> Int = { _ in 0 }) -> [Item] {
        guard let first = next() else { return [] }
        var group = [first]
        var sum = weight(first)
        while group.count < limit, let item = nextIfAny(where: { sum + weight($0) <= heaviest }) {
            sum += weight(item)
            group.append(item)
        }
        return group
    }

    /// The oldest item if there is one now and it is fit.
    func nextIfAny(where isFit: (Item) -> Bool) -> Item? {
        condition.withLock { head < items.count && isFit(items[head]) ? take() : nil }
    }

    /// Refuses new items; those inside are still handed out.
    func close() {
        condition.withLock {
            isClosed = true
            condition.broadcast()
        }
    }

    private func take() -> Item? {
        guard head < items.count else { return nil }
        let item = items[head]
        head += 1
        // Moving what is left only when half is gone keeps this O(1) on average.
        if head == items.count {
            items.removeAll(keepingCapacity: true)
            head = 0
        } else if head >= 64 && head * 2 >= items.count {
            items.removeFirst(head)
            head = 0
        }
        return item
    }
}
