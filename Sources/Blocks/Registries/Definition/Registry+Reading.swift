import Blueprint
import FEEL
import Kernel

extension Registry {
    init(_ file: SourceFile, _ reading: inout Reading) {
        let root = file.root
        id = file.id
        title = root.localized("title")
        about = root.optionalLocalized("about")
        organisation = root.text("organisation")
        fields = root.dictionary("fields").map { RegistryField(id: $0.key, $0.value, &reading.diagnostics) }
        titleField = root.optionalText("record_title") ?? fields.first?.id ?? ""
        readers = root.list("readers").map { Reader(role: $0.text("role"), legalBases: $0.texts("legal_bases")) }
        writers = root.texts("writers")
        keep = root.optionalText("keep").flatMap { Term($0) }.map { Keeping(term: $0, source: root.text("keep_source")) }
        published = root.texts("published")
        location = root.location
        switch root.optionalText("subject") {
        case nil: subject = .nobody
        case "itself"?: subject = .itself
        case let field?: subject = .field(field)
        }
        if let text = root.optionalText("keep"), keep == nil {
            reading.diagnostics.error(root.location(of: "keep"), "'\(text)' is no length of time", mend: "Write it like '12 years' or '6 months'.")
        }
        check(root, &reading.diagnostics)
    }

    private func suggestion(_ name: String) -> String {
        let names = fields.map(\.id)
        return Spelling.nearest(to: name, among: names).map { "Did you mean '\($0)'?" } ?? "Its fields are \(names.joined(separator: ", "))."
    }

    private func check(_ root: Checked, _ diagnostics: inout Diagnostics) {
        if fields.isEmpty {
            diagnostics.error(root.location(of: "fields"), "a registry needs at least one field", mend: "Add one: 'name: {title: Name, type: text}'.")
        }
        if let named = root.name("record_title"), field(named.value) == nil {
            diagnostics.error(named.location, "there is no field '\(named.value)'", mend: suggestion(named.value))
        }
        if case .field(let name) = subject {
            if field(name) == nil {
                diagnostics.error(root.location(of: "subject"), "there is no field '\(name)'", mend: suggestion(name))
            } else if case .record = field(name)?.type {
            } else {
                diagnostics.error(
                    root.location(of: "subject"), "the field '\(name)' refers to no person", mend: "Give it 'type: record' and the registry of persons.")
            }
        }
        for name in root.names("published") {
            guard let field = field(name.value) else {
                diagnostics.error(name.location, "there is no field '\(name.value)'", mend: suggestion(name.value))
                continue
            }
            if field.personal != nil || subject != .nobody {
                diagnostics.error(name.location, "'\(name.value)' is about a person and cannot be published", mend: "Remove it from 'published'.")
            }
        }
        checkNames(&diagnostics)
        if subject != .nobody {
            for field in fields where field.personal == nil && field.type.isAlwaysPersonal {
                diagnostics.error(
                    field.location, "'\(field.id)' tells about the person, but does not say how sensitive it is",
                    mend: "Add 'personal: contact' or 'personal: ordinary'.")
            }
        }
        // A name is always somebody's; an address or an e-mail address may be an office's.
        if subject == .nobody, let personal = fields.first(where: { $0.personal != nil || $0.type == .personName }) {
            diagnostics.error(
                personal.location, "'\(personal.id)' is personal, but the registry does not say whose data its records are",
                mend: "Add 'subject: itself', or the field that refers to the person.")
        }
    }
}

extension Registry {
    /// A name may be used once, and an earlier one not again: its data is still there.
    private func checkNames(_ diagnostics: inout Diagnostics) {
        var holders: [String: String] = [:]
        for field in fields {
            for name in [field.id] + field.was {
                guard let other = holders.updateValue(field.id, forKey: name) else { continue }
                diagnostics.error(
                    field.location, "'\(name)' is a present or earlier id of both '\(other)' and '\(field.id)'",
                    mend: "An earlier id stays with its field, so that old values keep their place.")
            }
        }
    }
}

extension RegistryField {
    init(id: Located<String>, _ field: Checked, _ diagnostics: inout Diagnostics) {
        self.id = id.value
        title = field.localized("title")
        type = FieldType(field, id: id, &diagnostics)
        personal = field.optionalText("personal").flatMap(PersonalClass.init(rawValue:))
        isRequired = field.boolean("required")
        isUnique = field.boolean("unique")
        check = field.optionalText("check").flatMap(CheckScheme.init(rawValue:))
        search = field.choice("search", or: .none)
        pattern = field.optionalText("pattern")
        was = field.texts("was")
        location = id.location
        if id.value == "id" { diagnostics.error(id.location, "'id' names the record itself and cannot be a field", mend: "Call it 'number' or 'code'.") }
        let isText = [.text, .personName, .email, .phone].contains(type)
        if isUnique || check != nil || pattern != nil, !isText {
            diagnostics.error(
                id.location, "'\(id.value)' is no text, so it cannot be unique or have a pattern or check digits",
                mend: "Make it 'type: text', or remove the key.")
        }
        if let pattern, TextPattern(pattern) == nil {
            diagnostics.error(field.location(of: "pattern"), "this is no regular expression", mend: "[A-Z]{2}[0-9]{4} matches AB1234.")
        }
        let isPlace = type == .position || type == .area
        if search == .box, !isPlace {
            diagnostics.error(
                field.location(of: "search"), "only a position or an area can be searched by box", mend: "Write 'exact', 'prefix' or 'full_text'.")
        }
        for (key, wanted) in [("choices", "choice"), ("registry", "record")] where field.has(key) && field.text("type") != wanted {
            diagnostics.error(
                field.keyLocation(of: key), "'\(key)' says nothing about a field of type '\(field.text("type"))'",
                mend: "Remove it, or write 'type: \(wanted)'.")
        }
        if personal != nil, search == .fullText || search == .box {
            diagnostics.error(
                field.location(of: "search"), "a personal field is found by 'exact' or 'prefix' only", mend: "There is no clear-text index over personal data.")
        }
    }
}

extension FieldType {
    var isAlwaysPersonal: Bool { [.email, .phone, .personName, .address].contains(self) }

    init(_ field: Checked, id: Located<String>, _ diagnostics: inout Diagnostics) {
        switch field.text("type") {
        case "long_text": self = .longText
        case "number": self = .number
        case "money": self = .money
        case "date": self = .date
        case "boolean": self = .boolean
        case "email": self = .email
        case "phone": self = .phone
        case "address": self = .address
        case "person_name": self = .personName
        case "list": self = .list
        case "position": self = .position
        case "file": self = .file
        case "area": self = .area
        case "choice":
            self = .choice(field.dictionary("choices").map { Choice(id: $0.key.value, title: $0.value.localized) })
            if !field.has("choices") {
                diagnostics.error(id.location, "'\(id.value)' has no choices", mend: "List them under 'choices:', as 'id: what people read'.")
            }
        case "record":
            self = .record(field.text("registry"))
            if !field.has("registry") { diagnostics.error(id.location, "'\(id.value)' does not say which registry it refers to", mend: "Add 'registry:'.") }
        default: self = .text
        }
    }
}
