import FEEL
import Forms
import Kernel
import Web

/// What an officer typed into a record's form: every field as text, to be read by its type and shown again as it was.
struct TypedRecord: Sendable {
    let form: FormValues
    /// What a program sent, each value with its JSON type.
    private let sent: [String: JSON]

    init(_ request: Request) {
        self.init(form: request.form, sent: request.form.entries.isEmpty ? request.body.members ?? [] : [])
    }

    /// A program sends the same names as members of its JSON; the parts of an object count as members of their own.
    init(form: FormValues, sent members: [JSON.Member]) {
        let all = members.flatMap { member in member.value.members?.map { JSON.Member("\(member.name).\($0.name)", $0.value) } ?? [member] }
        sent = Dictionary(all.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
        self.form = members.isEmpty ? form : FormValues(all.map { .init($0.name, $0.value == .null ? "" : $0.value.string ?? $0.value.text) })
    }

    /// The day from which the change holds: in three boxes, or as `from` in ISO 8601.
    var day: CivilDate? { form["from"].flatMap { CivilDate($0) } ?? form.date("from").date }

    func text(_ field: RegistryField, _ part: String = "") -> String { form[RecordForm.name(field) + part] ?? "" }

    func isSent(_ field: RegistryField) -> Bool { form.entries.contains { Self.isPart($0.name, of: field) && !$0.value.isEmpty } }

    private static func isPart(_ name: String, of field: RegistryField) -> Bool {
        name == RecordForm.name(field) || name.hasPrefix(RecordForm.name(field) + ".")
    }

    /// nil where what was typed is no value of the field's type, and where the field was not sent at all.
    func value(of field: RegistryField, in language: Language, currency: Currency) -> Value? {
        let name = RecordForm.name(field)
        guard form.entries.contains(where: { Self.isPart($0.name, of: field) }) else { return nil }
        switch field.type {
        case .date:
            let typed = form.date(name)
            guard typed.isEmpty else { return typed.date.map(Value.date) }
            return text(field).isEmpty ? .null : CivilDate(text(field)).map(Value.date)
        case .address:
            var parts = Context()
            for part in FieldType.addressParts { if !text(field, "." + part).isEmpty { parts[part] = .string(text(field, "." + part)) } }
            return parts.names.isEmpty ? .null : .context(parts)
        case .position:
            guard !text(field, ".longitude").isEmpty || !text(field, ".latitude").isEmpty else { return .null }
            guard let longitude = Decimal128(text(field, ".longitude")), let latitude = Decimal128(text(field, ".latitude")) else { return nil }
            return .context(["longitude": .number(longitude), "latitude": .number(latitude)])
        default: return sent[name].map { value($0, field) } ?? plain(text(field), field, language)
        }
    }

    /// JSON has types of its own: what is sent means the same in every language.
    private func value(_ json: JSON, _ field: RegistryField) -> Value? {
        switch (field.type, json) {
        case (_, .null), (_, .string("")): .null
        case (.number, .number(let number)), (.money, .number(let number)): .number(number)
        case (.number, .string(let text)), (.money, .string(let text)): Decimal128(text).map(Value.number)
        case (.boolean, .bool(let flag)): .boolean(flag)
        case (.list, .array(let items)):
            items.allSatisfy { $0.string != nil } ? .list(items.compactMap { $0.string.map(Value.string) }) : nil
        case (_, .string(let text)): plain(text, field, .english)
        default: nil
        }
    }

    private func plain(_ text: String, _ field: RegistryField, _ language: Language) -> Value? {
        if text.isEmpty { return .null }
        switch field.type {
        case .number, .money:
            guard let separator = language.decimalSeparator.first else { return nil }
            return FormReader.plainNumber(text, decimalSeparator: separator).flatMap { Decimal128($0) }.map(Value.number)
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
