import Blueprint
import Capability
import Casework
import Consent
import Courier
import Demonstration
import Documents
import Foundation
import Identity
import Journal
import Kernel
import Ledger
import Logging
import Messages
import Payments
import Privacy
import Registries
import Store

/// The demonstration government in this process, for what is prepared before a server runs: drafts, records.
struct Town {
    let running: RunningGovernment
    let store: Store

    /// As `polity` is put together, without the pages.
    private static let composition = Composition([
        .privacy, .journal, .identity, .registries, .documents, .messages(sender: MailSender { _ in }), .ledger, .payments(), .consent, .casework,
        .demonstration,
    ])

    static func edition() throws -> Edition {
        var diagnostics = Diagnostics()
        let (edition, found) = composition.edition(of: try FolderSnapshot(directory: Workshop.government, diagnostics: &diagnostics))
        guard let edition else { throw BenchFault("\(Workshop.government) has errors: \(found.sorted.first?.description ?? "")") }
        return edition
    }

    static func open(_ place: Workshop.Place) async throws -> Town {
        let store = try await Store.open(StoreLocation(place.database), clock: .wall, logger: .silent)
        let running = try await RunningGovernment.open(
            composition, edition: try edition(), store: store, clock: .wall, random: .system,
            settings: HostSettings(
                dataDirectory: place.folder, keyDirectory: place.folder + "/keys", publicAddress: "http://localhost",
                database: StoreLocation(place.database)), logger: .silent)
        return Town(running: running, store: store)
    }

    var casework: Casework { running.host[Casework.self] }
    var registries: Registries { running.host[Registries.self] }

    func close() async {
        await store.close()
        await running.host[PersonalVault.self].close()
    }
}

extension Clock {
    /// The machine's.
    static let wall = Clock { Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000)) }
}

extension Logger {
    static let silent = Logger(label: "polity-bench") { _ in SwiftLogNoOpLogHandler() }
}
