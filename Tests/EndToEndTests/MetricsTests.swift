import Blueprint
import Courier
import Foundation
import Kernel
import StoreTesting
import Testing
import WebTesting

@testable import polity

/// `/metrics` as Prometheus reads it (text format 0.0.4), and `/health`.
@Suite("What operators watch") struct MetricsTests {
    /// One family of the text: its type, and its samples.
    struct Family {
        var type: String
        var hasHelp: Bool
        var samples: [(name: String, labels: String, value: Double)] = []
    }

    /// A strict reader: a sample without its type, a type twice or a malformed line is an error.
    static func parse(_ text: String) throws -> [String: Family] {
        var families: [String: Family] = [:]
        var helped: Set<String> = []
        #expect(text.hasSuffix("\n"))
        for line in text.split(separator: "\n", omittingEmptySubsequences: true) {
            if let help = line.wholeMatch(of: /# HELP ([a-z_][a-z0-9_]*) \S.*/) {
                #expect(helped.insert(String(help.1)).inserted, "\(line)")
            } else if let type = line.wholeMatch(of: /# TYPE ([a-z_][a-z0-9_]*) (counter|gauge|histogram)/) {
                #expect(families[String(type.1)] == nil, "\(line)")
                families[String(type.1)] = Family(type: String(type.2), hasHelp: helped.contains(String(type.1)))
            } else {
                let sample = try #require(line.wholeMatch(of: /([a-z_][a-z0-9_]*)(\{[a-z_]+="[^"\\\n]*"(?:,[a-z_]+="[^"\\\n]*")*\})? ([0-9.]+)/), "\(line)")
                let name = String(sample.1)
                let family =
                    ["_bucket", "_sum", "_count"].compactMap { name.hasSuffix($0) ? String(name.dropLast($0.count)) : nil }
                    .first { families[$0]?.type == "histogram" } ?? name
                let value = try #require(Double(sample.3))
                try #require(families[family] != nil, "\(line) has no type")
                families[family]?.samples.append((name, sample.2.map(String.init) ?? "", value))
            }
        }
        return families
    }

    @Test("the figures are well formed, and none is about a person", arguments: TestStores.all)
    func metrics(kind: TestStore) async throws {
        let mailbox = Mailbox()
        let files = SmallGovernment.files.map { FolderSnapshot.File(path: $0.key, bytes: Array($0.value.utf8)) }
        try await ServedTown.serve(kind, .polity(mail: .keeping(in: mailbox), mailbox: mailbox), files) { town in
            try await town.account("ada@example.org")
            let ada = try await town.signedIn("ada@example.org")
            let reference = try await BackupCommandTests.report(town.visitor())
            _ = try await ada.get("/cases/01a20514-b0f7-7b19-9bc6-2a59f244461a")
            _ = try await ada.get("/no/such/ada@example.org")
            _ = try await ada.get("/services/report")
            _ = try await town.running.jobRunner().runDue()
            let text = try await town.visitor().get("/metrics").body
            let families = try Self.parse(text)
            #expect(families.filter { !$0.value.hasHelp }.isEmpty)
            for (name, family) in families where family.type == "counter" { #expect(name.hasSuffix("_total"), "\(name)") }
            let requests = try #require(families["polity_requests_total"])
            #expect(requests.samples.contains { $0.labels == #"{route="service",status="200"}"# && $0.value == 1 })
            #expect(requests.samples.contains { $0.labels == #"{route="case",status="404"}"# && $0.value == 1 })
            let durations = try #require(families["polity_request_seconds"])
            #expect(durations.type == "histogram")
            // Buckets only grow, and the last of them is the count.
            let buckets = durations.samples.filter { $0.name.hasSuffix("_bucket") && $0.labels.contains(#"route="service""#) }.map(\.value)
            #expect(buckets == buckets.sorted() && !buckets.isEmpty)
            #expect(buckets.last == durations.samples.first { $0.name.hasSuffix("_count") && $0.labels.contains(#"route="service""#) }?.value)
            for name in [
                "store_reads_total", "store_commits_total", "store_waiting", "jobs_due", "jobs_dead", "messages_waiting", "payments_waiting", "journal_leaves",
            ] {
                #expect(families["polity_" + name] != nil, "\(name) is missing")
            }
            for marker in ["ada", reference, "01a20514", "127.0.0.1"] { #expect(!text.contains(marker), "\(marker) stands in the metrics") }
        }
    }

    @Test("health tells which part is ill")
    func health() async throws {
        try await ServedTown.serve(
            .sqlite, .polity(mail: .keeping(in: Mailbox())), SmallGovernment.files.map { .init(path: $0.key, bytes: Array($0.value.utf8)) }
        ) {
            town in
            let visitor = town.visitor()
            let well = try await visitor.get("/health")
            #expect(well.status == 200)
            #expect(try JSON(parsing: well.body)["store"]?["healthy"] == true)
            #expect(try JSON(parsing: well.body)["store"]?["note"] != nil)
            // What is the matter is told to operators alone.
            let outside = try await visitor.get("/health", ["X-Forwarded-For: 203.0.113.9"])
            #expect(try JSON(parsing: outside.body)["store"] == ["healthy": true])
            #expect(try await visitor.get("/health/live").body == "ok")
            await town.store.close()
            let ill = try await visitor.get("/health/ready")
            #expect(ill.status == 503)
            #expect(try JSON(parsing: ill.body)["store"]?["healthy"] == false)
            #expect(try await visitor.get("/health/live").status == 200)
            #expect(try await visitor.get("/metrics").status == 200)
        }
    }
}
