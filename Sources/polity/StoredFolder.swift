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
        guard let last = try await served(before: new, in: store) else { return nil }
        return try await plan(from: last, to: new, in: store)
    }

    private static func plan(from last: Edition, to new: Edition, in store: Store) async throws -> RegistryPlan {
        var plan = RegistryPlan(
            from: last[RegistryBook.self].registries, to: new[RegistryBook.self].registries, counts: try await RegistryPlan.recordCounts(in: store))
        plan.add(try await StoredWork.changes(for: new, in: store))
        return plan
    }

    /// The edition that was served last, where it is another one.
    private static func served(before new: Edition, in store: Store) async throws -> Edition? {
        guard let last = try await Editions.last(in: store), last.hash != new.hash else { return nil }
        let (edition, diagnostics) = Composition.polity.edition(of: last)
        guard let edition else {
            throw PolityError(
                .broken, "PLAN-101", "The folder served last cannot be read by this version.", hint: "Compare with its source: polity plan --against.",
                context: diagnostics.sorted.first { $0.severity == .error }?.description)
        }
        return edition
    }

    /// Refuses aloud a folder that stored records do not fit, with the mend for each.
    ///
    /// - Throws: `SERVE-105` where the data is another government's; a demonstration's is made once, and would be shown under the wrong name.
    static func require(_ new: Edition, isDemonstration: Bool, in store: Store) async throws {
        let last: Edition?
        do { last = try await served(before: new, in: store) } catch let error as PolityError where error.code == "PLAN-101" {
            // What it cannot compare it must not lock out.
            Terminal.complain("\(error)")
            return
        }
        guard let last else { return }
        let plan = try await plan(from: last, to: new, in: store)
        // One that was only renamed still fits what is stored; a demonstration that is another's does so by chance.
        if last.government.id != new.government.id, isDemonstration || plan.isRefused {
            throw PolityError(
                .invalid, "SERVE-105", "This data is that of another government, \(last.government.name.text).",
                hint:
                    """
                    Give \(new.government.name.text) a place of its own with another --data or --database; where it was only renamed, say \
                    'id: \(last.government.id)' in its polity.yaml.
                    """)
        }
        guard plan.isRefused else { return }
        for change in plan.changes where change.effect == .incompatible { Terminal.complain(change.description) }
        Terminal.complain("This folder does not fit what is stored, so it is not served.")
        throw ExitCode(1)
    }
}
