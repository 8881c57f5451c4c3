public import Kernel

/// One thing the government does over HTTP, declared once: the page, the JSON API, the OpenAPI document and the
/// authorisation tests all follow from it.
///
/// ```swift
/// static let reference = Field<String>.path("reference", "The application's reference.")
///
/// Route(
///     "submit_application", .post, "/services/{service}/applications/{reference}/submit",
///     "Sends the application in.",
///     input: [service, reference], output: Application.schema, access: .signedIn()
/// ) { request in
///     let application = try await submit(request[reference], by: request.actor)
///     return .redirect(to: "/applications/\(application.reference)", output: application.json)
/// }
/// ```
/// A browser gets the page or the redirect; under `/api`, or when it accepts JSON only, a program gets the output.
public struct Route: Sendable {
    public typealias Handler = @Sendable (Request) async throws -> Reply

    /// In `snake_case`, once in the whole table. Logs and metrics name the route by it, never by the path.
    public let id: String
    public let method: Method
    /// `/services/{service}`; each `{name}` has a `.path` field in `input`. A last `{name...}` takes the rest of the path.
    public let path: String
    let parameterNames: [String]
    /// One sentence for the API's readers.
    public let summary: String
    public var input: [any InputField]
    public var body: Body
    public var output: Schema?
    /// What the output is called on the way (RFC 9110, section 8.3).
    public var mediaType: String
    public var access: Access
    public var purpose: Purpose
    public var audience: Audience
    public var rate: RateLimit?
    public var uploads: UploadRule?
    public var invalidInput: InvalidInput
    public let handler: Handler

    public init(
        _ id: String, _ method: Method, _ path: String, _ summary: String, input: [any InputField] = [], body: Body = .fields,
        output: Schema? = nil, mediaType: String = "application/json", access: Access, purpose: Purpose = .none, audience: Audience = .everyone,
        rate: RateLimit? = nil,
        uploads: UploadRule? = nil, invalidInput: InvalidInput = .page, handler: @escaping Handler
    ) {
        self.id = id
        self.method = method
        self.path = path
        parameterNames = Self.parameterNames(in: path)
        self.summary = summary
        self.input = input
        self.body = body
        self.output = output
        self.mediaType = mediaType
        self.access = access
        self.purpose = purpose
        self.audience = audience
        self.rate = rate
        self.uploads = uploads
        self.invalidInput = invalidInput
        self.handler = handler
    }

    public enum Method: String, Sendable, CaseIterable {
        case get = "GET", post = "POST", put = "PUT", patch = "PATCH", delete = "DELETE"

        /// Whether a request may change nothing (RFC 9110, section 9.2.1).
        public var isSafe: Bool { self == .get }
    }

    /// What stands in the body beside the declared fields.
    public enum Body: Sendable {
        /// Only the fields with place `.body`.
        case fields
        /// Names known only at run time (the questions of a service); read `request.form` or `request.body`.
        case open(Schema)
        /// Bytes of another kind, whole: `request.rawBody`. For the API only (camt.053 files, for example).
        case bytes(contentType: String, maximum: Int)
    }

    /// Who may call at all. The handler still decides about the one record.
    public enum Access: Sendable, Hashable {
        case everyone
        case signedIn(AssuranceLevel = .low)
        case permission(Permission, AssuranceLevel = .low)
    }

    /// Why personal data is read; the durable record of reads names it.
    public enum Purpose: Sendable, Hashable {
        /// The route reads nobody's personal data but the caller's own.
        case none
        /// Always this legal basis or consent of the folder.
        case fixed(String)
        /// The caller states one: field or header `purpose`; without it the answer is 403.
        case stated
    }

    public enum Audience: Sendable, Hashable {
        case everyone
        /// Nothing for a program to do here (a page that only shows a form).
        case browsers
        case programs
    }

    public enum InvalidInput: Sendable, Hashable {
        /// Web answers a faulty field itself: 422, with a summary of what is wrong.
        case page
        /// The handler is called with `request.faults` and draws its own page. Files that were refused are among them.
        case handler
    }
}
