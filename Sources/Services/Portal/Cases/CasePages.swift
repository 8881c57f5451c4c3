import Casework
import Forms
import HTML
import Kernel
import Rules
import Web

extension Portal {
    /// "Sent", the reference number, and what happens next.
    func sentPage(_ view: ApplicantView, _ request: Request) -> Page {
        Page(request.say(.sentTitle), for: request) { html in
            html.confirmation(view.service.title[request.language.code], referenceLabel: request.say(.yourReference), reference: view.reference.description)
            html.h2(request.say(.whatHappensNext))
            payment(view, request, &html)
            if let due = view.due { html.p(request.say(.nextDue, ["date": .date(due)])) }
            html.p(request.say(.nextMail))
            html.buttons { html in html.buttonLink(request.say(.followIt), href: "/cases/\(view.caseID)", style: .secondary) }
        }
    }

    /// Where the case stands; first what the person can do about it.
    func casePage(_ view: ApplicantView, _ papers: [CasePaper], _ request: Request) -> Page {
        let language = request.language
        let back = request.actor.isSignedIn ? "/applications" : nil
        return Page("\(view.service.title[language.code]) \(view.reference)", for: request, back: back) { html in
            html.p(request.say(.referenceIs, ["reference": .text(view.reference.description)]), class: "caption")
            html.h1(view.service.title[language.code])
            html.p { html in html.tag(request.say(view.stage.phrase), view.stage.tone) }
            payment(view, request, &html)
            for asked in view.requests where asked.answer == nil { question(asked, view, request, &html) }
            if let decision = view.decisions.last { self.decision(decision, view, request, &html) }
            self.papers(papers, request, &html)
            facts(view, request, &html)
            html.h2(request.say(.caseHistory))
            html.timeline(view.history.map { event($0, request) })
            answers(view, request, &html)
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

    private func facts(_ view: ApplicantView, _ request: Request, _ html: inout HTML) {
        var rows: [SummaryRow] = []
        if let due = view.due { rows.append(SummaryRow(request.say(.decisionDue), request.language.format(due))) }
        if let fee = view.fee, fee.minorUnits > 0 {
            rows.append(SummaryRow(request.say(.fee), request.language.format(fee) + (view.isPaid ? " (" + request.say(.paid) + ")" : "")))
        }
        rows.append(SummaryRow(request.say(.whoDecides), organisation(view.service.organisation, in: request.language)))
        html.summaryList(rows)
        html.ruleFindings(view.feeFindings, title: .whyThisFee, in: request.language)
    }

    private func question(_ asked: InformationRequest, _ view: ApplicantView, _ request: Request, _ html: inout HTML) {
        html.banner(.warning, title: request.say(.weAsked)) { html in
            html.p(asked.text)
            html.p(request.say(.answerBy, ["date": .date(asked.due)]))
        }
        html.form(request, to: "/cases/\(view.caseID)/requests/\(asked.number)", sendsFiles: true) { html in
            html.textArea(Control("text", request.say(.yourAnswer)), rows: 4, maximumLength: 4_000)
            html.fileUpload(Control("files", request.say(.addFiles), isOptional: true), allowsSeveral: true, maximumBytes: 20_000_000)
            html.buttons { html in html.submit(request.say(.sendAnswer)) }
        }
    }

    private func decision(_ decision: Decision, _ view: ApplicantView, _ request: Request, _ html: inout HTML) {
        let language = request.language
        let outcome = view.service.outcome(decision.outcome)
        html.h2(request.say(.theDecision))
        html.inset { html in
            html.p { html in html.strong(outcome?.title[language.code] ?? decision.outcome) }
        }
        if !decision.reasons.isEmpty {
            html.h3(request.say(.reasons))
            html.ul { html in
                for reason in decision.reasons {
                    html.li { html in
                        html.text(reason.text)
                        if let source = reason.source { html.text(" "); html.span("(\(source))", class: "quiet") }
                    }
                }
            }
        }
        if !decision.conditions.isEmpty {
            html.h3(request.say(.conditions))
            html.ul { html in for condition in decision.conditions { html.li(condition) } }
        }
        html.ruleFindings(decision.findings, in: language)
        switch decision.by {
        case .rules: html.p(request.say(.decidedByRules), class: "quiet")
        case .officer(_, let role):
            let name = host.edition.government.role(role)?.title[language.code] ?? role
            html.p(request.say(.decidedByOfficer, ["role": .text(name)]), class: "quiet")
        }
        guard let until = view.appealUntil else { return }
        html.details(request.say(.appeal)) { html in
            html.p(request.say(.appealUntil, ["date": .date(until)]))
            html.form(request, to: "/cases/\(view.caseID)/appeal") { html in
                html.textArea(Control("text", request.say(.appealWhy)), rows: 5, maximumLength: 8_000)
                html.buttons { html in html.submit(request.say(.sendAppeal), style: .secondary) }
            }
        }
    }

    private func papers(_ papers: [CasePaper], _ request: Request, _ html: inout HTML) {
        guard !papers.isEmpty else { return }
        html.h2(request.say(.papers))
        html.ul(class: "files") { html in
            for paper in papers { html.li { html in html.a(paper.title[request.language.code] + " (PDF)", href: "/papers/\(paper.id)") } }
        }
    }

    private func answers(_ view: ApplicantView, _ request: Request, _ html: inout HTML) {
        html.details(request.say(.yourAnswers)) { html in
            html.summaryList(
                view.summary.map { line in
                    let lines = line.question.lines(line.value, in: request.language, currency: currency)
                    return SummaryRow(line.question.ask[request.language.code], lines.count == 1 ? lines[0] : "", lines: lines.count > 1 ? lines : [])
                })
        }
    }

    private func event(_ line: HistoryLine, _ request: Request) -> TimelineEvent {
        let day = day(line.at)
        return TimelineEvent(
            line.title(in: request.language), moment: request.language.format(day), datetime: line.at.description, text: line.detail.isEmpty ? nil : line.detail
        )
    }
}
