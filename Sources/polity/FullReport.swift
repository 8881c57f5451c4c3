import Capability
import Journal
import Kernel
import Logging
import MerkleLog
import Privacy
import Store

/// The public log's report, and what the other blocks found that does not fit.
struct FullReport {
    let log: VerificationReport
    /// By check, in the order of the capabilities.
    let others: [(id: String, findings: [String])]

    var passed: Bool { log.passed && others.allSatisfy(\.findings.isEmpty) }

    var description: String {
        (others.flatMap { check in check.findings.map { "\(check.id): \($0)" } } + [log.description]).joined(separator: "\n")
    }

    var json: JSON {
        var members = log.json.members ?? []
        members.removeAll { $0.name == "passed" }
        let checks = others.map { JSON.Member($0.id, .array($0.findings.map(JSON.string))) }
        return .object([.init("passed", .bool(passed))] + members + [.init("checks", .object(checks))])
    }

    /// Verifies what lies in a store, without serving it.
    ///
    /// - Parameters:
    ///   - kept: a checkpoint that was kept elsewhere.
    ///   - keys: the log's keys as they were published.
    static func of(
        _ store: Store, _ edition: Edition, _ settings: ServerSettings, kept: [UInt8]? = nil, keys: [NoteKey] = [], logger: Logger
    ) async throws -> FullReport {
        let running = try await RunningGovernment.open(
            .polity, edition: edition, store: store, clock: .system, random: .system, settings: settings.host(publicAddress: "http://localhost"),
            logger: logger, isServed: false)
        let log = try await running.host[Journal.self].verify(kept: kept, keys: keys)
        var others: [(id: String, findings: [String])] = []
        others.append(("store.file", try await store.damages()))
        others.append(("store.schema", try await store.schemaDifferences(from: Composition.polity.migrations)))
        for check in running.offers.flatMap(\.integrity) { others.append((check.id, try await check.findings())) }
        await running.host[PersonalVault.self].close()
        return FullReport(log: log, others: others)
    }
}
