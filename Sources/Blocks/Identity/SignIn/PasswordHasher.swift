import CSodium
import Foundation
import Kernel
import Synchronization

/// Hashes passwords with Argon2id (RFC 9106) on threads of its own.
///
/// One hash takes some 20 ms and 19 MiB on purpose, so at most `threads` run at once and `waiting` wait; more are told
/// to come back. The server's own threads never compute one.
public final class PasswordHasher: Sendable {
    /// What a hash costs. The default is OWASP's second choice: 19 MiB, two passes.
    public struct Cost: Sendable, Hashable {
        public var passes: UInt64
        public var bytes: Int

        public init(passes: UInt64, bytes: Int) {
            self.passes = passes
            self.bytes = bytes
        }

        public static let standard = Cost(passes: 2, bytes: 19 << 20)
        /// The least libsodium allows: for tests and made-up residents, whose passwords are printed anyway.
        public static let least = Cost(passes: 1, bytes: 8 << 10)
    }

    public struct Verdict: Sendable, Hashable {
        public var matches: Bool
        /// Hashed at another cost than today's: hash again while the password is at hand.
        public var isOutdated: Bool
    }

    /// Longer passwords are refused rather than hashed: work must not grow with what a stranger sends.
    public static let longestPassword = 1_024

    private let cost: Cost
    private let workers: WorkerThreads
    /// Stands in for the hash of an account that does not exist, so that both answers take the same time.
    private let decoy: String

    public init(cost: Cost = .standard, threads: Int = 2, waiting: Int = 64) throws {
        guard sodium_init() >= 0 else { throw PolityError(.broken, "IDENTITY-301", "libsodium could not start.") }
        self.cost = cost
        workers = WorkerThreads(count: threads, waiting: waiting)
        decoy = try Self.hash(Array("no such account".utf8), cost)
    }

    /// The hash in its textual form, with salt and cost in it.
    public func hash(_ password: String) async throws -> String {
        let bytes = try Self.bytes(password)
        let cost = cost
        return try await workers.run { try Self.hash(bytes, cost) }
    }

    /// - Parameter hash: nil when there is no such account or it has no password; the work is done all the same.
    public func verify(_ password: String, against hash: String?) async throws -> Verdict {
        let bytes = try Self.bytes(password)
        let (stored, cost) = (hash ?? decoy, cost)
        let verdict = try await workers.run {
            Verdict(
                matches: crypto_pwhash_str_verify(stored, bytes, UInt64(bytes.count)) == 0,
                isOutdated: crypto_pwhash_str_needs_rehash(stored, cost.passes, cost.bytes) != 0)
        }
        return hash == nil ? Verdict(matches: false, isOutdated: false) : verdict
    }

    private static func bytes(_ password: String) throws -> [CChar] {
        // One spelling of the same letters, however the keyboard composes them (RFC 8265, section 4.2).
        let utf8 = Array(password.precomposedStringWithCanonicalMapping.utf8)
        guard utf8.count <= longestPassword else { throw IdentityFault.longPassword }
        return utf8.map { CChar(bitPattern: $0) }
    }

    private static func hash(_ password: [UInt8], _ cost: Cost) throws -> String { try hash(password.map { CChar(bitPattern: $0) }, cost) }

    private static func hash(_ password: [CChar], _ cost: Cost) throws -> String {
        var out = [CChar](repeating: 0, count: Int(crypto_pwhash_STRBYTES))
        guard crypto_pwhash_str(&out, password, UInt64(password.count), cost.passes, cost.bytes) == 0 else {
            throw IdentityFault.noMemory
        }
        return String(decoding: out.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
