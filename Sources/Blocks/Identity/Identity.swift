import Blueprint
import Journal
import Kernel
import Logging
import Privacy
import Store

/// Who signs in, for whom they act, and what they may do.
///
/// An account signs in, a person lives, an organisation owns, an office decides: an account belongs to a person, holds
/// roles, and acts for itself, under a mandate or in an office.
public struct Identity: Sendable {
    public let authority: Authority
    public let settings: IdentitySettings
    let store: Store
    let vault: PersonalVault
    let hasher: PasswordHasher
    let random: Random
    let identifiers: Identifiers
    let zone: CivilZone
    public let security: SecurityLog
    /// nil in a test that has no log.
    let roleActs: RoleActs?
    let clientActs: PowerActs<StoredClient>?
    let mandateActs: PowerActs<StoredMandate>?
    let absenceActs: PowerActs<StoredAbsence>?
    let sessionSeal: RowSeal?
    let accountSeal: RowSeal?

    /// - Parameter journal: where it is recorded who is given power, and what is let in.
    public init(
        government: Government, store: Store, vault: PersonalVault, hasher: PasswordHasher, clock: Clock, random: Random, logger: Logger,
        journal: Journal? = nil, settings: IdentitySettings = IdentitySettings()
    ) {
        authority = Authority(government)
        self.settings = settings
        roleActs = journal.map { [authority] in RoleActs(journal: $0, authority: authority) }
        clientActs = journal.map { PowerActs(journal: $0) }
        mandateActs = journal.map { PowerActs(journal: $0) }
        absenceActs = journal.map { PowerActs(journal: $0) }
        sessionSeal = journal?.seal(for: "identity_sessions")
        accountSeal = journal?.seal(for: "identity_accounts")
        self.store = store
        self.vault = vault
        self.hasher = hasher
        self.random = random
        identifiers = Identifiers(clock: clock, random: random)
        zone = CivilZone(government.timeZone) ?? .utc
        security = SecurityLog(logger: logger, clock: clock)
    }

    /// What an e-mail address is found by. Two spellings of one address meet, and no two addresses.
    func token(of address: String) throws -> [UInt8] {
        try SearchTokens(index: "identity.accounts.email", vault: vault).exact(TextFolding.email(address))
    }

    /// - Throws: `IDENTITY-204` for what is no address, `IDENTITY-220` for one that no letter can be sent to.
    static func requireAddress(_ text: String) throws {
        if EmailAddress.isPublic(text) { return }
        throw EmailAddress.isInternational(text) ? IdentityFault.notMailable : IdentityFault.noAddress
    }
}

/// How long things last and how often they may be tried.
public struct IdentitySettings: Sendable {
    public var linkLifetime: Duration = .seconds(15 * 60)
    public var sessionIdle: Duration = .seconds(2 * 3_600)
    public var sessionLifetime: Duration = .seconds(12 * 3_600)
    /// For one network address: behind it may be a whole office. Attempts that another limit refuses count here too.
    public var clientLimit = AttemptLimit(burst: 30, interval: .seconds(20))
    /// For one account's address from one network address: five at once, then one every three minutes.
    public var accountLimit = AttemptLimit(burst: 5, interval: .seconds(180))
    /// For one account's address from everywhere together. It is wide, so that to keep its owner out takes many networks, and not one.
    public var wideAccountLimit = AttemptLimit(burst: 100, interval: .seconds(60))
    /// Links sent to one address, asked for from one network address.
    public var linkLimit = AttemptLimit(burst: 3, interval: .seconds(300))
    /// Links sent to one address, whoever asks.
    public var wideLinkLimit = AttemptLimit(burst: 10, interval: .seconds(300))
    /// Uses of links from one network address. A link cannot be guessed, so this bounds nothing but work.
    public var useLimit = AttemptLimit(burst: 60, interval: .seconds(2))

    public init() {}
}
