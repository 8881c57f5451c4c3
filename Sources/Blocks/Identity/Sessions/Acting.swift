import Kernel
import Store
import Web

/// For whom a session acts, as it is stored: `self`, `office:ROLE`, `mandate:ID`.
enum Acting: Hashable {
    case itself
    case office(String)
    case mandate(MandateID)

    init(text: String) {
        let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
        switch (parts.first, parts.count) {
        case ("office"?, 2): self = .office(parts[1])
        case ("mandate"?, 2): self = MandateID(parts[1]).map(Acting.mandate) ?? .itself
        default: self = .itself
        }
    }

    var text: String {
        switch self {
        case .itself: "self"
        case .office(let role): "office:\(role)"
        case .mandate(let id): "mandate:\(id)"
        }
    }
}

/// One of those an account can act for.
public struct ActingChoice: Sendable, Hashable {
    /// What `choose` takes: `self`, `office:ROLE`, `mandate:ID`.
    public var id: String
    public var actingFor: Actor.ActingFor
}

extension Identity {
    /// The actor of a session. Rights come with the office: who acts for themselves or under a mandate has none, so an
    /// officer's own application is a citizen's. What was chosen and is no longer held falls back to oneself.
    func actor(
        _ account: AccountID, _ person: PersonID, _ assurance: AssuranceLevel, _ acting: Acting, _ roles: [String], _ now: Instant
    ) async throws -> Actor {
        switch acting {
        case .office(let role) where roles.contains(role):
            return Actor(
                .account(account), person: person, assurance: assurance, actingFor: .office(role), organisation: authority.organisation(of: role),
                grants: authority.grants(of: roles))
        case .mandate(let id):
            guard let mandate = try await store.read({ try mandate(id, in: $0) }), mandate.agent == person, mandate.isInForce(on: zone.date(of: now)) else {
                fallthrough
            }
            var agent = Actor(.account(account), person: person, assurance: assurance, actingFor: .mandate(id, mandate.principal))
            agent.mandatedServices = mandate.services
            return agent
        default:
            return Actor(.account(account), person: person, assurance: assurance)
        }
    }

    /// For whom this account can act: itself, its offices, its mandates.
    public func choices(for account: Account, in connection: Connection) throws -> [ActingChoice] {
        let offices = authority.offices(of: account.roles).map { ActingChoice(id: Acting.office($0).text, actingFor: .office($0)) }
        let today = zone.date(of: connection.now)
        let mandates = try mandates(heldBy: account.person, in: connection).filter { $0.isInForce(on: today) }.map {
            ActingChoice(id: Acting.mandate($0.id).text, actingFor: .mandate($0.id, $0.principal))
        }
        return [ActingChoice(id: Acting.itself.text, actingFor: .itself)] + offices + mandates
    }

    /// Chooses for whom the session acts from now on. It changes what the session may do, so its token changes too.
    ///
    /// - Throws: `IDENTITY-206` for one the account cannot act for.
    public func choose(_ choice: String, in session: Session) async throws -> StartedSession {
        guard let hash = Hex.decode(session.id) else { throw IdentityFault.notSignedIn }
        return try await store.write("identity.choose_acting") { tx in
            let row = try tx.row("SELECT \(StoredSession.columns) FROM identity_sessions s WHERE s.hash = \(hash) AND s.expires_at > \(tx.now)")
            guard let stored = try row.map({ try StoredSession($0) }), isOurs(stored), let id = AccountID(stored.account),
                let account = try account(id, in: tx)
            else { throw IdentityFault.notSignedIn }
            guard try choices(for: account, in: tx).contains(where: { $0.id == choice }) else { throw IdentityFault.notYours }
            try tx.execute("DELETE FROM identity_sessions WHERE hash = \(hash)")
            return try insertSession(
                of: account.id, assurance: AssuranceLevel(rawValue: stored.assurance) ?? .none, acting: Acting(text: choice), expires: stored.expiresAt, in: tx)
        }
    }
}
