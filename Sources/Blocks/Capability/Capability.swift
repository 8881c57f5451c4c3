import Blueprint
import FEEL
import Kernel
import Store

/// One thing the government can do, as one value: a block that others build on, or a service that people come for.
///
/// A capability is one folder under Sources/ and one line in the list that `polity` is composed of. It says what it
/// adds to the government folder and to the store before anything runs; `open` then starts it on a running system and
/// answers with what it offers there.
///
/// Each room declares its own as `extension Capability { public static let journal = Capability(id: "journal", …) }`,
/// in a file `JournalCapability.swift` that reads like the room's index; `Sources/polity/Capabilities.swift` lists them.
public struct Capability: Sendable {
    /// In snake_case: `casework`. Migrations, permissions and phrases begin with it.
    public var id: String
    /// The kinds of file it reads from the folder.
    public var kinds: [AnyFileKind]
    public var migrations: [Migration]
    /// The rights its routes and commands ask for; roles in polity.yaml name them.
    public var permissions: [PermissionDeclaration]
    /// The kinds of message it sends; messages/KIND.mustache words them.
    public var letters: [LetterDeclaration]
    /// What it gives to every FEEL expression of the folder: pure, quick, and total functions with plain names.
    public var functions: [NamedFunction]
    /// What service tasks of a drawn process may ask of it.
    public var serviceTasks: [ServiceTaskDeclaration]
    /// Makes its part of an edition from the files: resolves names across files, compiles expressions, reports faults.
    public var link: @Sendable (_ edition: inout Linking) -> Void
    /// Starts it. What earlier capabilities provided is in `host`; what later ones need, it provides there.
    public var open: @Sendable (_ host: Host) async throws -> Offer

    public init(
        id: String, kinds: [AnyFileKind] = [], migrations: [Migration] = [], permissions: [PermissionDeclaration] = [],
        letters: [LetterDeclaration] = [], functions: [NamedFunction] = [], serviceTasks: [ServiceTaskDeclaration] = [],
        link: @escaping @Sendable (_ edition: inout Linking) -> Void = { _ in },
        open: @escaping @Sendable (_ host: Host) async throws -> Offer = { _ in Offer() }
    ) {
        self.id = id
        self.kinds = kinds
        self.migrations = migrations
        self.permissions = permissions
        self.letters = letters
        self.functions = functions
        self.serviceTasks = serviceTasks
        self.link = link
        self.open = open
    }
}

/// A kind of message, and when it is sent, in one sentence for the reference and for whoever words it.
public struct LetterDeclaration: Sendable, Hashable {
    /// The kind, as `messages/KIND.mustache` names it.
    public var kind: String
    public var about: String

    public init(_ kind: String, _ about: String) {
        self.kind = kind
        self.about = about
    }
}

/// A right, and what it lets its holder do, in one sentence for the reference and for whoever writes roles.
public struct PermissionDeclaration: Sendable, Hashable {
    public var permission: Permission
    public var about: String

    public init(_ permission: Permission, _ about: String) {
        self.permission = permission
        self.about = about
    }
}
