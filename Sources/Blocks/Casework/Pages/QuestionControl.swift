import FEEL
import Forms
import HTML
import Kernel
import Web

/// A page of questions as it is drawn: for the applicant's form and for an officer's findings alike.
public struct QuestionPage: Sendable {
    public var page: Form.Page
    /// Answers given earlier, or offered from what is known.
    public var answers: Answers
    /// What was typed, where something was wrong with it: it is shown again as it was.
    public var typed: RawFields?
    public var errors: [FieldError]
    /// Where the government's own map is found, as GeoJSON.
    public var mapHref: String
    public var currency: Currency
    /// What stands beside a question (`show`), in lines, by question id.
    public var shown: [String: [String]]
    /// Records found for what was typed into a question, by its id; no entry where nobody searched.
    public var found: [String: [FoundRecord]] = [:]
    /// The questions whose answers everybody can see, by id.
    public var published: Set<String> = []
    /// One more empty item is drawn in a repeating group.
    public var addsItem = false
    /// Stands before the name of each question, where other fields of the form could be called the same.
    public var prefix = ""

    public init(
        _ page: Form.Page, answers: Answers, typed: RawFields? = nil, errors: [FieldError] = [], mapHref: String, currency: Currency,
        shown: [String: [String]] = [:]
    ) {
        self.page = page
        self.answers = answers
        self.typed = typed
        self.errors = errors
        self.mapHref = mapHref
        self.currency = currency
        self.shown = shown
    }

    /// The errors as the error summary shows them; each leads to the control that has its name as id.
    public func faults(in language: Language) -> [Web.Fault] {
        errors.map { error in
            var field = error.field.hasSuffix(".day") ? String(error.field.dropLast(4)) : error.field
            if case .files? = page.questions.first(where: { $0.id == field })?.kind { field += ".new" }
            return Web.Fault(field: prefix + field, message: error.message(in: language), code: "FORM-\(error.problem.rawValue)")
        }
    }

    /// Whether the form around it must be able to send files.
    public var sendsFiles: Bool { page.questions.contains { if case .files = $0.kind { true } else { false } } }
}

extension HTML {
    /// All questions of a page. A lone question is the page's heading; several stand below the page's own title.
    ///
    /// - Parameter isPart: the page has a heading of its own, so the questions draw none.
    public mutating func questions(_ drawn: QuestionPage, currencySymbol: String, isPart: Bool = false) {
        let isAlone = drawn.page.questions.count == 1 && !isPart
        if !isAlone, !isPart { h1(drawn.page.heading[language.code]) }
        let faults = drawn.faults(in: language)
        for question in drawn.page.questions {
            let answer = drawn.answers[question.id]
            self.question(
                question, name: drawn.prefix + question.id, answer: answer, drawn: drawn, faults: faults, isHeading: isAlone, currencySymbol: currencySymbol)
        }
    }

    private mutating func question(
        _ question: Question, name: String, answer: Value?, drawn: QuestionPage, faults: [Web.Fault], isHeading: Bool, currencySymbol: String
    ) {
        let own = faults.filter { $0.field == name || $0.field.hasPrefix(name + ".") }
        var control = Control(
            name, question.ask[language.code], hint: question.hint?[language.code], isHeading: isHeading, isOptional: question.isOptional)
        // What is wrong with one part of an address, or of an item, is told beside that part.
        control.fault = question.kind.hasParts ? own.first { $0.field == name }?.message : own.first?.message
        control.known = drawn.shown[name] ?? []
        control.note = drawn.published.contains(name) ? language.say(.everybodySees) : nil
        let typed = TypedAnswer(name: name, answer: answer, typed: drawn.typed, language: language)
        switch question.kind {
        case .text(let maximum, _): textInput(control, value: typed.text, maximumLength: maximum)
        case .longText(let maximum): textArea(control, value: typed.text, maximumLength: maximum, counts: true)
        case .personName: textInput(control, value: typed.text, autocomplete: "name")
        case .number: textInput(control, value: typed.text, kind: .money, width: .short)
        case .money: textInput(control, value: typed.text, kind: .money, width: .short, prefix: currencySymbol)
        case .email: textInput(control, value: typed.text, kind: .email)
        case .phone: textInput(control, value: typed.text, kind: .phone, width: .half)
        case .date: dateInput(control, typed.date)
        case .yesNo: yesNo(control, chosen: typed.text.isEmpty ? nil : typed.text == "true" || typed.text == "yes")
        case .chooseOne(let choices): radios(control, choices.options(in: language), chosen: typed.text)
        case .chooseMany(let choices): checkboxes(control, choices.options(in: language), chosen: typed.all)
        case .address: address(control, typed, own)
        case .place:
            mapInput(
                control, description: typed.part("description"), longitude: typed.part("longitude"), latitude: typed.part("latitude"),
                dataHref: drawn.mapHref)
        case .record(let registry): record(control, typed.text, registry, drawn)
        case .files(let rule): files(control, rule, attached: answer)
        case .group(let group):
            self.group(group, control, name: name, answer: answer, drawn: drawn, faults: faults, currencySymbol: currencySymbol)
        }
    }

    /// A record: its number or words that lead to it, a button that looks for it, those that were found, and a map over all
    /// of this where scripts run.
    private mutating func record(_ control: Control, _ typed: String, _ registry: String, _ drawn: QuestionPage) {
        div(class: "record-search") { html in
            html.textInput(control, value: typed)
            html.buttons { html in html.submit(html.language.say(.searchRecords), name: "find", value: control.name, style: .secondary) }
        }
        if let found = drawn.found[control.name] {
            if found.isEmpty {
                banner(.information, title: language.say(.nothingFound, ["text": .text(typed)]), language.say(.nothingFoundAdvice))
            } else {
                radios(
                    Control(control.name + ".choice", language.say(.recordsFound)), found.map { ChoiceOption($0.number, $0.number, hint: $0.place) },
                    chosen: found.count == 1 ? found[0].number : "")
            }
        }
        mapPicker(for: control.name, label: language.say(.recordMap), registry: registry, dataHref: drawn.mapHref)
    }

    private mutating func address(_ control: Control, _ typed: TypedAnswer, _ faults: [Web.Fault]) {
        let labels: [(String, Phrase, String)] = [
            ("line_1", .addressLine1, "address-line1"), ("line_2", .addressLine2, "address-line2"), ("town", .town, "address-level2"),
            ("postal_code", .postalCode, "postal-code"),
        ]
        fieldGroup(control, bearsID: true) { html in
            for (index, (part, label, autocomplete)) in labels.enumerated() {
                html.textInput(
                    Control("\(control.name).\(part)", html.language.say(label), faults: faults, isOptional: index == 1), value: typed.part(part),
                    width: part == "postal_code" ? .short : .full, autocomplete: autocomplete)
            }
        }
    }

    /// Files added so far, each with a box that keeps it, and a control to add more.
    private mutating func files(_ control: Control, _ rule: QuestionKind.FileRule, attached: Value?) {
        var control = control
        if case .list(let files)? = attached, !files.isEmpty {
            if control.isHeading {
                h1(control.label, class: "question")
                control.isHeading = false
                control.label = language.say(.addMoreFiles)
            }
            fieldset(class: "field") { html in
                html.legend(class: "label") { html in html.say(.filesAdded) }
                html.p(html.language.say(.filesKept), class: "hint")
                html.div(class: "choices") { html in
                    for (index, file) in files.enumerated() {
                        guard case .context(let file) = file, case .string(let id)? = file["id"] else { continue }
                        let inputID = "\(control.name)-kept-\(index + 1)"
                        html.div(class: "choice") { html in
                            html.input(type: "checkbox", name: control.name, value: id, id: inputID, [.checked(true)])
                            html.label(file["name"]?.plainText(in: html.language) ?? id, for: inputID)
                        }
                    }
                }
            }
        }
        var more = Control(
            "\(control.name).new", control.label, hint: control.hint, fault: control.fault, isHeading: control.isHeading, isOptional: control.isOptional)
        more.note = control.note
        fileUpload(
            more,
            accept: rule.accept.map { "." + $0 }.joined(separator: ","), allowsSeveral: rule.maximumCount > 1, maximumBytes: rule.maximumBytes,
            kinds: rule.accept.map { $0.uppercased() }, maximumCount: rule.maximumCount)
    }

    /// The items there are and one empty one; saving offers the next.
    private mutating func group(
        _ group: QuestionKind.Group, _ control: Control, name: String, answer: Value?, drawn: QuestionPage, faults: [Web.Fault], currencySymbol: String
    ) {
        var items: [Context] = []
        if case .list(let values)? = answer { items = values.compactMap { if case .context(let item) = $0 { item } else { nil } } }
        defaultSubmit(language.say(.saveItems))
        fieldGroup(control, bearsID: true) { html in
            let count = max(items.count + (drawn.addsItem || items.isEmpty ? 1 : 0), drawn.typed?.count(of: name, limit: group.maximumCount) ?? 0)
            for place in 0..<min(count, group.maximumCount) {
                html.fieldset(class: "group-item") { html in
                    html.legend("\(group.one[html.language.code]) \(place + 1)", class: "label")
                    for question in group.questions {
                        html.question(
                            question, name: "\(name).\(place).\(question.id)", answer: place < items.count ? items[place][question.id] : nil,
                            drawn: drawn, faults: faults, isHeading: false, currencySymbol: currencySymbol)
                    }
                    guard count > 1 else { return }
                    html.submit(
                        html.language.say(.removeItem, ["item": .text("\(group.one[html.language.code]) \(place + 1)")]), name: "remove",
                        value: "\(name).\(place)",
                        style: .quiet)
                }
            }
            if count < group.maximumCount {
                html.buttons { html in html.submit(html.language.say(.addAnother), name: "add", value: name, style: .secondary) }
            }
        }
    }
}

extension QuestionKind {
    /// Whether each part is a control with a fault of its own.
    fileprivate var hasParts: Bool {
        switch self {
        case .address, .group: true
        default: false
        }
    }
}

/// A record that somebody may mean: its number, and the words that place it.
public struct FoundRecord: Sendable, Hashable {
    public var number: String
    public var place: String

    public init(number: String, place: String) {
        self.number = number
        self.place = place
    }
}

/// What a control shows: what was typed if something was wrong, else the answer there is.
private struct TypedAnswer {
    var name: String
    var answer: Value?
    var typed: RawFields?
    var language: Language

    var text: String {
        if let typed { return typed.typed(name) }
        switch answer {
        case .boolean(let value)?: return value ? "true" : "false"
        case .number(let number)?: return language.decimalSeparator == "," ? number.description.replacing(".", with: ",") : number.description
        case .string(let text)?: return text
        default: return ""
        }
    }

    var all: [String] {
        if let typed { return typed.values[name] ?? [] }
        guard case .list(let items)? = answer else { return [] }
        return items.compactMap { if case .string(let id) = $0 { id } else { nil } }
    }

    var date: DateAnswer {
        if let typed { return DateAnswer(day: typed.typed(name + ".day"), month: typed.typed(name + ".month"), year: typed.typed(name + ".year")) }
        if case .date(let date)? = answer { return DateAnswer(date) }
        return DateAnswer()
    }

    func part(_ part: String) -> String {
        if let typed { return typed.typed("\(name).\(part)") }
        guard case .context(let parts)? = answer else { return "" }
        switch parts[part] {
        case .string(let text)?: return text
        case .number(let number)?: return number.description
        default: return ""
        }
    }
}

extension [QuestionKind.Choice] {
    func options(in language: Language) -> [ChoiceOption] {
        map { ChoiceOption($0.id, $0.label[language.code], hint: $0.hint?[language.code]) }
    }
}

extension Phrase {
    /// Said at a question and at its answer before it is sent.
    public static let everybodySees = Phrase("casework.everybody_sees", en: "Everybody can see this answer.", es: "Todo el mundo puede ver esta respuesta.")
    static let addressLine1 = Phrase("casework.address_line_1", en: "Street and number", es: "Calle y número")
    static let addressLine2 = Phrase("casework.address_line_2", en: "Flat, building or area", es: "Piso, edificio o barrio")
    static let town = Phrase("casework.town", en: "Town or city", es: "Localidad")
    static let postalCode = Phrase("casework.postal_code", en: "Postal code", es: "Código postal")
    static let filesAdded = Phrase("casework.files_added", en: "Files you have added", es: "Archivos que ha añadido")
    static let addMoreFiles = Phrase("casework.add_more_files", en: "Add more files", es: "Añadir más archivos")
    static let filesKept = Phrase("casework.files_kept", en: "Take the tick away to leave a file out.", es: "Quite la marca para no incluir un archivo.")
    static let removeItem = Phrase("casework.remove_item", en: "Remove {item}", es: "Quitar: {item}")
    static let searchRecords = Phrase("casework.search_records", en: "Search", es: "Buscar")
    static let recordsFound = Phrase("casework.records_found", en: "Which of these do you mean?", es: "¿A cuál de estos se refiere?")
    static let recordMap = Phrase("casework.record_map", en: "Choose on the map", es: "Elija en el mapa")
    static let nothingFound = Phrase("casework.nothing_found", en: "Nothing matches “{text}”", es: "Nada coincide con «{text}»")
    static let nothingFoundAdvice = Phrase(
        "casework.nothing_found_advice", en: "Check the spelling, or try the name of the street with the house number.",
        es: "Revise la ortografía o pruebe con el nombre de la calle y el número.")
    static let saveItems = Phrase("casework.save_items", en: "Save", es: "Guardar")
    static let addAnother = Phrase("casework.add_another", en: "Add another", es: "Añadir otro")
}
