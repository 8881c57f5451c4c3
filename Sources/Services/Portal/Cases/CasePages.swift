import Casework
import Forms
import HTML
import Kernel
import Payments
import Rules
import Web

extension Portal {
    /// "Sent", the reference number, and what happens next.
    func sentPage(_ view: ApplicantView, _ request: Request) -> Page {
        Page(request.say(.sentTitle), for: request) { html in
            html.confirmation(
                request.say(.sentTitle), referenceLabel: request.say(.yourReference), reference: view.reference.description,
                view.service.title[request.language.code])
            nextStep(view, request, &html)
            for sentence in howTold(view, request) { html.p(sentence) }
            payment(view, request, &html)
            html.buttons { html in html.buttonLink(request.say(.followIt), href: "/cases/\(view.caseID)", style: .secondary) }
            publicLink(view, request, &html)
        }
    }

    /// How news comes to whoever sent it: by mail where there is an address.
    private func howTold(_ view: ApplicantView, _ request: Request) -> [String] {
        if request.actor.isSignedIn { return [request.say(.nextMail)] }
        for line in view.summary {
            if case .email = line.question.kind, case .string(let address) = line.value {
                return [request.say(.nextMailTo, ["address": .text(address)]), request.say(.nextOpensWithAddress)]
            }
        }
        return [request.say(view.service.publicFields.isEmpty ? .nextKeepNumber : .nextKeepPage)]
    }

    /// Where the case stands; first what the person can do about it.
    func casePage(
        _ view: ApplicantView, _ papers: [CasePaper], _ invoices: [Invoice], _ places: [String: String], _ faults: [Web.Fault], _ request: Request
    ) -> Page {
        let language = request.language
        let back = request.actor.isSignedIn ? "/applications" : nil
        return Page("\(view.service.title[language.code]) \(view.reference)", for: request, back: back, hasFaults: !faults.isEmpty) { html in
            html.errorSummary(faults)
            html.p(class: "caption") { html in html.textWithReferences(request.say(.referenceIs, ["reference": .text(view.reference.description)])) }
            html.h1(view.service.title[language.code])
            let status = view.service.status(view.stage, outcome: view.decisions.last?.outcome, in: language)
            html.p { html in html.tag(status.text, status.tone) }
            let plain = plainForm(view, request)
            for asked in view.requests where asked.isOpen { question(asked, view, plain, faults, request, &html) }
            if let decision = view.decisions.last { self.decision(decision, view, request, &html) }
            self.papers(papers, view, request, &html)
            nextStep(view, request, &html)
            payment(view, request, &html)
            self.invoices(invoices, request, &html)
            if let decision = view.decisions.last { appeal(decision, view, plain, faults, request, &html) }
            facts(view, request, &html)
            html.h2(request.say(.caseHistory))
            html.timeline(view.history.map { event($0, request) } + [coming(view.next, request)].compactMap(\.self))
            answers(view, places, request, &html)
            publicLink(view, request, &html)
            if view.stage != .decided, view.stage != .withdrawn, view.stage != .appealed {
                html.details(request.say(.withdraw)) { html in
                    html.warning(request.say(.withdrawWarning))
                    html.formButton(request.say(.withdraw), request, to: "/cases/\(view.caseID)/withdraw", style: .danger)
                }
            }
        }
    }

    private func payment(_ view: ApplicantView, _ request: Request, _ html: inout HTML) {
        guard let fee = view.fee, fee.minorUnits > 0, !view.isPaid, view.stage == .awaitingPayment else { return }
        html.buttons { html in html.buttonLink(request.say(.payNow, ["amount": .money(fee)]), href: "/cases/\(view.caseID)/pay") }
    }

    private func invoices(_ invoices: [Invoice], _ request: Request, _ html: inout HTML) {
        guard !invoices.isEmpty else { return }
        html.h2(request.say(.yourInvoices))
        html.ul(class: "files") { html in
            for invoice in invoices {
                html.li { html in
                    html.a("\(invoice.title), \(request.language.format(invoice.amount))", href: "/pay/\(invoice.reference.text)")
                    html.text(" ")
                    html.span(
                        invoice.state == .open ? request.say(.payBy, ["date": .date(invoice.dueDay)]) : request.say(.invoiceState(invoice.state)),
                        class: "quiet")
                }
            }
        }
    }

    private func facts(_ view: ApplicantView, _ request: Request, _ html: inout HTML) {
        var rows: [SummaryRow] = []
        if let fee = view.fee, fee.minorUnits > 0 {
            rows.append(SummaryRow(request.say(.fee), request.language.format(fee) + (view.isPaid ? " (" + request.say(.paid) + ")" : "")))
        }
        if let promised = view.deadline {
            let words = promised.due.map { request.language.format($0) } ?? request.say(.decideStandsForYou)
            let label: Phrase = promised.due == nil ? .decideWhen : promised.subject == .appeal ? .weDecideAppealBy : .weDecideBy
            rows.append(SummaryRow(request.say(label), words))
        }
        rows.append(SummaryRow(request.say(.whoDecides), organisation(view.service.organisation, in: request.language)))
        html.h2(request.say(.aboutCase))
        html.summaryList(rows)
        html.ruleFindings(view.feeFindings, title: .whyThisFee, words: view.service.ruleWords, in: request.language)
    }

    /// Of several forms on the page that ask for a text the one whose controls bear their plain names as ids: what was sent, and is shown
    /// again with what is wrong; else the first.
    private func plainForm(_ view: ApplicantView, _ request: Request) -> String {
        let forms = view.requests.filter(\.isOpen).map { Self.address(of: $0, view) } + [Self.appealAddress(view)]
        return forms.contains(request.path) ? request.path : forms[0]
    }

    private static func address(of asked: InformationRequest, _ view: ApplicantView) -> String { "/cases/\(view.caseID)/requests/\(asked.number)" }
    private static func appealAddress(_ view: ApplicantView) -> String { "/cases/\(view.caseID)/appeal" }

    private func question(
        _ asked: InformationRequest, _ view: ApplicantView, _ plain: String, _ faults: [Web.Fault], _ request: Request, _ html: inout HTML
    ) {
        let address = Self.address(of: asked, view)
        let (isPlain, mark) = (address == plain, address == plain ? "" : "-\(asked.number)")
        html.banner(.warning, title: request.say(.weAsked)) { html in
            html.p(asked.text, [.lang(view.language)])
            html.p(request.say(.answerBy, ["date": .date(asked.due)]))
        }
        html.form(request, to: address, sendsFiles: true) { html in
            html.textArea(
                Control("text", request.say(.yourAnswer), id: "text" + mark, faults: isPlain ? faults : []), value: isPlain ? request.form["text"] ?? "" : "",
                rows: 4, maximumLength: 4_000)
            html.fileUpload(
                Control("files", request.say(.addFiles), id: "files" + mark, faults: isPlain ? faults : [], isOptional: true), allowsSeveral: true,
                maximumBytes: 20_000_000)
            html.buttons { html in html.submit(request.say(.sendAnswer)) }
        }
    }

    private func decision(_ decision: Decision, _ view: ApplicantView, _ request: Request, _ html: inout HTML) {
        let language = request.language
        let outcome = view.service.outcome(decision.outcome)
        html.h2(request.say(.theDecision))
        html.banner(outcome?.isPositive == true ? .success : .information, title: outcome?.title[language.code] ?? decision.outcome) { html in
            for paragraph in (decision.message ?? "").paragraphs { html.p(paragraph, [.lang(view.language)]) }
        }
        if !decision.reasons.isEmpty {
            html.h3(request.say(.reasons))
            html.ul { html in
                for reason in decision.reasons {
                    html.li([.lang(view.language)]) { html in
                        html.text(reason.text)
                        if let source = reason.source { html.text(" "); html.span("(\(source))", class: "quiet") }
                    }
                }
            }
        }
        if !decision.conditions.isEmpty {
            html.h3(request.say(.conditions))
            html.ul { html in for condition in decision.conditions { html.li(condition, [.lang(view.language)]) } }
        }
        html.ruleFindings(decision.findings, words: view.service.ruleWords, in: language)
        switch decision.by {
        case .rules: html.p(request.say(.decidedByRules), class: "quiet")
        case .officer(_, let role):
            let name = host.edition.government.role(role)?.title[language.code] ?? role
            html.p(request.say(.decidedByOfficer, ["role": .text(name)]), class: "quiet")
        }
    }

    private func appeal(
        _ decision: Decision, _ view: ApplicantView, _ plain: String, _ faults: [Web.Fault], _ request: Request, _ html: inout HTML
    ) {
        guard let until = view.appealUntil else { return }
        html.h2(request.say(.notAgreed))
        html.p(request.say(.appealUntil, ["date": .date(until)]))
        let isPlain = plain == Self.appealAddress(view)
        html.details(request.say(.appeal), isOpen: isPlain && !faults.isEmpty) { html in
            html.form(request, to: Self.appealAddress(view)) { html in
                html.textArea(
                    Control("text", request.say(.appealWhy), id: isPlain ? "text" : "text-appeal", faults: isPlain ? faults : []), rows: 5,
                    maximumLength: 8_000)
                html.buttons { html in html.submit(request.say(.sendAppeal), style: .secondary) }
            }
        }
    }

    private func papers(_ papers: [CasePaper], _ view: ApplicantView, _ request: Request, _ html: inout HTML) {
        guard !papers.isEmpty else {
            let outcome = view.decisions.last.flatMap { view.service.outcome($0.outcome) }
            // Papers carry their proof from the public log, which takes a second or two.
            if outcome?.certificate != nil || outcome?.letter != nil { html.p(request.say(.papersSoon), class: "quiet") }
            return
        }
        html.h2(request.say(.papers))
        html.ul(class: "files") { html in
            for paper in papers {
                html.li { html in
                    html.a(paper.title[request.language.code] + " (PDF)", href: "/papers/\(paper.id)")
                    if paper.isSuperseded { html.span(" " + request.say(.paperReplaced), class: "quiet") }
                }
            }
        }
    }

    private func answers(_ view: ApplicantView, _ places: [String: String], _ request: Request, _ html: inout HTML) {
        html.details(request.say(.yourAnswers)) { html in
            html.summaryList(rows(view.summary, places: places, filesAt: "/cases/\(view.caseID)/files", in: request.language))
            for asked in view.requests {
                guard let answer = asked.answer else { continue }
                html.h3(asked.text)
                html.p(request.say(.answered, ["date": .date(day(answer.at))]), class: "quiet")
                if !answer.text.isEmpty { html.p(answer.text) }
                html.ul(class: "files") { html in
                    for file in answer.files { html.li { html in html.a(file.name, href: "/cases/\(view.caseID)/files/\(file.id)") } }
                }
            }
        }
    }

    private func publicLink(_ view: ApplicantView, _ request: Request, _ html: inout HTML) {
        guard !view.service.publicFields.isEmpty else { return }
        html.p { html in html.a(request.say(.publicPage), href: "/public/\(view.reference)") }
    }

    private func event(_ line: HistoryLine, _ request: Request) -> TimelineEvent {
        let day = day(line.at)
        return TimelineEvent(
            line.title(in: request.language), moment: request.language.format(day), datetime: line.at.description, text: line.detail.isEmpty ? nil : line.detail
        )
    }
}
