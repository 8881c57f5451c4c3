import Capability
import Identity
import Journal
import Kernel
import Privacy

extension Capability {
    /// Reads `registries/*.yaml` and keeps their records. It provides `Registries` to all later blocks, and gives an edition
    /// its `RegistryBook`.
    public static var registries: Capability {
        Capability(
            id: "registries", kinds: [Registry.fileKind.erased], migrations: RegistryMigrations.all,
            permissions: [
                PermissionDeclaration("registries.read", "Look records up, in the registries and for the legal bases that name the role."),
                PermissionDeclaration("registries.write", "Change records by hand, in the registries that name the role as a writer."),
            ],
            serviceTasks: [Registries.findTask], link: RegistryBook.link,
            open: { host in
                let journal = host[Journal.self]
                let registries = Registries(
                    book: host.edition[RegistryBook.self], store: host.store, vault: host[PersonalVault.self], identifiers: host.identifiers,
                    zone: CivilZone(host.edition.government.timeZone) ?? .utc,
                    recordRead: { purpose, read, tx in try journal.recordRead(purpose, of: read.subjects, query: read.query, in: tx) },
                    recordAct: { act, subject, tx in try journal.record(act, about: subject, in: tx) })
                journal.verify(Registries.committedChanges(journal: journal, codec: host[PersonalVault.self].codec))
                host.provide(registries)
                var offer = Offer()
                offer.routes =
                    RegistryRoutes(registries: registries, identity: host[Identity.self], government: host.edition.government).all
                    + [OwnRecords(registries: registries, government: host.edition.government).route]
                offer.accountPages = [AccountPage(.ownRecords, about: .ownRecordsAbout, path: "/account/records")]
                offer.personalData = [registries.personalData]
                offer.serviceTasks = [Registries.findTask.name: { try registries.find($0, government: host.edition.government, in: $1) }]
                offer.integrity = [IntegrityCheck("registries.indexes") { try await RegistryIntegrity(registries: registries).findings() }]
                return offer
            })
    }
}
