import Kernel

/// One request that a task waits for: what to do, and the answer on its way back.
///
/// A thread of the store calls `attempt` (again, after a conflict) and then exactly one of `succeed` and `fail`.
class Pending: @unchecked Sendable {
    let label: StaticString
    /// A chore that must not run inside a transaction.
    let isOutside: Bool
    /// When it was asked for: who waits for a store that is away has waited from here on, not from when a thread was free.
    let since = ContinuousClock.now

    init(label: StaticString, isOutside: Bool) {
        self.label = label
        self.isOutside = isOutside
    }

    /// Whether another attempt after a version conflict may end otherwise.
    var isWorthAnotherAttempt: Bool { true }

    func attempt(_ connection: Connection) throws { fatalError("overridden") }
    func succeed() { fatalError("overridden") }
    func fail(_ error: any Error) { fatalError("overridden") }

    /// The store's own errors are given the request's label for the operator; the body's errors are left as they are.
    func labelled(_ error: any Error) -> any Error {
        guard var fault = error as? PolityError, fault.code.hasPrefix("STORE-") else { return error }
        fault.context = fault.context.map { "\(label): \($0)" }
        return fault
    }
}

/// Unchecked because only the one thread that took the request from its queue touches it until it is answered.
final class PendingWork<Answer: Sendable, Access: Connection>: Pending, @unchecked Sendable {
    private let body: @Sendable (Access) throws -> Answer
    private let continuation: CheckedContinuation<Answer, any Error>
    private var answer: Answer?

    init(
        _ label: StaticString, isOutside: Bool = false, _ body: @escaping @Sendable (Access) throws -> Answer,
        _ continuation: CheckedContinuation<Answer, any Error>
    ) {
        self.body = body
        self.continuation = continuation
        super.init(label: label, isOutside: isOutside)
    }

    override func attempt(_ connection: Connection) throws {
        guard let access = connection as? Access else { preconditionFailure("a read is given a connection and a write a transaction") }
        answer = try body(access)
    }

    override func succeed() {
        guard let answer else { preconditionFailure("answered before it was attempted") }
        continuation.resume(returning: answer)
    }

    override func fail(_ error: any Error) { continuation.resume(throwing: labelled(error)) }
}

extension WorkQueue where Item: Pending {
    /// Puts a request in the queue; one that is refused is told so.
    func put(_ pending: Item) {
        switch push(pending) {
        case nil: break
        case .full(let waiting): pending.fail(StoreFault.overloaded(waiting: waiting))
        case .closed: pending.fail(StoreFault.closed)
        }
    }
}

extension WorkQueue where Item == Pending {
    /// Puts a request in the queue and waits for its answer without holding a thread.
    func submit<Answer: Sendable, Access: Connection>(
        _ label: StaticString, isOutside: Bool = false, _ body: @escaping @Sendable (Access) throws -> Answer
    ) async throws -> Answer {
        try await withCheckedThrowingContinuation { put(PendingWork(label, isOutside: isOutside, body, $0)) }
    }
}
