import HTTPTypes
import HummingbirdCore
import Kernel
import Logging
import NIOCore
import NIOPosix
public import ServiceLifecycle
import Synchronization

extension WebServer: Service {
    /// Listens until the service group shuts down gracefully: no new request is taken, those under way are finished.
    public func run() async throws { try await run(onReady: { _ in }) }

    /// - Parameter onReady: told the port when the server listens.
    public func run(onReady: @escaping @Sendable (_ port: Int) async -> Void) async throws {
        var quiet = logger
        if quiet.logLevel < .notice { quiet.logLevel = .notice }
        let channel = HTTP1Channel.Configuration(
            idleTimeout: .seconds(Int64(settings.idleTimeoutSeconds)),
            httpDecoderConfiguration: .init(
                maxHeaderFieldSize: settings.maximumHeaderBytes, maxHeaderListSize: settings.maximumHeaderBytes, maxHeaderFieldCount: 100))
        let server = try HTTPServerBuilder.http1(configuration: channel).buildServer(
            configuration: .init(
                address: .hostname(settings.host, port: settings.port), backlog: 1_024,
                availableConnectionsDelegate: MaximumAvailableConnections(settings.maximumConnections, logger: quiet)),
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton, logger: quiet,
            responder: { request, writer, channel in try await self.serve(request, writer, channel) },
            onServerRunning: { channel in await onReady(channel.localAddress?.port ?? self.settings.port) })
        try await withGracefulShutdownHandler {
            try await server.run()
        } onGracefulShutdown: {
            self.state.drain()
        }
    }

    private func serve(_ request: HummingbirdCore.Request, _ writer: consuming ResponseWriter, _ channel: any Channel) async throws {
        if request.head.headerFields[.expect] != nil { try await writer.writeInformationalHead(HTTPResponse(status: .continue)) }
        var reader = BodyReader(request.body, request.head.headerFields)
        let answer = try await respond(request.head, &reader, client: channel.remoteAddress?.ipAddress ?? "unknown")
        let patience = patience(with: answer, channel)
        defer { patience?.cancel() }
        try await writer.write(response: answer.head, body: answer.body)
        if !reader.isAtEnd { try await reader.drain() }
    }

    /// Closes the connection of a client that takes nothing of its answer for so long that it never will: connections are few, and
    /// each holds what is to be sent. What fits the system's own buffers is sent in any case.
    private func patience(with answer: HTTPAnswer, _ channel: any Channel) -> Scheduled<Void>? {
        guard let size = answer.body.contentLength, size > 65_536 else { return nil }
        let seconds = settings.idleTimeoutSeconds + size / max(1, settings.slowestBytesPerSecond)
        return channel.eventLoop.scheduleTask(in: .seconds(Int64(seconds))) { channel.close(promise: nil) }
    }

    /// Starts the server in the background; for tests and tools.
    public func start() async throws -> RunningWebServer {
        let (ports, found) = AsyncStream<Int>.makeStream()
        let server = self
        var quiet = logger
        quiet.logLevel = .error
        let group = ServiceGroup(services: [Listening(server: server, found: found)], logger: quiet)
        let task = Task {
            defer { found.finish() }
            try await group.run()
        }
        for await port in ports { return RunningWebServer(port: port, group: group, task: task) }
        try await task.value
        throw PolityError(.unavailable, "WEB-503", Phrase.unavailable, context: "the server did not start")
    }
}

private struct Listening: Service {
    let server: WebServer
    let found: AsyncStream<Int>.Continuation

    func run() async throws { try await server.run { port in found.yield(port) } }
}

/// A server that listens.
public struct RunningWebServer: Sendable {
    public let port: Int
    let group: ServiceGroup
    let task: Task<Void, any Error>

    public var url: String { "http://127.0.0.1:\(port)" }

    /// Stops gracefully and waits for the end.
    public func stop() async {
        await group.triggerGracefulShutdown()
        try? await task.value
    }
}
