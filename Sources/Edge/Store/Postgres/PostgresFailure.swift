import CPostgres
import Kernel

/// What a failed statement means for the transaction around it.
enum PostgresFailure {
    /// The server or the way to it is gone.
    case connectionLost
    /// Another transaction was first; the whole of this one may run again.
    case conflict
    case other(PolityError)

    /// By the five-character code (PostgreSQL documentation, appendix A). The server's detail text is never used,
    /// because it quotes values.
    init(state: String, message: String, constraint: String?) {
        switch state {
        // serialization_failure, deadlock_detected.
        case "40001", "40P01": self = .conflict
        // A migration made what this connection has prepared stale: a new connection prepares afresh.
        case "0A000" where message.contains("cached plan"): self = .connectionLost
        case "23505": self = .other(StoreFault.duplicate("unique: \(constraint ?? "unnamed")"))
        case "57014": self = .other(StoreFault.tookTooLong)
        // admin_shutdown, crash_shutdown, cannot_connect_now, too_many_connections.
        case "57P01", "57P02", "57P03", "53300": self = .connectionLost
        case _ where state.hasPrefix("08"): self = .connectionLost
        case _ where state.hasPrefix("23"): self = .other(StoreFault.constraint("\(state): \(constraint ?? "unnamed")"))
        case "53100": self = .other(StoreFault.full("the server answered 53100"))
        // insufficient_resources, system_error, internal_error.
        case _ where state.hasPrefix("53") || state.hasPrefix("58") || state.hasPrefix("XX"): self = .other(StoreFault.failed("the server answered \(state)"))
        // A message of class 42 is about the statement's own text; any other may quote a value.
        case _ where state.hasPrefix("42"): self = .other(StoreFault.badStatement("\(message) (\(state))"))
        default: self = .other(StoreFault.badStatement("the server answered \(state)"))
        }
    }

    init(_ result: OpaquePointer?) {
        func field(_ code: Int32) -> String? { PQresultErrorField(result, code).map { String(cString: $0) } }
        guard let state = field(Int32(UInt8(ascii: "C"))) else {
            self = .connectionLost
            return
        }
        self.init(
            state: state, message: field(Int32(UInt8(ascii: "M"))) ?? "",
            constraint: field(Int32(UInt8(ascii: "n"))) ?? field(Int32(UInt8(ascii: "c"))).map { "\(field(Int32(UInt8(ascii: "t"))) ?? "").\($0)" })
    }

    var error: PolityError {
        switch self {
        case .connectionLost: StoreFault.away("the connection to the server was lost")
        case .conflict: StoreFault.conflict(attempts: 1)
        case .other(let error): error
        }
    }
}
