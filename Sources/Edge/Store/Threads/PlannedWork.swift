import Kernel

/// A plan on its way to the database.
///
/// Unchecked as every `Pending` is.
final class PlannedWork: Pending, @unchecked Sendable {
    let plan: Plan
    private let continuation: CheckedContinuation<Void, any Error>

    init(_ label: StaticString, _ plan: Plan, _ continuation: CheckedContinuation<Void, any Error>) {
        self.plan = plan
        self.continuation = continuation
        super.init(label: label, isOutside: false)
    }

    /// A second look at a plan would change nothing: whoever made it decides again.
    override var isWorthAnotherAttempt: Bool { false }

    override func attempt(_ connection: Connection) throws {
        guard let transaction = connection as? Transaction else { preconditionFailure("a write is given a transaction") }
        for step in plan.steps { try transaction.session.executeLater(step.sql, isVersioned: step.isVersioned) }
        for hook in plan.hooks { transaction.afterCommit(hook) }
    }

    override func succeed() { continuation.resume() }

    override func fail(_ error: any Error) { continuation.resume(throwing: labelled(error)) }
}

/// Queries and nothing else.
///
/// Unchecked as every `Pending` is.
final class QueryWork: Pending, @unchecked Sendable {
    let queries: [SQL]
    private let continuation: CheckedContinuation<[[Row]], any Error>

    init(_ label: StaticString, _ queries: [SQL], _ continuation: CheckedContinuation<[[Row]], any Error>) {
        self.queries = queries
        self.continuation = continuation
        super.init(label: label, isOutside: false)
    }

    func succeed(with answers: [[Row]]) { continuation.resume(returning: answers) }

    override func fail(_ error: any Error) { continuation.resume(throwing: labelled(error)) }
}
