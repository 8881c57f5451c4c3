import BPMN
import Casework
import HTML
import Kernel
import Web

/// Where the work of a service waits, over all of its open cases: its process as a map of waiting time.
struct ServiceProcessDrawing: Sendable {
    let desk: Desk
    let picture: ProcessPicture
    let loads: [StepLoad]
    let request: Request

    private var language: Language { request.language }

    func page() -> Page {
        let title = request.say(.serviceProcess, ["service": .text(picture.service.title[language.code])])
        return Page(title, for: request, width: .wide, breadcrumbs: [Link(request.say(.overviewTitle), href: "/desk/overview")]) { html in
            html.h1(title)
            // The figures first: on a phone the drawing is longer than the screen.
            if loads.isEmpty { html.p(request.say(.nothingWaitsHere)) } else { table(&html) }
            html.h2(request.say(.processDrawn))
            if !loads.isEmpty { html.p(request.say(.heatLead)) }
            html.process(picture.svg(marks: marks, heat: heat), label: title, request)
            html.h2(request.say(.processInWords))
            html.ol { html in
                for line in picture.lines { html.li { html in html.step(line) } }
            }
        }
    }

    private func table(_ html: inout HTML) {
        html.h2(request.say(.heatTable))
        html.dataTable(
            caption: request.say(.heatTable), showsCaption: false,
            [
                Column(request.say(.heatStep)), Column(request.say(.countWaiting), isNumeric: true), Column(request.say(.heatMean), isNumeric: true),
                Column(request.say(.heatLongest), isNumeric: true),
            ],
            loads.sorted { days($0.mean) > days($1.mean) }.map { load in
                [
                    .text(picture.title(of: load.step)), .text(number(load)), .text(inDays(load.mean)),
                    .text(inDays(load.oldest)),
                ]
            })
    }

    private func days(_ since: Instant) -> Int { max(0, Int((request.now.microseconds - since.microseconds) / 86_400_000_000)) }
    private func number(_ load: StepLoad) -> String { language.format(load.open) + (load.isPartial ? "+" : "") }
    private func inDays(_ since: Instant) -> String { request.say(.heatDays, ["count": .count(days(since))]) }

    private var marks: [String: [DiagramDrawing.Mark]] {
        drawn.mapValues { loads in
            let isPartial = loads.contains(where: \.isPartial)
            return [DiagramDrawing.Mark(.here, language.format(loads.reduce(0) { $0 + $1.open }) + (isPartial ? "+" : ""))]
        }
    }

    /// By what they are drawn at: the steps of a called process at the call.
    private var drawn: [String: [StepLoad]] { Dictionary(grouping: loads) { picture.line(of: $0.step) ?? $0.step } }

    /// The step where cases wait longest is the darkest.
    private var heat: [String: Double] {
        let longest = max(1, loads.map { days($0.mean) }.max() ?? 1)
        return drawn.mapValues { Double($0.map { days($0.mean) }.max() ?? 0) / Double(longest) }
    }

    var output: JSON {
        [
            "service": .string(picture.service.id),
            "steps": .array(
                loads.map {
                    [
                        "step": .string($0.step), "open": .integer($0.open), "is_partial": .bool($0.isPartial), "mean_days": .integer(days($0.mean)),
                        "oldest": .string($0.oldest.description),
                    ]
                }),
        ]
    }
}

extension Phrase {
    static let serviceProcess = Phrase("desk.service_process", en: "Where cases wait: {service}", es: "Dónde esperan los expedientes: {service}")
    static let heatLead = Phrase(
        "desk.heat_lead",
        en: "The number says how much waits at a step: tasks, and cases whose applicant has to pay or to answer. The darker a step, the longer on average.",
        es:
            "El número dice cuánto espera en un paso: tareas, y expedientes cuyo solicitante tiene que pagar o responder. Cuanto más oscuro, más tiempo de media."
    )
    static let processDrawn = Phrase("desk.process_drawn", en: "Its steps", es: "Sus pasos")
    static let nothingWaitsHere = Phrase(
        "desk.nothing_waits_here", en: "Nothing of this service waits for anybody.", es: "Nada de este servicio espera a nadie.")
    static let heatTable = Phrase("desk.heat_table", en: "Waiting time by step", es: "Tiempo de espera por paso")
    static let heatStep = Phrase("desk.heat_step", en: "Step", es: "Paso")
    static let heatMean = Phrase("desk.heat_mean", en: "On average", es: "De media")
    static let heatLongest = Phrase("desk.heat_longest", en: "Longest", es: "La que más")
    static let heatDays = Phrase(
        "desk.heat_days", en: .plural(one: "{count} day", other: "{count} days"), es: .plural(one: "{count} día", other: "{count} días"))
}
