import Kernel

extension Phrase {
    static let diagram = Phrase("bpmn.diagram", en: "Process diagram", es: "Diagrama del proceso")
    static let diagramOf = Phrase("bpmn.diagram_of", en: "Process diagram: {name}", es: "Diagrama del proceso: {name}")
    static let diagramSize = Phrase(
        "bpmn.diagram_size",
        en: .plural(
            one: "It shows {count} step. The list below it says the same in words.",
            other: "It shows {count} steps. The list below it says the same in words."),
        es: .plural(
            one: "Muestra {count} paso. La lista debajo dice lo mismo en palabras.",
            other: "Muestra {count} pasos. La lista debajo dice lo mismo en palabras."))
    static let diagramPools = Phrase("bpmn.diagram_pools", en: "Taking part: {names}.", es: "Participan: {names}.")
    static let leadsTo = Phrase("bpmn.leads_to", en: "then: {names}", es: "después: {names}")
    static let leadsToIf = Phrase("bpmn.leads_to_if", en: "{name} (if {condition})", es: "{name} (si {condition})")
    static let onBorder = Phrase("bpmn.on_border", en: "at {name}", es: "en {name}")

    /// What people call an element, by its name in the file.
    static func kind(of name: String) -> Phrase { kinds[name] ?? Phrase("bpmn.kind.element", en: "Element", es: "Elemento") }

    private static let kinds: [String: Phrase] = [
        "startEvent": Phrase("bpmn.kind.start", en: "Start", es: "Inicio"),
        "endEvent": Phrase("bpmn.kind.end", en: "End", es: "Fin"),
        "intermediateCatchEvent": Phrase("bpmn.kind.catch", en: "Wait for an event", es: "Espera de un evento"),
        "intermediateThrowEvent": Phrase("bpmn.kind.throw", en: "Event", es: "Evento"),
        "boundaryEvent": Phrase("bpmn.kind.boundary", en: "Event during a step", es: "Evento durante un paso"),
        "task": Phrase("bpmn.kind.task", en: "Task", es: "Tarea"),
        "userTask": Phrase("bpmn.kind.user", en: "Work of a person", es: "Trabajo de una persona"),
        "serviceTask": Phrase("bpmn.kind.service", en: "Automatic step", es: "Paso automático"),
        "scriptTask": Phrase("bpmn.kind.script", en: "Calculation", es: "Cálculo"),
        "businessRuleTask": Phrase("bpmn.kind.rule", en: "Decision by rules", es: "Decisión por reglas"),
        "sendTask": Phrase("bpmn.kind.send", en: "Send a message", es: "Envío de un mensaje"),
        "receiveTask": Phrase("bpmn.kind.receive", en: "Wait for a message", es: "Espera de un mensaje"),
        "manualTask": Phrase("bpmn.kind.manual", en: "Work outside the system", es: "Trabajo fuera del sistema"),
        "callActivity": Phrase("bpmn.kind.call", en: "Another process", es: "Otro proceso"),
        "subProcess": Phrase("bpmn.kind.sub", en: "Group of steps", es: "Grupo de pasos"),
        "transaction": Phrase("bpmn.kind.transaction", en: "All or nothing", es: "Todo o nada"),
        "adHocSubProcess": Phrase("bpmn.kind.ad_hoc", en: "Steps in any order", es: "Pasos en cualquier orden"),
        "exclusiveGateway": Phrase("bpmn.kind.exclusive", en: "One way is taken", es: "Se toma un camino"),
        "parallelGateway": Phrase("bpmn.kind.parallel", en: "All ways are taken", es: "Se toman todos los caminos"),
        "inclusiveGateway": Phrase("bpmn.kind.inclusive", en: "One or more ways are taken", es: "Se toman uno o más caminos"),
        "eventBasedGateway": Phrase("bpmn.kind.event_based", en: "The first event decides", es: "Decide el primer evento"),
        "complexGateway": Phrase("bpmn.kind.complex", en: "Ways by a rule", es: "Caminos según una regla"),
        "sequenceFlow": Phrase("bpmn.kind.flow", en: "Way", es: "Camino"),
        "messageFlow": Phrase("bpmn.kind.message_flow", en: "Message", es: "Mensaje"),
        "message": Phrase("bpmn.kind.message", en: "Message", es: "Mensaje"),
        "association": Phrase("bpmn.kind.association", en: "Connection", es: "Conexión"),
        "dataInputAssociation": Phrase("bpmn.kind.data_in", en: "Data goes in", es: "Entran datos"),
        "dataOutputAssociation": Phrase("bpmn.kind.data_out", en: "Data comes out", es: "Salen datos"),
        "dataObject": Phrase("bpmn.kind.data", en: "Data", es: "Datos"),
        "dataObjectReference": Phrase("bpmn.kind.data_reference", en: "Data", es: "Datos"),
        "dataInput": Phrase("bpmn.kind.input", en: "Data needed", es: "Datos necesarios"),
        "dataOutput": Phrase("bpmn.kind.output", en: "Data produced", es: "Datos producidos"),
        "dataStoreReference": Phrase("bpmn.kind.store", en: "Data store", es: "Almacén de datos"),
        "participant": Phrase("bpmn.kind.pool", en: "Participant", es: "Participante"),
        "lane": Phrase("bpmn.kind.lane", en: "Who does it", es: "Quién lo hace"),
        "textAnnotation": Phrase("bpmn.kind.note", en: "Note", es: "Nota"),
        "group": Phrase("bpmn.kind.group", en: "Group", es: "Grupo"),
        "choreographyTask": Phrase("bpmn.kind.choreography", en: "Exchange", es: "Intercambio"),
        "conversation": Phrase("bpmn.kind.conversation", en: "Conversation", es: "Conversación"),
    ]
}
