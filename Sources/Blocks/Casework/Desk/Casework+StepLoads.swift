import Kernel
import Store

/// What waits at one step of a service: tasks, or cases whose applicant has to pay or to answer. Of each queue, and of those that wait for
/// their applicants, the first hundred thousand are looked at.
public struct StepLoad: Sendable, Hashable {
    public var step: String
    public var open: Int
    /// There are more than were looked at.
    public var isPartial: Bool
    /// Since when the longest waits, and the mean of all.
    public var oldest: Instant
    public var mean: Instant
}

extension Casework {
    /// More than any office has open; a bound on how long the page takes (`queue.process_view` in `script/bench`).
    private static let most = 100_000

    /// Where a service waits, step by step, over all of its cases that a supervisor reaches.
    ///
    /// - Throws: `CASE-415` without the permission to supervise; `CASE-404` for a service out of reach.
    public func stepLoads(of service: String, _ caller: Caller) async throws -> (service: PublicService, loads: [StepLoad]) {
        let reach = try caller.supervised()
        guard let found = workable(caller.actor).first(where: { $0.id == service }) else { throw CaseFault.notFound }
        guard !reach.isEmpty else { return (found, []) }
        let places = places(caller.actor, role: nil).filter { reach.contains($0.organisation) }
        let stages: [(stage: Case.Stage, message: String)] = [
            (.awaitingPayment, StepCompiler.MessageName.paid), (.awaitingApplicant, StepCompiler.MessageName.answered),
        ]
        let parts = try await store.read { connection in
            let queues = try queues(places, QueueQuery(team: .any, skills: .any), caller.actor, connection)
            let tasks = queues.map { Self.waiting(in: Self.range($0, QueueQuery(service: service))) }
            let waits = stages.map { Self.waiting(forApplicantsOf: service, $0.stage, reach) }
            let rows = try connection.rowsOfAll(tasks + waits)
            return try rows.enumerated().flatMap { number, rows in
                // One that began to wait before the place was kept waits where the process first waits for such a thing.
                let stage = number < tasks.count ? nil : stages[number - tasks.count].message
                let usual = stage.flatMap { message in found.process.exchange.messagesAwaited.first { $0.name == message }?.element }
                return try Self.parts(rows, usual)
            }
        }
        let steps = Dictionary(grouping: parts, by: \.step)
        return (found, steps.values.map(StepLoad.init).sorted { $0.step < $1.step })
    }

    private static func parts(_ rows: [Row], _ usual: String?) throws -> [StepLoad] {
        let isPartial = try rows.reduce(0) { try $0 + $1.integer(1) } >= most
        return try rows.compactMap { row in
            guard let step = try row.text(optional: 0) ?? usual else { return nil }
            return StepLoad(step: step, open: try row.integer(1), isPartial: isPartial, oldest: try row.instant(2), mean: try row.instant(3))
        }
    }

    private static func waiting(in range: SQL) -> SQL {
        let first: SQL = "SELECT t.step, t.created_at FROM casework_tasks t WHERE \(range) ORDER BY t.due_key LIMIT \(most)"
        return "SELECT step, COUNT(*), MIN(created_at), CAST(AVG(created_at) AS BIGINT) FROM (\(first)) AS looked_at GROUP BY step ORDER BY step"
    }

    private static func waiting(forApplicantsOf service: String, _ stage: Case.Stage, _ reach: [String]) -> SQL {
        let first: SQL = """
            SELECT waits_at, COALESCE(waits_since, opened_at) AS since, organisation FROM casework_cases
            WHERE service = \(service) AND stage = \(stage.rawValue) ORDER BY id LIMIT \(most)
            """
        return """
            SELECT waits_at, COUNT(*), MIN(since), CAST(AVG(since) AS BIGINT) FROM (\(first)) AS looked_at
            WHERE organisation IN \(list: reach) GROUP BY waits_at ORDER BY waits_at
            """
    }
}

extension StepLoad {
    /// What several queues have of one step.
    fileprivate init(_ parts: [StepLoad]) {
        self = parts[0]
        guard parts.count > 1 else { return }
        let total = parts.reduce(0) { $0 + $1.open }
        let sum = parts.reduce(0.0) { $0 + Double($1.mean.microseconds) * Double($1.open) }
        open = total
        isPartial = parts.contains(where: \.isPartial)
        oldest = parts.map(\.oldest).min() ?? oldest
        mean = Instant(microseconds: Int64(sum / Double(max(1, total))))
    }
}
