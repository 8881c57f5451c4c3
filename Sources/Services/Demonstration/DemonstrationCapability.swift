import Capability
import Identity
import Kernel
import Registries
import Store

extension Capability {
    /// Made-up residents, records and past cases, so that a government can be tried out. Their files are read and checked
    /// always; they are made only where the operator asks for a demonstration.
    public static let demonstration = Capability(
        id: "demonstration", kinds: [SampleFile.kind.erased, DemonstrationFile.kind.erased], link: Samples.link,
        open: { host in
            guard host.settings.isDemonstration else { return Offer() }
            let (registries, identity) = (host[Registries.self], host[Identity.self])
            var offer = Offer()
            offer.sample = { progress in
                let isMade = try await host.store.read { try $0.row("SELECT 1 FROM identity_accounts LIMIT 1") != nil }
                guard !isMade else { return }
                progress("Making up residents and their records")
                let today = registries.zone.date(of: host.clock.now())
                var hashes: [String: String] = [:]
                for account in DemonstrationAccount.files(host.edition) {
                    hashes[account.id] = try await identity.hash(password: DemonstrationAccount.password(of: account.id))
                }
                let known = hashes
                try await host.store.write("demonstration.samples") { tx in
                    var maker = SampleMaker(registries: registries, edition: host.edition, today: today)
                    try maker.makeAll(in: tx)
                    try maker.makeAccounts(known, identity: identity, in: tx)
                }
            }
            return offer
        })
}
