import Blueprint
import FEEL
import Forms
import Kernel

extension QuestionReader {
    static func question(_ key: Located<String>, _ node: Checked, _ diagnostics: inout Diagnostics) -> Question? {
        guard node.has("ask") else {
            diagnostics.error(node.location, "the question '\(key.value)' has no words", mend: "Add 'ask: …', the question as a person reads it.")
            return nil
        }
        guard node.has("type") else {
            diagnostics.error(node.location, "the question '\(key.value)' has no type", mend: "Add one: \(kinds.map(\.value).joined(separator: ", ")).")
            return nil
        }
        QuestionKeys.check(node, type: node.text("type"), &diagnostics)
        guard let kind = kind(key, node, &diagnostics) else { return nil }
        kind.checkLimits(node, &diagnostics)
        let personal = node.optionalText("personal")
        let privacy: PersonalClass? = personal.map { PersonalClass(rawValue: $0) } ?? kind.privacy
        let isFilterable = node.boolean("filterable")
        if isFilterable {
            if privacy != nil {
                diagnostics.error(
                    node.location(of: "filterable"), "'\(key.value)' tells about a person, so no queue may be filtered by it",
                    mend: "Remove 'filterable', or say 'personal: none' if it truly does not.")
            }
        }
        return Question(
            id: key.value, ask: node.localized("ask"), hint: node.optionalLocalized("hint"), kind: kind, isOptional: node.boolean("optional"),
            message: node.optionalLocalized("message"), isFilterable: isFilterable, privacy: privacy,
            isSaidImpersonal: personal == "none", location: key.location)
    }

    private static func kind(_ key: Located<String>, _ node: Checked, _ diagnostics: inout Diagnostics) -> QuestionKind? {
        switch node.text("type") {
        case "text": .text(maximumLength: count(node, "max", 200, &diagnostics), pattern: pattern(node, &diagnostics))
        case "long_text": .longText(maximumLength: count(node, "max", 5_000, &diagnostics))
        case "number": .number(minimum: number(node, "min", &diagnostics), maximum: number(node, "max", &diagnostics))
        case "money": .money(minimum: number(node, "min", &diagnostics), maximum: number(node, "max", &diagnostics))
        case "date": .date(earliest: date(node, "min", &diagnostics), latest: date(node, "max", &diagnostics))
        case "yes_no": .yesNo
        case "choose_one": .chooseOne(choices(key, node, &diagnostics))
        case "choose_many": .chooseMany(choices(key, node, &diagnostics))
        case "email": .email
        case "phone": .phone
        case "address": .address
        case "files":
            .files(
                QuestionKind.FileRule(
                    accept: node.has("accept") ? node.texts("accept") : ["pdf", "png", "jpeg"], maximumCount: count(node, "max", 5, &diagnostics),
                    maximumBytes: maximumFileBytes))
        case "place": .place
        case "person_name": .personName
        case "record": record(key, node, &diagnostics)
        case "group": group(key, node, &diagnostics)
        default: nil
        }
    }

    private static func record(_ key: Located<String>, _ node: Checked, _ diagnostics: inout Diagnostics) -> QuestionKind? {
        guard let registry = node.optionalText("registry") else {
            diagnostics.error(node.location, "'\(key.value)' does not say where its record is found", mend: "Add 'registry: …'.")
            return nil
        }
        return .record(registry: registry)
    }

    private static func group(_ key: Located<String>, _ node: Checked, _ diagnostics: inout Diagnostics) -> QuestionKind? {
        let inner = QuestionReader(node.dictionary("questions"), &diagnostics).entries
        for entry in inner {
            if entry.page.questions.count != 1 || entry.page.title != nil {
                diagnostics.error(entry.node.location, "a group cannot hold pages", mend: "List its questions directly.")
            } else if case .group = entry.page.questions[0].kind {
                diagnostics.error(entry.node.location, "a group cannot hold a group", mend: "Ask for the inner one on a page of its own.")
            }
        }
        let questions = inner.flatMap(\.page.questions)
        guard !questions.isEmpty else {
            diagnostics.error(node.location, "the group '\(key.value)' has no questions", mend: "Add them under 'questions'.")
            return nil
        }
        return .group(
            QuestionKind.Group(one: node.localized("one", or: node.localized("ask")), questions: questions, maximumCount: count(node, "max", 10, &diagnostics)))
    }

    private static func choices(_ key: Located<String>, _ node: Checked, _ diagnostics: inout Diagnostics) -> [QuestionKind.Choice] {
        let choices = node.dictionary("choices").map { id, value in
            value.isMap
                ? QuestionKind.Choice(id: id.value, label: value.localized("label"), hint: value.optionalLocalized("hint"))
                : QuestionKind.Choice(id: id.value, label: value.localized)
        }
        if choices.count < 1 {
            diagnostics.error(node.location, "'\(key.value)' has nothing to choose from", mend: "Add 'choices:' with an id and a text for each.")
        }
        return choices
    }

    // MARK: Limits

    private static func count(_ node: Checked, _ key: String, _ fallback: Int, _ diagnostics: inout Diagnostics) -> Int {
        guard let value = node[key] else { return fallback }
        guard let count = Int(value.text), (1...100_000).contains(count) else {
            diagnostics.error(value.location, "'\(key)' must be a whole number from 1 to 100000, not '\(value.text)'", mend: "Write digits only.")
            return fallback
        }
        return count
    }

    private static func number(_ node: Checked, _ key: String, _ diagnostics: inout Diagnostics) -> Decimal128? {
        guard let value = node[key] else { return nil }
        guard let number = Decimal128(value.text) else {
            diagnostics.error(value.location, "'\(key)' must be a number, not '\(value.text)'", mend: "For a limit that depends on other answers use 'valid'.")
            return nil
        }
        return number
    }

    private static func date(_ node: Checked, _ key: String, _ diagnostics: inout Diagnostics) -> CivilDate? {
        guard let value = node[key] else { return nil }
        guard let date = CivilDate(value.text) else {
            diagnostics.error(
                value.location, "'\(key)' must be a date such as 2026-01-31, not '\(value.text)'", mend: "For a date that depends on today use 'valid'.")
            return nil
        }
        return date
    }

    private static func pattern(_ node: Checked, _ diagnostics: inout Diagnostics) -> String? {
        guard let value = node["pattern"] else { return nil }
        guard TextPattern(value.text) != nil else {
            diagnostics.error(value.location, "'\(value.text)' is no regular expression", mend: "[A-Z]{2}[0-9]{4} matches AB1234.")
            return nil
        }
        return value.text
    }
}
