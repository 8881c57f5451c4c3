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

extension Phrase {
    static let withChosen = Phrase("desk.with_chosen", en: "With the tasks you tick", es: "Con las tareas marcadas")
    static let chooseTask = Phrase("desk.choose_task", en: "Choose {reference}", es: "Elegir {reference}")
    static let takeThem = Phrase("desk.take_them", en: "Take them", es: "Asumirlas")
    static let releaseThem = Phrase("desk.release_them", en: "Put them back", es: "Devolverlas")
    static let handThemTo = Phrase("desk.hand_them_to", en: "Hand them over to {to}", es: "Traspasarlas a {to}")
    static let seeWhatHappens = Phrase("desk.see_what_happens", en: "See what would happen", es: "Ver qué pasaría")
    static let chooseTasks = Phrase("desk.choose_tasks", en: "Choose at least one task of the queue", es: "Elija al menos una tarea de la bandeja")
    static let chooseAction = Phrase("desk.choose_action", en: "Choose what to do with them", es: "Elija qué hacer con ellas")
    static let assignTitle = Phrase("desk.assign_title", en: "What would happen", es: "Qué pasaría")
    static let assignedTitle = Phrase("desk.assigned_title", en: "Not all of it was done", es: "No se hizo todo")
    static let willBeTaken = Phrase("desk.will_be_taken", en: "These will be yours", es: "Estas serán suyas")
    static let willBeReleased = Phrase("desk.will_be_released", en: "These will go back into the queue", es: "Estas volverán a la bandeja")
    static let willBeHandedOver = Phrase("desk.will_be_handed_over", en: "These will go to {to}", es: "Estas pasarán a {to}")
    static let wereTaken = Phrase("desk.were_taken", en: "These are yours now", es: "Estas ya son suyas")
    static let wereReleased = Phrase("desk.were_released", en: "These are back in the queue", es: "Estas han vuelto a la bandeja")
    static let wereHandedOver = Phrase("desk.were_handed_over", en: "These went to {to}", es: "Estas pasaron a {to}")
    static let cannotBeAssigned = Phrase("desk.cannot_be_assigned", en: "With these it cannot be done", es: "Con estas no es posible")
    static let wereNotAssigned = Phrase("desk.were_not_assigned", en: "With these it was not done", es: "Con estas no se hizo")
    static let whyNot = Phrase("desk.why_not", en: "Why not", es: "Por qué no")
    static let assignConfirm = Phrase(
        "desk.assign_confirm", en: .plural(one: "Do it with {count} task", other: "Do it with {count} tasks"),
        es: .plural(one: "Hacerlo con {count} tarea", other: "Hacerlo con {count} tareas"))
    static let doneSeveral = Phrase("desk.done_several", en: "It is done with every task you chose", es: "Hecho con todas las tareas elegidas")
}
