import Capability
import Casework
import Documents
import Kernel
import Web

extension Capability {
    /// What citizens and businesses come to: finding a service, applying, following a case, public pages.
    public static let portal = Capability(
        id: "portal", kinds: [PortalFile.kind.erased],
        open: { host in
            let portal = Portal(host)
            var offer = Offer()
            offer.routes =
                portal.homeRoutes + portal.applyRoutes + portal.caseRoutes + portal.fileRoutes + portal.publicRoutes + portal.mandateRoutes
                + portal.wellKnownRoutes
            offer.searches = [portal.serviceSearch]
            offer.accountPages = [AccountPage(.mandatesTitle, about: .mandatesLink, path: "/mandates")]
            offer.loops = [BackgroundLoop("portal.figures", every: .seconds(300)) { try await portal.board.count(portal.casework) }]
            return offer
        })
}

/// The portal's pages over the blocks they show.
struct Portal: Sendable {
    let host: Host
    let casework: Casework
    let board = FiguresBoard()

    init(_ host: Host) {
        self.host = host
        casework = host[Casework.self]
    }

    /// Files of a form are stored as they arrive. Place, time and device are taken out of every image: some stand on public
    /// pages, and no office needs them.
    ///
    /// - Parameter admit: the fields that files are taken in; throws where the caller may send none, before any is stored.
    func uploads(admitting admit: @escaping @Sendable (Request) async throws -> Set<String>) -> UploadRule {
        UploadRule(sink: host[Documents.self].sink(UploadPolicy(types: UploadPolicy.evidence.types, stripsMetadata: true)), admit: admit)
    }

    var currency: Currency { host.edition.government.currency }

    /// Who comes with this request.
    func caller(_ request: Request) -> Caller { Caller(request.actor, request: request.id, language: request.language) }

    /// A visitor without an account opens what they began by the secret they were given for it, which a cookie holds.
    func caller(_ request: Request, holding id: String) -> Caller {
        let secret = request.cookies[Self.secretCookie(id)].flatMap { Hex.decode($0) }
        return Caller(request.actor, request: request.id, secret: secret, language: request.language)
    }

    /// The cookie of one application or case.
    static func secretCookie(_ id: String) -> String { "opens_" + id }

    /// Now, by the government's clock.
    var today: CivilDate { day(host.clock.now()) }

    func day(_ instant: Instant) -> CivilDate { casework.calendar.zone.date(of: instant) }

    func service(_ id: String) throws -> PublicService {
        guard let service = casework.services.service(id), service.isAppliedFor else {
            throw PolityError(.notFound, "PORTAL-404", Phrase.noSuchService)
        }
        return service
    }

    func organisation(_ id: String, in language: Language) -> String {
        host.edition.government.organisation(id)?.title[language.code] ?? id
    }
}
