import Capability
import Identity
import Journal
import Kernel
import Privacy
import Registries
import Store
import Web

extension Capability {
    /// Consents, and erasure through all capabilities. It provides `Consents` and `Erasure` to later blocks.
    public static var consent: Capability {
        Capability(
            id: "consent", migrations: ConsentMigrations.all,
            permissions: [
                PermissionDeclaration("consent.erase", "Erase a person on their wish, where no law keeps their data."),
                PermissionDeclaration("consent.hold", "Keep a person's data for a court or an inquiry, whatever they wish."),
            ],
            open: { host in
                let government = host.edition.government
                let consents = Consents(government: government, book: host.edition[RegistryBook.self], identifiers: host.identifiers)
                let roster = host[Roster.self]
                let erasure = Erasure(
                    store: host.store, vault: host[PersonalVault.self], journal: host[Journal.self], identifiers: host.identifiers,
                    zone: CivilZone(government.timeZone) ?? .utc,
                    logger: host.logger, holders: { roster.personalData })
                host.provide(consents)
                host.provide(erasure)
                var offer = Offer()
                offer.routes = PrivacyRoutes(consents: consents, erasure: erasure, store: host.store, government: government).all
                offer.accountPages = [AccountPage(.privacyTitle, about: .privacyAbout, path: "/account/privacy")]
                offer.personalData = [consents.personalData]
                // A wish that a law had postponed. The job is done once nothing keeps the person any more.
                offer.jobs = [
                    JobRunner.Kind(Erasure.job, policy: .forDays) { job, _ in
                        guard let subject = PersonID(job.key.prefix { $0 != "/" }) else { return }
                        _ = try await erasure.erase(subject, by: Actor(.system(Erasure.job)))
                    }
                ]
                offer.loops = [BackgroundLoop("consent.finish_erasures", every: .seconds(60)) { try await erasure.finish() }]
                return offer
            })
    }
}

extension Consents {
    /// Consents themselves name no more than a purpose; they end with the person.
    var personalData: PersonalDataHolder {
        PersonalDataHolder(
            id: "consent", export: { person, connection in .array(try records(of: person, in: connection).map(\.json)) },
            erase: { person, tx in try tx.execute("UPDATE consent_records SET withdrawn_at = \(tx.now) WHERE subject = \(person) AND withdrawn_at IS NULL") })
    }
}
