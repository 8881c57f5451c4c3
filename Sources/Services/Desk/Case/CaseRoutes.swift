import Casework
import FEEL
import Forms
import HTML
import Kernel
import Rules
import Web

extension Desk {
    static var caseField: Field<Identifier<Case>> { .path("case", "The case's id.") }

    var caseRoutes: [Route] { [casePage] }

    private var casePage: Route {
        Route(
            "desk_case", .get, "/desk/cases/{case}", "Shows a case to an officer: answers, evidence, records, rules, history and what is to do.",
            input: [Self.caseField], output: .any, access: Self.access
        ) { request in
            let view = try await casework.officerView(request[Self.caseField], caller(request))
            return Reply(output(of: view)) { draw(view, TaskForm(), request) }
        }
    }

    /// The case on one page: what is to do on top, then what it is judged by.
    func draw(_ view: OfficerView, _ form: TaskForm, _ request: Request) -> Page {
        let language = request.language
        let title = "\(view.theCase.reference) – \(view.service.title[language.code])"
        return Page(title, for: request, width: .wide, breadcrumbs: [Link(request.say(.back), href: "/desk")], hasFaults: !form.faults.isEmpty) { html in
            html.errorSummary(form.faults)
            html.p(view.service.title[language.code], class: "caption")
            html.h1("\(view.theCase.reference)")
            html.div(class: "columns") { html in
                html.div(class: "column-main") { html in
                    for task in view.tasks { self.task(task, view, form, request, &html) }
                    requests(view, request, &html)
                    decisions(view, request, &html)
                    answers(view, request, &html)
                    files(view, request, &html)
                    facts(view, request, &html)
                }
                html.div(class: "column-side") { html in
                    overview(view, request, &html)
                    html.h2(request.say(.history))
                    html.timeline(view.history.map { event($0, request) })
                    notes(view, request, &html)
                }
            }
        }
    }

    private func overview(_ view: OfficerView, _ request: Request, _ html: inout HTML) {
        let language = request.language
        var rows = [
            SummaryRow(request.say(.organisation), organisationName(view.theCase.organisation, language)),
            SummaryRow(request.say(.received), language.format(day(view.theCase.openedAt))),
        ]
        if let due = view.tasks.compactMap(\.due).min() { rows.append(SummaryRow(request.say(.due), language.format(due))) }
        html.summaryList(rows)
        html.ruleFindings(view.theCase.feeFindings, title: .whyThisFee, in: language)
    }

    private func answers(_ view: OfficerView, _ request: Request, _ html: inout HTML) {
        html.h2(request.say(.answers))
        html.summaryList(
            view.summary.filter { !$0.isFiles }.map { line in
                let lines = line.question.lines(line.value, in: request.language, currency: currency)
                return SummaryRow(line.question.ask[request.language.code], lines.count == 1 ? lines[0] : "", lines: lines.count > 1 ? lines : [])
            })
    }

    private func files(_ view: OfficerView, _ request: Request, _ html: inout HTML) {
        let all = view.application.files + view.theCase.requests.flatMap { $0.answer?.files ?? [] }
        guard !all.isEmpty else { return }
        html.h2(request.say(.evidence))
        html.ul(class: "files") { html in
            for file in all {
                html.li { html in
                    html.a(file.name, href: "/desk/cases/\(view.theCase.id)/files/\(file.id)")
                    html.span(" " + html.language.formatBytes(file.bytes), class: "quiet")
                }
            }
        }
    }

    private func facts(_ view: OfficerView, _ request: Request, _ html: inout HTML) {
        guard !view.facts.names.isEmpty else { return }
        html.h2(request.say(.whatWeHold))
        for name in view.facts.names {
            guard case .context(let record)? = view.facts[name], let lookUp = view.service.lookUps.first(where: { $0.name == name }) else { continue }
            html.details(lookUp.registry.replacing("_", with: " ")) { html in
                html.summaryList(
                    record.names.filter { $0 != "id" }.map { field in
                        SummaryRow(field.replacing("_", with: " "), record[field]?.plainText(in: request.language) ?? "")
                    })
            }
        }
    }

    private func requests(_ view: OfficerView, _ request: Request, _ html: inout HTML) {
        for asked in view.theCase.requests {
            guard let answer = asked.answer else {
                let since = day(asked.askedAt)
                html.banner(.information, title: request.say(.waitingForApplicant, ["date": .date(since), "due": .date(asked.due)])) { html in
                    html.p(asked.text)
                }
                continue
            }
            html.banner(.success, title: request.say(.answeredQuestion)) { html in
                html.p(asked.text, class: "quiet")
                html.p(answer.text)
            }
        }
    }

    private func decisions(_ view: OfficerView, _ request: Request, _ html: inout HTML) {
        for decision in view.theCase.decisions {
            html.banner(
                .information,
                title: "\(request.say(.decidedBefore)): \(view.service.outcome(decision.outcome)?.title[request.language.code] ?? decision.outcome)"
            ) { html in
                html.ul { html in for reason in decision.reasons { html.li(reason.text + (reason.source.map { " (\($0))" } ?? "")) } }
                html.ruleFindings(decision.findings, in: request.language)
            }
        }
    }

    private func notes(_ view: OfficerView, _ request: Request, _ html: inout HTML) {
        html.h2(request.say(.notes))
        for note in view.theCase.notes {
            html.inset { html in
                html.p(note.text)
                html.p(request.language.formatShort(day(note.at)), class: "quiet")
            }
        }
        html.details(request.say(.addNote)) { html in
            html.form(request, to: "/desk/cases/\(view.theCase.id)/notes") { html in
                html.textArea(Control("text", request.say(.noteLabel)), rows: 3, maximumLength: 4_000)
                html.buttons { html in html.submit(request.say(.addNote), style: .secondary) }
            }
        }
    }

    private func event(_ line: HistoryLine, _ request: Request) -> TimelineEvent {
        let moment = request.language.formatShort(day(line.at))
        return TimelineEvent(line.title(in: request.language), moment: moment, datetime: line.at.description, text: line.detail.isEmpty ? nil : line.detail)
    }

    func output(of view: OfficerView) -> JSON {
        [
            "case": .string(view.theCase.id.text), "reference": .string(view.theCase.reference.description), "service": .string(view.service.id),
            "stage": .string(view.stage.rawValue), "answers": view.application.answers.json, "facts": Value.context(view.facts).json,
            "tasks": .array(
                view.tasks.map {
                    [
                        "ticket": .integer($0.ticket.number), "step": .string($0.step), "role": .string($0.role),
                        "due": $0.due.map { .string($0.description) } ?? .null,
                    ]
                }),
            "advice": .array(
                view.advice.map { ["outcome": .string($0.outcome), "because": .string($0.because.text), "source": $0.source.map(JSON.string) ?? .null] }),
            "findings": .array(view.findings.map(\.json)),
        ]
    }
}

extension SummaryLine {
    var isFiles: Bool { if case .files = question.kind { true } else { false } }
}
