import ArgumentParser
import Capability
import Kernel
import Registries
import Store

/// What serving a folder would do to what is stored.
enum StoredFolder {
    /// - Returns: nil where nothing was served yet, or what was served is this folder.
    /// - Throws: `PLAN-101` when the folder served last cannot be read by this version.
    static func plan(for new: Edition, in store: Store) async throws -> RegistryPlan? {
        guard let last = try await Editions.last(in: store), last.hash != new.hash else { return nil }
        let (edition, diagnostics) = Composition.polity.edition(of: last)
        guard let edition else {
            throw PolityError(
                .broken, "PLAN-101", "The folder served last cannot be read by this version.", hint: "Compare with its source: polity plan --against.",
                context: diagnostics.sorted.first { $0.severity == .error }?.description)
        }
        var plan = RegistryPlan(
            from: edition[RegistryBook.self].registries, to: new[RegistryBook.self].registries, counts: try await RegistryPlan.recordCounts(in: store))
        plan.add(try await StoredWork.changes(for: new, in: store))
        return plan
    }

    /// Refuses aloud a folder that stored records do not fit, with the mend for each.
    static func require(_ new: Edition, in store: Store) async throws {
        let plan: RegistryPlan?
        do { plan = try await Self.plan(for: new, in: store) } catch let error as PolityError where error.code == "PLAN-101" {
            // What it cannot compare it must not lock out.
            Terminal.complain("\(error)")
            return
        }
        guard let plan, plan.isRefused else { return }
        for change in plan.changes where change.effect == .incompatible { Terminal.complain(change.description) }
        Terminal.complain("This folder does not fit what is stored, so it is not served.")
        throw ExitCode(1)
    }
}
