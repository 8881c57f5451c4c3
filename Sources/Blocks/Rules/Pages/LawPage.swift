import Decisions
import FEEL
import HTML
import Kernel
import Web

/// A law on one day: its values and formulas with their sources, a case to try, and what came out.
struct LawPage: Sendable {
    let book: Rulebook
    let date: CivilDate
    let request: Request

    var language: Language { request.language }
    private var words: LawWords { LawWords(language: language) }
    var definition: RulebookDefinition { book.definition }

    func page(_ asked: LawCase, faults: [Fault] = [], results: [Reasons] = [], day: DateAnswer? = nil) -> Page {
        let title = definition.title[language.code]
        return Page(title, for: request, width: .wide, breadcrumbs: [Link(request.say(.lawTitle), href: "/rules")], hasFaults: !faults.isEmpty) { html in
            html.errorSummary(faults)
            html.h1(title)
            html.p(request.say(.lawOn, ["date": .date(date)]), class: "lead")
            if !results.isEmpty { LawResult(book: book, results: results, words: words).draw(&html) }
            html.div(class: "columns") { html in
                html.div(class: "column-main") { html in caseForm(asked, faults, &html) }
                html.div(class: "column-side") { html in
                    let changes = definition.changes.filter { $0 > Period.forever.start }
                    LawDays(path: "/rules/\(book.id)", date: date, changes: changes, request: request).draw(day, faults, &html)
                }
            }
            html.h2(request.say(.lawValues))
            values(&html)
            html.h2(request.say(.lawFormulas))
            formulas(&html)
        }
    }

    // MARK: Forms

    private func caseForm(_ asked: LawCase, _ faults: [Fault], _ html: inout HTML) {
        html.h2(id: LawCase.place) { $0.text(request.say(.lawTry)) }
        html.p(request.say(.lawTryHint), class: "quiet")
        html.form(request, to: "/rules/\(book.id)") { html in
            html.hidden("as_of", date.description)
            html.div(class: "fields") { html in
                for input in asked.inputs(of: asked.entity) { control(asked, input, role: nil, 0, faults, &html) }
            }
            if let member = asked.member {
                for (role, definition) in asked.entity.roles.enumerated() {
                    let label = request.say(.lawHowMany, ["role": .text(definition.title[language.code])])
                    html.textInput(Control("count.\(definition.id)", label), value: String(asked.count(role)), kind: .number, width: .tiny)
                    for index in 0..<asked.count(role) where !asked.inputs(of: member).isEmpty {
                        html.div(class: "fields") { html in
                            for input in asked.inputs(of: member) { control(asked, input, role: role, index, faults, &html) }
                        }
                    }
                }
            }
            html.buttons { html in html.submit(request.say(.lawCalculate)) }
        }
    }

    private func control(_ asked: LawCase, _ input: RulebookDefinition.Subject, role: Int?, _ index: Int, _ faults: [Fault], _ html: inout HTML) {
        let name = asked.name(input, role: role, index)
        var label = input.title[language.code]
        if let role { label = "\(asked.entity.roles[role].title[language.code]) \(index + 1): \(label)" }
        let control = Control(name, label, faults: faults)
        switch input.type {
        case .date: html.dateInput(control, request.form.date(name))
        case .boolean: html.yesNo(control, chosen: request.form[name].map { $0 == "true" })
        case .string where !input.choices.isEmpty:
            html.select(control, input.choices.map { ChoiceOption($0, input.title(of: $0)[language.code]) }, chosen: request.form[name])
        case .number:
            let currency = input.unit.flatMap { Currency($0.description) }
            html.textInput(
                control, value: request.form[name] ?? "", kind: currency == nil ? .number : .money, width: .short,
                prefix: currency.map { language.symbol(of: $0) }, suffix: currency == nil ? input.unit.map { words.name(of: $0) } : nil)
        default: html.textInput(control, value: request.form[name] ?? "", width: .half)
        }
    }

    // MARK: The law

    private func values(_ html: inout HTML) {
        html.dl(class: "summary") { html in
            for parameter in definition.parameters {
                let (lines, from, source) = inForce(parameter)
                row(parameter.title[language.code], lines, from, source ?? parameter.source, &html, history: history(of: parameter))
            }
        }
    }

    /// A line of a thing of the law, with its own source where it has one.
    private struct Line {
        var text: String
        var source: String?
    }

    /// A thing of the law: what it is, since when, and where it stands.
    private func row(_ title: String, _ lines: [Line], _ from: CivilDate?, _ source: String?, _ html: inout HTML, history: [Line]) {
        html.div(class: "summary-row") { html in
            html.dt(title)
            html.dd(class: "summary-value") { html in
                for line in lines.isEmpty ? [Line(text: request.say(.lawNotInForce))] : lines { html.span(class: "line") { html in draw(line, &html) } }
                html.span(class: "line quiet") { html in
                    if let from { html.text("\(request.say(.lawSince)) \(language.format(from))") }
                    if let source { html.lawSource(source) }
                }
                guard history.count > 1 else { return }
                html.details(request.say(.lawAllValues)) { html in
                    html.ul { html in for line in history { html.li { html in draw(line, &html) } } }
                }
            }
        }
    }

    private func draw(_ line: Line, _ html: inout HTML) {
        html.text(line.text)
        if let source = line.source { html.lawSource(source) }
    }

    /// As many days of a history as anyone reads.
    private static let mostDaysOfHistory = 40

    /// Every value there was and will be, newest first.
    private func history(of parameter: RulebookDefinition.Parameter) -> [Line] {
        switch parameter.content {
        case .value(let values):
            return values.all.reversed().prefix(Self.mostDaysOfHistory).map { dated in
                line(dated.from, dated.value.map { words.number($0, unit: parameter.unit) }, dated.source)
            }
        case .scale(let scale, let base):
            return Set(parameter.dates).sorted().reversed().prefix(Self.mostDaysOfHistory).map { date in
                let steps = scale.inForce(on: date).map { words.steps($0.steps, base: base, unit: parameter.unit).joined(separator: "; ") }
                return line(date, steps, nil)
            }
        }
    }

    /// Every formula there was and will be, newest first.
    private func history(of formula: RulebookDefinition.Formula) -> [Line] {
        formula.versions.all.reversed().prefix(Self.mostDaysOfHistory).map { version in
            line(version.from, version.value.map { words.formula($0.text, of: book) }, version.source)
        }
    }

    private func line(_ from: CivilDate, _ value: String?, _ source: String?) -> Line {
        let value = Phrase.Argument.text(value ?? request.say(.lawNotInForce))
        // What always held has no first day.
        let text = from > Period.forever.start ? request.say(.lawFrom, ["date": .date(from), "value": value]) : request.say(.lawAtFirst, ["value": value])
        return Line(text: text, source: source)
    }

    private func inForce(_ parameter: RulebookDefinition.Parameter) -> (lines: [Line], from: CivilDate?, source: String?) {
        switch parameter.content {
        case .value(let values):
            let dated = values[on: date]
            return (dated?.value.map { [Line(text: words.number($0, unit: parameter.unit))] } ?? [], dated?.from, dated?.source)
        case .scale(let scale, let base):
            let steps = scale.inForce(on: date)?.steps ?? []
            return (steps.map { Line(text: words.step($0, base: base, unit: parameter.unit), source: $0.source) }, scale.since(date), nil)
        }
    }

    private func formulas(_ html: inout HTML) {
        html.dl(class: "summary") { html in
            for formula in definition.formulas {
                let version = formula.versions[on: date]
                // A formula without a date always held.
                let from = version.flatMap { $0.from > Period.forever.start ? $0.from : nil }
                row(
                    formula.subject.title[language.code], lines(formula, version), from, version?.source ?? formula.source, &html, history: history(of: formula)
                )
            }
        }
    }

    /// The formula, how it is rounded, and by the law of which day it is computed.
    private func lines(_ formula: RulebookDefinition.Formula, _ version: DatedValue<SourceText>?) -> [Line] {
        guard let text = version?.value?.text else { return [] }
        var lines = [words.formula(text, of: book)]
        if let rounding = formula.rounding { lines.append(words.rounding(rounding, unit: formula.subject.unit)) }
        if let lawOf = formula.lawOf { lines.append(request.say(.lawOfThatDay, ["day": .text(words.formula(lawOf.text, of: book))])) }
        return lines.map { Line(text: $0) }
    }
}
