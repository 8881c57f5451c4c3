import FEEL
import Kernel

extension QuestionKind {
    /// What of the question's limits an answer does not keep; nil when it keeps them all.
    ///
    /// It is asked of what was just typed, and again of every stored answer: a draft may have been written before the limits changed, and
    /// a worked example never went through a form.
    func fault(of answer: Value, named name: String) -> FieldError? {
        switch (self, answer) {
        case (.text(let most, let pattern), .string(let text)):
            Self.tooLong(text, most, name) ?? pattern.flatMap { Self.matches(text, $0) ? nil : FieldError(question: name, .pattern) }
        case (.longText(let most), .string(let text)): Self.tooLong(text, most, name)
        case (.personName, .string(let text)): Self.tooLong(text, 200, name)
        case (.record, .string(let text)): Self.tooLong(text, 100, name)
        case (.number(let least, let most), .number(let number)), (.money(let least, let most), .number(let number)):
            if let least, number < least {
                FieldError(question: name, .tooSmall, ["least": .number(least)])
            } else if let most, number > most {
                FieldError(question: name, .tooLarge, ["most": .number(most)])
            } else {
                nil
            }
        case (.date(let earliest, let latest), .date(let date)):
            if let earliest, date < earliest {
                FieldError(question: name, .tooEarly, ["earliest": .date(earliest)])
            } else if let latest, date > latest {
                FieldError(question: name, .tooLate, ["latest": .date(latest)])
            } else {
                nil
            }
        // Earlier versions took addresses that no letter was ever sent to, and a worked example may hold any text.
        case (.email, .string(let text)): FormReader().email(text, name).fault
        case (.phone, .string(let text)): FormReader().phone(text, name).fault
        case (.files(let rule), .list(let files)) where files.count > rule.maximumCount:
            FieldError(question: name, .tooManyFiles, ["most": .count(rule.maximumCount)])
        default: nil
        }
    }

    private static func tooLong(_ text: String, _ most: Int, _ name: String) -> FieldError? {
        // Bytes are at least as many as characters, and quicker to count.
        guard text.utf8.count > most, text.count > most else { return nil }
        return FieldError(question: name, .tooLong, ["most": .count(most), "length": .count(text.count)])
    }

    /// Whether the whole text matches. A pattern is checked when the folder is read, so one that does not compile matches nothing.
    static func matches(_ text: String, _ pattern: String) -> Bool {
        text.utf8.count <= 1_000 && TextPattern(pattern)?.matches(text) == true
    }
}
