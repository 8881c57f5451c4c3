import Kernel
import Testing

@testable import Courier

/// RFC 9110, sections 5.6.7 and 10.2.3.
struct RetryAfterTests {
    /// 2026-11-22T09:00:00Z.
    private let now = Instant(microseconds: 1_795_338_000_000_000)

    @Test(arguments: [
        ("120", 120), ("0", 0), ("99999999999999999999", 9_999_999_999), ("Sun, 22 Nov 2026 09:01:40 GMT", 100), ("Sunday, 22-Nov-26 09:01:40 GMT", 100),
        ("Sun Nov 22 09:01:40 2026", 100), ("Sun, 06 Nov 1994 08:49:37 GMT", 0), ("Sunday, 06-Nov-94 08:49:37 GMT", 0), ("Sun Nov  6 08:49:37 1994", 0),
    ])
    func whatIsSaidIsRead(value: String, seconds: Int64) {
        #expect(OutboundReply(status: 503, headers: [("retry-after", value)]).retryAfter(at: now) == .seconds(seconds))
    }

    @Test(arguments: [
        "", "soon", "-5", "1.5", "12 s", "Sun, 22 Nov 2026 09:01:40 CET", "Sun, 31 Feb 2026 09:01:40 GMT", "Sun, 22 Nov 2026 25:00:00 GMT",
        "Sun, 22 Nov 2026 09:01 GMT", "Sun, 22 Nom 2026 09:01:40 GMT", "2026-11-22T09:01:40Z",
    ])
    func whatCannotBeReadSaysNothing(value: String) {
        #expect(OutboundReply(status: 503, headers: [("retry-after", value)]).retryAfter(at: now) == nil)
    }

    @Test func whoSaysNothingSaysNothing() { #expect(OutboundReply(status: 503).retryAfter(at: now) == nil) }
}
