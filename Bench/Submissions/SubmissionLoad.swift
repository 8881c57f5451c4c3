import Foundation
import Kernel
import Synchronization

/// Sends drafts in over HTTP, and keeps what the server acknowledged.
final class SubmissionLoad: Sendable {
    private let port: Int
    /// Cases by application.
    private let cases = Mutex<[String: String]>([:])

    init(port: Int) { self.port = port }

    var acknowledged: [String: String] { cases.withLock { $0 } }

    /// As fast as the server answers, each connection with one request under way.
    ///
    /// - Returns: submissions a second.
    func closedLoop(_ drafts: ArraySlice<Draft>, connections: Int) throws -> Double {
        let drafts = Array(drafts)
        let next = Counter()
        let took = try time {
            try onThreads(connections) { [self] _ in
                let connection = try HTTPConnection(port: port)
                while let index = next.take(below: drafts.count) { try send(drafts[index], connection) }
            }
        }
        return Double(drafts.count) / took
    }

    /// At a fixed rate, whether or not the earlier ones are answered: a server that falls behind is found out, because the
    /// time of each counts from when it was due to be sent.
    ///
    /// - Returns: seconds from due to answered.
    func openLoop(_ drafts: ArraySlice<Draft>, perSecond rate: Double, connections: Int) throws -> [Double] {
        let drafts = Array(drafts)
        let next = Counter()
        let collected = Times()
        let start = ContinuousClock.now + .milliseconds(200)
        try onThreads(connections) { [self] _ in
            let connection = try HTTPConnection(port: port)
            var own: [Double] = []
            while let index = next.take(below: drafts.count) {
                let due = start + .seconds(Double(index) / rate)
                let wait = seconds(due - ContinuousClock.now)
                if wait > 0 { usleep(UInt32(wait * 1_000_000)) }
                try send(drafts[index], connection)
                own.append(seconds(ContinuousClock.now - due))
            }
            collected.add(own)
        }
        return collected.all
    }

    private func send(_ draft: Draft, _ connection: HTTPConnection) throws {
        let answer = try connection.post("/api/applications/\(draft.id)/submit", headers: "Cookie: opens_\(draft.id)=\(draft.secret)\r\n")
        guard answer.status == 200, let made = try JSON(parsing: answer.body)["case"]?.string else {
            throw BenchFault("a submission was answered with \(answer.status): \(answer.text.prefix(300))")
        }
        cases.withLock { $0[draft.id] = made }
    }
}

private final class Times: Sendable {
    private let times = Mutex<[Double]>([])

    func add(_ more: [Double]) { times.withLock { $0 += more } }

    var all: [Double] { times.withLock { $0 } }
}
