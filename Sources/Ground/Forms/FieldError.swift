import Kernel

/// What is wrong with one field, for the person who filled it in.
public struct FieldError: Sendable {
    /// The question's id; inside a repeating group with its place: `builders.0.name`.
    public var question: String
    /// The field to jump to; differs from the question where an answer has several fields: `tested_on.day`.
    public var field: String
    public var problem: Problem
    public var arguments: [String: Phrase.Argument]
    /// The service's own words; they win over the catalogue's.
    public var message: LocalizedText?

    public enum Problem: String, Sendable, CaseIterable {
        case missing, notChosen = "not_chosen", tooLong = "too_long", pattern, notANumber = "not_a_number"
        case tooSmall = "too_small", tooLarge = "too_large", notMoney = "not_money", notADate = "not_a_date"
        case dateIncomplete = "date_incomplete", tooEarly = "too_early", tooLate = "too_late", notAChoice = "not_a_choice"
        case notAnEmail = "not_an_email", notMailable = "not_mailable", notAPhone = "not_a_phone", notAPlace = "not_a_place", noSuchRecord = "no_such_record"
        case addressIncomplete = "address_incomplete", tooManyFiles = "too_many_files", unknownFile = "unknown_file"
        case tooManyItems = "too_many_items", invalid
    }

    public init(question: String, field: String? = nil, _ problem: Problem, _ arguments: [String: Phrase.Argument] = [:], message: LocalizedText? = nil) {
        self.question = question
        self.field = field ?? question
        self.problem = problem
        self.arguments = arguments
        self.message = message
    }

    public func message(in language: Language) -> String {
        message?[language.code] ?? language.say(problem.phrase, arguments)
    }
}

extension FieldError {
    /// The service's own words for a text that has not the form its pattern asks for.
    func explained(by question: Question) -> FieldError {
        guard problem == .pattern else { return self }
        var explained = self
        explained.message = question.message
        return explained
    }
}

extension Language {
    func say(_ phrase: Phrase, _ arguments: [String: Phrase.Argument]) -> String {
        // No phrase of a form has more than two places.
        let pairs = arguments.sorted { $0.key < $1.key }
        switch pairs.count {
        case 0: return say(phrase)
        case 1: return say(phrase, KeyValuePairs(dictionaryLiteral: (pairs[0].key, pairs[0].value)))
        default: return say(phrase, KeyValuePairs(dictionaryLiteral: (pairs[0].key, pairs[0].value), (pairs[1].key, pairs[1].value)))
        }
    }
}
