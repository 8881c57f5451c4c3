import BPMN
import Casework
import Kernel

/// A service's process for people: as its file draws it, and the same in words. A service whose steps are a list has the words alone.
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

    init(_ service: PublicService, _ language: Language) {
        self.service = service
        self.language = language
        if let document = service.drawing {
            lines = DiagramDrawing(of: document, in: language).outline().map { Line(element: $0.element, text: $0.text, depth: $0.depth) }
        } else {
            lines = Self.list(service, language)
        }
    }

    /// - Returns: nil where the service draws nothing.
    func svg(marks: [String: [DiagramDrawing.Mark]] = [:], heat: [String: Double] = [:]) -> [UInt8]? {
        guard let document = service.drawing, let diagram = document.contents.diagrams.first else { return nil }
        return DiagramDrawing(of: document, in: language, marks: marks, heat: heat).svg(diagram, id: "process")
    }

    /// The line that an element of the process stands in. What is laid out around a step of a list has the step's id and a suffix.
    func line(of element: String) -> String? {
        if lines.contains(where: { $0.element == element }) { return element }
        guard service.drawing == nil else { return nil }
        return lines.filter { element.hasPrefix($0.element + "_") }.max { $0.element.count < $1.element.count }?.element
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
    static let stepAppeal = Phrase(
        "desk.step_appeal", en: "Somebody else decides on an appeal, if there is one", es: "Otra persona resuelve el recurso, si lo hay")
}
