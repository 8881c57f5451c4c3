import Casework
import HTML
import Identity
import Kernel
import Web

/// What can be done with several tasks of a list: the choice, and the way to see what would come of it.
struct AssignmentChoice {
    let desk: Desk
    let takers: [Account]
    /// Those of the tasks.
    let roles: Set<String>
    let colleagues: Colleagues
    let request: Request

    func draw(_ html: inout HTML) {
        let language = request.language
        let government = desk.host.edition.government
        let working = government.roles.filter { $0.permissions.contains(Permission.workCases.name) }
        let teams = government.teams.filter { !roles.isDisjoint(with: $0.roles) }
        let names =
            takers.map { ("account:\($0.id)", colleagues.holder($0.id, in: language)) } + teams.map { ("team:\($0.id)", $0.title[language.code]) }
            + working.map { ("role:\($0.id)", $0.title[language.code]) }
        html.select(
            Control("action", request.say(.withChosen)),
            [
                ChoiceOption("take", request.say(.takeThem)), ChoiceOption("work", request.say(.workOnThem)),
                ChoiceOption("release", request.say(.releaseThem)),
            ]
                + names.map { ChoiceOption($0.0, request.say(.handThemTo, ["to": .text($0.1)])) })
        html.buttons { html in html.submit(request.say(.seeWhatHappens), style: .secondary) }
    }
}

extension Phrase {
    static let withChosen = Phrase("desk.with_chosen", en: "With the tasks you tick", es: "Con las tareas marcadas")
    static let chooseTask = Phrase("desk.choose_task", en: "Choose {reference}", es: "Elegir {reference}")
    static let takeThem = Phrase("desk.take_them", en: "Take them", es: "Asumirlas")
    static let workOnThem = Phrase("desk.work_on_them", en: "Decide or finish them together", es: "Resolverlas o terminarlas juntas")
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
