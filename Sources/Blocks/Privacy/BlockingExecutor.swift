import Dispatch
import Foundation
import Synchronization

/// Waits, on the calling thread, for asynchronous work that runs on one thread of its own.
///
/// Swift's shared threads may all be waiting here at once: the work needs none of them, so it always goes on. It serves
/// the codec, which must answer inside a transaction's body, and nothing else should need it.
final class BlockingExecutor: TaskExecutor {
    private let queue: DispatchQueue

    init(name: String) { queue = DispatchQueue(label: name) }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let executor = asUnownedTaskExecutor()
        queue.async { job.runSynchronously(on: executor) }
    }

    func wait<Answer: Sendable>(_ work: @escaping @Sendable () async throws -> Answer) throws -> Answer {
        let answer = Answered<Answer>()
        let done = DispatchSemaphore(value: 0)
        Task(executorPreference: self) {
            let result: Result<Answer, any Error>
            do { result = .success(try await work()) } catch { result = .failure(error) }
            answer.result.withLock { $0 = result }
            done.signal()
        }
        done.wait()
        guard let result = answer.result.withLock({ $0 }) else { preconditionFailure("the work signalled without an answer") }
        return try result.get()
    }

    private final class Answered<Answer: Sendable>: Sendable {
        let result = Mutex<Result<Answer, any Error>?>(nil)
    }
}
