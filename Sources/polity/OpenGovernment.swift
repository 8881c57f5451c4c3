import Capability
import Foundation
import Kernel
import Logging
import Store

/// Opens the government's data for a command: the store, the folder of files, the keys.
enum OpenGovernment {
    /// - Parameter isServed: false for a command beside the server.
    /// - Throws: `ExitCode(1)` after telling why, when stored records do not fit the folder; `SERVE-103` for data that another process
    ///   serves, `SERVE-105` for another government's, `BACKUP-107` for data that a restore was cut off in.
    static func open(
        _ composition: Composition, edition: Edition, settings: ServerSettings, listening: ListeningSettings, isDemonstration: Bool, clock: Clock = .system,
        logger: Logger, isServed: Bool = true
    ) async throws -> RunningGovernment {
        for directory in [settings.data, settings.keyDirectory] { try DurableFolder.make(directory) }
        try RestoreMark(in: settings.data).requireNone()
        if isServed { try ServingLock.take(settings.storeLocation) }
        let store = try await Store.open(settings.storeLocation, clock: clock, logger: logger)
        try await StoredFolder.require(edition, isDemonstration: isDemonstration, in: store)
        let host = settings.host(
            publicAddress: listening.address(port: listening.port), isDemonstration: isDemonstration, mailFrom: listening.sender)
        return try await RunningGovernment.open(
            composition, edition: edition, store: store, clock: clock, random: .system, settings: host, logger: logger, isServed: isServed)
    }
}
