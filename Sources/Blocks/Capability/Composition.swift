import Blueprint
import FEEL
import Kernel
import Store

/// The capabilities a `polity` is made of, in the order of the house. Everything that goes over all of them is here.
public struct Composition: Sendable {
    public let capabilities: [Capability]

    /// - Precondition: ids and the names of functions differ, and migrations, permissions and service tasks begin with their capability's id.
    public init(_ capabilities: [Capability]) {
        precondition(Set(capabilities.map(\.id)).count == capabilities.count, "two capabilities have one id")
        let functions = capabilities.flatMap(\.functions).map(\.name)
        precondition(Set(functions).count == functions.count, "two capabilities give FEEL the same name")
        for capability in capabilities {
            precondition(capability.migrations.allSatisfy { $0.capability == capability.id }, "a migration of \(capability.id) is named for another capability")
            precondition(
                capability.serviceTasks.allSatisfy { $0.name.hasPrefix(capability.id + ".") }, "a service task of \(capability.id) does not begin with its id")
            precondition(
                capability.permissions.allSatisfy { $0.permission.name.hasPrefix(capability.id + ".") },
                "a permission of \(capability.id) does not begin with its id")
        }
        self.capabilities = capabilities
    }

    public var kinds: [AnyFileKind] { capabilities.flatMap(\.kinds) }
    public var permissions: [PermissionDeclaration] { capabilities.flatMap(\.permissions) }
    public var letters: [LetterDeclaration] { capabilities.flatMap(\.letters) }
    /// What every expression of the folder may call beside FEEL's own functions.
    public var functions: [NamedFunction] { capabilities.flatMap(\.functions) }
    public var serviceTasks: [ServiceTaskDeclaration] { capabilities.flatMap(\.serviceTasks) }
    public var migrations: [Migration] { Editions.migrations + capabilities.flatMap(\.migrations) }

    /// Reads, checks and links a folder. The edition is nil when there are errors; all findings are in the diagnostics.
    ///
    /// - Parameter dialect: what it was first served in, for a folder that was served: what this version finds wrong and that one did not does not
    ///   stop it.
    public func edition(of snapshot: FolderSnapshot, servedIn dialect: FolderDialect? = nil) -> (Edition?, Diagnostics) {
        var reading = Reading(isOfServed: dialect != nil)
        reading.references.declare("permission", builtIn: permissions.map(\.permission.name))
        reading.references.declare("message", builtIn: letters.map(\.kind))
        let folder = Folder.read(snapshot, kinds: kinds, reading: &reading)
        reading.resolveReferences()
        var linking = Linking(folder: folder, servedIn: dialect, functions: functions, serviceTasks: serviceTasks)
        for capability in capabilities { capability.link(&linking) }
        var diagnostics = reading.diagnostics
        diagnostics.append(contentsOf: linking.diagnostics, unlessReported: diagnostics)
        diagnostics.append(contentsOf: linking.slowFindings(), unlessReported: diagnostics)
        guard !diagnostics.hasErrors else { return (nil, diagnostics) }
        return (Edition(folder: folder, dialect: dialect ?? .newest, functions: linking.functions, parts: linking.parts), diagnostics)
    }
}
