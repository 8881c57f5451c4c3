import Courier
import FEEL
import Kernel

/// What came of a call.
enum OutsideAnswer: Sendable, Hashable {
    /// The variables that the task is completed with.
    case answered(Context)
    /// The same call would be refused again; an error event can catch the code, which is the status.
    case refused(code: String, reason: String)
    /// Nobody answered, or the system said that it cannot just now, and perhaps for how long.
    case notNow(code: String, reason: String, after: Duration?)

    init(_ reply: OutboundReply, from system: String, at now: Instant) {
        self.init(status: reply.status, body: Self.body(of: reply), from: system, retryAfter: reply.retryAfter(at: now))
    }

    /// - Parameters:
    ///   - body: nil for JSON that is none.
    ///   - system: for the reason, which quotes nothing of what was said.
    init(status: Int, body: Value?, from system: String, retryAfter: Duration? = nil) {
        switch status {
        case 200...299:
            guard let body else {
                self = .refused(code: "unreadable", reason: "\(system) answered with something that is not the JSON it says")
                return
            }
            self = .answered([OutsideCall.reply: .context(["status": .number(Decimal128(status)), "body": body])])
        // RFC 9110, section 15.5.9; RFC 8470, section 5.2; RFC 6585, section 4.
        case 408, 425, 429, 500...599: self = .notNow(code: "\(status)", reason: "\(system) answered \(status)", after: retryAfter)
        default: self = .refused(code: "\(status)", reason: "\(system) answered \(status)")
        }
    }

    init(_ failure: DeliveryFailure, from system: String) {
        let reason = "\(system): \(failure.reason)"
        self = failure.isTemporary ? .notNow(code: "unreachable", reason: reason, after: nil) : .refused(code: "unreachable", reason: reason)
    }

    /// JSON as values, other text as text; nil for JSON that is none.
    private static func body(of reply: OutboundReply) -> Value? {
        guard !reply.body.isEmpty else { return .null }
        let type = reply.headers.last { $0.name == "content-type" }?.value.lowercased() ?? ""
        guard type.contains("json") else { return .string(String(decoding: reply.body, as: UTF8.self)) }
        return (try? JSON(parsing: reply.body)).map { Value($0) }
    }
}
