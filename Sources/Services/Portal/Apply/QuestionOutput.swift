import Casework
import Forms
import Kernel

/// Questions as programs read them: what a page shows, as data.
extension Question {
    /// - Parameter published: everybody can see the answer; of a group, each of its questions.
    func output(_ language: String, published: Bool = false) -> JSON {
        let limits = kind.limits
        return [
            "id": .string(id), "ask": .string(ask[language]), "hint": hint.map { .string($0[language]) } ?? .null, "type": .string(kind.name),
            "optional": .bool(isOptional), "public": .bool(published), "choices": .array(kind.choices.map { $0.output(language) }),
            "least": limits.least.map(JSON.string) ?? .null,
            "most": limits.most.map(JSON.string) ?? .null, "pattern": kind.pattern.map(JSON.string) ?? .null,
            "accept": .array(kind.accepted.map(JSON.string)), "questions": .array(kind.inner.map { $0.output(language, published: published) }),
        ]
    }
}

extension Form.Page {
    /// - Parameter published: the questions whose answers everybody can see, by id.
    func output(_ language: String, published: Set<String>) -> JSON {
        [
            "id": .string(id), "heading": .string(heading[language]),
            "questions": .array(questions.map { $0.output(language, published: published.contains($0.id)) }),
        ]
    }
}

extension PublicService.Requirement {
    func output(_ language: String) -> JSON { ["message": .string(otherwise[language]), "source": source.map(JSON.string) ?? .null] }
}

extension QuestionKind.Choice {
    fileprivate func output(_ language: String) -> JSON {
        ["id": .string(id), "label": .string(label[language]), "hint": hint.map { .string($0[language]) } ?? .null]
    }
}

extension QuestionKind {
    fileprivate var choices: [Choice] {
        switch self {
        case .chooseOne(let choices), .chooseMany(let choices): choices
        default: []
        }
    }

    fileprivate var limits: (least: String?, most: String?) {
        switch self {
        case .number(let least, let most), .money(let least, let most): (least?.description, most?.description)
        case .date(let first, let last): (first?.description, last?.description)
        case .text(let most, _), .longText(let most): (nil, String(most))
        case .files(let rule): (nil, String(rule.maximumCount))
        case .group(let group): (nil, String(group.maximumCount))
        default: (nil, nil)
        }
    }

    fileprivate var pattern: String? { if case .text(_, let pattern) = self { pattern } else { nil } }
    fileprivate var accepted: [String] { if case .files(let rule) = self { rule.accept } else { [] } }
    fileprivate var inner: [Question] { if case .group(let group) = self { group.questions } else { [] } }
}
