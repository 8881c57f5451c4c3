/// Resident memory after ten thousand requests of every kind of reader.
struct MemoryMeasurement: Measurement {
    let name = "memory"
    let about = "resident memory after 10,000 requests"

    func run(_ workshop: Workshop, found: (Finding) -> Void) async throws {
        for kind in Workshop.StoreKind.allCases { try await run(workshop, kind, found) }
    }

    private func run(_ workshop: Workshop, _ kind: Workshop.StoreKind, _ found: (Finding) -> Void) async throws {
        // Readers are many: a limit that one of them would reach is not met.
        let server = try workshop.serve(try workshop.demonstration(on: kind), ["--trusted-proxies", "127.0.0.1"])
        defer { try? server.stop() }
        let before = try server.residentMegabytes()
        let port = server.port
        let session = try SignIn.cookie(of: try Workshop.account("rosa"), port: port) + "\r\n"
        let pages = ["/", "/services/renew_driving_licence", "/services/building_permit", "/services/report_a_problem", "/applications", "/sign-in", "/map"]
        try onThreads(8) { thread in
            let connection = try HTTPConnection(port: port)
            for index in 0..<1_250 {
                let path = pages[(index + thread) % pages.count]
                let reader = "X-Forwarded-For: 10.\(thread).\(index / 250).\(index % 250 + 1)\r\n"
                let answer = try connection.get(path, headers: reader + (index % 2 == 0 || path == "/applications" ? session : ""))
                guard answer.status == 200, !answer.body.isEmpty else { throw BenchFault("\(path) was answered with \(answer.status)") }
            }
        }
        found(Finding("memory.\(kind.rawValue)", try server.residentMegabytes(), "MB", .under(150), [("before_mb", before), ("requests", 10_000)]))
    }
}
