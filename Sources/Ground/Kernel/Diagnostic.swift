/// A place in a file of the government folder. Lines and columns count from 1; a column counts characters.
public struct SourcePosition: Hashable, Sendable, Comparable {
    public var line: Int
    public var column: Int

    public init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    public static func < (a: Self, b: Self) -> Bool { (a.line, a.column) < (b.line, b.column) }
}

/// Where something stands: the file's path below the government folder, and its first character.
public struct SourceLocation: Hashable, Sendable, Comparable, CustomStringConvertible {
    public var file: String
    public var position: SourcePosition

    public init(file: String, line: Int, column: Int) {
        self.file = file
        position = SourcePosition(line: line, column: column)
    }

    public var description: String { "\(file):\(position.line):\(position.column)" }
    public static func < (a: Self, b: Self) -> Bool { (a.file, a.position) < (b.file, b.position) }
}

/// One finding: where, what is wrong, and how to mend it.
public struct Diagnostic: Hashable, Sendable, CustomStringConvertible {
    public enum Severity: String, Sendable { case error, warning }

    public var severity: Severity
    public var location: SourceLocation
    public var message: String
    public var mend: String?

    public init(_ severity: Severity, _ location: SourceLocation, _ message: String, mend: String? = nil) {
        self.severity = severity
        self.location = location
        self.message = message
        self.mend = mend
    }

    /// `services/x/service.yaml:3:1: error: unknown key 'titel'` and, on a line of its own, the mend.
    public var description: String {
        "\(location): \(severity.rawValue): \(message)" + (mend.map { "\n    \($0)" } ?? "")
    }
}

/// Collects findings; reading goes on after each, so that one run reports them all.
public struct Diagnostics: Sendable {
    public private(set) var all: [Diagnostic] = []
    /// Whether what is read was served before: there are cases, then, that only it can go on with.
    public let isOfServed: Bool

    public init(isOfServed: Bool = false) { self.isOfServed = isOfServed }

    public var hasErrors: Bool { all.contains { $0.severity == .error } }

    /// By file and position, each once.
    public var sorted: [Diagnostic] {
        var seen: Set<Diagnostic> = []
        return all.filter { seen.insert($0).inserted }.sorted { ($0.location, $0.message) < ($1.location, $1.message) }
    }

    public func count(of severity: Diagnostic.Severity) -> Int { all.count { $0.severity == severity } }

    public mutating func error(_ location: SourceLocation, _ message: String, mend: String? = nil) {
        all.append(Diagnostic(.error, location, message, mend: mend))
    }

    public mutating func warning(_ location: SourceLocation, _ message: String, mend: String? = nil) {
        all.append(Diagnostic(.warning, location, message, mend: mend))
    }

    /// What is an error since a version of the program that is not the first: whoever changes a folder mends it, and one that was served goes on as
    /// it did.
    public mutating func tightened(_ location: SourceLocation, _ message: String, mend: String? = nil) {
        append(Diagnostic(isOfServed ? .warning : .error, location, message, mend: mend))
    }

    public mutating func append(_ diagnostic: Diagnostic) { all.append(diagnostic) }

    public mutating func append(contentsOf other: Diagnostics) { all.append(contentsOf: other.all) }

    /// Takes over what a later stage found, but not where an earlier one already reported an error: the second finding
    /// at one place is most often only a consequence of the first.
    public mutating func append(contentsOf later: Diagnostics, unlessReported earlier: Diagnostics) {
        let places = Set(earlier.all.lazy.filter { $0.severity == .error }.map(\.location))
        all.append(contentsOf: later.all.filter { !places.contains($0.location) })
    }
}
