import Casework
import HTML
import Kernel
import Processes
import Web

/// What will happen to each of several tasks, and to which nothing can; or, afterwards, which were not done.
struct AssignmentPage: Sendable {
    let desk: Desk
    let tasks: [ChosenTask]
    let action: String
    var note = ""
    var recipient: String?
    var faults: [Web.Fault] = []
    var isDone = false
    let request: Request

    init(desk: Desk, tasks: [ChosenTask], action: String, faults: [Web.Fault] = [], request: Request) {
        self.desk = desk
        self.tasks = tasks
        self.action = action
        self.faults = faults
        self.request = request
    }

    private var language: Language { request.language }
    private var queue: QueueAddress { QueueAddress(of: request) ?? QueueAddress(FormValues()) }
    private var able: [ChosenTask] { tasks.filter { $0.refusal == nil } }
    private var unable: [ChosenTask] { tasks.filter { $0.refusal != nil } }

    func page() -> Page {
        let title = request.say(isDone ? .assignedTitle : .assignTitle)
        return Page(
            title, for: request, width: .wide, breadcrumbs: [Link(request.say(.back), href: queue.list())], hasFaults: !faults.isEmpty,
            scripts: ["shortcuts.js"]
        ) { html in
            for fault in faults { html.banner(.warning, title: fault.message) { _ in } }
            html.h1(title)
            if !tasks.isEmpty, !isDone { html.p(request.say(.previewLead), class: "lead") }
            if !unable.isEmpty { html.refused(unable, isDone: isDone, desk, request) }
            if !able.isEmpty { planned(&html) }
            html.p { html in html.a(html.language.say(.keyQueue), href: queue.list()) }
            html.deskShortcuts()
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
                    .text("\(task.reference?.description ?? "")"), .text(desk.title(of: task, language)),
                    .text(task.due.map { language.formatShort($0) } ?? request.say(.noDeadline)),
                ]
            })
        guard !isDone else { return }
        html.section(class: "task-panel") { html in
            html.form(request, to: "/desk/tasks" + queue.suffix) { html in
                for task in able { html.hidden("task", "\(task.caseID)/\(task.ticket.number)") }
                html.hidden("action", action)
                if recipient != nil { html.textArea(Control("note", request.say(.handOverNote), isOptional: true), value: note, rows: 2, maximumLength: 2_000) }
                html.buttons { html in html.submit(html.language.say(.assignConfirm, ["count": .count(able.count)]), name: "act", value: "assign") }
            }
        }
    }

    var output: JSON { ["tasks": .array(tasks.map { .object($0.members(isDone: isDone, language)) })] }
}

extension ChosenTask {
    /// What became of it, for programs.
    func members(isDone: Bool, _ language: Language) -> [JSON.Member] {
        [
            .init("case", .string(caseID.text)), .init("ticket", .integer(ticket.number)),
            .init("reference", reference.map { .string($0.description) } ?? .null),
            .init("state", .string(refusal != nil ? "refused" : isDone ? "done" : "possible")),
            .init("code", refusal.map { .string($0.code) } ?? .null), .init("why", refusal.map { .string($0.message(in: language)) } ?? .null),
        ]
    }
}

extension HTML {
    /// The tasks with which it cannot be done, or was not, and why.
    mutating func refused(_ tasks: [ChosenTask], isDone: Bool, _ desk: Desk, _ request: Request) {
        let words = request.say(isDone ? .wereNotAssigned : .cannotBeAssigned)
        h2(words)
        dataTable(
            caption: words, showsCaption: false, [Column(request.say(.reference)), Column(request.say(.task)), Column(request.say(.whyNot))],
            tasks.map { task in
                [
                    .text(task.reference?.description ?? request.say(.notKnown)), .text(desk.title(of: task, request.language)),
                    .text(task.refusal?.message(in: request.language) ?? ""),
                ]
            })
    }
}

extension Desk {
    func title(of task: ChosenTask, _ language: Language) -> String {
        guard let step = task.step else { return task.service.isEmpty ? "" : serviceTitle(task.service, language) }
        return stepTitle(step, of: task.service, language)
    }
}
