import HTTPTypes
public import Kernel
public import Logging

/// The HTTP server of one government.
///
/// ```swift
/// let server = try WebServer(settings, site: site, routes: routes, clock: clock, logger: logger, authenticate: identity.authenticate)
/// try await server.run()                  // as a service, until it is shut down gracefully
/// let running = try await server.start()  // in a test: running.port, then await running.stop()
/// ```
public struct WebServer: Sendable {
    public let settings: WebSettings
    public let site: Site
    public let table: RouteTable
    let authenticate: Authenticate
    let readiness: @Sendable () async -> [HealthCheck]
    let gauges: @Sendable () async -> [Gauge]
    let clock: Clock
    let random: Random
    let logger: Logger
    let identifiers: Identifiers
    let trie: RouteTrie
    let tokens: FormTokens
    let cookieNames: CookieNames
    let ownOrigin: String
    let assets: Assets
    let layout: Layout
    let securityHeaders: HTTPFields
    let state: ServerState
    let security: SecurityLog

    /// - Parameters:
    ///   - readiness: asked by `/health/ready`.
    ///   - gauges: asked by `/metrics`.
    /// - Throws: `WEB-500` when two routes share an id or a method and path, or a path and its fields disagree.
    public init(
        _ settings: WebSettings = WebSettings(), site: Site, routes: [Route], clock: Clock, random: Random = .system,
        logger: Logger, authenticate: @escaping Authenticate, readiness: @escaping @Sendable () async -> [HealthCheck] = { [] },
        gauges: @escaping @Sendable () async -> [Gauge] = { [] }
    ) throws(PolityError) {
        self.settings = settings
        self.site = site
        let all = routes + (settings.showsComponents ? Gallery.routes : []) + (settings.showsDevelopersPage ? [DevelopersPage.route(over: routes)] : [])
        table = try RouteTable(all)
        trie = RouteTrie(all)
        self.clock = clock
        self.random = random
        self.logger = logger
        self.authenticate = authenticate
        self.readiness = readiness
        self.gauges = gauges
        identifiers = Identifiers(clock: clock, random: random)
        tokens = FormTokens(key: settings.formKey.isEmpty ? random.bytes(32) : settings.formKey)
        cookieNames = CookieNames(isSecure: site.isSecure)
        ownOrigin = String(site.publicURL.hasSuffix("/") ? site.publicURL.dropLast() : site.publicURL[...])
        assets = Assets(site: site)
        layout = Layout(site: site, assets: assets)
        securityHeaders = SecurityHeaders.fields(isSecure: site.isSecure)
        state = ServerState(routes: all.map(\.id))
        security = SecurityLog(logger: logger, limiter: state.limiter, tokens: tokens)
    }
}

/// One part's answer to `/health/ready`.
public struct HealthCheck: Sendable {
    public var name: String
    public var isHealthy: Bool
    /// For the operator; no personal data.
    public var note: String
    /// Whether people are to be sent elsewhere while it is unhealthy. What the server does without for a while is told, and no more.
    public var isRequired: Bool

    public init(_ name: String, isHealthy: Bool, note: String = "", isRequired: Bool = true) {
        self.name = name
        self.isHealthy = isHealthy
        self.note = note
        self.isRequired = isRequired
    }
}

/// `__Host-` binds a cookie to this host and to https (RFC 6265bis, section 4.1.3.2); plain http cannot have it.
struct CookieNames: Sendable {
    let session: String
    let visitor: String

    init(isSecure: Bool) {
        let prefix = isSecure ? "__Host-" : ""
        session = prefix + "session"
        visitor = prefix + "visitor"
    }
}
