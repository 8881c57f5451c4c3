/// Where the server listens and how much it takes on.
public struct WebSettings: Sendable {
    public var host = "127.0.0.1"
    /// 0 takes any free port; `onReady` tells which.
    public var port = 8080
    /// Addresses whose `X-Forwarded-For` is believed.
    public var trustedProxies: Set<String> = []
    /// 32 bytes that all servers of one government share: form tokens are made with them.
    public var formKey: [UInt8] = []
    public var maximumHeaderBytes = 32_768
    /// Of a form or JSON body; files have their route's own limit.
    public var maximumBodyBytes = 1_000_000
    public var maximumFields = 2_000
    /// A request's head and body must have arrived within this; a route with uploads gets ten times as much.
    public var readTimeoutSeconds = 30
    public var idleTimeoutSeconds = 60
    /// A client that takes an answer more slowly than this, `idleTimeoutSeconds` apart, is let go.
    public var slowestBytesPerSecond = 8_192
    public var maximumConnections = 4_096
    /// Requests worked on at once; one more gets 503 with Retry-After.
    public var maximumRequests = 1_024
    /// Bodies of one client address on their way at once; one more gets 429. Without `clientRate` there is no such limit either.
    public var maximumBodiesPerClient = 64
    /// For everything together, each client address.
    public var clientRate: RateLimit? = RateLimit(3_000, perSeconds: 60)
    /// Addresses that may read `/metrics`.
    public var operators: Set<String> = ["127.0.0.1", "::1"]
    /// Tells people about the API at `/developers`.
    public var showsDevelopersPage = true
    /// Shows the component gallery at `/components`.
    public var showsComponents = false

    /// What the first pages wait for; nil where nothing has to be prepared.
    public var preparation: Preparation?

    public init() {}
}
