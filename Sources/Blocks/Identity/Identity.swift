import Blueprint
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

    public init(
        government: Government, store: Store, vault: PersonalVault, hasher: PasswordHasher, clock: Clock, random: Random, logger: Logger,
        settings: IdentitySettings = IdentitySettings()
    ) {
        authority = Authority(government)
        self.settings = settings
        self.store = store
        self.vault = vault
        self.hasher = hasher
        self.random = random
        identifiers = Identifiers(clock: clock, random: random)
        zone = CivilZone(government.timeZone) ?? .utc
        security = SecurityLog(logger: logger, clock: clock)
    }

    /// What an e-mail address is found by. Two spellings of one address meet.
    func token(of address: String) throws -> [UInt8] {
        try SearchTokens(index: "identity.accounts.email", vault: vault).whole(TextFolding.email(address))
    }

    static func isAddress(_ text: String) -> Bool {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        return parts.count == 2 && !parts[0].isEmpty && parts[0].utf8.count <= 64 && text.utf8.count <= 254 && parts[1].contains(".")
            && !parts[1].hasPrefix(".") && !parts[1].hasSuffix(".") && !text.contains(where: { $0.isWhitespace || $0.isNewline || $0 == "<" || $0 == ">" })
    }
}

/// How long things last and how often they may be tried.
public struct IdentitySettings: Sendable {
    public var linkLifetime: Duration = .seconds(15 * 60)
    public var sessionIdle: Duration = .seconds(2 * 3_600)
    public var sessionLifetime: Duration = .seconds(12 * 3_600)
    /// For one account's address: five at once, then one every three minutes.
    public var accountLimit = AttemptLimit(burst: 5, interval: .seconds(180))
    /// For one network address: behind it may be a whole office.
    public var clientLimit = AttemptLimit(burst: 30, interval: .seconds(20))
    /// Links sent to one address.
    public var linkLimit = AttemptLimit(burst: 3, interval: .seconds(300))

    public init() {}
}
