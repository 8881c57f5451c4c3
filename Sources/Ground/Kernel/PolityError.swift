/// What went wrong, for three readers: a program (`code`), the person at the page (`message`), the operator (`context`).
///
/// `code` is stable and printed (`CASE-104`); `message` never holds personal data; `hint` says how to mend it. What a person
/// at a page may meet is made of phrases and said in the reader's language; logs and terminals take the English.
public struct PolityError: Error, Sendable, CustomStringConvertible {
    /// How an answer over HTTP is given. Raw values are HTTP status codes.
    public enum Kind: Int, Sendable {
        case badInput = 400, notSignedIn = 401, forbidden = 403, notFound = 404, conflict = 409
        case tooLarge = 413, unsupportedType = 415, invalid = 422, tooMany = 429, broken = 500, unavailable = 503
    }

    public var kind: Kind
    public var code: String
    /// In English.
    public let message: String
    /// In English.
    public let hint: String?
    /// The field's path (`answers.date_of_birth`), where one field is at fault.
    public var field: String?
    /// For the operator's log. No personal data.
    public var context: String?
    /// When to try again, where that is known (RFC 9110, section 10.2.3).
    public var retryAfterSeconds: Int?
    private let phrases: (message: Phrase, hint: Phrase?, arguments: Phrase.Arguments)?

    /// For what only an operator meets: at a terminal, or in the log.
    public init(_ kind: Kind, _ code: String, _ message: String, hint: String? = nil, field: String? = nil, context: String? = nil) {
        self.kind = kind
        self.code = code
        self.message = message
        self.hint = hint
        self.field = field
        self.context = context
        phrases = nil
    }

    /// For what a person may meet at a page.
    ///
    /// - Parameter arguments: what stands in the places of the message and the hint.
    public init(
        _ kind: Kind, _ code: String, _ message: Phrase, _ arguments: Phrase.Arguments = [:], hint: Phrase? = nil, field: String? = nil,
        context: String? = nil
    ) {
        self.kind = kind
        self.code = code
        self.message = Language.english.say(message, arguments)
        self.hint = hint.map { Language.english.say($0, arguments) }
        self.field = field
        self.context = context
        phrases = (message, hint, arguments)
    }

    public func message(in language: Language) -> String { phrases.map { language.say($0.message, $0.arguments) } ?? message }

    public func hint(in language: Language) -> String? { phrases.map { phrases in phrases.hint.map { language.say($0, phrases.arguments) } } ?? hint }

    public var description: String {
        var text = "\(code): \(message)"
        if hint != nil || field != nil, let last = message.last, !".!?…".contains(last) { text += "." }
        if let field { text += " (\(field))" }
        if let hint { text += " \(hint)" }
        if let context { text += " [\(context)]" }
        return text
    }
}
