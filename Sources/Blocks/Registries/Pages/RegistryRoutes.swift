import Blueprint
import Identity
import Kernel
import Privacy
import Web

/// The officers' way into the registries: find a record, look at it with its history, and change it with a reason.
///
/// Whoever reads about a person states a legal basis that the registry's file grants to one of their roles. The look is
/// written down for the person before the answer leaves.
struct RegistryRoutes: Sendable {
    let registries: Registries
    let identity: Identity
    let government: Government

    static let read: Permission = "registries.read"
    static let write: Permission = "registries.write"
    static let base = "/desk/registries"

    /// What is stated where records are about nobody.
    static let nobody = "no_person"

    static let registry = Field<String>.path("registry", "The registry's id.")
    static let record = Field<RecordID>.path("record", "The record's id.")
    static let search = Field<String?>.query("q", "An identifier, or the beginnings of words.")
    static let after = Field<RecordID?>.query("after", "The last record of the page before.")
    static let caseReference = Field<String?>.query("case", "The reference of the case it is read for.")
    static let day = Field<CivilDate?>.query("on", "The day on which the values held; today when left out.")
    static let known = Field<CivilDate?>.query("known", "By what was recorded at the end of this day; by all that is, when left out.")

    var all: [Route] { [list, registryPage, results, recordPage, changeForm, change, newForm, create] }

    // MARK: Who may

    /// The registries that one of the actor's roles may read.
    func readable(by actor: Actor) -> [Registry] {
        let roles = Set(actor.grants.map(\.role))
        return registries.book.registries.filter { $0.subject == .nobody ? $0.isOpen(to: roles) : !bases(of: $0, for: actor).isEmpty }
    }

    /// The legal bases on which the actor's roles read a registry, in the order of the folder.
    func bases(of registry: Registry, for actor: Actor) -> [Government.LegalBasis] {
        let roles = Set(actor.grants.map(\.role))
        return government.legalBases.filter { registry.isReadable(for: $0.id, roles: roles) }
    }

    /// - Throws: `REGISTRY-101` for a registry that does not exist or is none of the actor's business.
    func registry(_ request: Request) throws -> Registry {
        let id = try request[Self.registry]
        guard let registry = readable(by: request.actor).first(where: { $0.id == id }) else { throw RegistryFault.noRegistry(id) }
        return registry
    }

    /// The purpose that was stated, checked against the registry's file and the actor's roles.
    ///
    /// - Throws: `REGISTRY-110` for one that gives no right here.
    func purpose(_ registry: Registry, _ request: Request) throws -> ReadPurpose {
        let reference = try request[Self.caseReference].flatMap { ReferenceNumber($0) }?.description
        guard registry.subject != .nobody else { return try ReadPurpose(applicationFor: reference, actor: request.actor, request: request.id) }
        let stated = request.purpose ?? ""
        guard bases(of: registry, for: request.actor).contains(where: { $0.id == stated }) else {
            throw RegistryFault.notReadable(registry.id, ground: stated)
        }
        return try ReadPurpose(law: stated, of: government, actor: request.actor, request: request.id, case: reference)
    }

    /// The roles named as writers change records by hand; where none is named, nobody does.
    func mayChange(_ registry: Registry, _ actor: Actor) -> Bool {
        actor.grants.contains { $0.permissions.contains(Self.write) && registry.writers.contains($0.role) }
    }

    /// Whether the actor enters records here. One that must have an outline or a file is imported: a form takes neither.
    func mayEnter(_ registry: Registry, _ actor: Actor) -> Bool {
        mayChange(registry, actor) && registry.fields.allSatisfy { $0.isTyped || !$0.isRequired }
    }

    // MARK: Addresses

    static func address(_ registry: Registry) -> String { "\(base)/\(registry.id)" }

    /// A record's page, read on the same ground and for the same case.
    static func address(_ registry: String, _ record: RecordID, _ request: Request, _ more: [FormValues.Entry] = []) -> String {
        let kept = request.query.entries.filter { ["purpose", "case"].contains($0.name) }
        return "\(base)/\(registry)/records/\(record)?" + FormValues(kept + more).encoded
    }
}
