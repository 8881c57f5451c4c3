import Capability
import Journal
import Kernel
import Privacy
import Web

extension Capability {
    /// Accounts, sign-in, sessions, roles, mandates and machine clients. It provides `Identity` to all later blocks, and asks
    /// a later one for `SignInPost`, to send links by.
    public static var identity: Capability {
        Capability(
            id: "identity", migrations: IdentityMigrations.all,
            permissions: [PermissionDeclaration("identity.administer", "Give roles to people, and let other systems in.")],
            open: { host in
                // Made-up residents' passwords are printed; hashing thousands of them well would only cost time.
                let cost: PasswordHasher.Cost = host.settings.isDemonstration ? .least : .standard
                let identity = Identity(
                    government: host.edition.government, store: host.store, vault: host[PersonalVault.self], hasher: try PasswordHasher(cost: cost),
                    clock: host.clock, random: host.random, logger: host.logger, journal: host[Journal.self])
                if host.isServed, host[Journal.self].isTakingOver {
                    try await identity.takeOverAccounts()
                    try await identity.roleActs?.takeOver(identity)
                    try await identity.clientActs?.takeOver(in: host.store)
                    try await identity.mandateActs?.takeOver(in: host.store)
                    try await identity.absenceActs?.takeOver(in: host.store)
                }
                if let acts = identity.clientActs { host[Journal.self].verify(acts.committed) }
                host.provide(identity)
                var offer = Offer()
                offer.integrity = [
                    IntegrityCheck("identity.accounts") { try await identity.foreignAccounts() },
                    IntegrityCheck("identity.roles") { try await identity.roleActs?.findings(in: identity.store) ?? [] },
                    IntegrityCheck("identity.clients") { try await identity.clientActs?.findings(in: identity.store) ?? [] },
                    IntegrityCheck("identity.mandates") { try await identity.mandateActs?.findings(in: identity.store) ?? [] },
                    IntegrityCheck("identity.absences") { try await identity.absenceActs?.findings(in: identity.store) ?? [] },
                    IntegrityCheck("identity.sessions") { try await identity.foreignSessions() },
                ]
                offer.routes =
                    SignInRoutes(identity: identity, publicAddress: host.settings.publicAddress, post: { host[SignInPost.self] }).all
                    + AccountRoutes(identity: identity, store: host.store, roster: host[Roster.self]).all
                    + AdministrationRoutes(identity: identity, store: host.store).all
                offer.personalData = [identity.personalData]
                offer.loops = [
                    BackgroundLoop("identity.sweep", every: .seconds(300)) { try await identity.sweep() },
                    BackgroundLoop("identity.address_tokens", every: .seconds(3_600)) { while !Task.isCancelled, try await identity.renewAddressTokens() {} },
                ]
                return offer
            })
    }
}
