public import Kernel
import Synchronization

/// A request that has passed the gate: routed, limited, authenticated, authorised, its fields read.
public final class Request: Sendable {
    public let id: RequestID
    public let routeID: String
    /// The path without the query, as sent but with one slash at its beginning: it leads to this site in any link.
    public let path: String
    /// The same for a page that is asked for. What answers a form may have no page at its own address: then the nearest above it.
    public let pagePath: String
    public let query: FormValues
    /// True for `/api` and for a caller that accepts JSON only.
    public let isProgram: Bool
    public let session: Session?
    public let actor: Actor
    public let language: Language
    /// Another site, a mail or a typed address led here (`Sec-Fetch-Site`, W3C Fetch Metadata). A browser that does not say is believed.
    public let comesFromOutside: Bool
    /// The client's address; behind a trusted proxy, the one the proxy names.
    public let client: String
    public let now: Instant
    /// The legal basis or consent under which personal data is read, as the route declares it.
    public let purpose: String?
    public let cookies: Cookies
    /// What was posted as a form, in order; empty for a program's JSON.
    public let form: FormValues
    /// The body as JSON in either case: a form's repeated names become lists.
    public let body: JSON
    public let rawBody: [UInt8]
    public let uploads: [UploadedFile]
    /// Fields that could not be read; only ever filled when the route says `.handler`.
    public let faults: [Fault]
    public let site: Site
    let values: [String: JSON]
    let tokens: FormTokens
    let security: SecurityLog
    private let visitorState: Mutex<VisitorState>

    /// The value of a declared field.
    ///
    /// - Throws: `WEB-422` when it is missing or malformed, which the gate has excluded unless the route says `.handler`.
    public subscript<Value>(_ field: Field<Value>) -> Value {
        get throws(PolityError) {
            guard let value = Value(field: values[field.name]) else {
                throw PolityError(.invalid, "WEB-422", Phrase.invalidInput, field: field.name)
            }
            return value
        }
    }

    public func say(_ phrase: Phrase, _ arguments: Phrase.Arguments = [:]) -> String { language.say(phrase, arguments) }

    /// A key of this browser that lasts without signing in (a draft's owner). Reading it sets a cookie with the reply.
    public var visitor: String {
        visitorState.withLock { state in
            if !state.isSent {
                if state.key.isEmpty { state.key = Hex.encode(state.random?.bytes(16) ?? []) }
                state.mustBeSet = true
            }
            return state.key
        }
    }

    /// The token that a page's form carries; bound to the session, or to the visitor where there is none.
    public var formToken: String {
        let owner = session?.id ?? visitor
        return visitorState.withLock { state in
            if let token = state.token { return token }
            let token = tokens.token(for: owner)
            state.token = token
            return token
        }
    }

    var visitorToSet: String? { visitorState.withLock { $0.mustBeSet ? $0.key : nil } }

    struct VisitorState {
        var key: String
        var isSent: Bool
        /// Makes the key when it is first asked for: most pages need none.
        var random: Random?
        var mustBeSet = false
        /// Made once for all forms of a page.
        var token: String?
    }

    init(
        id: RequestID, routeID: String, path: String, pagePath: String, query: FormValues, isProgram: Bool, session: Session?, language: Language,
        comesFromOutside: Bool, client: String, now: Instant, purpose: String?, cookies: Cookies, form: FormValues, body: JSON, rawBody: [UInt8],
        uploads: [UploadedFile], faults: [Fault], site: Site, values: [String: JSON], tokens: FormTokens, security: SecurityLog,
        visitor: VisitorState
    ) {
        self.id = id
        self.routeID = routeID
        self.path = path
        self.pagePath = pagePath
        self.query = query
        self.isProgram = isProgram
        self.session = session
        self.actor = session?.actor ?? .nobody
        self.language = language
        self.comesFromOutside = comesFromOutside
        self.client = client
        self.now = now
        self.purpose = purpose
        self.cookies = cookies
        self.form = form
        self.body = body
        self.rawBody = rawBody
        self.uploads = uploads
        self.faults = faults
        self.site = site
        self.values = values
        self.tokens = tokens
        self.security = security
        visitorState = Mutex(visitor)
    }
}

public enum RequestKind: Sendable {}
public typealias RequestID = Identifier<RequestKind>

extension Request.VisitorState {
    /// The browser's key from its cookie; one of another form was not ours, and a new one is made.
    init(known: String?, random: Random) {
        if let known, known.utf8.count == 32, Hex.decode(known) != nil {
            self.init(key: known, isSent: true)
        } else {
            self.init(key: "", isSent: false, random: random)
        }
    }
}
