import HTTPTypes
import Kernel
import Logging

extension WebServer {
    /// What operators and their programs ask for, beside the government's own routes.
    func operations(_ exchange: Exchange) async -> HTTPAnswer? {
        guard exchange.method == .get || exchange.method == .head, let first = exchange.segments.first else { return nil }
        switch first {
        case "health" where exchange.segments == ["health", "live"]: return plain(200, "ok")
        case "health" where exchange.segments == ["health", "ready"] || exchange.segments == ["health"]: return await ready(exchange)
        case "metrics" where exchange.segments.count == 1 && isOperator(exchange):
            return plain(200, state.metrics.text(inFlight: state.requestsInFlight, gauges: await gauges()), type: "text/plain; version=0.0.4")
        case "openapi.json" where exchange.isProgram && exchange.segments.count == 1:
            return respond(200, securityHeaders, "application/json", state.description { OpenAPI(table, site: site).document.bytes })
        default: return nil
        }
    }

    /// Behind a proxy that nobody said is to be trusted, everybody seems to come from this machine.
    private func isOperator(_ exchange: Exchange) -> Bool {
        settings.operators.contains(exchange.client) && (exchange.headers[.forwardedFor] == nil || !settings.trustedProxies.isEmpty)
    }

    /// Operators are answered afresh, and told what is the matter. Everybody else costs the store one question a second, and learns
    /// whether all is well.
    private func ready(_ exchange: Exchange) async -> HTTPAnswer {
        let isOperator = isOperator(exchange)
        let checks = await health(isFresh: isOperator)
        let isPrepared = settings.preparation?.percent == nil
        let isReady = isPrepared && checks.allSatisfy { $0.isHealthy || !$0.isRequired } && !state.draining
        var members: [JSON.Member] = [.init("status", .string(isReady ? "ready" : state.draining ? "stopping" : "not ready"))]
        for check in checks {
            var found = [JSON.Member("healthy", .bool(check.isHealthy))]
            if isOperator { found.append(.init("note", .string(check.note))) }
            members.append(.init(check.name, .object(found)))
        }
        return respond(isReady ? 200 : 503, securityHeaders, "application/json", JSON.object(members).bytes)
    }

    private func health(isFresh: Bool) async -> [HealthCheck] {
        if !isFresh, let known = state.recentHealth() { return known }
        let checks = await readiness()
        state.keep(health: checks)
        return checks
    }

    /// Behind a proxy that nobody said is to be trusted, everybody is one client, and shares one client's limits.
    func tellOfProxy(_ exchange: Exchange, socket: String) {
        guard exchange.headers[.forwardedFor] != nil, !settings.trustedProxies.contains(socket), state.tellsOfProxy() else { return }
        logger.warning("a proxy is not trusted: everybody behind it counts as one client; name it with --trusted-proxies")
    }

    private func plain(_ status: Int, _ text: String, type: String = "text/plain; charset=utf-8") -> HTTPAnswer {
        var headers = securityHeaders
        headers.append(HTTPField(name: .cacheControl, value: "no-store"))
        return respond(status, headers, type, Array(text.utf8))
    }

    /// One line a request: what was asked of which route and how it went. No path, address, name or number of a person.
    func log(_ exchange: Exchange?, _ id: RequestID, _ answer: HTTPAnswer, _ duration: Duration, code: String?) {
        guard logger.logLevel <= .info else { return }
        var metadata: Logger.Metadata = [
            "request_id": .string(id.text), "method": .string(exchange?.method.rawValue ?? "-"), "route": .string(exchange?.routeID ?? "none"),
            "status": .stringConvertible(answer.status.code), "microseconds": .stringConvertible(duration.wholeMicroseconds),
        ]
        if let code { metadata["code"] = .string(code) }
        logger.info("request", metadata: metadata)
    }

    /// - Parameter isOurs: something broke; else two commands met, which is in order but worth knowing.
    func note(_ error: any Error, _ exchange: Exchange?, _ id: RequestID, isOurs: Bool) {
        var metadata: Logger.Metadata = ["request_id": .string(id.text), "route": .string(exchange?.routeID ?? "none")]
        if let error = error as? PolityError {
            metadata["code"] = .string(error.code)
            if let context = error.context { metadata["context"] = .string(context) }
        } else {
            // The type alone: a foreign error's text may carry anything.
            metadata["type"] = .string("\(type(of: error))")
        }
        logger.log(level: isOurs ? .error : .notice, isOurs ? "request failed" : "request in conflict", metadata: metadata)
    }
}
