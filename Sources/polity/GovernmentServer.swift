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

    /// - Throws: `WEB-500` when routes contradict each other.
    init(_ government: RunningGovernment, listening: ListeningSettings, logger: Logger) throws {
        self.government = government
        self.logger = logger
        var settings = WebSettings()
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
    func run(announcing ready: @escaping @Sendable (_ port: Int) -> Void) async throws {
        var services: [any Service] = [WebService(server: web, ready: ready), JobService(runner: government.jobRunner())]
        services += government.offers.flatMap(\.loops).map { LoopService(loop: $0, logger: logger) }
        let group = ServiceGroup(services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        try await group.run()
    }
}

private struct WebService: Service {
    let server: WebServer
    let ready: @Sendable (Int) -> Void

    func run() async throws { try await server.run(onReady: ready) }
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
