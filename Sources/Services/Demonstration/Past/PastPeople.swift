import Capability
import Identity
import Kernel
import Registries
import Store

/// Who acts in the past: residents with accounts, and officers by role.
struct PastPeople: Sendable {
    /// In the order in which they were made.
    let residents: [Actor]
    /// Those of `demonstration.yaml` that hold no role: whoever tries the demonstration out signs in as one of them.
    let named: [Actor]
    let officers: [(role: String, actor: Actor)]
    private let byAccount: [AccountID: Actor]

    init(_ host: Host) async throws {
        let identity = host[Identity.self]
        let emails = DemonstrationAccount.files(host.edition).map(\.email)
        let (accounts, known) = try await host.store.read { connection in
            let known = try emails.compactMap { try identity.account(email: $0, in: connection) }
            let rows = try connection.rows("SELECT id, person FROM identity_accounts WHERE password IS NULL ORDER BY id LIMIT 5000")
            return (try rows.map { (id: try $0.identifier(0, of: Named.Account.self), person: try $0.identifier(1, of: Named.Person.self)) }, known)
        }
        residents = accounts.map { Actor(.account($0.id), person: $0.person, assurance: .substantial) }
        named = known.filter(\.roles.isEmpty).map { Actor(.account($0.id), person: $0.person, assurance: .substantial) }
        let authority = identity.authority
        officers = known.flatMap { account in
            authority.offices(of: account.roles).map { role -> (role: String, actor: Actor) in
                var officer = Actor(
                    .account(account.id), person: account.person, assurance: .substantial, actingFor: .office(role),
                    organisation: authority.organisation(of: role), grants: authority.grants(of: account.roles))
                (officer.teams, officer.skills) = (account.teams, account.skills)
                return (role, officer)
            }
        }
        byAccount = Dictionary((residents + named).compactMap { actor in actor.account.map { ($0, actor) } }, uniquingKeysWith: { first, _ in first })
    }

    func actor(of account: AccountID) -> Actor? { byAccount[account] }
}

extension SampleMaker {
    /// Those who come after the named records, as far as the sample gives them a name and an address for mail. Enough to
    /// fill a past; without a password they sign in by a link.
    private static let residentsWithAccounts = 1_500

    func makeResidentsAccounts(identity: Identity, in tx: Transaction) throws {
        guard let sample = people, let email = sample.field(made: .email), let name = sample.field(made: .personName) else { return }
        let languages = edition.government.languages
        for (place, record) in (made[sample.id] ?? []).filter({ $0.name == nil }).prefix(Self.residentsWithAccounts).enumerated() {
            guard case .string(let address)? = record.values[email], case .string(let called)? = record.values[name] else { continue }
            let language = languages.count > 1 && place % 4 == 3 ? languages[1] : languages.first
            try identity.createAccount(email: address, person: PersonID(record.id), name: called, language: language, in: tx)
        }
    }

    /// The sample whose records are people.
    private var people: SampleFile? {
        edition[Samples.self].inOrder.first { sample in registries.book[sample.registry]?.subject == .itself && sample.field(made: .email) != nil }
    }
}

extension SampleFile {
    /// The field that is made so.
    func field(made wanted: Made) -> String? {
        fields.first { if case .made(let made) = $0.recipe { made == wanted } else { false } }?.name
    }
}
