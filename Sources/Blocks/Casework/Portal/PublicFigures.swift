import Kernel
import Store

/// How many cases are decided and how fast, for everybody to see. Nothing in it is about anybody.
public struct PublicFigures: Sendable, Hashable {
    /// Decided in the last 30 days.
    public var decided: Int
    /// Days from sending in to the decision, of those.
    public var medianDays: Int
    public var open: Int

    /// Of at most so many cases the median is taken; the newest.
    private static let sample = 5_000

    // Each goes through an index of its own and reads no case.

    static func decided(since month: Instant) -> SQL {
        "SELECT COUNT(*) FROM casework_cases WHERE closed_at >= \(month) AND outcome IS NOT NULL"
    }

    /// A decided case may go on for years: a permit in force.
    static let open: SQL = "SELECT COUNT(*) FROM casework_cases WHERE closed_at IS NULL AND stage <> 'decided'"

    static func times(since month: Instant) -> SQL {
        """
        SELECT opened_at, closed_at FROM casework_cases WHERE closed_at >= \(month) AND outcome IS NOT NULL
        ORDER BY closed_at DESC, id DESC LIMIT \(sample)
        """
    }

    static func read(in connection: Connection) throws -> PublicFigures {
        let month = Instant(microseconds: connection.now.microseconds - 30 * 86_400_000_000)
        let decided = try connection.value(Self.decided(since: month), as: Int.self) ?? 0
        let open = try connection.value(Self.open, as: Int.self) ?? 0
        let days = try connection.rows(Self.times(since: month)).map { Int((try $0.instant(1).microseconds - $0.instant(0).microseconds) / 86_400_000_000) }
            .sorted()
        return PublicFigures(decided: decided, medianDays: days.isEmpty ? 0 : days[days.count / 2], open: open)
    }
}

extension Casework {
    /// Counted when asked: whoever shows them often keeps them for a while.
    public func publicFigures() async throws -> PublicFigures { try await store.read { try PublicFigures.read(in: $0) } }
}
