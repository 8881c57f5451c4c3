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
                html.div(class: "column-side") { html in days(day ?? DateAnswer(date), faults, &html) }
            }
            html.h2(request.say(.lawValues))
            values(&html)
            html.h2(request.say(.lawFormulas))
            formulas(&html)
        }
    }

    // MARK: Forms

    private func caseForm(_ asked: LawCase, _ faults: [Fault], _ html: inout HTML) {
        html.h2(request.say(.lawTry))
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
            html.select(control, input.choices.map { ChoiceOption($0, $0.replacing("_", with: " ")) }, chosen: request.form[name])
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

    /// A thing of the law: what it is, since when, and where it stands.
    private func row(_ title: String, _ lines: [String], _ from: CivilDate?, _ source: String?, _ html: inout HTML, history: [String] = []) {
        html.div(class: "summary-row") { html in
            html.dt(title)
            html.dd(class: "summary-value") { html in
                for line in lines.isEmpty ? [request.say(.lawNotInForce)] : lines { html.span(line, class: "line") }
                html.span(class: "line quiet") { html in
                    if let from { html.text("\(request.say(.lawSince)) \(language.format(from))") }
                    if let source { html.lawSource(source) }
                }
                guard history.count > 1 else { return }
                html.details(request.say(.lawAllValues)) { html in
                    html.ul { html in for line in history { html.li(line) } }
                }
            }
        }
    }

    /// Every value there was and will be, newest first.
    private func history(of parameter: RulebookDefinition.Parameter) -> [String] {
        guard case .value(let values) = parameter.content else { return [] }
        return values.all.reversed().map { dated in
            let value = dated.value.map { words.number($0, unit: parameter.unit) } ?? request.say(.lawNotInForce)
            return request.say(.lawFrom, ["date": .date(dated.from), "value": .text(value)])
        }
    }

    private func inForce(_ parameter: RulebookDefinition.Parameter) -> (lines: [String], from: CivilDate?, source: String?) {
        switch parameter.content {
        case .value(let values):
            let dated = values[on: date]
            return (dated?.value.map { [words.number($0, unit: parameter.unit)] } ?? [], dated?.from, dated?.source)
        case .scale(let scale, let base):
            let lines = scale.inForce(on: date).map { words.steps($0.steps, base: base, unit: parameter.unit) } ?? []
            let dates = scale.brackets.flatMap { [$0.threshold[on: date]?.from, $0.rate[on: date]?.from] }.compactMap { $0 }
            return (lines, dates.max(), scale.brackets.lazy.compactMap { $0.rate[on: date]?.source }.first)
        }
    }

    private func formulas(_ html: inout HTML) {
        html.dl(class: "summary") { html in
            for formula in definition.formulas {
                let version = formula.versions[on: date]
                // A formula without a date always held.
                let from = version.flatMap { $0.from > Period.forever.start ? $0.from : nil }
                row(
                    formula.subject.title[language.code], version?.value.map { [words.formula($0.text, of: book)] } ?? [], from,
                    version?.source ?? formula.source, &html)
            }
        }
    }

    /// For programs: what holds on the day.
    var json: JSON {
        [
            "id": .string(book.id), "title": .string(definition.title[language.code]), "on": .string(date.description),
            "inputs": .array(definition.inputs.map { describe($0.subject) }),
            "parameters": .array(definition.parameters.compactMap { json($0) }),
            "formulas": .array(
                definition.formulas.compactMap { formula in
                    formula.versions[on: date]?.value.map { version in
                        .object((describe(formula.subject).members ?? []) + [.init("formula", .string(version.text))])
                    }
                }),
        ]
    }

    private func describe(_ subject: RulebookDefinition.Subject) -> JSON {
        var members: [JSON.Member] = [
            .init("id", .string(subject.id)), .init("title", .string(subject.title[language.code])), .init("of", .string(subject.entity)),
            .init("type", .string(subject.type.description)), .init("period", .string(subject.period.rawValue)),
        ]
        if let unit = subject.unit { members.append(.init("unit", .string(unit.description))) }
        if !subject.choices.isEmpty { members.append(.init("choices", .array(subject.choices.map(JSON.string)))) }
        return .object(members)
    }

    private func json(_ parameter: RulebookDefinition.Parameter) -> JSON? {
        var members: [JSON.Member] = [.init("id", .string(parameter.id)), .init("title", .string(parameter.title[language.code]))]
        if let unit = parameter.unit { members.append(.init("unit", .string(unit.description))) }
        switch parameter.content {
        case .value(let values):
            guard let dated = values[on: date], let value = dated.value else { return nil }
            members += [.init("value", .number(value)), .init("from", .string(dated.from.description))]
            if let source = dated.source ?? parameter.source { members.append(.init("source", .string(source))) }
        case .scale(let scale, _):
            guard let inForce = scale.inForce(on: date) else { return nil }
            members.append(.init("scale", .string(scale.kind.rawValue)))
            members.append(.init("steps", .array(inForce.steps.map { ["threshold": .number($0.threshold), "rate": .number($0.rate)] })))
            if let source = parameter.source { members.append(.init("source", .string(source))) }
        }
        return .object(members)
    }
}
