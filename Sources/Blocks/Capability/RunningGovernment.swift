import Kernel
import Logging
import Store

/// A government in service: every capability opened on one store, and what they offer, together.
public struct RunningGovernment: Sendable {
    public let host: Host
    public let offers: [Offer]

    /// Migrates the store, keeps the edition, and opens the capabilities in their order.
    ///
    /// - Parameter isServed: false for a command beside the server: which folder was served last stays as it was, and so does the schema, unless
    ///   nothing was ever stored here.
    /// - Throws: what a capability throws when it cannot start; `STORE-1xx` for a store of another version.
    public static func open(
        _ composition: Composition, edition: Edition, store: Store, clock: Clock, random: Random, settings: HostSettings, logger: Logger,
        isServed: Bool = true
    ) async throws -> RunningGovernment {
        let begins = try await store.isNew()
        if isServed || begins { try await store.migrate(composition.migrations) } else { try await store.requireMigrated(composition.migrations) }
        let edition = try await Editions.asServed(edition, by: composition, in: store)
        let editions = Editions(composition: composition, store: store, current: edition)
        // Data that begins under a folder is compared with it too, whoever begins it.
        if isServed || begins { try await editions.keepCurrent() }
        let events = Events()
        let host = Host(
            editions: editions, store: store, clock: clock, random: random, settings: settings, logger: logger,
            events: events, isServed: isServed, mayMakeKeys: isServed || begins)
        let roster = Roster()
        host.provide(roster)
        var offers: [Offer] = []
        for capability in composition.capabilities {
            let offer = try await capability.open(host)
            precondition(
                Set(capability.serviceTasks.map(\.name)) == Set(offer.serviceTasks.keys), "\(capability.id) declares other service tasks than it offers")
            events.add(offer.reactions)
            offers.append(offer)
        }
        roster.fill(offers)
        return RunningGovernment(host: host, offers: offers)
    }

    public func jobRunner() -> JobRunner { JobRunner(store: host.store, kinds: offers.flatMap(\.jobs)) }
}
