import Casework
import HTML
import Kernel
import Processes
import Web

/// What will happen to each of several tasks, and to which nothing can; or, afterwards, which were not done.
struct AssignmentPage: Sendable {
    let desk: Desk
    let tasks: [AssignedTask]
    let action: String
    var note = ""
    var recipient: String?
    var faults: [Web.Fault] = []
    var isDone = false
    let request: Request

    init(desk: Desk, tasks: [AssignedTask], action: String, faults: [Web.Fault] = [], request: Request) {
        self.desk = desk
        self.tasks = tasks
        self.action = action
        self.faults = faults
        self.request = request
    }

    private var language: Language { request.language }
    private var queue: QueueAddress { QueueAddress(of: request) ?? QueueAddress(FormValues()) }
    private var able: [AssignedTask] { tasks.filter { $0.refusal == nil } }
    private var unable: [AssignedTask] { tasks.filter { $0.refusal != nil } }

    func page() -> Page {
        let title = request.say(isDone ? .assignedTitle : .assignTitle)
        return Page(title, for: request, width: .wide, breadcrumbs: [Link(request.say(.back), href: queue.list())], hasFaults: !faults.isEmpty) { html in
            for fault in faults { html.banner(.warning, title: fault.message) { _ in } }
            html.h1(title)
            if !tasks.isEmpty, !isDone { html.p(request.say(.previewLead), class: "lead") }
            if !unable.isEmpty { refused(&html) }
            if !able.isEmpty { planned(&html) }
            html.p { html in html.a(html.language.say(.keyQueue), href: queue.list()) }
        }
    }

    private var words: String {
        switch action {
        case "take": request.say(isDone ? .wereTaken : .willBeTaken)
        case "release": request.say(isDone ? .wereReleased : .willBeReleased)
        default: request.say(isDone ? .wereHandedOver : .willBeHandedOver, ["to": .text(recipient ?? "")])
        }
    }

    private func planned(_ html: inout HTML) {
        html.h2(words)
        html.dataTable(
            caption: words, showsCaption: false, [Column(request.say(.reference)), Column(request.say(.task)), Column(request.say(.due))],
            able.map { task in
                [
                    .text("\(task.reference?.description ?? "")"), .text(title(of: task)),
                    .text(task.due.map { language.formatShort($0) } ?? request.say(.noDeadline)),
                ]
            })
        guard !isDone else { return }
        html.form(request, to: "/desk/tasks" + queue.suffix) { html in
            for task in able { html.hidden("task", "\(task.caseID)/\(task.ticket.number)") }
            html.hidden("action", action)
            if recipient != nil { html.textArea(Control("note", request.say(.handOverNote), isOptional: true), value: note, rows: 2, maximumLength: 2_000) }
            html.buttons { html in html.submit(html.language.say(.assignConfirm, ["count": .count(able.count)]), name: "act", value: "assign") }
        }
    }

    private func refused(_ html: inout HTML) {
        let words = request.say(isDone ? .wereNotAssigned : .cannotBeAssigned)
        html.h2(words)
        html.dataTable(
            caption: words, showsCaption: false, [Column(request.say(.reference)), Column(request.say(.task)), Column(request.say(.whyNot))],
            unable.map { task in
                [.text(task.reference?.description ?? request.say(.notKnown)), .text(title(of: task)), .text(task.refusal?.message(in: language) ?? "")]
            })
    }

    private func title(of task: AssignedTask) -> String {
        guard let step = task.step else { return task.service.isEmpty ? "" : desk.serviceTitle(task.service, language) }
        return desk.stepTitle(step, of: task.service, language)
    }

    var output: JSON {
        [
            "tasks": .array(
                tasks.map { task in
                    [
                        "case": .string(task.caseID.text), "ticket": .integer(task.ticket.number),
                        "reference": task.reference.map { .string($0.description) } ?? .null,
                        "state": .string(task.refusal != nil ? "refused" : isDone ? "done" : "possible"),
                        "code": task.refusal.map { .string($0.code) } ?? .null,
                        "why": task.refusal.map { .string($0.message(in: language)) } ?? .null,
                    ]
                })
        ]
    }
}
