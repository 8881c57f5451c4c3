import Kernel
import Synchronization

/// Token buckets, in memory and bounded: when too many clients are known, those with full buckets are forgotten first.
final class RateLimiter: Sendable {
    private struct Bucket {
        var tokens: Double
        var refilled: Int64
    }

    private let buckets = Mutex<[String: Bucket]>([:])
    private let maximumBuckets: Int

    init(maximumBuckets: Int = 50_000) { self.maximumBuckets = maximumBuckets }

    /// Takes one token of `key`'s bucket.
    /// - Returns: nil when there was one; else after how many seconds there will be.
    func take(_ key: String, _ limit: RateLimit, now: Instant) -> Int? {
        buckets.withLock { buckets in
            if buckets.count >= maximumBuckets, buckets[key] == nil { makeRoom(&buckets, now: now) }
            let rate = Double(limit.count) / Double(max(1, limit.seconds))
            var bucket = buckets[key] ?? Bucket(tokens: Double(limit.count), refilled: now.microseconds)
            let seconds = Double(max(0, now.microseconds - bucket.refilled)) / 1_000_000
            bucket.tokens = min(Double(limit.count), bucket.tokens + seconds * rate)
            bucket.refilled = now.microseconds
            defer { buckets[key] = bucket }
            guard bucket.tokens >= 1 else { return max(1, Int(((1 - bucket.tokens) / rate).rounded(.up))) }
            bucket.tokens -= 1
            return nil
        }
    }

    private func makeRoom(_ buckets: inout [String: Bucket], now: Instant) {
        // A bucket untouched for ten minutes is as good as full.
        buckets = buckets.filter { now.microseconds - $0.value.refilled < 600_000_000 }
        guard buckets.count >= maximumBuckets else { return }
        let oldest = buckets.sorted { $0.value.refilled < $1.value.refilled }.prefix(maximumBuckets / 4)
        for (key, _) in oldest { buckets[key] = nil }
    }

    var count: Int { buckets.withLock { $0.count } }
}
