import Casework
import Forms
import Foundation
import Kernel
import Processes
import Web

/// What an officer does on a case. Each leads back to the case, which says what was done and offers the next task.
extension Desk {
    private static var ticket: Field<Int> { .path("ticket", "The task's number in its case.") }
    private static var outcome: Field<String?> { .body("outcome", "The outcome's id.") }
    private static var reasons: Field<String?> { .body("reasons", "Reasons, one a line.") }
    private static var conditions: Field<String?> { .body("conditions", "Conditions, one a line.") }
    private static var element: Field<String> { .body("element", "What is begun, by its id in the process.") }
    private static var letter: Field<String?> {
        .body("letter", "What the outcome is to say to the applicant, in the place of the `draft` that a preview shows; as drafted where it is left out.")
    }
    private static var letterFor: Field<String?> {
        .body("letter_for", "The outcome that `letter` was written for. With another outcome it is left out.")
    }
    private static var drafted: Field<String?> {
        .body("drafted", "The `draft` that `letter` was begun from. Where both are the same, nobody wrote anything, and it is drafted anew.")
    }
    private static var act: Field<String?> { .body("act", "`preview` shows what would follow, `change` asks again; else it is decided.") }
    private static var question: Field<String?> { .body("question", "What is missing.") }
    private static var to: Field<String?> {
        .body("to", "`account:ID` of a colleague, `team:ID` of the task's role, `team` for all of that role, or `role:ID`.")
    }
    private static var note: Field<String?> { .body("note", "For colleagues.") }
    private static var text: Field<String?> { .body("text", "For colleagues.") }

    /// A program gets a draft with blanks where its registries are withheld, and is not to send it back.
    static let blankLetter = PolityError(
        .forbidden, "DESK-423",
        Phrase(
            "desk.fault.blank_letter", en: "You do not see all that this message is drafted from, so you cannot write another.",
            es: "No ve todo aquello en lo que se basa este mensaje, por lo que no puede escribir otro."),
        hint: Phrase(
            "desk.fault.blank_letter_hint", en: "Decide without a message of your own, and it goes out as drafted; or hand the task over.",
            es: "Decida sin mensaje propio, y se enviará según el borrador; o traspase la tarea."),
        field: "letter")

    var taskRoutes: [Route] { [take, release, decide, countersign, giveBack, begin, finish, ask, handOver, addNote] }

    private func route(
        _ id: String, _ action: String, _ summary: String, _ input: [any InputField] = [], body: Route.Body = .fields, output: Schema = DeskSchema.done,
        done: Act,
        _ act: @escaping @Sendable (Identifier<Case>, Ticket, Request) async throws -> Reply?
    ) -> Route {
        Route(
            id, .post, "/desk/cases/{case}/tasks/{ticket}/\(action)", summary, input: [Self.caseField, Self.ticket, QueueAddress.field] + input, body: body,
            output: output,
            access: Self.access
        ) { request in
            let id = try request[Self.caseField]
            do {
                if let reply = try await act(id, Ticket(try request[Self.ticket]), request) { return reply }
            } catch let error as PolityError where (error.kind == .conflict || error.isAboutSkills) && !request.isProgram {
                return try await colleagueFirst(id, error, request)
            }
            return .redirect(to: try await landing(after: done, on: id, request), output: ["case": .string(id.text)])
        }
    }

    /// A colleague was faster, or it takes a skill: the case as it stands now, and a word about it.
    private func colleagueFirst(_ id: Identifier<Case>, _ error: PolityError, _ request: Request) async throws -> Reply {
        let view = try await casework.officerView(id, caller(request))
        let drawing = try await drawing(view, TaskForm(), conflict: Conflict(error, on: view, request), request)
        return drawing.reply(["code": .string(error.code)], status: error.kind == .conflict ? 409 : 403)
    }

    private var take: Route {
        route("take_task", "take", "Takes a task for oneself.", done: .taken) { id, ticket, request in
            try await casework.take(ticket, of: id, caller(request))
            return nil
        }
    }

    private var release: Route {
        route("release_task", "release", "Puts a task back into the queue.", done: .released) { id, ticket, request in
            try await casework.release(ticket, of: id, caller(request))
            return nil
        }
    }

    private var decide: Route {
        route(
            "decide_case", "decide", "Decides a case, with reasons and conditions.",
            [Self.outcome, Self.reasons, Self.conditions, Self.letter, Self.letterFor, Self.drafted, Self.act],
            output: .either([DeskSchema.done, DeskSchema.preview, DeskSchema.theCase]), done: .decided
        ) { id, ticket, request in
            let reasons = lines(try request[Self.reasons])
            var form = TaskForm(ticket: ticket, outcome: try request[Self.outcome] ?? "")
            form.reasons = try request[Self.reasons] ?? ""
            form.conditions = try request[Self.conditions] ?? ""
            if try request[Self.letterFor].map({ $0 == form.outcome }) ?? true { form.letter = try request[Self.letter] }
            // The text area of a preview sends its draft back as it was. What the officer changes or a new day brings may draft another.
            if let letter = form.letter, DecisionInput.plain(letter) == DecisionInput.plain(try request[Self.drafted] ?? "") { form.letter = nil }
            let act = try request[Self.act]
            if act == "change" { return try await again(id, form, request) }
            if form.outcome.isEmpty { form.faults.append(Web.Fault(field: "outcome", message: request.say(.chooseOutcome))) }
            if reasons.isEmpty { form.faults.append(Web.Fault(field: "reasons", message: request.say(.giveReasons))) }
            guard form.faults.isEmpty else { return try await again(id, form, request) }
            let view = try await casework.officerView(id, caller(request))
            // Whoever sees blanks in the draft would send them.
            guard form.letter == nil || view.withheld.isEmpty else { throw Self.blankLetter }
            let input = DecisionInput(
                outcome: form.outcome,
                reasons: reasons.map { text in Decision.Reason(text, source: view.advice.first { $0.because[view.theCase.language] == text }?.source) },
                conditions: lines(form.conditions), letter: form.letter)
            guard act != "preview" else {
                let preview = try await casework.preview(ticket, of: id, input, caller(request))
                let page = PreviewPage(desk: self, id: id, ticket: ticket, preview: preview, form: form, request: request)
                return Reply(page.output) { page.page() }
            }
            let waitsForSecond = try await casework.decide(ticket, of: id, input, caller(request))
            return waitsForSecond ? .redirect(to: try await landing(after: .proposed, on: id, request), output: ["case": .string(id.text)]) : nil
        }
    }

    private var countersign: Route {
        route("countersign_decision", "countersign", "Agrees with a colleague's decision, which takes effect.", done: .countersigned) {
            id, ticket, request in
            try await casework.countersign(ticket, of: id, caller(request))
            return nil
        }
    }

    private var giveBack: Route {
        route("give_back_decision", "give-back", "Gives a colleague's decision back, with a note that says why.", [Self.note], done: .givenBack) {
            id, ticket, request in
            guard let note = try request[Self.note] else {
                return try await again(id, TaskForm(ticket: ticket, faults: [Web.Fault(field: "note", message: request.say(.giveBackEmpty))]), request)
            }
            try await casework.giveBack(ticket, of: id, note: note, caller(request))
            return nil
        }
    }

    private var begin: Route {
        route("begin_work", "begin", "Begins what is done next, where the officer chooses it.", [Self.element], done: .begun) { id, ticket, request in
            try await casework.begin(try request[Self.element], at: ticket, of: id, caller(request))
            return nil
        }
    }

    private var finish: Route {
        route("finish_task", "finish", "Ends a task with its findings.", body: .open(.dictionary(of: .any)), done: .finished) { id, ticket, request in
            var fields = RawFields()
            for entry in request.form.entries { fields.values[entry.name, default: []].append(entry.value) }
            if fields.values.isEmpty { fields = RawFields(json: request.body) }
            switch try await casework.finish(ticket, of: id, fields: fields, caller(request)) {
            case .saved: return nil
            case .wrong(let errors, let typed):
                let faults = errors.map { Web.Fault(field: $0.field, message: $0.message(in: request.language)) }
                return try await again(id, TaskForm(ticket: ticket, faults: faults, typed: typed, errors: errors), request)
            }
        }
    }

    private var ask: Route {
        route("ask_applicant", "ask", "Asks the applicant for what is missing; the deadline stands still.", [Self.question], done: .asked) {
            id, ticket, request in
            guard let text = try request[Self.question] else {
                return try await again(id, TaskForm(ticket: ticket, faults: [Web.Fault(field: "question", message: request.say(.askEmpty))]), request)
            }
            try await casework.ask(ticket, of: id, text: text, caller(request))
            return nil
        }
    }

    private var handOver: Route {
        route("hand_over_task", "hand-over", "Gives a task to a colleague, to a team or to another role.", [Self.to, Self.note], done: .handedOver) {
            id, ticket, request in
            let parts = (try request[Self.to] ?? "").split(separator: ":", maxSplits: 1).map(String.init)
            let note = try request[Self.note] ?? ""
            switch (parts.first, parts.last) {
            case ("account"?, let account?) where AccountID(account) != nil:
                try await casework.handOver(ticket, of: id, to: AccountID(account), role: nil, organisation: nil, note: note, caller(request))
                return nil
            case ("team"?, let team?):
                try await casework.handOver(ticket, of: id, toTeam: parts.count == 2 ? team : nil, note: note, caller(request))
                return nil
            case ("role"?, let role?):
                guard let target = host.edition.government.role(role) else { break }
                try await casework.handOver(ticket, of: id, to: nil, role: role, organisation: target.organisation, note: note, caller(request))
                return nil
            default: break
            }
            return try await again(id, TaskForm(ticket: ticket, faults: [Web.Fault(field: "to", message: request.say(.handOverNobody))]), request)
        }
    }

    private var addNote: Route {
        Route(
            "add_note", .post, "/desk/cases/{case}/notes", "Leaves a note for colleagues; whoever is named in it as `@Their Name` is told.",
            input: [Self.caseField, QueueAddress.field, Self.text], output: DeskSchema.done, access: Self.access
        ) { request in
            let id = try request[Self.caseField]
            guard let text = try request[Self.text] else {
                return try await again(id, TaskForm(faults: [Web.Fault(field: "text", message: request.say(.noteEmpty))]), request)
            }
            let mentions: [AccountID]
            switch try await self.mentions(in: text, on: id, request) {
            case .found(let accounts): mentions = accounts
            case .wrong(let fault): return try await again(id, TaskForm(faults: [fault], note: text), request)
            }
            try await casework.note(text, on: id, mentions: mentions, caller(request))
            return .redirect(to: try await landing(after: .noted, on: id, request), output: ["case": .string(id.text)])
        }
    }

    private func again(_ id: Identifier<Case>, _ form: TaskForm, _ request: Request) async throws -> Reply {
        let view = try await casework.officerView(id, caller(request))
        let drawing = try await drawing(view, form, request)
        return form.faults.isEmpty ? drawing.reply(output(of: view)) : drawing.reply(status: 422)
    }

    /// A text of a field, line by line.
    func lines(_ text: String?) -> [String] {
        (text ?? "").split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    }
}
