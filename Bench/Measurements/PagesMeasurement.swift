/// Rendered pages beside the barest answer the web framework can give.
struct PagesMeasurement: Measurement {
    let name = "page"
    let about = "rendered pages, as parts of a bare hello"

    private struct Target {
        var name: String
        var path: String
        var header: String?
        /// Stands on the page, and on no error page.
        var mark: String
        var least: Double
    }

    func run(_ workshop: Workshop, found: (Finding) -> Void) async throws {
        for kind in Workshop.StoreKind.allCases { try await run(workshop, kind, found) }
    }

    private func run(_ workshop: Workshop, _ kind: Workshop.StoreKind, _ found: (Finding) -> Void) async throws {
        let place = try workshop.demonstration(on: kind)
        let server = try workshop.serve(place)
        defer { try? server.stop() }
        let hello = try ServerProcess(
            CommandLine.arguments[0], { ["hello", "--port", "\($0)"] }, log: workshop.folder + "/hello.log", path: "/")
        defer { try? hello.stop() }
        let session = try SignIn.cookie(of: try Workshop.account("rosa"), port: server.port)
        try startApplications(session, server.port)
        let targets = [
            Target(name: "page.service.\(kind.rawValue)", path: "/services/renew_driving_licence", header: nil, mark: "Renew a driving licence", least: 0.3),
            Target(name: "page.signed_in.\(kind.rawValue)", path: "/applications", header: session, mark: "Renew a driving licence", least: 0.15),
        ]
        for target in targets { try check(target, server.port) }

        let (rounds, length) = workshop.isQuick ? (3, 1) : (9, 3)
        var peers: [Double] = []
        var rates = [[Double]](repeating: [], count: targets.count)
        for round in 0...rounds {
            let peer = try Wrk.rate("http://127.0.0.1:\(hello.port)/", seconds: length)
            let own = try targets.map { try Wrk.rate("http://127.0.0.1:\(server.port)\($0.path)", header: $0.header, seconds: length) }
            // The first round warms up.
            guard round > 0 else { continue }
            peers.append(peer)
            for (index, rate) in own.enumerated() { rates[index].append(rate) }
        }
        for target in targets { try check(target, server.port) }
        for (target, rates) in zip(targets, rates) {
            let ratio = Statistics.median(zip(rates, peers).map { $0 / $1 })
            found(
                Finding(
                    target.name, ratio, "of hello", .atLeast(target.least),
                    [("requests_per_second", Statistics.median(rates)), ("hello_per_second", Statistics.median(peers))]))
        }
    }

    /// Something to read: two drafts of the person who is signed in.
    private func startApplications(_ session: String, _ port: Int) throws {
        let connection = try HTTPConnection(port: port)
        for service in ["renew_driving_licence", "building_permit"] {
            let page = try connection.get("/services/\(service)", headers: session + "\r\n")
            guard let token = SignIn.token(in: page.text) else { throw BenchFault("the page of \(service) has no form token") }
            let answer = try connection.post(
                "/services/\(service)/start", headers: session + "\r\nContent-Type: application/x-www-form-urlencoded\r\n", body: "form_token=\(token)")
            guard answer.status == 303 else { throw BenchFault("a draft of \(service) was answered with \(answer.status)") }
        }
    }

    /// The right page, and made anew each time: its form token is its reader's own.
    private func check(_ target: Target, _ port: Int) throws {
        let headers = target.header.map { $0 + "\r\n" } ?? ""
        let answers = try (0..<2).map { _ in try HTTPConnection(port: port).get(target.path, headers: headers) }
        for answer in answers {
            guard answer.status == 200, answer.text.contains(target.mark), answer.text.hasSuffix("</html>") else {
                throw BenchFault("\(target.path) was answered with \(answer.status) and \(answer.body.count) bytes")
            }
            guard answer.head.lowercased().contains("cache-control: no-store") else { throw BenchFault("\(target.path) may be kept by a cache") }
        }
        let tokens = answers.map { SignIn.token(in: $0.text) }
        if target.header == nil {
            guard let first = tokens[0], first != tokens[1] else { throw BenchFault("two visitors of \(target.path) were given one form token") }
        }
    }
}
