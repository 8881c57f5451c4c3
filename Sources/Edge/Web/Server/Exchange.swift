import HTTPTypes
import Kernel

/// What is known of a request while it passes the gate; the handler's `Request` is made of it.
struct Exchange: Sendable {
    let id: RequestID
    let method: HTTPRequest.Method
    /// The path as sent, without the query and with one slash at its beginning.
    let path: String
    /// The path within the site: without `/api`, percent-decoded.
    let segments: [String]
    let query: FormValues
    let isProgram: Bool
    let headers: HTTPFields
    let authority: String
    let client: String
    let now: Instant
    let cookies: Cookies
    var language: Language
    /// The language that a link of the switch asks for; kept in a cookie.
    var chosenLanguage: String?
    var session: Session?
    var routeID: String?
    var parameters: [String] = []

    /// - Throws: `WEB-400` for a path or query that is not UTF-8, `WEB-404` for one that tries to climb.
    init(
        id: RequestID, head: HTTPRequest, client: String, now: Instant, site: Site, maximumFields: Int
    ) throws(PolityError) {
        self.id = id
        method = head.method
        headers = head.headerFields
        authority = head.authority ?? ""
        self.client = client
        self.now = now
        let target = head.path ?? "/"
        let parts = target.utf8.split(separator: UInt8(ascii: "?"), maxSplits: 1, omittingEmptySubsequences: false)
        // Pages link to their own path: two slashes at its beginning would lead to another host (RFC 3986, section 4.2).
        path = "/" + String(decoding: (parts.first ?? target.utf8[...]).drop { $0 == UInt8(ascii: "/") }, as: UTF8.self)
        query = parts.count == 2 ? try FormValues(urlEncoded: parts[1], maximum: maximumFields) : FormValues()
        var segments: [String] = []
        for part in path.utf8.split(separator: UInt8(ascii: "/")) {
            guard segments.count < 64, let segment = part.contains(UInt8(ascii: "%")) ? FormValues.decode(part, plusIsSpace: false) : String(part) else {
                throw PolityError(.badInput, "WEB-400", Phrase.badInput, context: "a path that cannot be read")
            }
            segments.append(segment)
        }
        let isAPI = segments.first == "api"
        if isAPI { segments.removeFirst() }
        self.segments = segments
        cookies = Cookies(header: headers[.cookie])
        isProgram = isAPI || Self.wantsOnlyJSON(headers[.accept])
        chosenLanguage = query["language"].flatMap { wanted in site.languages.first { $0.code == wanted }?.code }
        language = site.language(chosen: chosenLanguage, cookie: cookies["language"], accepted: headers[.acceptLanguage])
    }

    private static func wantsOnlyJSON(_ accept: String?) -> Bool {
        guard let accept else { return false }
        // RFC 9110, section 12.5.1. By bytes: this is asked of every request.
        let types = accept.utf8.split(separator: UInt8(ascii: ",")).map { $0.drop { $0 == UInt8(ascii: " ") }.prefix { !" ;".utf8.contains($0) } }
        func names(_ type: String) -> Bool { types.contains { $0.elementsEqual(type.utf8) } }
        return names("application/json") && !names("text/html")
    }

    var bearer: String? {
        guard let value = headers[.authorization], value.count > 7, value.prefix(7).lowercased() == "bearer " else { return nil }
        return String(value.dropFirst(7))
    }
}

extension Site {
    /// The language chosen by a link, else by cookie, else the first the browser accepts that the site has, else the site's own.
    func language(chosen: String?, cookie: String?, accepted: String?) -> Language {
        if let chosen, let language = languages.first(where: { $0.code == chosen }) { return language }
        if let cookie, let language = languages.first(where: { $0.code == cookie }) { return language }
        guard let accepted else { return languages[0] }
        var best: (language: Language, quality: Int)?
        // RFC 9110, section 12.5.4; `q` in thousandths. A lookup by the primary tag is near enough (RFC 4647, section 3.4).
        for range in accepted.split(separator: ",").prefix(20) {
            let parts = range.split(separator: ";")
            guard let tag = parts.first?.filter({ $0 != " " }).lowercased() else { continue }
            let quality = parts.dropFirst().compactMap { Self.quality($0) }.first ?? 1_000
            guard quality > best?.quality ?? 0 else { continue }
            let primary = tag.prefix { $0 != "-" }
            if let language = languages.first(where: { $0.code.lowercased() == tag }) ?? languages.first(where: { $0.primary == primary }) {
                best = (language, quality)
            }
        }
        return best?.language ?? languages[0]
    }

    private static func quality(_ parameter: Substring) -> Int? {
        let text = parameter.filter { $0 != " " }
        guard text.hasPrefix("q=") else { return nil }
        let digits = text.dropFirst(2).filter(\.isNumber).prefix(4)
        guard let first = digits.first, let whole = first.wholeNumberValue else { return nil }
        var value = whole * 1_000
        var unit = 100
        for digit in digits.dropFirst() {
            value += (digit.wholeNumberValue ?? 0) * unit
            unit /= 10
        }
        return min(value, 1_000)
    }
}
