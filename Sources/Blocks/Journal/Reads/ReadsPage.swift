import Blueprint
import Capability
import HTML
import Kernel
import Store
import Web

/// "Who looked at your data": every look by staff, machines and mandates, shown to the person it was about.
struct ReadsPage: Sendable {
    let journal: Journal
    let government: Government

    private static let page = 30
    private static let before = Field<Identifier<ReadEntry>?>.query("before", "The last entry of the page before.")

    var route: Route {
        Route(
            "my_data_reads", .get, "/account/reads", "Lists who looked at the data of whoever is signed in, newest first.", input: [Self.before],
            output: Self.schema, access: .signedIn()
        ) { request in
            guard let person = request.actor.person else { throw PolityError(.forbidden, "JOURNAL-108", Phrase.readsNobody) }
            let before = try request[Self.before]
            let entries = try await journal.store.read { try journal.reads(of: person, before: before, limit: Self.page, in: $0) }
            let next = entries.count == Self.page ? entries.last.map { "/account/reads?before=\($0.id)" } : nil
            return Reply(["reads": .array(entries.map(\.json)), "next": next.map(JSON.string) ?? .null]) {
                Page(request.say(.readsTitle), for: request, back: "/account") { html in draw(entries, next: next, &html) }
            }
        }
    }

    /// A link on the person's own page.
    var panel: Panel {
        Panel(.portalAccount, rank: 60) { panel in
            guard panel.request.actor.person != nil else { return nil }
            return { html in
                html.h2(html.language.say(.readsTitle))
                html.p { html in html.a(html.language.say(.readsLink), href: "/account/reads") }
            }
        }
    }

    func draw(_ entries: [ReadEntry], next: String?, _ html: inout HTML) {
        let language = html.language
        html.h1(language.say(.readsTitle))
        html.p(language.say(.readsLead), class: "lead")
        if entries.isEmpty {
            html.emptyState(language.say(.readsNone), language.say(.readsNoneText))
        } else {
            html.timeline(sittings(entries).map { event($0, language) })
        }
        html.pagination(previous: nil, next: next)
    }

    /// Looks that follow each other on one day, by the same office for the same reason: somebody at work on one thing.
    private func sittings(_ entries: [ReadEntry]) -> [[ReadEntry]] {
        func isSame(_ a: ReadEntry, _ b: ReadEntry) -> Bool {
            a.author == b.author && a.organisation == b.organisation && a.ground == b.ground && a.reference == b.reference
                && a.account == b.account && day(a.at) == day(b.at)
        }
        var sittings: [[ReadEntry]] = []
        for entry in entries {
            if let last = sittings.last?.last, isSame(last, entry) {
                sittings[sittings.count - 1].append(entry)
            } else {
                sittings.append([entry])
            }
        }
        return sittings
    }

    private func event(_ looks: [ReadEntry], _ language: Language) -> TimelineEvent {
        let newest = looks[0]
        var moment = moment(newest.at, language)
        if looks.count > 1 { moment += ", " + language.say(.readsTimes, ["count": .count(looks.count)]) }
        return TimelineEvent(who(newest, language), moment: moment, datetime: newest.at.description, text: why(newest, language))
    }

    private func day(_ at: Instant) -> CivilDate { government.calendar.zone.date(of: at) }

    private func who(_ entry: ReadEntry, _ language: Language) -> String {
        let who: String =
            switch entry.author {
            case .office(let role): government.role(role)?.title[language.code] ?? role
            case .applicant: language.say(.readsMandate)
            case .machine(let client): language.say(.readsMachine, ["name": .text(client)])
            case .system: language.say(.readsSystem)
            }
        guard let organisation = entry.organisation.flatMap({ government.organisation($0) }) else { return who }
        return "\(who), \(organisation.title[language.code])"
    }

    private func why(_ entry: ReadEntry, _ language: Language) -> String {
        let parts = entry.ground.split(separator: ":", maxSplits: 1).map { String($0) }
        var why: String =
            switch parts.first {
            case "law": government.legalBasis(parts.last ?? "").map { "\($0.title[language.code]) (\($0.source))" } ?? entry.ground
            case "consent": language.say(.readsConsent)
            case "mandate": language.say(.readsUnderMandate)
            case "application": language.say(.readsApplication)
            default: entry.ground
            }
        if let reference = entry.reference { why += " · " + language.say(.readsCase, ["reference": .text(reference)]) }
        return why
    }

    /// Day and minute in the government's time.
    private func moment(_ at: Instant, _ language: Language) -> String {
        let local = Instant(microseconds: at.microseconds + Int64(government.calendar.zone.secondsFromUTC(at)) * 1_000_000).description
        return "\(language.format(day(at))), \(local.dropFirst(11).prefix(5))"
    }

    private static let schema = Schema.object(
        ObjectSchema(
            "Reads", "Who looked at a person's data.",
            [
                .required(
                    "reads",
                    .list(
                        of: .object(
                            ObjectSchema(
                                "Read", "One request that read data about the person.",
                                [
                                    .required("at", .text(), "When."), .required("by", .text(), "The office, machine or job."),
                                    .required("ground", .text(), "The legal basis, consent or mandate."),
                                    .optional("organisation", .text(), "For which organisation."), .optional("reference", .text(), "For which case."),
                                ])), maximum: 30), "Newest first."),
                .optional("next", .text(), "The address of the next page."),
            ]))
}

extension Phrase {
    static let readsTitle = Phrase("journal.reads_title", en: "Who looked at your data", es: "Quién ha consultado sus datos")
    static let readsLink = Phrase("journal.reads_link", en: "See every look at your data", es: "Ver todas las consultas de sus datos")
    static let readsLead = Phrase(
        "journal.reads_lead",
        en: "Each time an official or another system reads data about you, the program writes it down here at once. Whoever looks cannot leave it out.",
        es: "Cada vez que un funcionario u otro sistema consulta datos sobre usted, el programa lo anota aquí al momento. Quien consulta no puede omitirlo.")
    static let readsTimes = Phrase(
        "journal.reads_times", en: .plural(one: "{count} time", other: "{count} times in a row"),
        es: .plural(one: "{count} vez", other: "{count} veces seguidas"))
    static let readsNone = Phrase("journal.reads_none", en: "Nobody yet", es: "Nadie todavía")
    static let readsNoneText = Phrase(
        "journal.reads_none_text", en: "Nobody but you has looked at your data.", es: "Nadie más que usted ha consultado sus datos.")
    static let readsNobody = Phrase(
        "journal.reads_nobody", en: "This account stands for no person, so there is no data about it.",
        es: "Esta cuenta no representa a ninguna persona, así que no hay datos sobre ella.")
    static let readsMandate = Phrase("journal.reads_mandate", en: "Somebody who acts for you", es: "Alguien que actúa por usted")
    static let readsUnderMandate = Phrase("journal.reads_under_mandate", en: "Under a mandate you gave", es: "En virtud de un poder que usted dio")
    static let readsConsent = Phrase("journal.reads_consent", en: "With your consent", es: "Con su consentimiento")
    static let readsApplication = Phrase(
        "journal.reads_application", en: "To work on what you sent in", es: "Para tramitar lo que usted envió")
    static let readsMachine = Phrase("journal.reads_machine", en: "The system {name}", es: "El sistema {name}")
    static let readsSystem = Phrase("journal.reads_system", en: "A program of ours", es: "Un programa nuestro")
    static let readsCase = Phrase("journal.reads_case", en: "case {reference}", es: "expediente {reference}")
}
