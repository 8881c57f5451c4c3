import BPMN
import Casework
import Kernel

/// A service's process for people: as its file draws it, and the same in words. The steps of a list are laid out from left to right.
struct ProcessPicture: Sendable {
    /// One step in words.
    struct Line: Sendable, Hashable {
        var element: String
        var text: String
        /// Sub-processes around it.
        var depth: Int
    }

    let service: PublicService
    let language: Language
    let lines: [Line]
    private let document: BPMNDocument?

    init(_ service: PublicService, _ language: Language) {
        self.service = service
        self.language = language
        if let drawing = service.drawing {
            document = drawing
            lines = DiagramDrawing(of: drawing, in: language).outline().map { Line(element: $0.element, text: $0.text, depth: $0.depth) }
        } else {
            document = BPMNDocument(layingOut: service.process, name: service.title[language.code]) { Self.name(of: $0.id, service, language) }
            lines = Self.list(service, language)
        }
    }

    /// - Returns: nil where the service draws nothing.
    func svg(marks: [String: [DiagramDrawing.Mark]] = [:], heat: [String: Double] = [:]) -> [UInt8]? {
        guard let document, let diagram = document.contents.diagrams.first else { return nil }
        return DiagramDrawing(of: document, in: language, marks: marks, heat: heat).svg(diagram, id: "process")
    }

    /// What an element is called in a list.
    func title(of element: String) -> String {
        switch service.step(element)?.kind {
        case .review(let work, _)?, .countersign(let work, _)?, .task(let work)?: return work.title[language.code]
        default: return document.map { DiagramDrawing(of: $0, in: language).shortName(element) } ?? element
        }
    }

    /// The line that an element of the process stands in. What is laid out around a step of a list has the step's id and a suffix; what runs in
    /// a called process stands in the call activity.
    func line(of element: String) -> String? {
        if lines.contains(where: { $0.element == element }) { return element }
        guard service.drawing == nil else { return service.process.element(element)?.parent.flatMap(line) }
        return lines.filter { element.hasPrefix($0.element + "_") }.max { $0.element.count < $1.element.count }?.element
    }

    /// What stands around a step has its id and a suffix.
    private static func name(of element: String, _ service: PublicService, _ language: Language) -> String {
        if let step = service.step(element) { return step.words(language) }
        switch element {
        case "outcome", "appeal_outcome": return language.say(.stepOutcome)
        case "appeal": return language.say(.stepAppeal)
        case "appeal_made": return language.say(.stepAppealed)
        case "appeal_over": return language.say(.stepAppealOver)
        default: break
        }
        if element.hasSuffix("_answer") { return language.say(.stepAnswered) }
        return element.hasSuffix("_silence") ? language.say(.stepSilence) : ""
    }

    private static func list(_ service: PublicService, _ language: Language) -> [Line] {
        var lines = service.steps.map { Line(element: $0.id, text: $0.words(language), depth: 0) }
        lines.append(Line(element: "outcome", text: language.say(.stepOutcome), depth: 0))
        if service.appeal != nil { lines.append(Line(element: "appeal", text: language.say(.stepAppeal), depth: 0)) }
        return lines
    }
}

extension Step {
    fileprivate func words(_ language: Language) -> String {
        switch kind {
        case .pay: language.say(.stepPay)
        case .check: language.say(.stepCheck)
        case .decide: language.say(.stepDecide)
        case .review(let work, _), .countersign(let work, _), .task(let work): work.title[language.code]
        case .wait(let term): language.say(.stepWait, ["term": .text(term.words(in: language))])
        case .tell(let title, _): language.say(.stepTell, ["title": .text(title[language.code])])
        }
    }
}

extension Phrase {
    static let stepPay = Phrase("desk.step_pay", en: "The fee is paid", es: "Se paga la tasa")
    static let stepCheck = Phrase("desk.step_check", en: "The rules check what the law requires", es: "Las reglas comprueban lo que exige la ley")
    static let stepDecide = Phrase("desk.step_decide", en: "The rules decide where they can", es: "Las reglas resuelven donde pueden")
    static let stepWait = Phrase("desk.step_wait", en: "Nothing happens for a time: {term}", es: "No ocurre nada durante un tiempo: {term}")
    static let stepTell = Phrase("desk.step_tell", en: "The applicant is told: {title}", es: "Se avisa al solicitante: {title}")
    static let stepOutcome = Phrase("desk.step_outcome", en: "The decision is carried out", es: "Se cumple la resolución")
    static let stepAnswered = Phrase("desk.step_answered", en: "The applicant answers", es: "El solicitante responde")
    static let stepSilence = Phrase("desk.step_silence", en: "No answer in time", es: "Sin respuesta a tiempo")
    static let stepAppealed = Phrase("desk.step_appealed", en: "Appeal", es: "Recurso")
    static let stepAppealOver = Phrase("desk.step_appeal_over", en: "No appeal in time", es: "Sin recurso a tiempo")
    static let stepAppeal = Phrase(
        "desk.step_appeal", en: "Somebody else decides on an appeal, if there is one", es: "Otra persona resuelve el recurso, si lo hay")
}
