import Kernel

/// Sends drafts in over HTTP, and keeps what the server acknowledged.
final class SubmissionLoad {
    private let port: Int
    private let connections: Int
    /// Cases by application.
    private(set) var acknowledged: [String: String] = [:]

    init(port: Int, connections: Int) {
        self.port = port
        self.connections = connections
    }

    /// As fast as the server answers, each connection with one request under way.
    ///
    /// - Returns: submissions a second.
    func closedLoop(_ drafts: ArraySlice<Draft>) throws -> Double {
        let drafts = Array(drafts)
        let many = try ManyConnections(port: port, count: connections)
        let took = try time { try many.send(drafts.count, request: { request(drafts[$0]) }, answered: { try note($1, of: drafts[$0]) }) }
        return Double(drafts.count) / took
    }

    struct Times {
        var due: ContinuousClock.Instant
        var answered: ContinuousClock.Instant

        var milliseconds: Double { seconds(answered - due) * 1_000 }
    }

    /// At a fixed rate, whether or not the earlier ones are answered: a server that falls behind is found out, because the
    /// time of each counts from when it was due to be sent.
    ///
    /// - Returns: when each was due, and when it was answered.
    func openLoop(_ drafts: ArraySlice<Draft>, perSecond rate: Double) throws -> [Times] {
        let drafts = Array(drafts)
        let many = try ManyConnections(port: port, count: connections)
        let start = ContinuousClock.now + .milliseconds(200)
        func due(_ index: Int) -> ContinuousClock.Instant { start + .seconds(Double(index) / rate) }
        var times = drafts.indices.map { Times(due: due($0), answered: due($0)) }
        try many.send(drafts.count, due: due, request: { request(drafts[$0]) }) { index, answer in
            times[index].answered = .now
            try note(answer, of: drafts[index])
        }
        return times
    }

    private func request(_ draft: Draft) -> String {
        HTTPConnection.post("/api/applications/\(draft.id)/submit", headers: "Cookie: opens_\(draft.id)=\(draft.secret)\r\n", port: port)
    }

    private func note(_ answer: HTTPConnection.Answer, of draft: Draft) throws {
        guard answer.status == 200, let made = try JSON(parsing: answer.body)["case"]?.string else {
            throw BenchFault("a submission was answered with \(answer.status): \(answer.text.prefix(300))")
        }
        acknowledged[draft.id] = made
    }
}
