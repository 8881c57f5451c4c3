/// The number of one thing a process waits for (a task, a timer, a message, a call) or of a scope that is open.
/// Unique within its instance and never used again.
public struct Ticket: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let number: Int

    public init(_ number: Int) { self.number = number }

    /// The process itself, which is the outermost scope.
    public static let root = Ticket(0)

    public var description: String { String(number) }
    public static func < (a: Self, b: Self) -> Bool { a.number < b.number }
}
