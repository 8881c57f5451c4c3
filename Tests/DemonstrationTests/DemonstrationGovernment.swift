import Blueprint
import Capability
import Casework
import Consent
import Courier
import Documents
import Foundation
import Identity
import Journal
import Kernel
import Ledger
import Messages
import Payments
import Portal
import Privacy
import Registries
import Rules
import Store
import StoreTesting

@testable import Demonstration

/// A government of the repository, opened as `polity serve --demo` opens it, on a store that a test keeps.
struct DemonstrationGovernment {
    let running: RunningGovernment
    let clock: PastClock
    let mailbox: Mailbox

    /// Sunday, 22 November 2026, in the afternoon.
    static let present = Instant(microseconds: 1_795_359_600_000_000)

    static func open(
        _ name: String, _ location: StoreLocation, in folder: String, isDemonstration: Bool = true, more: [Capability] = []
    ) async throws -> DemonstrationGovernment {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        var diagnostics = Diagnostics()
        let snapshot = withoutPortal(try FolderSnapshot(directory: root.appending(path: "governments/\(name)").path, diagnostics: &diagnostics))
        let clock = PastClock(Clock { present })
        let mailbox = Mailbox(capacity: 100_000)
        let composition = Composition(
            [
                .privacy, .journal, .identity, .registries, .rules, .documents, .messages(sender: .keeping(in: mailbox)), .ledger, .payments(),
                .consent, .casework, .portal, .demonstration(clock),
            ] + more)
        let (edition, found) = composition.edition(of: snapshot)
        guard let edition else { throw PolityError(.broken, "TEST", found.sorted.map(\.description).joined(separator: "\n")) }
        let store = try await Store.open(location, clock: clock.clock, logger: .silent)
        let running = try await RunningGovernment.open(
            composition, edition: edition, store: store, clock: clock.clock, random: .system,
            settings: HostSettings(
                dataDirectory: folder, keyDirectory: folder + "/keys", publicAddress: "https://\(name).example", isDemonstration: isDemonstration,
                mailFrom: "no-reply@\(name).example"),
            logger: .silent)
        return DemonstrationGovernment(running: running, clock: clock, mailbox: mailbox)
    }

    /// The folder without what only the portal reads, and its translation.
    private static func withoutPortal(_ snapshot: FolderSnapshot) -> FolderSnapshot {
        FolderSnapshot(
            files: snapshot.files.filter { $0.path != "portal.yaml" }.map { file in
                guard file.path == "translations/es.yaml" else { return file }
                var isPortal = false
                let lines = String(decoding: file.bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false).filter { line in
                    if let first = line.first, first.isLetter { isPortal = line.hasPrefix("portal:") }
                    return !isPortal
                }
                return FolderSnapshot.File(path: file.path, bytes: Array(lines.joined(separator: "\n").utf8))
            })
    }

    var store: Store { running.host.store }
    var casework: Casework { running.host[Casework.self] }

    func prepare(_ applications: Int? = nil) async throws {
        try await Demonstration.prepare(running, clock: clock, applications: applications) { _ in }
    }

    func count(_ sql: SQL) async throws -> Int { try await store.read { try $0.value(sql, as: Int.self) ?? 0 } }

    func texts(_ sql: SQL) async throws -> [String] { try await store.read { try $0.rows(sql).map { try $0.text(0) } } }
}

/// Runs `body` with an empty place for a store and a folder beside it.
func withDemonstration(_ kind: TestStore, _ body: (_ location: StoreLocation, _ folder: String) async throws -> Void) async throws {
    try await withFolder { folder in try await withEmptyPlace(kind) { location in try await body(location, folder) } }
}
