import Casework
import Forms
import HTML
import Kernel
import Rules
import Web

extension Portal {
    /// One page of the form.
    func questionPage(_ draft: DraftView, _ drawn: QuestionPage, _ principal: String?, _ request: Request) -> Page {
        let id = draft.application.id
        let language = request.language
        let isChange = request.query["from"] == "check"
        let back =
            isChange
            ? "/applications/\(id)/check"
            : draft.progress.page(before: drawn.page.id).map { "/applications/\(id)/questions/\($0.id)" } ?? "/services/\(draft.service.id)"
        let faults = drawn.faults(in: language)
        return Page(drawn.page.heading[language.code], for: request, back: back, hasFaults: !faults.isEmpty, scripts: ["/assets/map.js"]) { html in
            html.errorSummary(faults)
            actingFor(principal, request, &html)
            html.p(draft.service.title[language.code], class: "caption")
            changes(draft, request, &html)
            if !draft.unmet.isEmpty {
                html.banner(.warning, title: request.say(.cannotApply)) { html in
                    for requirement in draft.unmet { html.p(requirement.otherwise[language.code]) }
                }
            }
            html.form(request, to: "/applications/\(id)/questions/\(drawn.page.id)\(isChange ? "?from=check" : "")", sendsFiles: drawn.sendsFiles) { html in
                html.questions(drawn, currencySymbol: language.symbol(of: currency))
                html.buttons { html in html.submit(request.say(.continueButton)) }
            }
            if request.actor.isSignedIn { html.p(request.say(.saveAndReturn), class: "quiet") }
        }
    }

    /// Everything that will be sent, with a way back to each answer.
    var check: Route {
        Route(
            "check_answers", .get, "/applications/{application}/check", "Shows all answers before they are sent.", input: [Self.applicationField],
            output: PortalSchema.draft, access: .everyone
        ) { request in
            if let elsewhere = try await submitted(request) { return elsewhere }
            let draft = try await draft(request)
            if let open = draft.progress.firstOpenPage {
                return .redirect(to: "/applications/\(draft.application.id)/questions/\(open)", output: draftOutput(draft, language: request.language.code))
            }
            let places = try await places(of: draft.progress.summary)
            let principal = try await principalName(request)
            return Reply(draftOutput(draft, language: request.language.code)) { checkPage(draft, places, principal, request) }
        }
    }

    /// The service was changed since the last visit: what that means for this draft.
    private func changes(_ draft: DraftView, _ request: Request, _ html: inout HTML) {
        guard draft.hasMoved else { return }
        html.banner(.information, title: request.say(.formChanged)) { html in
            guard !draft.changed.isEmpty else { return html.p(request.say(.formChangedKept)) }
            html.p(request.say(.formChangedQuestions))
            html.ul { html in for question in draft.changed { html.li(question[request.language.code]) } }
        }
    }

    private func checkPage(_ draft: DraftView, _ places: [String: String], _ principal: String?, _ request: Request) -> Page {
        let id = draft.application.id
        let language = request.language
        let last = draft.progress.pages.last.map { "/applications/\(id)/questions/\($0.id)" }
        return Page(request.say(.checkTitle), for: request, back: last) { html in
            actingFor(principal, request, &html)
            html.p(draft.service.title[language.code], class: "caption")
            html.h1(request.say(.checkTitle))
            changes(draft, request, &html)
            html.summaryList(
                rows(
                    draft.progress.summary, places: places, filesAt: "/applications/\(id)/files", published: Set(draft.service.publishedFields),
                    changeAt: { "/applications/\(id)/questions/\($0.id)?from=check" }, in: language))
            guard draft.unmet.isEmpty else {
                return html.banner(.warning, title: request.say(.cannotApply)) { html in
                    for requirement in draft.unmet { html.p(requirement.otherwise[language.code]) }
                }
            }
            let fee = draft.fee.flatMap { $0.minorUnits > 0 ? $0 : nil }
            if draft.service.fee != nil { self.fee(fee, draft.service, request, &html) }
            html.ruleFindings(draft.feeFindings, title: .whyThisFee, words: draft.service.ruleWords, in: language)
            html.h2(request.say(.beforeYouSend))
            html.p(request.say(.confirmTruth))
            html.form(request, to: "/applications/\(id)/submit") { html in
                html.buttons { html in
                    html.submit(fee.map { request.say(.sendAndPay, ["amount": .money($0)]) } ?? request.say(.sendApplication))
                }
            }
            html.p { html in html.a(request.say(.discardDraft), href: "/applications/\(id)/discard") }
        }
    }

    /// What it costs this person, and by which rule.
    private func fee(_ fee: Money?, _ service: PublicService, _ request: Request, _ html: inout HTML) {
        html.h2(request.say(.whatItCosts))
        html.p { html in html.strong(fee.map { request.language.format($0) } ?? request.say(.free)) }
        let rule = [service.fee?.text?[request.language.code], service.fee?.source].compactMap { $0 }.joined(separator: " · ")
        if !rule.isEmpty { html.p(rule, class: "quiet") }
    }
}
