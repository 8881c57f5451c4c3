/// What went wrong, for three readers: a program (`code`), the person at the page (`message`), the operator (`context`).
///
/// `code` is stable and printed (`CASE-104`); `message` is a key of the string catalogue with its arguments in
/// `details`, and never holds personal data; `hint` says how to mend it.
public struct PolityError: Error, Sendable, CustomStringConvertible {
    /// How an answer over HTTP is given. Raw values are HTTP status codes.
    public enum Kind: Int, Sendable {
        case badInput = 400, notSignedIn = 401, forbidden = 403, notFound = 404, conflict = 409
        case tooLarge = 413, unsupportedType = 415, invalid = 422, tooMany = 429, broken = 500, unavailable = 503
    }

    public var kind: Kind
    public var code: String
    public var message: String
    public var hint: String?
    /// The field's path (`answers.date_of_birth`), where one field is at fault.
    public var field: String?
    /// For the operator's log. No personal data.
    public var context: String?

    public init(_ kind: Kind, _ code: String, _ message: String, hint: String? = nil, field: String? = nil, context: String? = nil) {
        self.kind = kind
        self.code = code
        self.message = message
        self.hint = hint
        self.field = field
        self.context = context
    }

    public var description: String {
        var text = "\(code): \(message)"
        if let field { text += " (\(field))" }
        if let hint { text += " \(hint)" }
        if let context { text += " [\(context)]" }
        return text
    }
}
