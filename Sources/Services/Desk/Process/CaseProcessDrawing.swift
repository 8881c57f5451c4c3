import BPMN
import Casework
import HTML
import Kernel
import Web

/// Where one case stands in its process: the drawing with its tokens, and the same in words.
struct CaseProcessDrawing: Sendable {
    let desk: Desk
    let standing: CaseProcess
    let picture: ProcessPicture
    let request: Request

    init(_ desk: Desk, _ standing: CaseProcess, _ request: Request) {
        self.desk = desk
        self.standing = standing
        self.request = request
        picture = ProcessPicture(standing.service, request.language)
    }

    private var language: Language { request.language }

    enum State: String {
        case here, listening, done, open
    }

    func page() -> Page {
        let title = request.say(.processOf, ["reference": .text(standing.reference.description)])
        return Page(title, for: request, width: .wide, breadcrumbs: [Link(standing.reference.description, href: "/desk/cases/\(standing.caseID)")]) { html in
            html.p(standing.service.title[language.code], class: "caption")
            html.h1(title)
            // What matters in words first: on a phone the drawing is longer than the screen.
            let here = picture.lines.filter { state(of: $0.element) == .here }
            if !here.isEmpty { html.ul { html in for line in here { self.line(line, &html) } } }
            html.process(picture.svg(marks: marks), label: title, request)
            html.h2(request.say(.processInWords))
            html.ol { html in
                for line in picture.lines { self.line(line, &html) }
            }
        }
    }

    private func line(_ line: ProcessPicture.Line, _ html: inout HTML) {
        html.li { html in
            html.step(line)
            for place in places(at: line.element) {
                html.text(" ")
                html.tag(words(place), place.kind == .stopped ? .bad : place.isBeside ? .neutral : .active)
            }
            if state(of: line.element) == .done {
                html.text(" ")
                html.tag(request.say(.processDone), .good)
            }
        }
    }

    private func words(_ place: CaseProcess.Place) -> String {
        if place.kind == .stopped { return request.say(.processStopped) }
        if let until = place.until { return request.say(.processUntil, ["date": .text(language.formatShort(desk.day(until)))]) }
        guard let since = place.since else { return request.say(.processHere) }
        return request.say(.processSince, ["date": .text(language.formatShort(desk.day(since)))])
    }

    private func places(at line: String) -> [CaseProcess.Place] {
        standing.places.filter { $0.kind != .other && picture.line(of: $0.element) == line }
    }

    private func state(of line: String) -> State {
        let places = places(at: line)
        if !places.isEmpty { return places.allSatisfy(\.isBeside) ? .listening : .here }
        return standing.passed.contains(line) ? .done : .open
    }

    private var marks: [String: [DiagramDrawing.Mark]] {
        var marks: [String: [DiagramDrawing.Mark]] = [:]
        for line in picture.lines {
            switch state(of: line.element) {
            case .here: marks[line.element] = [.init(places(at: line.element).contains { $0.kind == .stopped } ? .stopped : .here)]
            case .done: marks[line.element] = [.init(.done)]
            case .listening, .open: break
            }
        }
        return marks
    }

    var output: JSON {
        [
            "case": .string(standing.caseID.text), "reference": .string(standing.reference.description), "service": .string(standing.service.id),
            "elements": .array(
                picture.lines.map { line in
                    let places = places(at: line.element)
                    return [
                        "element": .string(line.element), "text": .string(line.text), "depth": .integer(line.depth),
                        "state": .string(state(of: line.element).rawValue),
                        "since": places.compactMap(\.since).min().map { .string($0.description) } ?? .null,
                        "until": places.compactMap(\.until).min().map { .string($0.description) } ?? .null,
                    ]
                }),
        ]
    }
}

extension HTML {
    /// The drawing scrolls inside its own box, which the keyboard reaches; nothing where there is none.
    mutating func process(_ svg: [UInt8]?, label: String, _ request: Request) {
        guard let svg else { return p(request.say(.processNotDrawn)) }
        div(class: "sample", [.role("region"), .ariaLabel(label), .tabindex(0)]) { html in html.raw(trusted: svg) }
    }

    mutating func step(_ line: ProcessPicture.Line) {
        if line.depth > 0 { span(String(repeating: "– ", count: line.depth), class: "quiet", [.ariaHidden]) }
        text(line.text)
    }
}

extension Phrase {
    static let processOf = Phrase("desk.process_of", en: "Where {reference} stands in its process", es: "En qué punto del proceso está {reference}")
    static let processInWords = Phrase("desk.process_in_words", en: "The same in words", es: "Lo mismo en palabras")
    static let processNotDrawn = Phrase(
        "desk.process_not_drawn", en: "The file of this process holds no drawing. Its steps are below.",
        es: "El archivo de este proceso no contiene ningún dibujo. Sus pasos están abajo.")
    static let processHere = Phrase("desk.process_here", en: "Here", es: "Aquí")
    static let processSince = Phrase("desk.process_since", en: "Here since {date}", es: "Aquí desde el {date}")
    static let processUntil = Phrase("desk.process_until", en: "On {date}", es: "El {date}")
    static let processStopped = Phrase("desk.process_stopped", en: "Stopped", es: "Detenido")
    static let processDone = Phrase("desk.process_done", en: "Done", es: "Hecho")
    static let seeProcess = Phrase("desk.see_process", en: "See where it stands in its process", es: "Ver en qué punto del proceso está")
}
