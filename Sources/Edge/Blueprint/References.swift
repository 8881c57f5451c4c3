import Kernel

/// The names that files declare and the uses of them, checked against each other once every file is read.
///
/// Schemas feed it by themselves: `identifier(declaring: "role")` declares, `reference(to: "role")` uses. Code adds
/// what a schema cannot say. A `scope` keeps names apart that are unique only inside one file or thing.
public struct References: Sendable {
    struct Space: Hashable, Sendable {
        var kind: String
        var scope: String
    }

    struct Use: Sendable {
        var space: Space
        var name: String
        var location: SourceLocation
    }

    /// In the order of reading; a location is nil for what the program itself declares.
    var declarations: [(space: Space, name: String, location: SourceLocation?)] = []
    var uses: [Use] = []

    public init() {}

    public mutating func declare(_ kind: String, _ name: String, at location: SourceLocation, in scope: String = "") {
        declarations.append((Space(kind: kind, scope: scope), name, location))
    }

    /// Names that need no file: the permissions that capabilities bring.
    public mutating func declare(_ kind: String, builtIn names: some Sequence<String>) {
        for name in names { declarations.append((Space(kind: kind, scope: ""), name, nil)) }
    }

    public mutating func use(_ kind: String, _ name: String, at location: SourceLocation, in scope: String = "") {
        uses.append(Use(space: Space(kind: kind, scope: scope), name: name, location: location))
    }

    public mutating func append(contentsOf other: References) {
        declarations += other.declarations
        uses += other.uses
    }

    /// The names declared of one kind, sorted, each once.
    public func names(of kind: String, in scope: String = "") -> [String] {
        let space = Space(kind: kind, scope: scope)
        return Set(declarations.filter { $0.space == space }.map(\.name)).sorted()
    }
}
