import ArgumentParser
import Blueprint
import Capability
import Foundation
import Kernel
import Logging
import Registries
import Store

/// `polity plan DIR`: what serving a changed folder would do to the data that is stored.
struct PlanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan", abstract: "Show what a changed folder does to stored data.",
        discussion:
            "Compares the folder with the one served last, or with another folder. Exits with 1 when stored records would be lost or no longer be what the folder says, or when nobody would see open tasks any more; such a folder is not served."
    )

    @Argument(help: "The changed folder.", completion: .directory)
    var directory: String

    @Option(help: ArgumentHelp("Compare with this folder instead, as if every registry of it held records.", valueName: "dir"), completion: .directory)
    var against: String?

    @OptionGroup var settings: ServerSettings

    func run() async throws {
        let new = try CheckedFolder.edition(at: directory)
        let found: RegistryPlan? = if let against { try Self.plan(from: against, to: new) } else { try await storedPlan(new) }
        guard let plan = found else {
            Terminal.say("This is the folder that was served last, or nothing was served from this data yet: nothing changes.")
            return
        }
        for var change in plan.changes {
            change.location = change.location.under(directory)
            Terminal.say(change.description)
        }
        Terminal.say(Self.summary(plan))
        if plan.isRefused { throw ExitCode(1) }
    }

    private static func plan(from path: String, to new: Edition) throws -> RegistryPlan {
        let registries = try CheckedFolder.edition(at: path)[RegistryBook.self].registries
        return RegistryPlan(
            from: registries, to: new[RegistryBook.self].registries, counts: Dictionary(uniqueKeysWithValues: registries.map { ($0.id, 1) }))
    }

    private func storedPlan(_ new: Edition) async throws -> RegistryPlan? {
        try settings.requireData()
        let store = try await Store.open(settings.storeLocation, clock: .system, logger: Logger(label: "polity"))
        let result: Result<RegistryPlan?, any Error>
        do { result = .success(try await StoredFolder.plan(for: new, in: store)) } catch { result = .failure(error) }
        await store.close()
        return try result.get()
    }

    private static func summary(_ plan: RegistryPlan) -> String {
        func count(_ effect: RegistryPlan.Change.Effect) -> Int { plan.changes.count { $0.effect == effect } }
        let kinds: [RegistryPlan.Change.Effect] = [.compatible, .renamed, .incompatible]
        let parts = kinds.filter { count($0) > 0 }.map { "\(count($0)) \($0.rawValue)" }
        return parts.isEmpty
            ? "Nothing that is stored is concerned." : parts.joined(separator: ", ") + (plan.isRefused ? ": this folder will not be served" : "")
    }
}
