/// At most `count` calls in `seconds`, refilled evenly (a token bucket), for each client address or account.
public struct RateLimit: Sendable, Hashable {
    public enum Key: Sendable, Hashable { case client, account }

    public var count: Int
    public var seconds: Int
    public var key: Key

    /// - Parameter key: `.account` falls back to the client's address for a visitor who has not signed in.
    public init(_ count: Int, perSeconds seconds: Int, by key: Key = .client) {
        self.count = count
        self.seconds = seconds
        self.key = key
    }
}
