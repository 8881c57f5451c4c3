import HTTPTypes
import HummingbirdCore
import Kernel
import NIOCore

typealias HTTPAnswer = HummingbirdCore.Response

extension WebServer {
    /// The whole way of one request: found, limited, known, allowed, read, handled, answered, counted.
    func respond(_ head: HTTPRequest, _ reader: inout BodyReader, client: String) async throws -> HTTPAnswer {
        let started = ContinuousClock.now
        let id = identifiers.next(RequestKind.self)
        if let answer = assets.answer(head) { return answer }
        guard state.enter(maximum: settings.maximumRequests) else {
            return answer(to: nil, id: id, WebFault(.unavailable, retryAfterSeconds: 1))
        }
        defer { state.leave() }
        var exchange: Exchange?
        let answer: HTTPAnswer
        var code: String?
        do {
            var known = try Exchange(
                id: id, head: head, client: settings.client(of: client, head.headerFields), now: clock.now(), site: site,
                maximumFields: settings.maximumFields)
            exchange = known
            tellOfProxy(known, socket: client)
            if let operations = await operations(known) { return operations }
            if let percent = settings.preparation?.percent { return method(of: head, try preparing(percent, known)) }
            answer = try await handle(&known, &reader, store: &exchange)
        } catch let lost as ConnectionLost {
            state.metrics.countLostConnection()
            throw lost
        } catch let lost as CancellationError {
            throw lost
        } catch {
            let fault = WebFault(error)
            code = fault.code
            if exchange == nil { exchange = unread(head, id: id, client: client) }
            answer = self.answer(to: exchange, id: id, fault)
            if fault.status >= 500 || fault.reason == .conflict { note(error, exchange, id, isOurs: fault.status >= 500) }
            if let event = fault.securityEvent, let exchange { security.note(event, exchange) }
        }
        let duration = ContinuousClock.now - started
        state.metrics.count(route: exchange?.routeID, status: answer.status.code, duration)
        log(exchange, id, answer, duration, code: code)
        return method(of: head, answer)
    }

    /// Who asked with an address that cannot be read: a program is told as a program, and a person on a page in their language.
    private func unread(_ head: HTTPRequest, id: RequestID, client: String) -> Exchange? {
        var readable = head
        let path = (head.path ?? "").prefix { $0 != "?" }
        readable.path = path == "/api" || path.hasPrefix("/api/") ? "/api" : "/"
        return try? Exchange(
            id: id, head: readable, client: settings.client(of: client, head.headerFields), now: clock.now(), site: site, maximumFields: settings.maximumFields)
    }

    /// A HEAD request gets the head of the answer to GET (RFC 9110, section 9.3.2).
    private func method(of head: HTTPRequest, _ answer: HTTPAnswer) -> HTTPAnswer {
        head.method == .head ? answer.createHeadResponse() : answer
    }

    private func handle(_ exchange: inout Exchange, _ reader: inout BodyReader, store: inout Exchange?) async throws -> HTTPAnswer {
        defer { store = exchange }
        if let limit = settings.clientRate { try take(limit, "all", exchange, account: false) }
        let route = try find(&exchange)
        try await authenticate(&exchange)
        if let limit = route.rate { try take(limit, route.id, exchange, account: limit.key == .account) }
        do { try admit(exchange, to: route) } catch let fault as WebFault where fault.reason == .notSignedIn {
            throw try await keeping(&reader, fault, exchange)
        }
        reader.allow(bytes: bodyLimit(of: route), seconds: settings.readTimeoutSeconds * (route.uploads == nil ? 1 : 10))
        let content = try await receive(&reader, exchange, route)
        do {
            let request = try makeRequest(exchange, route, content)
            let reply = try await route.handler(request)
            return try self.answer(reply, to: request, exchange)
        } catch {
            for upload in content.uploads { await route.uploads?.sink.discard(upload.id) }
            throw error
        }
    }

    /// Reads the body. A sender that takes its time holds a place for requests meanwhile, so no client may hold many.
    private func receive(_ reader: inout BodyReader, _ exchange: Exchange, _ route: Route) async throws -> Content {
        guard settings.clientRate != nil, !reader.isAtEnd else { return try await readBody(&reader, exchange, route) }
        let network = ClientNetwork.of(exchange.client)
        guard state.beginBody(of: network, maximum: settings.maximumBodiesPerClient) else { throw WebFault(.tooMany, retryAfterSeconds: 1) }
        defer { state.endBody(of: network) }
        return try await readBody(&reader, exchange, route)
    }

    private func find(_ exchange: inout Exchange) throws -> Route {
        let wanted = exchange.method == .head ? HTTPRequest.Method.get : exchange.method
        guard let method = Route.Method(rawValue: wanted.rawValue) else {
            throw WebFault(.methodNotAllowed, allow: Route.Method.allCases)
        }
        switch trie.match(exchange.segments, method) {
        case .route(let index, let parameters):
            let route = table.routes[index]
            if exchange.isProgram ? route.audience == .browsers : route.audience == .programs { throw WebFault(.notFound) }
            exchange.routeID = route.id
            exchange.parameters = parameters
            return route
        case .otherMethods(let methods): throw WebFault(.methodNotAllowed, allow: methods)
        case .none: throw WebFault(.notFound)
        }
    }

    private func authenticate(_ exchange: inout Exchange) async throws {
        if let bearer = exchange.bearer {
            exchange.session = try await authenticate(Credentials(proof: .bearer(bearer), client: exchange.client, now: exchange.now))
            // A token that is sent and wrong is an error even where none is needed (RFC 6750, section 3.1).
            guard exchange.session != nil else { throw WebFault(.notSignedIn) }
        } else if let token = exchange.cookies[cookieNames.session] {
            exchange.session = try await authenticate(Credentials(proof: .session(token), client: exchange.client, now: exchange.now))
        }
        if exchange.chosenLanguage == nil, exchange.cookies["language"] == nil,
            let own = exchange.session?.language, let language = site.languages.first(where: { $0.code == own })
        {
            exchange.language = language
        }
    }

    private func take(_ limit: RateLimit, _ name: String, _ exchange: Exchange, account: Bool) throws {
        let who = account ? exchange.session?.actor.account?.text : nil
        let key = name + " " + (who ?? ClientNetwork.of(exchange.client))
        if let seconds = state.limiter.take(key, limit, now: exchange.now) { throw WebFault(.tooMany, retryAfterSeconds: seconds) }
    }

    private func admit(_ exchange: Exchange, to route: Route) throws {
        let actor = exchange.session?.actor ?? .nobody
        switch route.access {
        case .everyone: break
        case .signedIn(let level):
            guard actor.isSignedIn else { throw WebFault(.notSignedIn) }
            guard actor.assurance >= level else { throw WebFault(.weakSignIn) }
        case .permission(let permission, let level):
            guard actor.isSignedIn else { throw WebFault(.notSignedIn) }
            guard actor.may(permission) else { throw WebFault(.forbidden) }
            guard actor.assurance >= level else { throw WebFault(.weakSignIn) }
        }
        if !route.method.isSafe { try checkOrigin(exchange) }
    }

    /// Whoever was signed out in mid-form has the answers kept for when they have signed in again: an officer's reasons may have taken an hour.
    private func keeping(_ reader: inout BodyReader, _ fault: WebFault, _ exchange: Exchange) async throws -> WebFault {
        let type = (exchange.headers[.contentType] ?? "").prefix { $0 != ";" }
        guard wasSignedOut(exchange), !exchange.isProgram, type == "application/x-www-form-urlencoded" else { return fault }
        // Another site's words are not put into a page of ours.
        try checkOrigin(exchange)
        let (network, isLimited) = (ClientNetwork.of(exchange.client), settings.clientRate != nil)
        guard !isLimited || state.beginBody(of: network, maximum: settings.maximumBodiesPerClient) else { return fault }
        defer { if isLimited { state.endBody(of: network) } }
        reader.allow(bytes: settings.maximumBodyBytes, seconds: settings.readTimeoutSeconds)
        var fault = fault
        fault.answers = try FormValues(urlEncoded: try await reader.whole(), maximum: settings.maximumFields)
        return fault
    }

    /// The browser still has the cookie of a session that is over.
    func wasSignedOut(_ exchange: Exchange) -> Bool { exchange.session == nil && exchange.cookies[cookieNames.session] != nil }

    private func bodyLimit(of route: Route) -> Int {
        if case .bytes(_, let maximum) = route.body { return maximum }
        guard let uploads = route.uploads else { return settings.maximumBodyBytes }
        return uploads.maximumBytes * uploads.maximumFiles + settings.maximumBodyBytes
    }
}
