import Blueprint
import FEEL
import Kernel

/// One version of the government folder: read, checked, linked and ready to run. It never changes.
///
/// A submission pins the edition it was made under, by its hash. One object, because every page asks it for something.
public final class Edition: Sendable {
    public let folder: Folder
    public let government: Government
    /// The content hash of the folder, in hexadecimal.
    public let hash: String
    public let dialect: FolderDialect
    /// What its expressions may call beside FEEL's own functions.
    public let functions: [NamedFunction]
    private let parts: Provisions

    init(folder: Folder, dialect: FolderDialect, functions: [NamedFunction], parts: Provisions) {
        self.folder = folder
        self.dialect = dialect
        government = folder.government
        self.functions = functions
        hash = folder.snapshot.hash
        self.parts = parts
    }

    /// What a capability made of its files when it linked: `edition[CompiledServices.self]`.
    public subscript<Part: Sendable>(_ type: Part.Type) -> Part { parts[type] }

    /// The same of a capability that is linked later, or not at all.
    public func optional<Part: Sendable>(_ type: Part.Type) -> Part? { parts.optional(type) }
}

/// An edition in the making. Each capability in turn adds its part and reports what it finds wrong.
public struct Linking {
    public let folder: Folder
    /// What it was first served in; nil for a folder that was not served yet.
    public let servedIn: FolderDialect?
    /// What the capabilities give to FEEL, for those that compile expressions themselves.
    public private(set) var functions: [NamedFunction]
    /// What service tasks may ask of the capabilities.
    public let serviceTasks: [ServiceTaskDeclaration]
    public var diagnostics: Diagnostics
    var parts = Provisions()
    private let slowChecks = SlowChecks()

    init(folder: Folder, servedIn: FolderDialect?, functions: [NamedFunction], serviceTasks: [ServiceTaskDeclaration]) {
        self.folder = folder
        self.servedIn = servedIn
        diagnostics = Diagnostics(isOfServed: servedIn != nil)
        self.functions = functions
        self.serviceTasks = serviceTasks
    }

    public var government: Government { folder.government }

    public mutating func provide<Part: Sendable>(_ part: Part) { parts.provide(part) }

    /// The part of an earlier capability.
    public subscript<Part: Sendable>(_ type: Part.Type) -> Part { parts[type] }

    /// Gives FEEL a function that depends on what the folder says, for the expressions that are compiled from here on.
    ///
    /// - Precondition: no other has its name.
    public mutating func declare(_ function: NamedFunction) {
        precondition(!functions.contains { $0.name == function.name }, "FEEL is given '\(function.name)' twice")
        functions.append(function)
    }

    /// A check that waits for something outside and that nothing else waits for: it runs beside the rest of the linking.
    public func checkBeside(_ check: @escaping @Sendable () -> Diagnostics) { slowChecks.begin(check) }

    /// Waits for the checks that run beside.
    func slowFindings() -> Diagnostics { slowChecks.findings() }

    /// Compiles an expression of the folder. `names` are what it may use.
    public mutating func compile(_ source: SourceText, names: [String: FEELType], expected: FEELType = .any) -> Expression? {
        Expression(source.text, names: Names(names, functions: functions), expected: expected, location: source.location, diagnostics: &diagnostics)
    }
}
