import Casework
import HTML
import Kernel
import Web

extension Portal {
    /// What a service is, before it is begun.
    var servicePage: Route {
        Route(
            "service", .get, "/services/{service}", "Tells what a service is, who may use it and what it costs.", input: [Self.serviceField],
            output: PortalSchema.service, access: .everyone
        ) { request in
            let service = try service(request[Self.serviceField])
            let language = request.language.code
            let unmet = request.actor.isSignedIn ? try await casework.eligibility(service.id, caller(request)) : []
            let begun = request.actor.isSignedIn ? try await casework.overview(caller(request), begun: service.id).first : nil
            return Reply(output(of: service, unmet, request.language)) {
                Page(service.title[language], for: request, breadcrumbs: [Link(request.say(.services), href: "/")]) { html in
                    html.h1(service.title[language])
                    html.p(service.summary[language], class: "lead")
                    if unmet.isEmpty { start(service, begun, request, &html) } else { refuse(unmet, request, &html) }
                    facts(service, request, &html)
                    if !service.publicFields.isEmpty {
                        html.p { html in html.a(request.say(.publicReports), href: "/services/\(service.id)/public") }
                    }
                }
            }
        }
    }

    private func output(of service: PublicService, _ unmet: [PublicService.Requirement], _ reader: Language) -> JSON {
        let language = reader.code
        return [
            "id": .string(service.id), "title": .string(service.title[language]), "summary": .string(service.summary[language]),
            "access": .string(service.access.rawValue), "organisation": .string(service.organisation),
            "takes": service.takes.map { .string($0[language]) } ?? .null, "you_need": .array(service.youNeed.map { .string($0[language]) }),
            "has_fee": .bool(service.fee != nil), "fee": service.fee.map { .string(cost($0, reader)) } ?? .null,
            "pages": .array(service.form.pages.map { $0.output(language, published: Set(service.publishedFields)) }),
            "unmet": .array(unmet.map { $0.output(language) }),
        ]
    }

    /// - Parameter begun: a draft that was not sent yet.
    private func start(_ service: PublicService, _ begun: OverviewLine?, _ request: Request, _ html: inout HTML) {
        if let begun {
            html.banner(.information, title: request.say(.begunTitle, ["date": .date(day(begun.updatedAt))])) { html in
                html.p { html in html.a(request.say(.begunContinue), href: "/applications/\(begun.application)") }
            }
        }
        html.form(request, to: "/services/\(service.id)/start") { html in
            html.buttons { html in html.submit(request.say(.startNow)) }
        }
        if service.access == .signedIn, !request.actor.isSignedIn { html.p(request.say(.signInToStart), class: "quiet") }
    }

    private func refuse(_ unmet: [PublicService.Requirement], _ request: Request, _ html: inout HTML) {
        html.banner(.warning, title: request.say(.cannotApply)) { html in
            for requirement in unmet {
                html.p(requirement.otherwise[request.language.code])
                if let source = requirement.source { html.p(request.say(.lawOf, ["source": .text(source)]), class: "quiet") }
            }
        }
    }

    /// As the service says it; else the amount, where it is the same for everybody.
    private func cost(_ fee: PublicService.Fee, _ language: Language) -> String {
        if let text = fee.text { return text[language.code] }
        guard case .number(let amount)? = fee.amount.constant, let money = Money(amount, currency: host.edition.government.currency) else {
            return language.say(.costDepends)
        }
        return money.minorUnits == 0 ? language.say(.free) : language.format(money)
    }

    private func facts(_ service: PublicService, _ request: Request, _ html: inout HTML) {
        let language = request.language.code
        if let about = service.about { for paragraph in about[language].paragraphs { html.p(paragraph) } }
        html.h2(request.say(.beforeYouStart))
        var rows: [SummaryRow] = []
        if !service.youNeed.isEmpty { rows.append(SummaryRow(request.say(.youWillNeed), "", lines: service.youNeed.map { $0[language] })) }
        if let takes = service.takes { rows.append(SummaryRow(request.say(.howLong), takes[language])) }
        rows.append(SummaryRow(request.say(.whatItCosts), service.fee.map { cost($0, request.language) } ?? request.say(.free)))
        rows.append(SummaryRow(request.say(.whoDecides), organisation(service.organisation, in: request.language)))
        if let keep = service.keep {
            let law = service.legalBasis.flatMap { host.edition.government.legalBasis($0)?.source }
            let kept = request.say(.keptFor, ["term": .text(keep.words(in: request.language))])
            rows.append(SummaryRow(request.say(.howLongKept), "", lines: [kept] + (law.map { [request.say(.lawOf, ["source": .text($0)])] } ?? [])))
        }
        html.summaryList(rows)
    }
}
