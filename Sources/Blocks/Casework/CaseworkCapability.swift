import Blueprint
import Capability
import Courier
import Documents
import FEEL
import Identity
import Journal
import Kernel
import Ledger
import Messages
import Payments
import Privacy
import Registries
import Store
import Synchronization

extension Capability {
    /// Services as data, applications, cases, tasks and decisions. It provides `Casework` to the portal and the desk.
    public static var casework: Capability { casework(outside: nil) }

    /// - Parameter outside: how other systems are called for cases; through libcurl when nil.
    public static func casework(outside: HTTPSender?) -> Capability {
        Capability(
            id: "casework", kinds: [ServiceFile.kind.erased, ServiceProcessFile.kind.erased, ExamplesFile.kind.erased, PaperTemplate.kind.erased],
            migrations: CaseworkMigrations.all,
            permissions: [
                PermissionDeclaration(.workCases, "Work on the tasks of one's role: look at their cases, ask, decide."),
                PermissionDeclaration(.assignCases, "Hand tasks over to colleagues."),
                PermissionDeclaration(.superviseCases, "See and do every task of the organisations below one's own."),
                PermissionDeclaration(.sendMessages, "As a program, tell cases what their service takes from this role (`messages` of service.yaml)."),
            ],
            letters: MessageRequest.Kind.allCases.map { LetterDeclaration("case_" + $0.rawValue, $0.about) },
            link: { edition in
                CompiledServices.link(&edition)
                CompiledExamples.link(&edition)
            },
            open: { host in
                let casework = Casework(
                    store: host.store, clock: host.clock, identifiers: host.identifiers, random: host.random, codec: host[PersonalCodec.self],
                    services: ServiceCatalogue(host.editions), government: host.edition.government,
                    neighbours: try Neighbours(host))
                host.provide(casework)
                host[Journal.self].verify(Casework.committedDecisions(codec: host[PersonalCodec.self]))
                host[Journal.self].verify(Casework.committedPapers(codec: host[PersonalCodec.self]))
                return casework.offer(host, outside: outside ?? .live())
            })
    }
}

extension Casework {
    func offer(_ host: Host, outside: HTTPSender) -> Offer {
        let payments = host[Payments.self]
        let (journal, documents, address) = (host[Journal.self], host[Documents.self], host.settings.publicAddress)
        var offer = Offer()
        offer.jobs =
            jobs + thrownJobs + startJobs + warningJobs + CapabilityCaller(casework: self, handler: { host[Roster.self].serviceTask($0) }).jobs + [
                draftExpiry,
                JobRunner.Kind(Self.printJob, policy: .forDays) { job, _ in
                    guard let id = Identifier<CasePaper>(job.payload) else { throw PolityError(.broken, "CASE-502", "A printing job names no paper.") }
                    try await print(id, journal: journal, documents: documents, publicAddress: address)
                },
            ]
        offer.reactions = [
            Reaction(to: "payments.invoice_settled") { event, tx in
                guard let id = event.payload["case_id"]?.string.flatMap({ Identifier<Case>($0) }) else { return }
                try paid(id, in: tx)
            },
            Reaction(to: Payments.askedEvent) { event, tx in
                guard let id = event.payload["case_id"]?.string.flatMap({ Identifier<Case>($0) }),
                    let invoice = event.payload["invoice"]?.string.flatMap({ Identifier<Invoice>($0) })
                else { return }
                try invoiced(id, payments.invoice(invoice, connection: tx), in: tx)
            },
            Reaction(to: "journal.acts_sequenced") { event, tx in try sequenced(event, tx) },
        ]
        offer.routes = PaperRoutes(casework: self, journal: journal, documents: documents).all + MessageRoutes(casework: self).all
        offer.personalData = [personalData]
        let unreadable = Tally()
        offer.figures = [
            Figure(
                id: "casework_not_deleted",
                about: Phrase(
                    "casework.figure_not_deleted", en: "Cases to be deleted whose version of the folder this program cannot run",
                    es: "Expedientes por borrar cuya versión de la carpeta este programa no puede ejecutar")
            ) { unreadable.count },
            Figure(
                id: "casework_incidents",
                about: Phrase(
                    "casework.figure_incidents", en: "Places where cases have stopped by a fault", es: "Puntos en que un fallo ha detenido expedientes")
            ) { try await store.read { try $0.value("SELECT COUNT(*) FROM casework_incidents") ?? 0 } },
            Figure(
                id: "casework_notices",
                about: Phrase(
                    "casework.figure_notices", en: "Messages and escalations of cases that nothing took up",
                    es: "Mensajes y escalados de expedientes que nada atendió")
            ) { try await store.read { try $0.value("SELECT COUNT(*) FROM casework_notices") ?? 0 } },
            Figure(
                id: "casework_calls_waiting",
                about: Phrase(
                    "casework.figure_calls", en: "Calls of outside systems that are not answered", es: "Llamadas a sistemas externos sin respuesta")
            ) { try await store.read { try $0.value("SELECT COUNT(*) FROM casework_calls") ?? 0 } },
        ]
        offer.integrity = [IntegrityCheck("casework.cases") { try await CaseworkIntegrity(casework: self, journal: journal).findings() }]
        let (retention, vault) = (RetentionNeighbours(host), host[PersonalVault.self])
        let caller = OutsideCaller(casework: self, sender: outside, credentials: host.settings.keyDirectory + "/systems")
        offer.loops = [
            BackgroundLoop("casework.retention", every: .seconds(3_600)) {
                unreadable.count = try await retain(retention).unreadable
                try await forgetReceived { try vault.endKeys(of: $0) }
            }
        ]
        let known = Tally()
        offer.loops.append(
            BackgroundLoop("casework.starts", every: Self.conditionRhythm) {
                // What the folder listens for is written down once, so that of two editions the one that was served last is listened for.
                if known.count == 0 {
                    try await keepStarts()
                    known.count = 1
                }
                try await askConditions()
            })
        let indexer = identifiers.next(Case.self).text
        // It begins with every case there is where an earlier version knew none of this.
        offer.loops.append(BackgroundLoop("casework.words", every: .seconds(1)) { while !Task.isCancelled, try await indexWords(as: indexer) > 0 {} })
        offer.loops += caller.loops
        return offer
    }
}

extension ServiceCatalogue {
    /// Over all editions that were ever served. The one in force is at hand; an earlier one is read when a case needs it.
    init(_ editions: Editions) {
        let loaded = LoadedServices()
        loaded.keep(editions.current)
        let hash = editions.current.hash
        self.init(
            current: { hash }, version: { loaded[$0] },
            prepare: { hash in if loaded[hash] == nil { loaded.keep(try await editions.edition(hash)) } })
    }
}

/// What the last round of retention counted.
private final class Tally: Sendable {
    private let value = Mutex(0)

    var count: Int {
        get { value.withLock { $0 } }
        set { value.withLock { $0 = newValue } }
    }
}

/// Services by the hash of their edition.
private final class LoadedServices: Sendable {
    private let byHash = Mutex<[String: [String: PublicService]]>([:])

    subscript(hash: String) -> [String: PublicService]? { byHash.withLock { $0[hash] } }

    func keep(_ edition: Edition) {
        let services = edition[CompiledServices.self].byID
        byHash.withLock { $0[edition.hash] = services }
    }
}
