import Foundation

/// One income-tax case after the other over HTTP, beside OpenFisca's web API with its country template: the same load generator, the same cores.
/// Both answer with the value alone; what the reasons cost on top is told beside it, and what the web framework does that only says hello: the most
/// that any server upon it could reach.
///
/// Measured twice: by one client who waits for each answer, where what counts is how long one request takes, and by 32 at once, where it is how much
/// the cores do together.
struct LawAPIMeasurement: Measurement {
    let name = "law.api"
    let about = "an income tax over HTTP, beside OpenFisca's web API"

    private static let own = #"{"as_of": "2025-06-01", "results": ["income_tax"], "reasons": false, "case": {"employment_income": 42000}}"#
    private static let ownWithReasons = own.replacing(#""reasons": false, "#, with: "")
    private static let theirs = """
        {"persons": {"a": {"salary": {"2024-01": 3500}, "income_tax": {"2024-01": null}}}, "households": {"h": {"adults": ["a"]}}}
        """

    func run(_ workshop: Workshop, found: (Finding) -> Void) async throws {
        let peers = try Peers()
        let place = try workshop.demonstration(on: .sqlite)
        let server = try workshop.serve(place, ["--trusted-proxies", "127.0.0.1"])
        defer { try? server.stop() }
        let peer = try ServerProcess(
            peers.python, Self.serve, log: workshop.folder + "/openfisca.log", path: "/spec")
        defer { try? peer.stop() }
        let hello = try ServerProcess(CommandLine.arguments[0], { ["hello", "--port", "\($0)"] }, log: workshop.folder + "/hello.log", path: "/")
        defer { try? hello.stop() }
        let (ourURL, theirURL) = ("http://127.0.0.1:\(server.port)/rules/income_tax", "http://127.0.0.1:\(peer.port)/calculate")
        try check(server.port, "/rules/income_tax", Self.own, "5886")
        try check(peer.port, "/calculate", Self.theirs, "525")
        for (name, connections) in [("law.api.one_client", 1), ("law.api", Wrk.connections)] {
            var (ours, theirs, withReasons, bare): ([Double], [Double], [Double], [Double]) = ([], [], [], [])
            let seconds = workshop.isQuick ? 1 : 3
            for _ in 0..<(workshop.isQuick ? 2 : 5) {
                func rate(_ url: String, _ body: String) throws -> Double {
                    try Wrk.rate(url, posting: body, seconds: seconds, folder: workshop.folder, connections: connections)
                }
                theirs.append(try rate(theirURL, Self.theirs))
                ours.append(try rate(ourURL, Self.own))
                withReasons.append(try rate(ourURL, Self.ownWithReasons))
                bare.append(try Wrk.rate("http://127.0.0.1:\(hello.port)/", seconds: seconds, connections: connections))
            }
            let (own, other) = (Statistics.median(ours), Statistics.median(theirs))
            var parts = [
                ("connections", Double(connections)), ("a_second", own), ("with_reasons_a_second", Statistics.median(withReasons)),
                ("openfisca_a_second", other), ("hello_a_second", Statistics.median(bare)),
            ]
            // Of one client alone, what stands between two requests is the answer to one.
            if connections == 1 { parts += [("ms", 1_000 / own), ("openfisca_ms", 1_000 / other), ("hello_ms", 1_000 / Statistics.median(bare))] }
            found(Finding(name, own / other, "times as many", .atLeast(20), parts))
        }
    }

    /// As `openfisca serve` starts it, with its own number of workers.
    private static func serve(_ port: Int) -> [String] {
        ["\(Peers.environment)/bin/openfisca", "serve", "--country-package", "openfisca_country_template", "--port", "\(port)"]
    }

    private func check(_ port: Int, _ path: String, _ body: String, _ expected: String) throws {
        let answer = try HTTPConnection(port: port).post(path, headers: "Content-Type: application/json\r\nAccept: application/json\r\n", body: body)
        guard answer.status == 200, answer.text.contains(expected) else { throw BenchFault("\(path) was answered with \(answer.status): \(answer.text)") }
    }
}
