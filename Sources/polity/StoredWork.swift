import Capability
import Casework
import Identity
import Kernel
import Registries
import Store

/// What serving a folder would do to work that is open: tasks lie in the queue of a role at an organisation, and of one that the folder does
/// not have nobody sees them, whatever their deadline.
enum StoredWork {
    static func changes(for new: Edition, in store: Store) async throws -> [RegistryPlan.Change] {
        let (roles, organisations) = (Set(new.government.roles.map(\.id)), Set(new.government.organisations.map(\.id)))
        let services = Set(new[CompiledServices.self].byID.keys)
        let polity = SourceLocation(file: "polity.yaml", line: 1, column: 1)
        var changes: [RegistryPlan.Change] = []
        for (role, count) in try await counts("SELECT role, COUNT(*) FROM casework_tasks GROUP BY role", in: store) where !roles.contains(role) {
            changes.append(
                .init(
                    effect: .incompatible, location: polity, message: "the role '\(role)' is gone, with \(said(count, "open task"))",
                    mend: "Keep it beside the new one until its tasks are handed over, or moved by polity migrate."))
        }
        for (organisation, count) in try await counts("SELECT organisation, COUNT(*) FROM casework_tasks GROUP BY organisation", in: store)
        where !organisations.contains(organisation) {
            changes.append(
                .init(
                    effect: .incompatible, location: polity, message: "the organisation '\(organisation)' is gone, with \(said(count, "open task"))",
                    mend: "Keep it beside the new one until its tasks are handed over, or moved by polity migrate."))
        }
        for (role, count) in try await counts("SELECT role, COUNT(*) FROM identity_roles GROUP BY role", in: store)
        where !roles.contains(role) && role != Authority.administrator {
            changes.append(.init(effect: .compatible, location: polity, message: "the role '\(role)' is gone, which \(said(count, "account")) had"))
        }
        for (service, count) in try await counts("SELECT service, COUNT(*) FROM casework_cases WHERE closed_at IS NULL GROUP BY service", in: store)
        where !services.contains(service) {
            changes.append(
                .init(
                    effect: .compatible, location: SourceLocation(file: "services/\(service)/service.yaml", line: 1, column: 1),
                    message: "the service '\(service)' is gone; its \(said(count, "open case")) go on as they began"))
        }
        return changes
    }

    private static func said(_ count: Int, _ thing: String) -> String { count == 1 ? "1 \(thing)" : "\(count) \(thing)s" }

    /// None where the store is older than the table.
    private static func counts(_ query: SQL, in store: Store) async throws -> [(String, Int)] {
        do {
            return try await store.read { try $0.rows(query).map { (try $0.text(0), try $0.integer(1)) } }.sorted { $0.0 < $1.0 }
        } catch let error as PolityError where error.code == "STORE-107" { return [] }
    }
}
