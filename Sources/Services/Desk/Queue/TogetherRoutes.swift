import Casework
import Forms
import Kernel
import Web

/// Several tasks of one kind that are decided or finished in the same way: first asked, then seen, then done.
extension Desk {
    private static var outcome: Field<String?> { .body("outcome", "The outcome's id.") }
    private static var reasons: Field<String?> {
        .body("reasons", "Reasons, one a line, the same for all; without any, each case has those that the rules draft for this outcome.")
    }
    private static var conditions: Field<String?> { .body("conditions", "Conditions, one a line.") }
    private static var answers: Field<JSON?> {
        .body("answers", schema: .dictionary(of: .any), "What the tasks ask, by question; a form sends `answers.` before each name.")
    }
    private static var act: Field<String?> { .body("act", "`do` does it, `change` asks again; else it is only said what would happen.") }

    var togetherRoutes: [Route] { [decideTasks, finishTasks] }

    private var decideTasks: Route {
        Route(
            "decide_tasks", .post, "/desk/tasks/decide", "Decides several cases in the same way; each is decided or refused for itself.",
            input: [QueueAddress.field, Self.chosenTasks, Self.outcome, Self.reasons, Self.conditions, Self.act], output: DeskSchema.doneTogether,
            access: Self.access
        ) { request in
            var form = TaskForm(outcome: try request[Self.outcome] ?? "")
            (form.reasons, form.conditions) = (try request[Self.reasons] ?? "", try request[Self.conditions] ?? "")
            if form.outcome.isEmpty { form.faults.append(Web.Fault(field: "outcome", message: request.say(.chooseOutcome))) }
            let input = DecisionInput(
                outcome: form.outcome, reasons: lines(form.reasons).map { Decision.Reason($0) }, conditions: lines(form.conditions))
            return try await together(.decide(input), form, act: try request[Self.act], request)
        }
    }

    private var finishTasks: Route {
        Route(
            "finish_tasks", .post, "/desk/tasks/finish", "Finishes several tasks of one kind with the same findings; each is finished or refused for itself.",
            input: [QueueAddress.field, Self.chosenTasks, Self.answers, Self.act], output: DeskSchema.doneTogether, access: Self.access
        ) { request in
            var fields = RawFields()
            for entry in request.form.entries where entry.name.hasPrefix(TogetherPage.prefix) {
                fields.values[String(entry.name.dropFirst(TogetherPage.prefix.count)), default: []].append(entry.value)
            }
            if let answers = try request[Self.answers] { fields = RawFields(json: answers) }
            return try await together(.finish(fields), TaskForm(typed: fields), act: try request[Self.act], request)
        }
    }

    /// Which of the chosen tasks can be done together, and what they ask.
    func workTogether(on chosen: [ChosenTask], _ request: Request) async throws -> Reply {
        let page = TogetherPage(desk: self, shared: try await casework.together(chosen, caller(request)), stage: .asks, form: TaskForm(), request: request)
        return Reply(page.output) { page.page() }
    }

    private func together(_ work: SharedWork, _ form: TaskForm, act: String?, _ request: Request) async throws -> Reply {
        let chosen = try request[Self.chosenTasks].compactMap(Self.task)
        guard !chosen.isEmpty else {
            let fault = Web.Fault(field: "task", message: request.say(.chooseTasks))
            return .invalid([fault]) { AssignmentPage(desk: self, tasks: [], action: "work", faults: [fault], request: request).page() }
        }
        var page = TogetherPage(desk: self, shared: SharedTasks(), stage: .asks, form: form, request: request)
        if act == "change" { page.form.faults = [] }
        guard act != "change", form.faults.isEmpty else {
            page.shared = try await casework.together(chosen, caller(request))
            return page.asked
        }
        switch act {
        case "do": (page.stage, page.shared) = (.done, try await casework.carryOut(work, on: chosen, caller(request)))
        default: (page.stage, page.shared) = (.shows, try await casework.preview(work, of: chosen, caller(request)))
        }
        // What no case takes was not filled in as it is asked.
        if page.able.isEmpty, let wrong = page.shared.tasks.first(where: { !$0.errors.isEmpty })?.errors {
            page.shared = try await casework.together(chosen, caller(request))
            page.form.errors = wrong
            page.form.faults = wrong.map { Web.Fault(field: TogetherPage.prefix + $0.field, message: $0.message(in: request.language)) }
            page.stage = .asks
            return page.asked
        }
        if page.stage == .done, page.unable.isEmpty {
            return .redirect(to: (QueueAddress(of: request) ?? QueueAddress(FormValues())).list(done: .several), output: page.output)
        }
        let drawn = page
        return Reply(drawn.output) { drawn.page() }
    }
}
