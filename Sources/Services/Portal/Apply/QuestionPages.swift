import Casework
import Forms
import HTML
import Kernel
import Rules
import Web

extension Portal {
    /// One page of the form.
    func questionPage(_ draft: DraftView, _ drawn: QuestionPage, _ request: Request) -> Page {
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
            html.p(draft.service.title[language.code], class: "caption")
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
            output: .any, access: .everyone
        ) { request in
            let draft = try await draft(request)
            if case .submitted = draft.application.state { return .redirect(to: "/applications/\(draft.application.id)") }
            if let open = draft.progress.firstOpenPage {
                return .redirect(to: "/applications/\(draft.application.id)/questions/\(open)", output: draftOutput(draft))
            }
            return Reply(draftOutput(draft)) { checkPage(draft, request) }
        }
    }

    private func checkPage(_ draft: DraftView, _ request: Request) -> Page {
        let id = draft.application.id
        let language = request.language
        let last = draft.progress.pages.last.map { "/applications/\(id)/questions/\($0.id)" }
        return Page(request.say(.checkTitle), for: request, back: last) { html in
            html.p(draft.service.title[language.code], class: "caption")
            html.h1(request.say(.checkTitle))
            if !draft.changed.isEmpty { html.banner(.information, title: request.say(.changedQuestions)) { _ in } }
            html.summaryList(
                draft.progress.summary.map { line in
                    let lines = line.question.lines(line.value, in: language, currency: currency)
                    return SummaryRow(
                        line.question.ask[language.code], lines.count == 1 ? lines[0] : "", lines: lines.count > 1 ? lines : [],
                        changeHref: "/applications/\(id)/questions/\(line.page.id)?from=check")
                })
            guard draft.unmet.isEmpty else {
                return html.banner(.warning, title: request.say(.cannotApply)) { html in
                    for requirement in draft.unmet { html.p(requirement.otherwise[language.code]) }
                }
            }
            html.ruleFindings(draft.feeFindings, title: .whyThisFee, in: language)
            html.p(request.say(.confirmTruth))
            html.form(request, to: "/applications/\(id)/submit") { html in
                html.buttons { html in
                    let fee = draft.fee.flatMap { $0.minorUnits > 0 ? $0 : nil }
                    html.submit(fee.map { request.say(.sendAndPay, ["amount": .money($0)]) } ?? request.say(.sendApplication))
                }
            }
            html.details(request.say(.discardDraft)) { html in
                html.formButton(request.say(.discardDraft), request, to: "/applications/\(id)/discard", style: .danger)
            }
        }
    }
}
