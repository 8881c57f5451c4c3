import Kernel
import Store

/// One party's permission for a person to act for it.
public struct Mandate: Sendable, Hashable {
    public var id: MandateID
    /// For whom.
    public var principal: Party
    /// Who may act.
    public var agent: PersonID
    /// The services it covers; empty covers all.
    public var services: [String]
    public var from: CivilDate
    /// The last day; nil while it is not ended.
    public var to: CivilDate?
    public var revokedAt: Instant?

    public func isInForce(on day: CivilDate) -> Bool { revokedAt == nil && from <= day && (to.map { day <= $0 } ?? true) }

    public func covers(_ service: String) -> Bool { services.isEmpty || services.contains(service) }
}

/// A registered organisation: a business, an association.
public struct RegisteredOrganisation: Sendable, Hashable {
    public var id: OrganisationID
    public var name: String
    public var number: String?
}

extension Identity {
    /// - Throws: `IDENTITY-206` when someone would act for themselves, or the days run backwards.
    @discardableResult
    public func giveMandate(
        for principal: Party, to agent: PersonID, services: [String] = [], from: CivilDate, to end: CivilDate? = nil, in tx: Transaction
    ) throws -> MandateID {
        guard principal != .person(agent), end.map({ from <= $0 }) ?? true else { throw IdentityFault.notYours }
        let id: MandateID = identifiers.next()
        try tx.execute(
            """
            INSERT INTO identity_mandates (id, principal_kind, principal, agent, services, valid_from, valid_to, given_at)
            VALUES (\(id), \(principal.kind), \(principal.id), \(agent), \(JSON.array(services.map { .string($0) }).text), \(from), \(end), \(tx.now))
            """)
        return id
    }

    /// Ends a mandate at once; its principal or its agent may.
    public func revokeMandate(_ id: MandateID, by actor: Actor, in tx: Transaction) throws {
        guard let mandate = try mandate(id, in: tx), let person = actor.person, mandate.agent == person || mandate.principal == .person(person) else {
            throw IdentityFault.notYours
        }
        try tx.execute("UPDATE identity_mandates SET revoked_at = \(tx.now) WHERE id = \(id) AND revoked_at IS NULL")
    }

    public func mandate(_ id: MandateID, in connection: Connection) throws -> Mandate? {
        try connection.row("SELECT \(Self.mandateColumns) FROM identity_mandates WHERE id = \(id)").flatMap(Self.mandate)
    }

    public func mandates(heldBy person: PersonID, in connection: Connection) throws -> [Mandate] {
        try connection.rows("SELECT \(Self.mandateColumns) FROM identity_mandates WHERE agent = \(person) ORDER BY id LIMIT 500").compactMap(Self.mandate)
    }

    public func mandates(givenBy party: Party, in connection: Connection) throws -> [Mandate] {
        try connection.rows(
            "SELECT \(Self.mandateColumns) FROM identity_mandates WHERE principal = \(party.id) AND principal_kind = \(party.kind) ORDER BY id LIMIT 500"
        ).compactMap(Self.mandate)
    }

    @discardableResult
    public func register(organisation name: String, number: String? = nil, in tx: Transaction) throws -> OrganisationID {
        let id: OrganisationID = identifiers.next()
        try tx.execute("INSERT INTO identity_organisations (id, name, number) VALUES (\(id), \(name), \(number))")
        return id
    }

    public func organisation(_ id: OrganisationID, in connection: Connection) throws -> RegisteredOrganisation? {
        try connection.row("SELECT name, number FROM identity_organisations WHERE id = \(id)").map {
            RegisteredOrganisation(id: id, name: try $0.text(0), number: try $0.text(optional: 1))
        }
    }

    private static let mandateColumns: SQL = "id, principal_kind, principal, agent, services, valid_from, valid_to, revoked_at"

    /// nil for a row of a kind this program does not know.
    private static func mandate(_ row: Row) throws -> Mandate? {
        let principal: Party
        switch try row.text(1) {
        case "person": principal = .person(try row.identifier(2))
        case "organisation": principal = .organisation(try row.identifier(2))
        default: return nil
        }
        return Mandate(
            id: try row.identifier(0), principal: principal, agent: try row.identifier(3),
            services: try JSON(parsing: row.text(4)).array?.compactMap(\.string) ?? [], from: try row.date(5), to: try row.date(optional: 6),
            revokedAt: try row.instant(optional: 7))
    }
}

extension Party {
    var kind: String {
        switch self {
        case .person: "person"
        case .organisation: "organisation"
        }
    }

    var id: String {
        switch self {
        case .person(let id): id.text
        case .organisation(let id): id.text
        }
    }
}
