import Courier
import Logging
import StoreTesting
import Synchronization
import Testing

@testable import Messages

struct MailReachTests {
    /// What a mail server answers, and what the operator was told.
    private final class Server: Sendable {
        let failure = Mutex<DeliveryFailure?>(nil)
        let lines = Mutex<[String]>([])

        var reach: MailReach {
            let sender = MailSender(send: { _ in }, check: { [self] in if let failure = failure.withLock({ $0 }) { throw failure } })
            return MailReach(sender, logger: Logger(label: "test") { _ in Handler(server: self) })
        }

        struct Handler: LogHandler {
            let server: Server
            var metadata: Logger.Metadata = [:]
            var logLevel = Logger.Level.info

            init(server: Server) { self.server = server }

            subscript(metadataKey key: String) -> Logger.Metadata.Value? {
                get { metadata[key] }
                set { metadata[key] = newValue }
            }

            func log(
                level: Logger.Level, message: Logger.Message, metadata: Logger.Metadata?, source: String, file: String, function: String, line: UInt
            ) {
                server.lines.withLock { $0.append("\(level): \(message) \(metadata?["reason"].map { "\($0)" } ?? "")") }
            }
        }
    }

    @Test func anAbsentServerIsToldOnce() async {
        let server = Server()
        let reach = server.reach
        #expect(reach.health.isHealthy && reach.health.note == "not tried yet")
        server.failure.withLock { $0 = DeliveryFailure(isTemporary: true, reason: "nobody there") }
        for _ in 0..<3 { await reach.look() }
        #expect(!reach.health.isHealthy && !reach.health.isRequired && reach.health.note == "mail waits: nobody there")
        server.failure.withLock { $0 = nil }
        for _ in 0..<3 { await reach.look() }
        #expect(reach.health.isHealthy && reach.health.note.isEmpty)
        #expect(
            server.lines.withLock { $0 } == [
                "error: the mail server does not let us in; mail waits until it does nobody there", "notice: the mail server lets us in again ",
            ])
    }
}
