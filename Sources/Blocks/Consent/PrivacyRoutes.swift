import Blueprint
import Capability
import HTML
import Identity
import Kernel
import Store
import Web

/// A person's own control over their data: consents and erasure.
struct PrivacyRoutes: Sendable {
    let consents: Consents
    let erasure: Erasure
    let store: Store
    let government: Government

    private static let consent = Field<ConsentID>.path("consent", "The consent's id.")

    var all: [Route] { [overview, withdraw, eraseForm, erase] }

    private func person(_ request: Request) throws -> PersonID {
        guard let person = request.actor.person else { throw ConsentFault.notOwnData }
        return person
    }

    private var overview: Route {
        Route("privacy", .get, "/account/privacy", "What the person has agreed to.", output: .any, access: .signedIn()) { request in
            let person = try person(request)
            try await erasure.prepare(person)
            let (records, kept) = try await store.read { (try consents.records(of: person, in: $0), try erasure.retentions(of: person, in: $0)) }
            return Reply(.array(records.map(\.json))) { page(request, records, kept) }
        }
    }

    private func page(_ request: Request, _ records: [ConsentRecord], _ kept: [Retention]) -> Page {
        Page(request.say(.privacyTitle), for: request, back: "/account") { html in
            let zone = CivilZone(government.timeZone) ?? .utc
            html.h1(request.say(.privacyTitle))
            html.h2(request.say(.consents))
            if records.isEmpty {
                html.p(request.say(.noConsents))
            } else {
                html.dataTable(
                    caption: request.say(.consents), showsCaption: false,
                    [Column(request.say(.purpose)), Column(request.say(.controller)), Column(request.say(.givenOn)), Column(request.say(.state))],
                    records.map { record in
                        [
                            .text(record.purpose), .text(government.organisation(record.controller)?.title[request.language.code] ?? record.controller),
                            .text(request.language.format(zone.date(of: record.givenAt))),
                            .text(request.say(record.stands(at: request.now) ? .stands : .withdrawn)),
                        ]
                    })
                for record in records where record.stands(at: request.now) {
                    html.formButton(request.say(.withdraw, ["purpose": .text(record.purpose)]), request, to: "/account/consents/\(record.id)/withdraw")
                }
            }
            html.h2(request.say(.keptTitle))
            if kept.isEmpty { html.p(request.say(.keptNothing)) } else { html.keepingTable(kept, request) }
            html.h2(request.say(.eraseTitle))
            html.p(request.say(.eraseAbout))
            html.p { html in html.a(request.say(.eraseLink), href: "/account/erasure") }
        }
    }

    private var withdraw: Route {
        Route("withdraw_consent", .post, "/account/consents/{consent}/withdraw", "Withdraws a consent.", input: [Self.consent], access: .signedIn()) {
            request in
            let id = try request[Self.consent]
            try await store.write("consent.withdraw") { try consents.withdraw(id, by: request.actor, in: $0) }
            return .redirect(to: "/account/privacy")
        }
    }

    private var eraseForm: Route {
        Route("erasure_form", .get, "/account/erasure", "What an erasure would do, and what the law keeps.", access: .signedIn(), audience: .browsers) {
            request in
            let person = try person(request)
            try await erasure.prepare(person)
            let kept = try await store.read { try erasure.retentions(of: person, in: $0) }
            return Reply {
                Page(request.say(.eraseTitle), for: request, back: "/account/privacy") { html in
                    html.h1(request.say(.eraseTitle))
                    html.p(request.say(.eraseAbout))
                    html.warning(request.say(.eraseWarning))
                    if !kept.isEmpty {
                        html.p(request.say(.keptAbout))
                        html.keptTable(kept, request)
                    }
                    html.form(request, to: "/account/erasure") { html in html.submit(request.say(.eraseConfirm), style: .danger) }
                }
            }
        }
    }

    private var erase: Route {
        Route(
            "erase_me", .post, "/account/erasure", "Erases the person who asks, or notes the wish where a law keeps their data.", output: .any,
            access: .signedIn()
        ) { request in
            switch try await erasure.erase(person(request), by: request.actor) {
            case .erased:
                return Reply(["erased": true]) {
                    Page(request.say(.erasedTitle), for: request, isPrivate: true) { html in
                        html.confirmation(request.say(.erasedTitle), request.say(.erasedAbout))
                    }
                }.endingSession()
            case .postponed(let day, let kept):
                return Reply(["erased": false, "until": .string(day.description)]) {
                    Page(request.say(.postponedTitle), for: request, back: "/account/privacy") { html in
                        html.h1(request.say(.postponedTitle))
                        html.p(request.say(.postponedAbout, ["day": .date(day)]), class: "lead")
                        html.keptTable(kept, request)
                    }
                }
            }
        }
    }
}

extension HTML {
    /// How long each is kept, and what becomes of it.
    fileprivate mutating func keepingTable(_ kept: [Retention], _ request: Request) {
        dataTable(
            caption: request.say(.keptTitle), showsCaption: false,
            [Column(request.say(.what)), Column(request.say(.keptUntil)), Column(request.say(.law)), Column(request.say(.afterwards))],
            kept.map { one in
                let then: Phrase =
                    switch one.then {
                    case .deleted: .thenDeleted
                    case .later: .thenLater
                    case .onRequest: .thenOnRequest
                    }
                return [
                    .text(one.what[request.language.code]), .text(one.then == .later ? "–" : request.language.format(one.until)),
                    .text(one.source.isEmpty ? request.say(.ownPeriod) : one.source),
                    .text(request.say(then)),
                ]
            })
    }

    fileprivate mutating func keptTable(_ kept: [Retention], _ request: Request) {
        dataTable(
            caption: request.say(.keptByLaw), [Column(request.say(.what)), Column(request.say(.until)), Column(request.say(.law))],
            kept.map {
                [
                    .text($0.what[request.language.code]), .text(request.language.format($0.until)),
                    .text($0.source.isEmpty ? request.say(.ownPeriod) : $0.source),
                ]
            })
    }
}
