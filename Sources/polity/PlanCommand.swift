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
            "Compares the folder with the one served last, or with another folder. Exits with 1 when stored records would be lost or no longer be what the folder says; such a folder is not served."
    )

    @Argument(help: "The changed folder.", completion: .directory)
    var directory: String

    @Option(help: ArgumentHelp("Compare with this folder instead, as if every registry of it held records.", valueName: "dir"), completion: .directory)
    var against: String?

    @OptionGroup var settings: ServerSettings

    func run() async throws {
        let new = try CheckedFolder.edition(at: directory)
        guard let (old, counts) = try await former() else {
            Terminal.say("Nothing has been served from this data yet; every change is free.")
            return
        }
        if old.hash == new.hash {
            Terminal.say(against == nil ? "The folder is the one served last; nothing changes." : "The folders are the same; nothing changes.")
            return
        }
        let plan = RegistryPlan(from: old[RegistryBook.self].registries, to: new[RegistryBook.self].registries, counts: counts)
        for change in plan.changes { Terminal.say(change.description) }
        Terminal.say(Self.summary(plan))
        if plan.isRefused { throw ExitCode(1) }
    }

    /// The edition to compare with, and how many records lie under each of its registries.
    private func former() async throws -> (Edition, counts: [String: Int])? {
        if let against {
            let edition = try CheckedFolder.edition(at: against)
            return (edition, Dictionary(uniqueKeysWithValues: edition[RegistryBook.self].registries.map { ($0.id, 1) }))
        }
        if case .sqlite(let path) = settings.storeLocation, !FileManager.default.fileExists(atPath: path) { return nil }
        let store = try await Store.open(settings.storeLocation, clock: .system, logger: Logger(label: "polity"))
        let last = try await Editions.last(in: store)
        let counts = last == nil ? [:] : try await RegistryPlan.recordCounts(in: store)
        await store.close()
        guard let last else { return nil }
        let (edition, diagnostics) = Composition.polity.edition(of: last)
        guard let edition else {
            Terminal.complain("The folder served last cannot be read by this version:\n\(diagnostics.sorted.first?.description ?? "")")
            throw ExitCode(2)
        }
        return (edition, counts)
    }

    private static func summary(_ plan: RegistryPlan) -> String {
        func count(_ effect: RegistryPlan.Change.Effect) -> Int { plan.changes.count { $0.effect == effect } }
        let kinds: [RegistryPlan.Change.Effect] = [.compatible, .renamed, .incompatible]
        let parts = kinds.filter { count($0) > 0 }.map { "\(count($0)) \($0.rawValue)" }
        return parts.isEmpty ? "No registry changes." : parts.joined(separator: ", ") + (plan.isRefused ? ": this folder will not be served" : "")
    }
}
