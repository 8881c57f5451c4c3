import Capability
import Casework
import Documents
import FEEL
import HTML
import Identity
import Kernel
import Processes
import Registries
import Web

extension Desk {
    static var caseField: Field<Identifier<Case>> { .path("case", "The case's id.") }
    private static var file: Field<Identifier<Document>> { .path("file", "The file's id.") }
    private static var shown: Field<String?> { .query("file", "A file of the case to be shown beside the answers.") }
    private static var done: Field<String?> { .query("done", "What the officer has just done.") }

    var caseRoutes: [Route] { [casePage, caseFile] }

    private var casePage: Route {
        Route(
            "desk_case", .get, "/desk/cases/{case}", "Shows a case to an officer: answers, evidence, records, rules, history and what is to do.",
            input: [Self.caseField, Self.done, Self.shown, QueueAddress.field], output: DeskSchema.theCase, access: Self.access
        ) { request in
            let view = try await casework.officerView(request[Self.caseField], caller(request))
            var drawing = try await drawing(view, TaskForm(), done: Act(request[Self.done], request), request)
            drawing.shown = try request[Self.shown]
            return drawing.reply(output(of: view))
        }
    }

    /// What somebody sent for the case. PDFs and pictures may be looked at, everything else is saved; the look is written down.
    private var caseFile: Route {
        Route(
            "desk_case_file", .get, "/desk/cases/{case}/files/{file}", "Gives a file that was sent for a case.", input: [Self.caseField, Self.file],
            access: Self.access
        ) { request in
            let (id, file) = (try request[Self.caseField], try request[Self.file])
            let owner = try await casework.evidence(file.text, of: id, caller(request))
            guard let download = try await host[Documents.self].download(file, owner: owner).value else {
                throw PolityError(.notFound, "DESK-404", Phrase.fileErased)
            }
            return .file(download)
        }
    }

    /// Everything a case's page needs, read before it is drawn.
    func drawing(_ view: OfficerView, _ form: TaskForm, done: Act? = nil, conflict: Conflict? = nil, _ request: Request) async throws -> CaseDrawing {
        var accounts = Set(view.tasks.compactMap(\.assignee))
        for entry in view.history { if let id = AccountID(entry.by) { accounts.insert(id) } }
        for entry in view.history {
            for case .taskAssigned(_, let id?) in entry.events { accounts.insert(id) }
            for case .stoodIn(_, let absent, _) in entry.events { accounts.insert(absent) }
        }
        for note in view.theCase.notes { accounts.formUnion(note.mentions) }
        if let officer = view.theCase.proposal?.officer { accounts.insert(officer) }
        if let applicant = view.theCase.account { accounts.remove(applicant) }
        var takers: [Ticket: [Account]] = [:]
        for task in view.tasks { takers[task.ticket] = try await self.takers(of: task, for: request) }
        let named = try await colleagues(accounts, takers: takers.values.flatMap { $0 }, for: request)
        var drawing = CaseDrawing(desk: self, view: view, form: form, request: request, colleagues: named, takers: takers)
        (drawing.done, drawing.conflict) = (done, conflict)
        for panel in host[Roster.self].panels(.deskCase) {
            let about = PanelRequest(request, caseReference: view.theCase.reference.description, caseID: view.theCase.id.text)
            if let content = try await panel.content(about) { drawing.panels.append(content) }
        }
        drawing.queue = QueueAddress(of: request)
        if done != nil || conflict != nil || (drawing.queue != nil && !request.isProgram) {
            drawing.next = try await next(after: view.theCase.id, in: drawing.queue, request)
        }
        return drawing
    }

    private func promised(_ deadline: CaseDeadline) -> JSON {
        let left =
            switch deadline.clock {
            case .running(let until): casework.calendar.workingDays(from: day(host.clock.now()), to: until)
            case .standing(let left): max(left, 0)
            }
        return [
            "of": .string(deadline.subject.rawValue), "by": deadline.due.map { .string($0.description) } ?? .null, "working_days_left": .integer(left),
        ]
    }

    func output(of view: OfficerView) -> JSON {
        [
            "case": .string(view.theCase.id.text), "reference": .string(view.theCase.reference.description), "service": .string(view.service.id),
            "stage": .string(view.stage.rawValue), "answers": view.application.answers.json, "facts": Value.context(view.facts).json,
            "measures": .object(found(in: view).map { .init($0.name, host[Registries.self].book.measures(of: $0.record, in: $0.registry)) }),
            "withheld": .array(view.withheld.map(JSON.string)), "promised": view.theCase.deadline.map(promised) ?? .null,
            "tasks": .array(
                view.tasks.map {
                    [
                        "ticket": .integer($0.ticket.number), "step": .string($0.step), "role": .string($0.role),
                        "team": $0.team.map(JSON.string) ?? .null, "skills": .array($0.skills.map(JSON.string)),
                        "due": $0.due.map { .string($0.description) } ?? .null, "assignee": $0.assignee.map { .string($0.text) } ?? .null,
                        "offered": .array((view.choice($0)?.offered ?? []).map(JSON.string)),
                    ]
                }),
            "proposal": view.theCase.proposal.map { proposal in
                [
                    "outcome": .string(proposal.outcome), "reasons": .array(proposal.reasons.map { .string($0.text) }),
                    "conditions": .array(proposal.conditions.map(JSON.string)), "by": proposal.officer.map { .string($0.text) } ?? .null,
                ]
            } ?? .null,
            "advice": .array(
                view.advice.map {
                    [
                        "outcome": .string($0.outcome), "because": .string($0.because.text),
                        "conditions": .array($0.conditions(in: view.theCase.language).map(JSON.string)), "source": $0.source.map(JSON.string) ?? .null,
                    ]
                }),
            "findings": .array(view.findings.map(\.json)),
            "rules": .array(
                view.readings.map { reading in
                    [
                        "outcome": .string(reading.rule.outcome), "when": reading.rule.when.map { .string($0.source) } ?? .null,
                        "holds": reading.holds.map(JSON.bool) ?? .null,
                        "values": .object(reading.values.map { JSON.Member($0.name, $0.value.json) }),
                    ]
                }),
            "similar": .array(view.similar.map(\.json)),
            "files": .array(view.files.map { ["id": .string($0.id), "name": .string($0.name), "type": .string($0.type), "bytes": .integer($0.bytes)] }),
            "papers": .array(view.papers.map { ["id": .string($0.id.text), "kind": .string($0.kind.rawValue), "number": .string($0.number.description)] }),
        ]
    }
}

/// What an officer has just done, said back at the top of the page it leads to.
enum Act: String, Sendable {
    case taken, released, decided, proposed, countersigned, begun, finished, asked, noted
    /// Several tasks at once, in the queue.
    case several
    case givenBack = "given_back"
    case handedOver = "handed_over"

    /// What an address says was done. A link from elsewhere can say anything, and is not repeated in the government's voice.
    init?(_ text: String?, _ request: Request) {
        guard let text, !request.comesFromOutside else { return nil }
        self.init(rawValue: text)
    }

    var phrase: Phrase {
        switch self {
        case .taken: .doneTaken
        case .released: .doneReleased
        case .decided: .doneDecided
        case .proposed: .doneProposed
        case .countersigned: .doneCountersigned
        case .givenBack: .doneGivenBack
        case .begun: .doneBegun
        case .finished: .doneFinished
        case .asked: .doneAsked
        case .noted: .doneNoted
        case .several: .doneSeveral
        case .handedOver: .doneHandedOver
        }
    }

    /// Whether the officer is through with the case for now, and wants the next one.
    var isLast: Bool { [.decided, .proposed, .countersigned, .givenBack, .finished, .asked, .handedOver, .released].contains(self) }
}
