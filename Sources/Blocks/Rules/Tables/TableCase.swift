import Decisions
import FEEL
import Kernel
import Web

/// A case as it is typed on the page of decision tables: a field for each input, and for each entry of an input that is a record.
///
/// Lists, and records within records, are for programs to give.
struct TableCase {
    struct Field {
        /// Of the form: `input.2`, or `input.2.1` for an entry.
        var name: String
        /// The input's name, and the entry's.
        var path: [String]
        var type: FEELType
        /// The texts that conditions name, to choose from; empty where anything may be written.
        var choices: [String]
    }

    /// As many as a page has room for.
    static let mostFields = 60
    /// What a chosen text stands for that no condition names.
    static let somethingElse = "something_else"

    let model: DecisionModel
    let form: FormValues
    let language: Language
    private(set) var faults: [Fault] = []

    init(_ model: DecisionModel, form: FormValues, language: Language) {
        self.model = model
        self.form = form
        self.language = language
    }

    /// The inputs from which this model's decisions are computed, by name.
    private var inputs: [(name: String, type: FEELType)] {
        let needed = model.reachableInputs
        return model.inputs.filter { needed.contains($0.key) }.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    var fields: [Field] {
        let texts = model.namedTexts
        var fields: [Field] = []
        for (index, input) in inputs.enumerated() {
            if case .context(let entries) = input.type {
                for (place, entry) in entries.sorted(by: { $0.key < $1.key }).enumerated() where entry.value.isTyped {
                    fields.append(Field(name: "input.\(index).\(place)", path: [input.name, entry.key], type: entry.value, choices: []))
                }
            } else if input.type.isTyped {
                fields.append(Field(name: "input.\(index)", path: [input.name], type: input.type, choices: texts[input.name] ?? []))
            }
        }
        return Array(fields.prefix(Self.mostFields))
    }

    /// The inputs that only programs can give.
    var untyped: [String] {
        inputs.filter { input in
            if case .context(let entries) = input.type { return !entries.values.allSatisfy(\.isTyped) }
            return !input.type.isTyped
        }.map(\.name)
    }

    /// What was typed, as a program would send it; `faults` tell what could not be read.
    mutating func json() -> JSON {
        var members: [JSON.Member] = []
        for field in fields {
            let value = value(field)
            guard field.path.count > 1 else {
                if value != .null { members.append(.init(field.path[0], value)) }
                continue
            }
            guard value != .null else { continue }
            let index = members.firstIndex { $0.name == field.path[0] } ?? members.endIndex
            if index == members.endIndex { members.append(.init(field.path[0], .object(emptyRecord(field.path[0])))) }
            let entries = (members[index].value.members ?? []).map { $0.name == field.path[1] ? JSON.Member($0.name, value) : $0 }
            members[index].value = .object(entries)
        }
        return .object(members)
    }

    /// A record has all of its entries, or it is none.
    private func emptyRecord(_ name: String) -> [JSON.Member] {
        guard case .context(let entries)? = model.inputs[name] else { return [] }
        return entries.keys.sorted().map { JSON.Member($0, .null) }
    }

    private mutating func value(_ field: Field) -> JSON {
        switch field.type {
        case .date:
            let answer = form.date(field.name)
            guard !answer.isEmpty else { return .null }
            guard let date = answer.date else { return fault(field, .lawBadDate) }
            return .string(date.description)
        case .boolean: return form[field.name].map { .bool($0 == "true") } ?? .null
        case .number:
            let typed = form[field.name] ?? ""
            guard !typed.allSatisfy(\.isWhitespace) else { return .null }
            return language.number(typed: typed).map(JSON.number) ?? fault(field, .lawBadNumber)
        case .string: return form[field.name].flatMap { $0.isEmpty ? nil : .string($0) } ?? .null
        default:
            // The model does not say what it is: a number where it reads as one.
            guard let typed = form[field.name], !typed.isEmpty else { return .null }
            return language.number(typed: typed).map(JSON.number) ?? .string(typed)
        }
    }

    private mutating func fault(_ field: Field, _ phrase: Phrase) -> JSON {
        faults.append(Fault(field: field.name, message: language.say(phrase), code: "RULES-422"))
        return .null
    }
}

extension FEELType {
    /// Whether a person can type a value of it into one field.
    fileprivate var isTyped: Bool {
        switch self {
        case .number, .string, .boolean, .date, .any: true
        default: false
        }
    }
}
