import CPostgres
import Glibc
import Kernel

/// Waiting for a server that may be frozen: a Unix socket never tells, and TCP only of the machine's end.
///
/// A statement may take its time, so time alone does not tell either. A server that has not answered when it should have is
/// asked for a sign of life over a connection of its own; only one that gives none is given up.
extension PostgresSession {
    /// How long a sign of life is waited for: the shortest that libpq knows (PostgreSQL documentation, section 34.1.2).
    private static let pingSeconds = 2
    private static let betweenPings = Duration.seconds(5)

    /// libpq's next result, for which a server without a sign of life is not waited for.
    func nextResult() -> OpaquePointer? {
        guard isReady() else {
            isSilent = true
            _ = fail(.connectionLost)
            return nil
        }
        return PQgetResult(handle)
    }

    /// Sends what is still to be sent and reads until `PQgetResult` does not block (PostgreSQL documentation, section 34.4).
    private func isReady() -> Bool {
        guard !isSilent else { return false }
        var askAt: ContinuousClock.Instant?
        while true {
            let unsent = PQflush(handle)
            // What went wrong, the next result says.
            guard unsent >= 0, PQisBusy(handle) != 0 else { return true }
            var event = pollfd(fd: PQsocket(handle), events: Int16(unsent > 0 ? POLLIN | POLLOUT : POLLIN), revents: 0)
            let now = ContinuousClock.now
            let next = askAt ?? max(expectedBy - .seconds(Self.pingSeconds), now + .seconds(Self.pingSeconds))
            askAt = next
            switch poll(&event, 1, Int32(clamping: max(0, (next - now).wholeMicroseconds / 1_000 + 1))) {
            case 0:
                guard Self.givesSignOfLife(url) else { return false }
                askAt = .now + Self.betweenPings
            case let ready where ready < 0 && errno != EINTR: return true
            case let ready where ready > 0: guard PQconsumeInput(handle) == 1 else { return true }
            default: break
            }
        }
    }

    private static func givesSignOfLife(_ url: String) -> Bool {
        let answer = withParameters([("dbname", url), ("connect_timeout", "\(pingSeconds)")]) { PQpingParams($0, $1, 1) }
        return answer != PQPING_NO_RESPONSE
    }
}

/// Calls `body` with libpq's names and values: two null-terminated arrays of C strings.
func withParameters<Result>(
    _ parameters: [(String, String)], _ body: (_ names: UnsafePointer<UnsafePointer<CChar>?>, _ values: UnsafePointer<UnsafePointer<CChar>?>) -> Result
) -> Result {
    withCStrings(parameters.map(\.0)) { names in withCStrings(parameters.map(\.1)) { body(names, $0) } }
}

private func withCStrings<Result>(_ strings: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> Result) -> Result {
    let copies = strings.map { strdup($0) }
    defer { for copy in copies { free(copy) } }
    return (copies.map { UnsafePointer($0) } + [nil]).withUnsafeBufferPointer { pointers in
        guard let base = pointers.baseAddress else { preconditionFailure("the array has at least its end") }
        return body(base)
    }
}
