import FEEL
import HTML
import Kernel
import Web

/// The form in which a record is changed or a new one entered: what is recorded stands in it, and only what is typed anew is changed.
struct RecordForm: Sendable {
    let routes: RegistryRoutes
    let registry: Registry
    /// nil for a new one.
    var record: Record?
    /// The numbers of the records it refers to, by field.
    var numbers: [String: String] = [:]
    /// What was typed, where something was wrong with it.
    var typed: TypedRecord?
    var faults: [Fault] = []
    let request: Request

    private var language: Language { request.language }

    static func name(_ field: RegistryField) -> String { "value." + field.id }

    func page() -> Page {
        let title = request.say(record == nil ? .enterRecord : .changeRecord)
        return routes.page(
            registry, request, title: record.map { "\(title): \($0.title)" } ?? title, width: .text, hasFaults: !faults.isEmpty
        ) { html in
            html.errorSummary(faults)
            html.p(record?.title ?? registry.title[language.code], class: "caption")
            html.h1(title)
            routes.ground(registry, request, &html)
            let address = RegistryRoutes.address(registry) + "/records" + (record.map { "/\($0.id)/change" } ?? "")
            let query = request.query.entries.filter { ["purpose", "case"].contains($0.name) }
            html.form(request, to: address + (query.isEmpty ? "" : "?" + FormValues(query).encoded)) { html in
                html.hidden("purpose", request.purpose ?? "")
                if let record {
                    html.hidden("version", typed?.form["version"] ?? String(record.version))
                    kind(&html)
                }
                html.dateInput(
                    Control("from", request.say(.changeDay), faults: faults),
                    typed?.form.date("from") ?? DateAnswer(routes.registries.zone.date(of: request.now)))
                for field in registry.fields where field.isTyped { control(field, &html) }
                html.textArea(
                    Control("reason", request.say(.changeReason), hint: request.say(.changeReasonHint), faults: faults), value: typed?.form["reason"] ?? "",
                    rows: 2,
                    maximumLength: 500)
                html.buttons { html in html.submit(request.say(.changeSave)) }
            }
        }
    }

    private func kind(_ html: inout HTML) {
        html.radios(
            Control("kind", request.say(.changeKind), faults: faults),
            [
                ChoiceOption("updated", request.say(.changeUpdate), hint: request.say(.changeUpdateHint)),
                ChoiceOption("corrected", request.say(.changeCorrect), hint: request.say(.changeCorrectHint)),
                ChoiceOption("ended", request.say(.changeEnd), hint: request.say(.changeEndHint)),
            ],
            chosen: typed?.form["kind"])
    }

    private func control(_ field: RegistryField, _ html: inout HTML) {
        let name = Self.name(field)
        let value = record?.values[field.id] ?? .null
        var control = Control(name, field.title[language.code], faults: faults, isOptional: !field.isRequired)
        switch field.type {
        case .date: html.dateInput(control, typed?.form.date(name) ?? DateAnswer(value.day))
        case .boolean: html.yesNo(control, chosen: typed.map { $0.text(field) == "true" } ?? (value == .null ? nil : value == .boolean(true)))
        case .choice(let choices):
            html.radios(control, choices.map { ChoiceOption($0.id, $0.title[language.code]) }, chosen: typed?.text(field) ?? value.plain)
        case .longText: html.textArea(control, value: typed?.text(field) ?? value.plain, rows: 4, maximumLength: 20_000)
        case .list:
            control.hint = request.say(.changeLines)
            html.textArea(control, value: typed?.text(field) ?? value.lines, rows: 3)
        case .address:
            html.fieldGroup(control, bearsID: true) { html in
                for part in FieldType.addressParts {
                    html.textInput(Control("\(name).\(part)", html.language.say(.addressPart(part))), value: typed?.text(field, "." + part) ?? value.part(part))
                }
            }
        case .position:
            html.fieldGroup(control, bearsID: true) { html in
                for part in ["latitude", "longitude"] {
                    html.textInput(
                        Control("\(name).\(part)", html.language.say(.positionPart(part))), value: typed?.text(field, "." + part) ?? value.part(part),
                        kind: .money,
                        width: .half)
                }
            }
        case .record(let other):
            control.hint = request.say(.changeReference) + " (\(routes.registries.book[other]?.title[language.code] ?? other))"
            html.textInput(control, value: typed?.text(field) ?? numbers[field.id] ?? "", width: .half)
        case .number, .money: html.textInput(control, value: typed?.text(field) ?? number(value), kind: .money, width: .short)
        case .email: html.textInput(control, value: typed?.text(field) ?? value.plain, kind: .email, autocomplete: "off")
        case .phone: html.textInput(control, value: typed?.text(field) ?? value.plain, kind: .phone, autocomplete: "off")
        case .text, .personName, .area, .file: html.textInput(control, value: typed?.text(field) ?? value.plain, autocomplete: "off", maximumLength: 1_000)
        }
    }

    private func number(_ value: Value) -> String { if case .number(let number) = value { language.format(number) } else { "" } }
}

extension Value {
    fileprivate var plain: String { if case .string(let text) = self { text } else { "" } }
    fileprivate var day: CivilDate? { if case .date(let date) = self { date } else { nil } }
    fileprivate var lines: String { if case .list(let items) = self { items.map(\.plain).joined(separator: "\n") } else { "" } }

    fileprivate func part(_ name: String) -> String {
        guard case .context(let parts) = self, let part = parts[name] else { return "" }
        return if case .number(let number) = part { number.description } else { part.plain }
    }
}

extension Phrase {
    static func addressPart(_ part: String) -> Phrase {
        switch part {
        case "line_1": Phrase("registries.address_line_1", en: "Street and number", es: "Calle y número")
        case "line_2": Phrase("registries.address_line_2", en: "More about the address", es: "Más sobre la dirección")
        case "town": Phrase("registries.town", en: "Town", es: "Localidad")
        default: Phrase("registries.postal_code", en: "Postal code", es: "Código postal")
        }
    }

    static func positionPart(_ part: String) -> Phrase {
        part == "latitude"
            ? Phrase("registries.latitude", en: "Latitude", es: "Latitud") : Phrase("registries.longitude", en: "Longitude", es: "Longitud")
    }
}
