import Decisions
import FEEL
import HTML
import Kernel
import Web

/// Decision tables as they are written, a case to try on them, and what came out.
struct TablePage: Sendable {
    var readable: ReadableModel
    let date: CivilDate
    /// The days from which other tables were applied, as far as they are known here.
    let changes: [CivilDate]
    /// Of them, since when these are.
    let since: CivilDate?
    /// Whether they are what is applied today.
    var isToday = true
    let request: Request

    private var model: DecisionModel { readable.model }
    private var language: Language { request.language }
    private var words: RuleWords { readable.words }
    private var formulas: FormulaWords { words.formulas(in: language) }

    func page(_ asked: TableCase, faults: [Fault] = [], results: [(name: String, value: Value)] = [], findings: [RuleFinding] = [], day: DateAnswer? = nil)
        -> Page
    {
        let title = request.say(.lawTablesOf, ["name": .text(readable.title(in: language))])
        return Page(title, for: request, width: .wide, breadcrumbs: [Link(request.say(.lawTitle), href: "/rules")], hasFaults: !faults.isEmpty) { html in
            html.errorSummary(faults)
            html.h1(title)
            html.p(lead, class: "lead")
            if let since, date < since { html.p(request.say(.tablesFirst, ["date": .date(since)])) }
            if !results.isEmpty {
                html.h2(request.say(.tablesResult))
                html.summaryList(results.map { SummaryRow(words.title(of: $0.name, in: language), text($0.value)) })
                html.ruleFindings(findings, words: words, in: language)
            }
            for logic in model.written { draw(logic, &html) }
            html.div(class: "columns") { html in
                html.div(class: "column-main") { html in caseForm(asked, faults, &html) }
                html.div(class: "column-side") { html in LawDays(path: readable.path, date: date, changes: changes, request: request).draw(day, faults, &html) }
            }
        }
    }

    private var lead: String {
        let isOfService = readable.place == .service
        if isToday { return request.say(isOfService ? .tablesOfService : .tablesShared) }
        return request.say(isOfService ? .tablesOfServiceOn : .tablesSharedOn, ["date": .date(max(date, since ?? date))])
    }

    private func text(_ value: Value) -> String {
        let plain = LawWords(language: language)
        guard case .context(let entries) = value else { return plain.text(value, unit: nil) }
        return entries.names.map { "\($0): \(plain.text(entries[$0] ?? .null, unit: nil))" }.joined(separator: "; ")
    }

    // MARK: Tables

    private func draw(_ logic: WrittenLogic, _ html: inout HTML) {
        html.h2(words.title(of: logic.name, in: language))
        if let formula = logic.formula { html.p(request.say(.tableFormula, ["formula": .text(formulas.text(formula))])) }
        if logic.formula == nil, logic.tables.isEmpty { html.p(request.say(.tableNone), class: "quiet") }
        for (index, table) in logic.tables.enumerated() {
            let name = words.table(Self.name(of: index + 1, in: logic.name), in: language)
            if logic.tables.count > 1 { html.h3(name) }
            draw(table, logic, named: name, &html)
        }
    }

    /// A decision may have several tables: the second of `permit_fee` is `permit_fee 2`, here and where rules that held are told.
    static func name(of table: Int, in decision: String) -> String { table == 1 ? decision : "\(decision) \(table)" }

    private func draw(_ table: WrittenLogic.Table, _ logic: WrittenLogic, named name: String, _ html: inout HTML) {
        let hasReasons = table.rows.contains { LocalizedText(annotations: $0.annotations) != nil }
        let hasSources = table.rows.contains { $0.annotations[RuleAnnotation.source] != nil }
        var columns = [Column(request.say(.tableRow), isNumeric: true)]
        columns += table.inputs.map { Column(words.heading($0, in: language)) }
        columns += table.outputs.map { Column("→ " + words.title(of: $0 ?? logic.name, in: language)) }
        if hasReasons { columns.append(Column(request.say(.tableReason))) }
        if hasSources { columns.append(Column(request.say(.tableSource))) }
        let rows = table.rows.map { row in
            var cells = [Cell.text(language.format(row.number))]
            cells += zip(table.inputs, row.conditions).map { input, condition in
                .text(condition.map { words.condition($0, of: input, in: language) } ?? request.say(.tableAnything))
            }
            cells += row.results.map { .text(formulas.text($0)) }
            if hasReasons { cells.append(.text(LocalizedText(annotations: row.annotations)?[language.code] ?? "")) }
            if hasSources { cells.append(.text(row.annotations[RuleAnnotation.source] ?? "")) }
            return cells
        }
        html.dataTable(caption: request.say(Self.policy(table.policy)), wideAs: name, columns, rows)
        guard !table.defaults.isEmpty else { return }
        html.p(request.say(.tableDefault, ["value": .text(table.defaults.map { formulas.text($0) }.joined(separator: "; "))]))
    }

    private static func policy(_ policy: HitPolicy) -> Phrase {
        switch policy {
        case .unique: .tableUnique
        case .any: .tableAny
        case .priority: .tablePriority
        case .first: .tableFirst
        case .ruleOrder, .collect(nil): .tableAll
        case .outputOrder: .tableRanked
        case .collect(.sum?): .tableSum
        case .collect(.min?): .tableLeast
        case .collect(.max?): .tableGreatest
        case .collect(.count?): .tableCount
        }
    }

    // MARK: A case

    private func caseForm(_ asked: TableCase, _ faults: [Fault], _ html: inout HTML) {
        html.h2(id: LawCase.place) { $0.text(request.say(.lawTry)) }
        html.p(request.say(.tableTryHint), class: "quiet")
        html.form(request, to: readable.path) { html in
            html.hidden("as_of", date.description)
            html.div(class: "fields") { html in for field in asked.fields { control(field, faults, &html) } }
            if !asked.untyped.isEmpty {
                html.p(
                    request.say(.tableUntyped, ["names": .text(asked.untyped.map { words.title(of: $0, in: language) }.joined(separator: ", "))]),
                    class: "quiet")
            }
            html.buttons { html in html.submit(request.say(.lawCalculate)) }
        }
    }

    private func control(_ field: TableCase.Field, _ faults: [Fault], _ html: inout HTML) {
        let control = Control(field.name, title(of: field), faults: faults)
        switch field.type {
        case .date: html.dateInput(control, request.form.date(field.name))
        case .boolean: html.yesNo(control, chosen: request.form[field.name].map { $0 == "true" })
        case .string where !field.choices.isEmpty:
            let options = field.choices.map { ChoiceOption($0, words.choice($0, of: field.path.joined(separator: "."), in: language)) }
            html.select(control, options + [ChoiceOption(TableCase.somethingElse, request.say(.tableSomethingElse))], chosen: request.form[field.name])
        case .number: html.textInput(control, value: request.form[field.name] ?? "", kind: .number, width: .short)
        default: html.textInput(control, value: request.form[field.name] ?? "", width: .half)
        }
    }

    private func title(of field: TableCase.Field) -> String {
        let path = field.path.joined(separator: ".")
        if words.subjects[path] != nil { return words.title(of: path, in: language) }
        return field.path.map { words.title(of: $0, in: language) }.joined(separator: ": ")
    }

    // MARK: For programs

    var json: JSON {
        let needed = model.reachableInputs
        let inputs = model.inputs.filter { needed.contains($0.key) }.sorted { $0.key < $1.key }
        return [
            "id": .string(readable.id), "title": .string(readable.title(in: language)),
            "inputs": .array(inputs.map { json($0.key, $0.value) }),
            "decisions": .array(model.written.map { json($0) }), "since": since.map { .string($0.description) } ?? .null,
            "changes": .array(changes.map { .string($0.description) }),
        ]
    }

    /// An input with what people read for it and for its texts, where that is said.
    private func json(_ input: String, _ type: FEELType) -> JSON {
        var members = named(input, type)
        let choices = words.subjects[input]?.choices.sorted { $0.key < $1.key } ?? []
        if !choices.isEmpty { members.append(.init("choices", .object(choices.map { .init($0.key, .string($0.value[language.code])) }))) }
        return .object(members)
    }

    private func named(_ name: String, _ type: FEELType) -> [JSON.Member] {
        let title = words.subjects[name].map { JSON.Member("title", .string($0.title[language.code])) }
        return [.init("name", .string(name)), .init("type", .string(type.description))] + [title].compactMap { $0 }
    }

    private func json(_ logic: WrittenLogic) -> JSON {
        var members = named(logic.name, logic.type)
        if let formula = logic.formula { members.append(.init("formula", .string(formula))) }
        if !logic.tables.isEmpty { members.append(.init("tables", .array(logic.tables.map { json($0) }))) }
        return .object(members)
    }

    private func json(_ table: WrittenLogic.Table) -> JSON {
        var members: [JSON.Member] = [
            .init("policy", .string(table.policy.name)), .init("inputs", .array(table.inputs.map(JSON.string))),
            .init("outputs", .array(table.outputs.map { $0.map(JSON.string) ?? .null })), .init("rules", .array(table.rows.map { json($0) })),
        ]
        if !table.defaults.isEmpty { members.append(.init("defaults", .array(table.defaults.map(JSON.string)))) }
        return .object(members)
    }

    private func json(_ row: WrittenLogic.Table.Row) -> JSON {
        var members: [JSON.Member] = [
            .init("conditions", .array(row.conditions.map { .string($0 ?? "-") })), .init("results", .array(row.results.map(JSON.string))),
        ]
        if let reason = LocalizedText(annotations: row.annotations) { members.append(.init("reason", .string(reason[language.code]))) }
        if let source = row.annotations[RuleAnnotation.source] { members.append(.init("source", .string(source))) }
        return .object(members)
    }
}

extension Phrase {
    fileprivate static let tablesOfService = Phrase(
        "rules.tables.of_service", en: "The decision tables by which a service decides, as they are applied today.",
        es: "Las tablas de decisión con las que decide un servicio, tal como se aplican hoy.")
    fileprivate static let tablesShared = Phrase(
        "rules.tables.shared", en: "Decision tables that services share, as they are applied today.",
        es: "Tablas de decisión que comparten los servicios, tal como se aplican hoy.")
    fileprivate static let tablesOfServiceOn = Phrase(
        "rules.tables.of_service_on", en: "The decision tables by which a service decided, as they were applied on {date}.",
        es: "Las tablas de decisión con las que decidía un servicio, tal como se aplicaban el {date}.")
    fileprivate static let tablesSharedOn = Phrase(
        "rules.tables.shared_on", en: "Decision tables that services shared, as they were applied on {date}.",
        es: "Tablas de decisión que compartían los servicios, tal como se aplicaban el {date}.")
    fileprivate static let tablesFirst = Phrase(
        "rules.tables.first_known", en: "What was applied before {date} is not known here: these are the first tables.",
        es: "No se conoce aquí lo que se aplicaba antes del {date}: estas son las primeras tablas.")
    fileprivate static let tablesResult = Phrase("rules.tables.result", en: "What the tables say", es: "Lo que dicen las tablas")
    fileprivate static let tableFormula = Phrase("rules.tables.formula", en: "It is {formula}.", es: "Es {formula}.")
    fileprivate static let tableNone = Phrase(
        "rules.tables.none", en: "It is put together from other parts, without a table.", es: "Se compone de otras partes, sin tabla.")
    fileprivate static let tableRow = Phrase("rules.tables.row", en: "Row", es: "Fila")
    fileprivate static let tableReason = Phrase("rules.tables.reason", en: "What it means", es: "Qué significa")
    fileprivate static let tableSource = Phrase("rules.tables.source", en: "Source", es: "Fuente")
    fileprivate static let tableAnything = Phrase("rules.tables.anything", en: "anything", es: "cualquiera")
    fileprivate static let tableDefault = Phrase(
        "rules.tables.default", en: "Where no row applies it is {value}.", es: "Donde no se aplica ninguna fila es {value}.")
    fileprivate static let tableUnique = Phrase("rules.tables.unique", en: "One row applies at most", es: "Se aplica una fila como máximo")
    fileprivate static let tableAny = Phrase(
        "rules.tables.any", en: "All rows that apply give the same", es: "Todas las filas que se aplican dan lo mismo")
    fileprivate static let tableFirst = Phrase("rules.tables.first", en: "The first row that applies counts", es: "Cuenta la primera fila que se aplica")
    fileprivate static let tablePriority = Phrase(
        "rules.tables.priority", en: "Of the rows that apply the highest result counts", es: "De las filas que se aplican cuenta el resultado de más rango")
    fileprivate static let tableAll = Phrase("rules.tables.all", en: "All rows that apply count", es: "Cuentan todas las filas que se aplican")
    fileprivate static let tableRanked = Phrase(
        "rules.tables.ranked", en: "All rows that apply count, the highest result first", es: "Cuentan todas las filas que se aplican, de mayor a menor rango")
    fileprivate static let tableSum = Phrase("rules.tables.sum", en: "The rows that apply are added up", es: "Se suman las filas que se aplican")
    fileprivate static let tableLeast = Phrase(
        "rules.tables.least", en: "Of the rows that apply the least counts", es: "De las filas que se aplican cuenta el menor valor")
    fileprivate static let tableGreatest = Phrase(
        "rules.tables.greatest", en: "Of the rows that apply the greatest counts", es: "De las filas que se aplican cuenta el mayor valor")
    fileprivate static let tableCount = Phrase("rules.tables.count", en: "The rows that apply are counted", es: "Se cuentan las filas que se aplican")
    fileprivate static let tableTryHint = Phrase(
        "rules.tables.try_hint", en: "What you leave empty is not known. What you enter is not kept.",
        es: "Lo que deje vacío no se sabe. Lo que escriba no se guarda.")
    fileprivate static let tableUntyped = Phrase(
        "rules.tables.untyped", en: "Only a program can give these: {names}", es: "Esto solo lo puede dar un programa: {names}")
    fileprivate static let tableSomethingElse = Phrase("rules.tables.something_else", en: "something else", es: "otra cosa")
}
