import Blueprint
import Capability
import Casework
import Foundation
import Kernel
import Logging
import Privacy
import Registries
import Store

/// The demonstration government in this process, for what is prepared before a server runs: drafts, records. It is put
/// together as `polity` is: Capabilities.swift beside this file is a link to the program's own list.
struct Town {
    let running: RunningGovernment
    let store: Store

    static func edition() throws -> Edition {
        var diagnostics = Diagnostics()
        let (edition, found) = Composition.polity.edition(of: try FolderSnapshot(directory: Workshop.government, diagnostics: &diagnostics))
        guard let edition else { throw BenchFault("\(Workshop.government) has errors: \(found.sorted.first?.description ?? "")") }
        return edition
    }

    static func open(_ place: Workshop.Place) async throws -> Town {
        let store = try await Store.open(StoreLocation(place.database), clock: .wall, logger: .silent)
        let running = try await RunningGovernment.open(
            .polity, edition: try edition(), store: store, clock: .wall, random: .system,
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
