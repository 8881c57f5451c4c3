import FEEL
import Kernel

/// Turns raw fields into typed answers. All it needs from outside is in its values, so that it stays pure.
public struct FormReader: Sendable {
    /// How numbers are typed in the person's language: 1,234.5 or 1.234,5.
    public var decimalSeparator: Character
    /// How many digits an amount of the government's currency has behind the point: 2 for pounds, none for yen, 3 for dinars.
    public var currencyDigits: Int
    /// Files that were uploaded for this draft, by id: `{id, name, type, bytes}`. No others can be named.
    public var files: [String: Value]

    /// The number of a month by its name, as some people write it.
    public var month: @Sendable (String) -> Int?

    public init(
        decimalSeparator: Character = ".", currencyDigits: Int = 2, files: [String: Value] = [:], month: @escaping @Sendable (String) -> Int? = { _ in nil }
    ) {
        self.decimalSeparator = decimalSeparator
        self.currencyDigits = currencyDigits
        self.files = files
        self.month = month
    }

    /// What became of one page's fields.
    public struct Outcome: Sendable {
        /// Answers that could be read, even where others on the page could not.
        public var answers: Answers
        public var errors: [FieldError]
        /// Exactly what was typed, to be shown again beside the errors.
        public var typed: RawFields
    }

    /// Reads the fields of one page. Rules that look at several answers are `Form.check`'s.
    public func read(_ page: Form.Page, from fields: RawFields) -> Outcome {
        var outcome = Outcome(answers: Answers(), errors: [], typed: fields)
        var reader = self
        if fields.hasPoints { reader.decimalSeparator = "." }
        outcome.answers.values = reader.read(page.questions, prefix: "", from: fields, errors: &outcome.errors)
        return outcome
    }

    /// The same for all pages at once, as officers and programs send them.
    public func read(_ form: Form, from fields: RawFields) -> Outcome {
        var whole = Outcome(answers: Answers(), errors: [], typed: fields)
        for page in form.pages {
            let read = read(page, from: fields)
            whole.errors += read.errors
            for name in read.answers.values.names { whole.answers[name] = read.answers[name] }
        }
        return whole
    }

    private func read(_ questions: [Question], prefix: String, from fields: RawFields, errors: inout [FieldError]) -> Context {
        var values = Context()
        for question in questions {
            let name = prefix + question.id
            switch read(question, name: name, from: fields) {
            case .value(let value): values[question.id] = value
            case .nothing: values[question.id] = .null
            case .wrong(let found): errors += found.map { $0.explained(by: question) }
            case .items(let items, let found):
                values[question.id] = items
                errors += found
            }
        }
        return values
    }

    enum Reading {
        case value(Value)
        case nothing
        case wrong([FieldError])
        case items(Value, [FieldError])

        static func wrong(_ error: FieldError) -> Reading { .wrong([error]) }

        var fault: FieldError? { if case .wrong(let errors) = self { errors.first } else { nil } }
    }

    private func read(_ question: Question, name: String, from fields: RawFields) -> Reading {
        let reading = typed(question.kind, name, fields)
        guard case .value(let value) = reading, let fault = question.kind.fault(of: value, named: name) else { return reading }
        return .wrong(fault)
    }

    private func typed(_ kind: QuestionKind, _ name: String, _ fields: RawFields) -> Reading {
        switch kind {
        case .text, .longText, .personName: text(fields[name])
        case .number: number(fields[name], name)
        case .money: money(fields[name], name)
        case .date: date(fields, name)
        case .yesNo: yesNo(fields[name], name)
        case .chooseOne(let choices): choice(fields[name], name, choices)
        case .chooseMany(let choices): chosen(fields.all(name), name, choices)
        case .email: email(fields[name], name)
        case .phone: phone(fields[name], name)
        case .address: address(fields, name)
        case .files: files(fields.all(name), name)
        case .place: place(fields, name)
        // One of those found for what was typed, else the number itself.
        case .record: text(fields[name + ".choice"] ?? fields[name])
        case .group(let group): items(group, name, fields)
        }
    }

    private func items(_ group: QuestionKind.Group, _ name: String, _ fields: RawFields) -> Reading {
        let count = fields.count(of: name, limit: group.maximumCount + 1)
        guard count <= group.maximumCount else { return .wrong(FieldError(question: name, .tooManyItems, ["most": .count(group.maximumCount)])) }
        var errors: [FieldError] = []
        var items: [Value] = []
        for place in 0..<count {
            let item = read(group.questions, prefix: "\(name).\(place).", from: fields, errors: &errors)
            // An item in which nothing was filled in is one the person did not need.
            if item.names.allSatisfy({ item[$0] == .null }), !errors.contains(where: { $0.question.hasPrefix("\(name).\(place).") }) { continue }
            items.append(.context(item))
        }
        return items.isEmpty && errors.isEmpty ? .nothing : .items(.list(items), errors)
    }
}
