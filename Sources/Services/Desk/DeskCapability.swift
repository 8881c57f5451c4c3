import Capability
import Casework
import Kernel
import Registries
import Web

extension Capability {
    /// Where officers work: their queue, the case on one page, the decision.
    public static let desk = Capability(
        id: "desk", migrations: [SavedFilterStore.migration],
        open: { host in
            let desk = Desk(host)
            var offer = Offer()
            offer.routes = [
                desk.overviewRoutes, desk.incidentRoutes, desk.queueRoutes, desk.assignmentRoutes, desk.togetherRoutes, desk.caseListRoutes, desk.caseRoutes,
                desk.taskRoutes,
                desk.processRoutes, desk.absenceRoutes, desk.filterRoutes, desk.mentionRoutes,
            ].flatMap(\.self)
            offer.personalData = [desk.filterData]
            return offer
        })
}

/// The desk's pages over casework.
struct Desk: Sendable {
    let host: Host
    let casework: Casework

    init(_ host: Host) {
        self.host = host
        casework = host[Casework.self]
    }

    var currency: Currency { host.edition.government.currency }
    func day(_ instant: Instant) -> CivilDate { casework.calendar.zone.date(of: instant) }

    func caller(_ request: Request) -> Caller { Caller(request.actor, request: request.id, language: request.language) }

    static let access = Route.Access.permission(.workCases)

    func serviceTitle(_ id: String, _ language: Language) -> String { casework.services.service(id)?.title[language.code] ?? id }

    func roleName(_ id: String, _ language: Language) -> String { host.edition.government.role(id)?.title[language.code] ?? id }

    func teamName(_ id: String, _ language: Language) -> String { host.edition.government.team(id)?.title[language.code] ?? id }

    func skillNames(_ ids: [String], _ language: Language) -> String {
        ids.map { host.edition.government.skill($0)?.title[language.code] ?? $0 }.joined(separator: ", ")
    }

    /// What steps of the services ask for that are for these roles.
    func skillsAsked(of roles: Set<String>) -> Set<String> {
        let work = casework.services.all(in: .english).flatMap(\.steps).compactMap(\.work)
        return Set(work.filter { roles.contains($0.role) }.flatMap(\.skills).map(\.skill))
    }

    func organisationName(_ id: String, _ language: Language) -> String { host.edition.government.organisation(id)?.title[language.code] ?? id }

    func registryName(_ id: String, _ language: Language) -> String { host[Registries.self].book[id]?.title[language.code] ?? id }

    func registryNames(_ ids: [String], _ language: Language) -> String { ids.map { registryName($0, language) }.joined(separator: ", ") }

    /// What a step is called where it waits for somebody.
    func stepTitle(_ step: String, of service: String, _ language: Language) -> String {
        switch casework.services.service(service)?.step(step)?.kind {
        case .review(let work, _)?, .countersign(let work, _)?, .task(let work)?: work.title[language.code]
        default: step == "appeal" ? language.say(.appealTask) : step
        }
    }
}
