import Kernel
import Synchronization

/// Hands a message to whoever carries it on. Returns when that one has taken responsibility for it.
public struct MailSender: Sendable {
    /// - Throws: `DeliveryFailure`.
    public var send: @Sendable (MailMessage) async throws -> Void
    /// Goes as far as a message would, and hands none over: whether the mail server is there, and knows us.
    ///
    /// - Throws: `DeliveryFailure`.
    public var check: @Sendable () async throws -> Void

    public init(send: @escaping @Sendable (MailMessage) async throws -> Void, check: @escaping @Sendable () async throws -> Void = {}) {
        self.send = send
        self.check = check
    }

    /// Keeps every message in `mailbox`: for tests and for the demonstration's mail page.
    public static func keeping(in mailbox: Mailbox) -> MailSender { MailSender { mailbox.add($0) } }
}

/// Why a message did not go out, and whether another attempt makes sense.
public struct DeliveryFailure: Error, Sendable, CustomStringConvertible {
    /// False when the same message would be refused again.
    public var isTemporary: Bool
    /// For the operator; holds no address.
    public var reason: String

    public init(isTemporary: Bool, reason: String) {
        self.isTemporary = isTemporary
        self.reason = reason
    }

    public var description: String { "\(isTemporary ? "temporary" : "permanent"): \(reason)" }
}

/// Messages in memory, the newest last; the oldest leave when it is full.
public final class Mailbox: Sendable {
    private let content = Mutex<[MailMessage]>([])
    private let capacity: Int

    public init(capacity: Int = 1_000) { self.capacity = capacity }

    public var messages: [MailMessage] { content.withLock { $0 } }

    public func add(_ message: MailMessage) {
        content.withLock { messages in
            messages.append(message)
            if messages.count > capacity { messages.removeFirst(messages.count - capacity) }
        }
    }
}
