import FEEL
import Kernel
import Web

/// What an officer typed into a record's form: every field as text, to be read by its type and shown again as it was.
struct TypedRecord: Sendable {
    let form: FormValues

    init(_ request: Request) {
        // A program sends the same names as members of its JSON.
        form =
            request.form.entries.isEmpty
            ? FormValues((request.body.members ?? []).map { .init($0.name, $0.value.string ?? $0.value.text) }) : request.form
    }

    /// The day from which the change holds: in three boxes, or as `from` in ISO 8601.
    var day: CivilDate? { form["from"].flatMap { CivilDate($0) } ?? form.date("from").date }

    func text(_ field: RegistryField, _ part: String = "") -> String { form[RecordForm.name(field) + part] ?? "" }

    func isSent(_ field: RegistryField) -> Bool { form.entries.contains { $0.name.hasPrefix(RecordForm.name(field)) && !$0.value.isEmpty } }

    /// nil where what was typed is no value of the field's type, and where the field was not sent at all.
    func value(of field: RegistryField, in language: Language, currency: Currency) -> Value? {
        let name = RecordForm.name(field)
        guard form.entries.contains(where: { $0.name == name || $0.name.hasPrefix(name + ".") }) else { return nil }
        switch field.type {
        case .date:
            let typed = form.date(name)
            return typed.isEmpty ? form[name].flatMap { CivilDate($0) }.map(Value.date) ?? .null : typed.date.map(Value.date)
        case .address:
            var parts = Context()
            for part in FieldType.addressParts { if !text(field, "." + part).isEmpty { parts[part] = .string(text(field, "." + part)) } }
            return parts.names.isEmpty ? .null : .context(parts)
        case .position:
            guard !text(field, ".longitude").isEmpty || !text(field, ".latitude").isEmpty else { return .null }
            guard let longitude = Decimal128(text(field, ".longitude")), let latitude = Decimal128(text(field, ".latitude")) else { return nil }
            return .context(["longitude": .number(longitude), "latitude": .number(latitude)])
        default: return plain(text(field), field, language)
        }
    }

    private func plain(_ text: String, _ field: RegistryField, _ language: Language) -> Value? {
        if text.isEmpty { return .null }
        switch field.type {
        case .number, .money:
            let plain =
                language.decimalSeparator == "," ? text.filter { $0 != "." && $0 != " " }.replacing(",", with: ".") : text.filter { $0 != "," && $0 != " " }
            return Decimal128(plain).map(Value.number)
        case .boolean: return text == "true" ? .boolean(true) : text == "false" ? .boolean(false) : nil
        case .list: return .list(text.split(whereSeparator: \.isNewline).filter { !$0.allSatisfy(\.isWhitespace) }.map { .string(String($0)) })
        default: return .string(text.replacing("\r\n", with: "\n"))
        }
    }
}

extension RegistryField {
    /// Whether it is changed in a form: areas are drawn, and files sent, elsewhere.
    var isTyped: Bool {
        switch type {
        case .area, .file: false
        default: true
        }
    }
}
