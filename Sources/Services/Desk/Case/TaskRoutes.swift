import Casework
import Forms
import Foundation
import Kernel
import Processes
import Web

/// What an officer does on a case. Each returns to the case, or to the queue when the work is done.
extension Desk {
    private static var ticket: Field<Int> { .path("ticket", "The task's number in its case.") }
    private static var outcome: Field<String?> { .body("outcome", "The outcome's id.") }
    private static var reasons: Field<String?> { .body("reasons", "Reasons, one a line.") }
    private static var conditions: Field<String?> { .body("conditions", "Conditions, one a line.") }
    private static var question: Field<String?> { .body("question", "What is missing.") }
    private static var role: Field<String?> { .body("role", "The role that is to go on.") }
    private static var note: Field<String?> { .body("note", "For colleagues.") }
    private static var text: Field<String?> { .body("text", "For colleagues.") }

    var taskRoutes: [Route] { [take, release, decide, finish, ask, handOver, addNote] }

    private func route(
        _ id: String, _ action: String, _ summary: String, _ input: [any InputField] = [], body: Route.Body = .fields,
        _ act: @escaping @Sendable (Identifier<Case>, Ticket, Request) async throws -> Reply?
    ) -> Route {
        Route(
            id, .post, "/desk/cases/{case}/tasks/{ticket}/\(action)", summary, input: [Self.caseField, Self.ticket] + input, body: body, output: .any,
            access: Self.access
        ) { request in
            let id = try request[Self.caseField]
            return try await act(id, Ticket(try request[Self.ticket]), request) ?? .redirect(to: "/desk/cases/\(id)")
        }
    }

    private var take: Route {
        route("take_task", "take", "Takes a task for oneself.") { id, ticket, request in
            try await casework.take(ticket, of: id, caller(request))
            return nil
        }
    }

    private var release: Route {
        route("release_task", "release", "Puts a task back into the queue.") { id, ticket, request in
            try await casework.release(ticket, of: id, caller(request))
            return nil
        }
    }

    private var decide: Route {
        route("decide_case", "decide", "Decides a case, with reasons and conditions.", [Self.outcome, Self.reasons, Self.conditions]) { id, ticket, request in
            let outcome = try request[Self.outcome] ?? ""
            let reasons = lines(try request[Self.reasons])
            var faults: [Web.Fault] = []
            if outcome.isEmpty { faults.append(Web.Fault(field: "outcome", message: request.say(.chooseOutcome))) }
            if reasons.isEmpty { faults.append(Web.Fault(field: "reasons", message: request.say(.giveReasons))) }
            guard faults.isEmpty else {
                var form = TaskForm(ticket: ticket, faults: faults, outcome: outcome)
                form.reasons = try request[Self.reasons] ?? ""
                form.conditions = try request[Self.conditions] ?? ""
                return try await again(id, form, request)
            }
            let view = try await casework.officerView(id, caller(request))
            let input = DecisionInput(
                outcome: outcome,
                reasons: reasons.map { text in Decision.Reason(text, source: view.advice.first { $0.because[request.language.code] == text }?.source) },
                conditions: lines(try request[Self.conditions]))
            try await casework.decide(ticket, of: id, input, caller(request))
            return nil
        }
    }

    private var finish: Route {
        route("finish_task", "finish", "Ends a task with its findings.", body: .open(.any)) { id, ticket, request in
            var fields = RawFields()
            for entry in request.form.entries { fields.values[entry.name, default: []].append(entry.value) }
            if fields.values.isEmpty { for member in request.body.members ?? [] { fields.values[member.name] = [member.value.string ?? member.value.text] } }
            switch try await casework.finish(ticket, of: id, fields: fields, caller(request)) {
            case .saved: return .redirect(to: "/desk/cases/\(id)")
            case .wrong(let errors, let typed):
                let faults = errors.map { Web.Fault(field: $0.field, message: $0.message(in: request.language)) }
                return try await again(id, TaskForm(ticket: ticket, faults: faults, typed: typed, errors: errors), request)
            }
        }
    }

    private var ask: Route {
        route("ask_applicant", "ask", "Asks the applicant for what is missing; the deadline stands still.", [Self.question]) { id, ticket, request in
            guard let text = try request[Self.question] else {
                return try await again(id, TaskForm(ticket: ticket, faults: [Web.Fault(field: "question", message: request.say(.askEmpty))]), request)
            }
            try await casework.ask(ticket, of: id, text: text, caller(request))
            return nil
        }
    }

    private var handOver: Route {
        route("hand_over_task", "hand-over", "Gives a task to another role.", [Self.role, Self.note]) { id, ticket, request in
            guard let role = try request[Self.role], let target = host.edition.government.role(role) else {
                return try await again(id, TaskForm(ticket: ticket, faults: [Web.Fault(field: "role", message: request.say(.handOverTo))]), request)
            }
            try await casework.handOver(ticket, of: id, to: nil, role: role, organisation: target.organisation, note: request[Self.note] ?? "", caller(request))
            return .redirect(to: "/desk")
        }
    }

    private var addNote: Route {
        Route(
            "add_note", .post, "/desk/cases/{case}/notes", "Leaves a note for colleagues.", input: [Self.caseField, Self.text], output: .any,
            access: Self.access
        ) { request in
            let id = try request[Self.caseField]
            if let text = try request[Self.text] { try await casework.note(text, on: id, caller(request)) }
            return .redirect(to: "/desk/cases/\(id)")
        }
    }

    private func again(_ id: Identifier<Case>, _ form: TaskForm, _ request: Request) async throws -> Reply {
        let view = try await casework.officerView(id, caller(request))
        return .invalid(form.faults) { draw(view, form, request) }
    }

    private func lines(_ text: String?) -> [String] {
        (text ?? "").split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }.prefix(50).map { $0 }
    }
}
