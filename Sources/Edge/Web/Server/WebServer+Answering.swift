import Crypto
import HTML
import HTTPTypes
import HummingbirdCore
import Kernel
import NIOCore

extension WebServer {
    /// A handler's reply on its way out.
    func answer(_ reply: Reply, to request: Request, _ exchange: Exchange) throws -> HTTPAnswer {
        var headers = self.headers(exchange.id, exchange.language)
        addCookies(of: reply, to: &headers)
        for header in reply.headers {
            guard let name = HTTPField.Name(header.name) else { continue }
            // A handler that speaks of caching knows better than the general "no-store", and two answers would contradict each other; of two policies both
            // would hold.
            if name == .cacheControl || name == .contentSecurityPolicy {
                headers[name] = header.value
            } else {
                headers.append(HTTPField(name: name, value: header.value))
            }
        }
        if request.isProgram {
            switch reply.body {
            case .file(let download): return file(download, headers)
            case .bytes(let type, let bytes): return whole(reply, type, bytes, headers, exchange)
            case .page, .redirect, .nothing:
                guard reply.faults.isEmpty else { return problem(WebFault(.invalid, faults: reply.faults), exchange, headers) }
                let output = reply.output()
                if output.isNull, reply.status == 200 { return HTTPAnswer(status: .noContent, headers: headers) }
                return respond(reply.status, headers, "application/json", output.bytes)
            }
        }
        switch reply.body {
        case .page(let draw):
            let html = try layout.draw(try draw())
            if let visitor = request.visitorToSet { headers.append(setCookie(Cookie(cookieNames.visitor, visitor, lifetimeSeconds: 30 * 86_400))) }
            addChosenLanguage(exchange, to: &headers)
            return respond(reply.status, headers, "text/html; charset=utf-8", html.bytes)
        case .redirect(let path):
            headers.append(HTTPField(name: .location, value: Self.localTarget(path)))
            if let visitor = request.visitorToSet { headers.append(setCookie(Cookie(cookieNames.visitor, visitor, lifetimeSeconds: 30 * 86_400))) }
            return HTTPAnswer(status: .seeOther, headers: headers)
        case .file(let download): return file(download, headers)
        case .bytes(let type, let bytes): return whole(reply, type, bytes, headers, exchange)
        case .nothing: return HTTPAnswer(status: .init(code: reply.status == 200 ? 204 : reply.status), headers: headers)
        }
    }

    /// Where the reply may be kept, it bears a name of its bytes: whoever has the same already is told so (RFC 9110, sections 8.8.3 and 13.1.2).
    private func whole(_ reply: Reply, _ type: String, _ bytes: [UInt8], _ headers: HTTPFields, _ exchange: Exchange) -> HTTPAnswer {
        guard let seconds = reply.keptForSeconds, reply.status == 200, exchange.method == .get || exchange.method == .head else {
            return respond(reply.status, headers, type, bytes)
        }
        var headers = headers
        let tag = "\"" + Hex.encode(SHA256.hash(data: bytes).prefix(16)) + "\""
        headers[.eTag] = tag
        headers[.cacheControl] = "public, max-age=\(seconds)"
        let known = exchange.headers[.ifNoneMatch]?.split(separator: ",").map { $0.trimmingPrefix { $0 == " " }.trimmingPrefix("W/") } ?? []
        guard !known.contains(where: { $0 == tag || $0 == "*" }) else { return HTTPAnswer(status: .notModified, headers: headers) }
        return respond(reply.status, headers, type, bytes)
    }

    /// The page, or the problem document, that tells of a fault.
    func answer(to exchange: Exchange?, id: RequestID, _ fault: WebFault) -> HTTPAnswer {
        var headers = self.headers(id, exchange?.language ?? site.languages[0])
        if let seconds = fault.retryAfterSeconds { headers.append(HTTPField(name: .retryAfter, value: String(seconds))) }
        if !fault.allow.isEmpty { headers.append(HTTPField(name: .allow, value: fault.allow.map(\.rawValue).joined(separator: ", "))) }
        guard let exchange else { return respond(fault.status, headers, "text/plain; charset=utf-8", Array(site.languages[0].say(fault.title).utf8)) }
        if exchange.isProgram {
            if fault.reason == .notSignedIn { headers.append(HTTPField(name: .wwwAuthenticate, value: "Bearer")) }
            return problem(fault, exchange, headers)
        }
        if fault.reason == .notSignedIn, exchange.method == .get || exchange.method == .head {
            headers.append(HTTPField(name: .location, value: site.signInPath + "?return_to=" + Self.encode(exchange.path)))
            return HTTPAnswer(status: .seeOther, headers: headers)
        }
        let request = self.request(exchange)
        do {
            let html = try layout.draw(ErrorPage.page(fault, for: request, back: wayBack(of: exchange, fault), wasSignedOut: wasSignedOut(exchange)))
            if let visitor = request.visitorToSet { headers.append(setCookie(Cookie(cookieNames.visitor, visitor, lifetimeSeconds: 30 * 86_400))) }
            addChosenLanguage(exchange, to: &headers)
            return respond(fault.status, headers, "text/html; charset=utf-8", html.bytes)
        } catch {
            return respond(500, headers, "text/plain; charset=utf-8", Array(exchange.language.say(.broken).utf8))
        }
    }

    /// The page that a refused form came from. What was answered before is still there.
    /// nil where there is none, or nothing to go back for.
    private func wayBack(of exchange: Exchange, _ fault: WebFault) -> String? {
        guard exchange.method != .get, exchange.method != .head, !exchange.isProgram, exchange.session != nil || fault.reason != .forbidden else { return nil }
        return nearestPage(to: exchange.segments)
    }

    /// A form's address need not be one of a page: the page at it, or the nearest one above it.
    func nearestPage(to segments: [String]) -> String? {
        for count in stride(from: segments.count, to: 0, by: -1) {
            let segments = Array(segments.prefix(count))
            guard case .route(let index, _) = trie.match(segments, .get), table.routes[index].audience != .programs else { continue }
            return "/" + segments.map(Self.encode).joined(separator: "/")
        }
        return nil
    }

    /// How far the work is that has to be done before the first page. `Refresh` is no standard's and understood everywhere.
    func preparing(_ percent: Int, _ exchange: Exchange) throws -> HTTPAnswer {
        let seconds = PreparationPage.secondsBetweenLooks
        guard !exchange.isProgram else { return answer(to: exchange, id: exchange.id, WebFault(.unavailable, retryAfterSeconds: seconds)) }
        var headers = self.headers(exchange.id, exchange.language)
        headers.append(HTTPField(name: .retryAfter, value: String(seconds)))
        if exchange.method == .get { headers.append(HTTPField(name: .refresh, value: String(seconds))) }
        let html = try layout.draw(PreparationPage.page(percent, for: request(exchange)))
        return respond(503, headers, "text/html; charset=utf-8", html.bytes)
    }

    /// RFC 9457.
    private func problem(_ fault: WebFault, _ exchange: Exchange, _ headers: HTTPFields) -> HTTPAnswer {
        let language = exchange.language
        var members: [JSON.Member] = [
            .init("type", .string("urn:polity:problem:" + fault.code.lowercased())),
            .init("title", .string(fault.title(in: language))),
            .init("status", .integer(fault.status)),
            .init("detail", .string(fault.advice(in: language))),
            .init("instance", .string("urn:uuid:" + exchange.id.text)),
            .init("code", .string(fault.code)),
        ]
        let faults = fault.faults(in: language)
        if !faults.isEmpty {
            members.append(
                .init(
                    "errors",
                    .array(
                        faults.map { one in
                            ["field": .string(one.field), "message": .string(one.message), "code": .string(one.code)]
                        })))
        }
        return respond(fault.status, headers, "application/problem+json", JSON.object(members).bytes)
    }

    func respond(_ status: Int, _ headers: HTTPFields, _ type: String, _ bytes: [UInt8]) -> HTTPAnswer {
        var headers = headers
        headers.append(HTTPField(name: .contentType, value: type))
        return HTTPAnswer(status: .init(code: status), headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    /// What every answer of this request carries. Answers are the caller's own unless a route says otherwise.
    private func headers(_ id: RequestID, _ language: Language) -> HTTPFields {
        var headers = securityHeaders
        headers.reserveCapacity(headers.count + 8)
        headers.append(HTTPField(name: .date, value: state.dates.text(at: clock.now())))
        headers.append(HTTPField(name: .requestID, value: id.text))
        headers.append(HTTPField(name: .cacheControl, value: "no-store"))
        headers.append(HTTPField(name: .contentLanguage, value: language.code))
        return headers
    }

    private func addCookies(of reply: Reply, to headers: inout HTTPFields) {
        switch reply.sessionChange {
        case .none: break
        case .start(let token, let lifetime): headers.append(setCookie(Cookie(cookieNames.session, token, lifetimeSeconds: lifetime)))
        case .end:
            headers.append(setCookie(Cookie(cookieNames.session, "", lifetimeSeconds: 0)))
            headers.append(setCookie(Cookie(cookieNames.visitor, "", lifetimeSeconds: 0)))
        }
        for cookie in reply.cookies { headers.append(setCookie(cookie)) }
    }

    private func addChosenLanguage(_ exchange: Exchange, to headers: inout HTTPFields) {
        guard let code = exchange.chosenLanguage else { return }
        headers.append(setCookie(Cookie("language", code, lifetimeSeconds: 365 * 86_400)))
    }

    private func setCookie(_ cookie: Cookie) -> HTTPField {
        var value = "\(cookie.name)=\(cookie.value); Path=/; HttpOnly; SameSite=Lax"
        if let seconds = cookie.lifetimeSeconds { value += "; Max-Age=\(seconds)" }
        if site.isSecure { value += "; Secure" }
        return HTTPField(name: .setCookie, value: value)
    }

    /// Only a path of this site: `//elsewhere` and `https:…` would lead away (CWE-601).
    static func localTarget(_ path: String) -> String {
        let isLocal = path.hasPrefix("/") && !path.hasPrefix("//") && !path.contains("\\") && !path.utf8.contains { $0 < 32 }
        return isLocal ? encodeControls(path) : "/"
    }

    /// Percent-encodes what a header may not carry.
    private static func encodeControls(_ path: String) -> String {
        path.utf8.allSatisfy { $0 > 32 && $0 < 127 } ? path : escape(path) { $0 > 32 && $0 < 127 }
    }

    static func encode(_ text: String) -> String {
        escape(text) { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "/"):
                true
            default: false
            }
        }
    }

    private static func escape(_ text: String, keeping isKept: (UInt8) -> Bool) -> String {
        var out = ""
        for byte in text.utf8 {
            if isKept(byte) { out.unicodeScalars.append(Unicode.Scalar(byte)) } else { out += "%" + Hex.encode([byte]).uppercased() }
        }
        return out
    }
}
