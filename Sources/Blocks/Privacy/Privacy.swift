import Capability
import Kernel

extension Capability {
    /// Keeps the keys of personal values. It provides the `PersonalVault` and its `PersonalCodec` to all later blocks.
    public static var privacy: Capability {
        Capability(
            id: "privacy",
            open: { host in
                let vault = try await PersonalVault.open(
                    keys: host.settings.keys, masterKeyPath: host.settings.masterKeyPath, clock: host.clock, random: host.random, logger: host.logger,
                    mayBeMade: host.mayMakeKeys)
                host.provide(vault)
                host.provide(vault.codec)
                return Offer()
            })
    }
}
