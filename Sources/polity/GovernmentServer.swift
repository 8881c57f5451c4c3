import Capability
import Identity
import Kernel
import Logging
import ServiceLifecycle
import Store
import Web

/// Everything that runs while a government is served: the web server, the jobs, the background loops.
struct GovernmentServer {
    private let government: RunningGovernment
    private let web: WebServer
    private let logger: Logger
    private let preparing: Prepare?
    private let preparation = Preparation()

    /// Work that has to be done before the first page; it tells how far it is.
    typealias Prepare = @Sendable (Preparation) async throws -> Void

    /// - Throws: `WEB-500` when routes contradict each other.
    init(_ government: RunningGovernment, listening: ListeningSettings, logger: Logger, preparing: Prepare? = nil) throws {
        self.government = government
        self.logger = logger
        self.preparing = preparing
        var settings = WebSettings()
        settings.preparation = preparing == nil ? nil : preparation
        settings.host = listening.host
        settings.port = listening.port
        settings.trustedProxies = Set(listening.trustedProxies.split(separator: ",").map { String($0) })
        settings.clientRate = listening.clientRate == 0 ? nil : RateLimit(listening.clientRate, perSeconds: 60)
        web = try Self.web(government, settings, logger: logger)
    }

    /// The web server over what the capabilities offer.
    static func web(_ government: RunningGovernment, _ settings: WebSettings, logger: Logger) throws -> WebServer {
        let host = government.host
        var settings = settings
        settings.formKey = try KeyFile(for: "forms", at: host.settings.keyDirectory + "/form.key").bytes(random: host.random)
        settings.showsComponents = host.settings.isDemonstration
        let figures = OperatorFigures(host)
        return try WebServer(
            settings, site: Site(host), routes: government.offers.flatMap(\.routes), clock: host.clock, random: host.random, logger: logger,
            authenticate: host[Identity.self].authenticate, readiness: figures.checks, gauges: figures.gauges)
    }

    var table: RouteTable { web.table }

    /// Runs until the process is told to stop (SIGTERM, SIGINT); what is under way is finished first.
    ///
    /// The web server listens at once, and shows how far the preparation is; jobs and loops begin when it is finished.
    ///
    /// - Parameters:
    ///   - listening: told when the port is open, before anything is prepared.
    ///   - ready: told when the first page can be served.
    func run(listening: @escaping @Sendable (_ port: Int) -> Void = { _ in }, announcing ready: @escaping @Sendable (_ port: Int) -> Void) async throws {
        let (ports, found) = AsyncStream<Int>.makeStream()
        let background = BackgroundWork(
            ports: ports,
            prepare: { [preparing, preparation] port in
                listening(port)
                try await preparing?(preparation)
                preparation.finish()
                ready(port)
            },
            services: [JobService(runner: government.jobRunner())] + government.offers.flatMap(\.loops).map { LoopService(loop: $0, logger: logger) })
        let group = ServiceGroup(services: [WebService(server: web, found: found), background], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        try await group.run()
    }
}

private struct WebService: Service {
    let server: WebServer
    let found: AsyncStream<Int>.Continuation

    func run() async throws {
        defer { found.finish() }
        try await server.run { found.yield($0) }
    }
}

/// What goes on behind the pages, once there is something to go on with.
private struct BackgroundWork: Service {
    let ports: AsyncStream<Int>
    let prepare: @Sendable (_ port: Int) async throws -> Void
    let services: [any Service]

    func run() async throws {
        guard let port = await ports.first(where: { _ in true }) else { return }
        do {
            try await cancelWhenGracefulShutdown { try await prepare(port) }
        } catch is CancellationError {
            return  // Whoever stops the server early finds the work gone on with at the next start.
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for service in services { group.addTask { try await service.run() } }
            try await group.waitForAll()
        }
    }
}

private struct JobService: Service {
    let runner: JobRunner

    func run() async throws { await cancelWhenGracefulShutdown { await runner.run() } }
}

/// Repeats one capability's background step; a step that fails is logged and comes again.
private struct LoopService: Service {
    let loop: BackgroundLoop
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    try await loop.step()
                } catch {
                    logger.warning(
                        "background step failed", metadata: ["loop": "\(loop.name)", "error": "\((error as? PolityError)?.code ?? "\(type(of: error))")"])
                }
                try? await Task.sleep(for: loop.interval)
            }
        }
    }
}
