import Kernel
import Logging

/// What looks like an attempt on the system: told to the operator by event, route and account, never with what was sent,
/// and only so often for each client, so that nobody can fill the log.
struct SecurityLog: Sendable {
    static let limit = RateLimit(20, perSeconds: 60)

    let logger: Logger
    let limiter: RateLimiter
    let tokens: FormTokens

    func note(_ event: String, _ exchange: Exchange) {
        note(event, client: exchange.client, route: exchange.routeID, actor: exchange.session?.actor, request: exchange.id, now: exchange.now)
    }

    func note(_ event: String, client: String, route: String?, actor: Actor?, request: RequestID, now: Instant) {
        let key = "security " + ClientNetwork.of(client)
        guard limiter.take(key, Self.limit, now: now) == nil else { return }
        // An address is personal: the log shows that two events come from one client, not from which.
        let pseudonym = String(tokens.token(for: key).prefix(12))
        var metadata: Logger.Metadata = [
            "event": .string(event), "route": .string(route ?? "none"), "client": .string(pseudonym), "request_id": .string(request.text),
        ]
        if let account = actor?.account { metadata["account"] = .string(account.text) }
        logger.notice("security", metadata: metadata)
    }
}

extension Request {
    /// Tells the operator of something that looks like an attempt: another's case in the address bar, a guessed reference.
    ///
    /// - Parameter event: in `snake_case`, without anything of a person.
    public func noteSecurity(_ event: String) {
        security.note(event, client: client, route: routeID, actor: actor, request: id, now: now)
    }
}

extension WebFault {
    /// The event that the gate itself notes.
    var securityEvent: String? {
        switch reason {
        case .crossSite: "cross_site_request"
        case .staleForm: "stale_or_forged_form"
        case .forbidden: "permission_missing"
        case .tooMany: "rate_exceeded"
        default: nil
        }
    }
}
