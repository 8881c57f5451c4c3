import Courier
import Logging
import Synchronization
import Web

/// Whether the mail server lets us in, as it was found the last time: it is asked at start, and every minute.
///
/// Mail that cannot go out waits, and the government goes on serving without it: operators are told, and nobody is turned away.
final class MailReach: Sendable {
    private enum State: Equatable { case notTried, reached, failed(String) }

    private let check: @Sendable () async throws -> Void
    private let logger: Logger
    private let state = Mutex(State.notTried)

    init(_ sender: MailSender, logger: Logger) {
        check = sender.check
        self.logger = logger
    }

    /// Asks the server. Only what has changed is logged.
    func look() async {
        let found: State
        do {
            try await check()
            found = .reached
        } catch {
            found = .failed((error as? DeliveryFailure)?.reason ?? "\(type(of: error))")
        }
        let before = state.withLock { state in
            defer { state = found }
            return state
        }
        switch (before, found) {
        case (.failed, .reached): logger.notice("the mail server lets us in again")
        case (_, .failed(let reason)) where before != found:
            logger.error("the mail server does not let us in; mail waits until it does", metadata: ["reason": "\(reason)"])
        default: break
        }
    }

    var health: HealthCheck {
        switch state.withLock({ $0 }) {
        case .notTried: HealthCheck("mail", isHealthy: true, note: "not tried yet", isRequired: false)
        case .reached: HealthCheck("mail", isHealthy: true, isRequired: false)
        case .failed(let reason): HealthCheck("mail", isHealthy: false, note: "mail waits: \(reason)", isRequired: false)
        }
    }
}
