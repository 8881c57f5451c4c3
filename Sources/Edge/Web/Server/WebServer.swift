public import Kernel
public import Logging

/// The HTTP server of one government.
///
/// ```swift
/// let server = try WebServer(settings, site: site, routes: routes, authenticate: identity.authenticate, logger: logger)
/// try await server.run()          // until the task is cancelled or shut down gracefully
/// ```
public struct WebServer: Sendable {
    public let settings: WebSettings
    public let site: Site
    public let table: RouteTable
    let authenticate: Authenticate
    let readiness: @Sendable () async -> [HealthCheck]
    let clock: Clock
    let random: Random
    let logger: Logger

    /// - Throws: `WEB-500` when two routes share an id or a method and path, or a path and its fields disagree.
    public init(
        _ settings: WebSettings = WebSettings(), site: Site, routes: [Route], clock: Clock, random: Random = .system, logger: Logger,
        authenticate: @escaping Authenticate, readiness: @escaping @Sendable () async -> [HealthCheck] = { [] }
    ) throws(PolityError) {
        self.settings = settings
        self.site = site
        self.table = try RouteTable(routes)
        self.clock = clock
        self.random = random
        self.logger = logger
        self.authenticate = authenticate
        self.readiness = readiness
    }
}

/// One part's answer to `/health/ready`.
public struct HealthCheck: Sendable {
    public var name: String
    public var isHealthy: Bool
    /// For the operator; no personal data.
    public var note: String

    public init(_ name: String, isHealthy: Bool, note: String = "") {
        self.name = name
        self.isHealthy = isHealthy
        self.note = note
    }
}
