import FEEL
import Kernel

/// The answers of a form by question id, as FEEL values of the questions' types.
///
/// A missing name is a question not answered yet; an optional question left empty is `.null`.
public struct Answers: Sendable, Hashable {
    public var values: Context

    public init(_ values: Context = [:]) { self.values = values }

    public subscript(id: String) -> Value? {
        get { values[id] }
        set { values[id] = newValue }
    }

    public var isEmpty: Bool { values.names.isEmpty }

    /// As JSON: dates become ISO 8601 text; `init(_:form:)` gives them their type again.
    public var json: JSON { Value.context(values).json }

    /// Reads what `json` wrote. Answers to questions the form does not know are left out: a draft that moves to a newer
    /// version of its service keeps what still has a place.
    public init(_ json: JSON, form: Form) {
        self.init(Self.context(json, questions: form.questions))
    }

    private static func context(_ json: JSON, questions: [Question]) -> Context {
        var values = Context()
        for question in questions {
            guard let member = json[question.id] else { continue }
            if let value = typed(member, question.kind) { values[question.id] = value }
        }
        return values
    }

    /// nil when the value does not fit the question any more.
    private static func typed(_ json: JSON, _ kind: QuestionKind) -> Value? {
        if json.isNull { return .null }
        switch kind {
        case .date:
            return json.string.flatMap { CivilDate($0) }.map(Value.date)
        case .number, .money:
            return json.number.map(Value.number)
        case .yesNo:
            return json.bool.map(Value.boolean)
        case .chooseOne(let choices):
            return json.string.flatMap { id in choices.contains { $0.id == id } ? .string(id) : nil }
        case .chooseMany(let choices):
            guard let items = json.array else { return nil }
            return .list(
                items.compactMap { item in
                    item.string.flatMap { id in choices.contains { $0.id == id } ? .string(id) : nil }
                })
        case .group(let group):
            guard let items = json.array else { return nil }
            return .list(items.prefix(group.maximumCount).map { .context(context($0, questions: group.questions)) })
        case .files:
            return json.array == nil ? nil : Value(json)
        case .address, .place:
            return json.members == nil ? nil : Value(json)
        case .text, .longText, .email, .phone, .personName, .record:
            return json.string.map(Value.string)
        }
    }
}
