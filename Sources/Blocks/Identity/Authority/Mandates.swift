import Journal
import Kernel
import Privacy
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
    /// The address it was given to, where it was given to one. Only its principal may see it.
    public var address: String?

    public func isInForce(on day: CivilDate) -> Bool { revokedAt == nil && from <= day && (to.map { day <= $0 } ?? true) }
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
        try mandateActs?.began(id.text, as: .applicant, in: tx)
        return id
    }

    /// Lets whoever signs in with this address act for a person: at once, or from the day on which they first sign in. What can be
    /// seen afterwards is the same in both cases, so that nobody learns who has an account.
    ///
    /// - Throws: `IDENTITY-206` for the person's own address, or days that run backwards.
    @discardableResult
    public func giveMandate(
        for principal: PersonID, toAddress address: String, services: [String] = [], from: CivilDate, to end: CivilDate? = nil, in tx: Transaction
    ) throws -> MandateID {
        try Self.requireAddress(TextFolding.email(address))
        let known = try account(email: address, in: tx)?.person
        // Until somebody comes who has the address, the agent is an id that nobody has.
        let id = try giveMandate(for: .person(principal), to: known ?? identifiers.next(), services: services, from: from, to: end, in: tx)
        let (sealed, waiting) = (
            try vault.codec.seal(
                text: TextFolding.email(address), subject: principal, class: .contact, place: Self.mandatePlace(id)),
            known == nil ? try token(of: address) : nil
        )
        try tx.execute("UPDATE identity_mandates SET address = \(sealed), address_token = \(waiting) WHERE id = \(id)")
        return id
    }

    /// Gives the mandates that waited for this account's address to its person. Called when a session starts.
    func claimMandates(for account: AccountID, in tx: Transaction) throws {
        guard let account = try self.account(account, in: tx), let email = account.email else { return }
        let waiting = try tx.rows(
            "SELECT \(Self.mandateColumns) FROM identity_mandates WHERE address_token = \(try token(of: email)) AND principal <> \(account.person)"
        ).compactMap(mandate)
        // As with accounts: those of earlier versions that were given to an address with other accents wait on.
        for mandate in waiting where mandate.address == email {
            try tx.execute("UPDATE identity_mandates SET agent = \(account.person), address_token = NULL WHERE id = \(mandate.id)")
            try mandateActs?.changed(mandate.id.text, as: .applicant, in: tx)
        }
    }

    /// Ends a mandate at once; its principal or its agent may.
    public func revokeMandate(_ id: MandateID, by actor: Actor, in tx: Transaction) throws {
        guard let mandate = try mandate(id, in: tx), let person = actor.person, mandate.agent == person || mandate.principal == .person(person) else {
            throw IdentityFault.notYours
        }
        let isEnded = try tx.execute("UPDATE identity_mandates SET revoked_at = \(tx.now) WHERE id = \(id) AND revoked_at IS NULL") == 1
        if isEnded { try mandateActs?.ended(id.text, as: Act.Author(actor), in: tx) }
    }

    public func mandate(_ id: MandateID, in connection: Connection) throws -> Mandate? {
        try connection.row("SELECT \(Self.mandateColumns) FROM identity_mandates WHERE id = \(id)").flatMap(mandate)
    }

    public func mandates(heldBy person: PersonID, in connection: Connection) throws -> [Mandate] {
        try connection.rows("SELECT \(Self.mandateColumns) FROM identity_mandates WHERE agent = \(person) ORDER BY id LIMIT 500").compactMap(mandate)
    }

    public func mandates(givenBy party: Party, in connection: Connection) throws -> [Mandate] {
        try connection.rows(
            "SELECT \(Self.mandateColumns) FROM identity_mandates WHERE principal = \(party.id) AND principal_kind = \(party.kind) ORDER BY id LIMIT 500"
        ).compactMap(mandate)
    }

    /// Whether a person may act for a party today, in this service.
    public func acts(_ agent: PersonID, for party: Party, in service: String, _ connection: Connection) throws -> Bool {
        let today = zone.date(of: connection.now)
        return try mandates(heldBy: agent, in: connection).contains { mandate in
            mandate.principal == party && mandate.isInForce(on: today) && (mandate.services.isEmpty || mandate.services.contains(service))
        }
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

    private static let mandateColumns: SQL = "id, principal_kind, principal, agent, services, valid_from, valid_to, revoked_at, address"

    private static func mandatePlace(_ id: MandateID) -> String { "identity.mandates/\(id.text)/address" }

    /// nil for a row of a kind this program does not know.
    private func mandate(_ row: Row) throws -> Mandate? {
        let principal: Party
        switch try row.text(1) {
        case "person": principal = .person(try row.identifier(2))
        case "organisation": principal = .organisation(try row.identifier(2))
        default: return nil
        }
        let id: MandateID = try row.identifier(0)
        var address: String?
        if case .person(let person) = principal, let sealed = try row.bytes(optional: 8) {
            address = try vault.codec.openText(sealed, subject: person, class: .contact, place: Self.mandatePlace(id)).value
        }
        return Mandate(
            id: id, principal: principal, agent: try row.identifier(3),
            services: try JSON(parsing: row.text(4)).array?.compactMap(\.string) ?? [], from: try row.date(5), to: try row.date(optional: 6),
            revokedAt: try row.instant(optional: 7), address: address)
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
