import Capability
import Consent
import Identity
import Kernel
import Registries
import Store
import Web

extension Capability {
    /// Made-up residents, records and past cases, so that a government can be tried out. Their files are read and checked
    /// always; they are made only where the operator asks for a demonstration.
    ///
    /// - Parameter clock: the clock that the government runs on, where its past is to be made too.
    public static func demonstration(_ clock: PastClock? = nil) -> Capability {
        Capability(
            id: "demonstration", kinds: [SampleFile.kind.erased, DemonstrationFile.kind.erased], migrations: [PastMigrations.first], link: Samples.link,
            open: { host in
                guard host.settings.isDemonstration else { return Offer() }
                var offer = Offer()
                offer.sample = { progress in try await makeSamples(host, clock, progress) }
                return offer
            })
    }

    private static func makeSamples(_ host: Host, _ clock: PastClock?, _ progress: @Sendable (String) -> Void) async throws {
        let isMade = try await host.store.read { try $0.row("SELECT 1 FROM identity_accounts LIMIT 1") != nil }
        guard !isMade else { return }
        progress("Making up residents and their records")
        let (registries, identity) = (host[Registries.self], host[Identity.self])
        // Samples reckon from the present, also where they are entered in the past.
        let today = registries.zone.date(of: clock?.present.now() ?? host.clock.now())
        var hashes: [String: String] = [:]
        for account in DemonstrationAccount.files(host.edition) {
            hashes[account.id] = try await identity.hash(password: DemonstrationAccount.password(of: account.id))
        }
        let known = hashes
        let (consents, request): (Consents, RequestID) = (host[Consents.self], host.identifiers.next())
        var prepared = SampleMaker(registries: registries, edition: host.edition, today: today)
        try await prepared.preparePeople(host.identifiers, host[PersonalCodec.self])
        let beginning = prepared
        try await host.store.write("demonstration.samples") { tx in
            var maker = beginning
            try maker.makeAll(in: tx)
            try maker.makeAccounts(known, identity: identity, consents: consents, request: request, in: tx)
            try maker.makePrograms(identity: identity, in: tx)
            guard let clock, clock.isInPast else { return }
            try maker.makeResidentsAccounts(identity: identity, in: tx)
            let begins = registries.zone.date(of: tx.now)
            try PastMark(madeOn: today, begins: begins, reached: begins, isFinished: false).insert(tx)
        }
    }
}
