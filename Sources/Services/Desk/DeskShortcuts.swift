import HTML
import Kernel
import Web

/// The desk's keys. A review of a simple case is `d`, Enter, or Ctrl and Enter behind the reasons; what cannot be taken back waits for Enter.
extension HTML {
    mutating func deskShortcuts() {
        shortcuts([
            Shortcut("n", .press, "a[data-next], #queue:not(:has(a[data-next])) tbody th a", language.say(.keyNext)),
            Shortcut("j", .next, "#queue tbody th a", language.say(.keyDown)),
            Shortcut("k", .previous, "#queue tbody th a", language.say(.keyUp)),
            Shortcut("x", .tick, "#queue tbody input[type=checkbox]", language.say(.keyTick)),
            Shortcut("b", .focus, "#queue select[name=action]", language.say(.keyChosen)),
            Shortcut("/", .focus, "#search-q", language.say(.keySearch)),
            Shortcut("t", .press, ".task-panel form[action*='/take'] button", language.say(.take)),
            Shortcut("1", .choose, ".task-panel input[type=radio]", language.say(.keyChoose)),
            Shortcut(
                "f", .focus, ".task-panel form[action*='/finish'] :is(input:not([type=hidden]), textarea, select)", language.say(.keyField)),
            Shortcut("r", .focus, ".task-panel textarea[name=reasons]", language.say(.keyReasons)),
            Shortcut(
                "d", .focus,
                "main form[action*='/decide'] button:not([name]), .task-panel form[action*='/finish'] button, "
                    + ".task-panel form[action*='/countersign'] button, .task-panel button:is([value=do], [value=assign])", language.say(.keyDecide)),
            Shortcut("Ctrl+Enter", .send, "main form[method=post] :is(input:not([type=hidden]), textarea, select)", language.say(.keySend)),
            Shortcut("l", .press, ".task-panel button[value=preview]", language.say(.seeLetter)),
            Shortcut("e", .focus, "textarea[name=letter]", language.say(.keyLetter)),
            Shortcut("v", .press, "a[data-preview-next]", language.say(.keyFile)),
            Shortcut("a", .focus, ".task-panel textarea[name=question]", language.say(.askApplicant)),
            Shortcut("h", .focus, ".task-panel select[name=to]", language.say(.handOver)),
            Shortcut("c", .focus, "form[action*='/notes'] textarea", language.say(.addNote)),
            Shortcut("q", .press, ".trail a[href^='/desk']", language.say(.keyQueue)),
            Shortcut("?", .press, "[data-shortcuts-opener] button", language.say(.keyHelp)),
        ])
    }
}

extension Phrase {
    static let keyNext = Phrase("desk.key_next", en: "Open the next task", es: "Abrir la tarea siguiente")
    static let keyDown = Phrase("desk.key_down", en: "Down the list", es: "Bajar en la lista")
    static let keyUp = Phrase("desk.key_up", en: "Up the list", es: "Subir en la lista")
    static let keyTick = Phrase("desk.key_tick", en: "Choose the task of this line", es: "Elegir la tarea de esta línea")
    static let keyChosen = Phrase("desk.key_chosen", en: "Say what to do with the chosen tasks", es: "Indicar qué hacer con las tareas elegidas")
    static let keySearch = Phrase("desk.key_search", en: "Search", es: "Buscar")
    static let keyChoose = Phrase("desk.key_choose", en: "Choose an answer or a decision by its place", es: "Elegir una respuesta o decisión por su orden")
    static let keyField = Phrase("desk.key_field", en: "Go to the first field of the task", es: "Ir al primer campo de la tarea")
    static let keyReasons = Phrase("desk.key_reasons", en: "Write the reasons", es: "Escribir los motivos")
    static let keyDecide = Phrase(
        "desk.key_decide", en: "Go to the button that decides or finishes; Enter confirms",
        es: "Ir al botón que decide o termina; Intro confirma")
    static let keySend = Phrase(
        "desk.key_send", en: "Send what you are writing: decides, finishes, asks or adds the note",
        es: "Enviar lo que está escribiendo: resuelve, termina, pregunta o añade la nota")
    static let keyLetter = Phrase("desk.key_letter", en: "Change the drafted message", es: "Cambiar el mensaje del borrador")
    static let keyFile = Phrase("desk.key_file", en: "Show the next file beside the answers", es: "Mostrar el archivo siguiente junto a las respuestas")
    static let keyQueue = Phrase("desk.key_queue", en: "Back to the queue", es: "Volver a la bandeja")
    static let keyHelp = Phrase("desk.key_help", en: "Show these keys", es: "Mostrar estas teclas")
    static let skipTask = Phrase("desk.skip_task", en: "Go on without this one: {task}, {reference}", es: "Seguir sin esta: {task}, {reference}")
    static let openDone = Phrase("desk.open_done", en: "See what came of it", es: "Ver el resultado")
}
