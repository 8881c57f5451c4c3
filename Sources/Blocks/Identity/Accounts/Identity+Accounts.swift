import Kernel
import Privacy
import Store

extension Identity {
    /// Makes an account for an address that has none.
    ///
    /// - Parameters:
    ///   - person: the person it belongs to; a new one unless given.
    ///   - passwordHash: made by `hash(password:)` outside the transaction, because it takes its time.
    /// - Throws: `IDENTITY-209` when the address has an account.
    @discardableResult
    public func createAccount(
        email: String, person: PersonID? = nil, name: String? = nil, language: String? = nil, passwordHash: String? = nil, in tx: Transaction
    ) throws -> AccountID {
        try Self.requireAddress(TextFolding.email(email))
        let (id, person): (AccountID, PersonID) = (identifiers.next(), person ?? identifiers.next())
        let address = TextFolding.email(email)
        let sealed = try vault.codec.seal(text: address, subject: person, class: .contact, place: Self.place(id, "email"))
        let sealedName = try name.map { try vault.codec.seal(text: $0, subject: person, class: .ordinary, place: Self.place(id, "name")) }
        let inserted = try tx.execute(
            """
            INSERT INTO identity_accounts (id, person, email_token, email, name, password, language, is_suspended, created_at, mac)
            VALUES (\(id), \(person), \(try token(of: address)), \(sealed), \(sealedName), \(passwordHash), \(language), 0, \(tx.now),
                \(accountSeal?.code(over: SealedAccount(id: id, person: person, password: passwordHash).bytes)))
            ON CONFLICT (email_token) DO NOTHING
            """)
        guard inserted == 1 else { throw IdentityFault.addressTaken }
        return id
    }

    public func hash(password: String) async throws -> String { try await hasher.hash(password) }

    public func account(_ id: AccountID, in connection: Connection) throws -> Account? {
        try connection.row("SELECT \(Self.accountColumns) FROM identity_accounts a WHERE a.id = \(id)").map { try account($0, in: connection) }
    }

    /// Those of these accounts that there are, in the order given: read together, however many.
    public func accounts(_ ids: [AccountID], in connection: Connection) throws -> [Account] {
        var found: [AccountID: Account] = [:]
        for first in stride(from: 0, to: ids.count, by: Self.mostAtOnce) {
            let some = ids[first..<min(first + Self.mostAtOnce, ids.count)]
            let answers = try connection.rowsOfAll([
                "SELECT \(Self.accountColumns) FROM identity_accounts a WHERE a.id IN \(list: some)",
                Holdings.query(of: some),
            ])
            let held = try holdings(answers[1])
            for row in answers[0] {
                let id: AccountID = try row.identifier(0)
                found[id] = try account(row, held[id] ?? Holdings())
            }
        }
        return ids.compactMap { found[$0] }
    }

    /// How many are asked for in one statement.
    private static let mostAtOnce = 500

    public func account(email: String, in connection: Connection) throws -> Account? {
        let (address, token) = (TextFolding.email(email), try token(of: email))
        guard let row = try connection.row("SELECT \(Self.accountColumns) FROM identity_accounts a WHERE a.email_token = \(token)") else { return nil }
        // Earlier versions took addresses without their accents for one another: what is found must be what was asked for.
        let found = try account(row, in: connection)
        return found.email == address ? found : nil
    }

    /// The accounts of a person: none, one, or several.
    public func accounts(of person: PersonID, in connection: Connection) throws -> [Account] {
        try connection.rows("SELECT \(Self.accountColumns) FROM identity_accounts a WHERE a.person = \(person) ORDER BY a.id").map {
            try account($0, in: connection)
        }
    }

    /// Changes what the person is called; nil removes it.
    public func rename(_ account: Account, to name: String?, in tx: Transaction) throws {
        let sealed = try name.map {
            try vault.codec.seal(text: String($0.prefix(200)), subject: account.person, class: .ordinary, place: Self.place(account.id, "name"))
        }
        try tx.execute("UPDATE identity_accounts SET name = \(sealed) WHERE id = \(account.id)")
    }

    public func setLanguage(_ language: String?, of account: AccountID, in tx: Transaction) throws {
        try tx.execute("UPDATE identity_accounts SET language = \(language) WHERE id = \(account)")
    }

    /// Suspends an account, which signs it out everywhere, or lets it in again.
    public func suspend(_ account: AccountID, _ isSuspended: Bool, in tx: Transaction) throws {
        try resealing(account, in: tx) { try tx.execute("UPDATE identity_accounts SET is_suspended = \(isSuspended) WHERE id = \(account)") }
        if isSuspended { try endSessions(of: account, in: tx) }
    }

    /// Sets a password, signs the account out everywhere else, and ends links that were not used yet. The caller has made sure who asks.
    ///
    /// - Throws: `IDENTITY-205` for one that is too short or too common.
    public func setPassword(_ password: String, of account: Account) async throws {
        guard PasswordRule.accepts(password, email: account.email) else { throw IdentityFault.weakPassword }
        let hash = try await hasher.hash(password)
        let address = try account.email.map { try token(of: $0) }
        try await store.write("identity.set_password") { tx in
            try resealing(account.id, in: tx) { try tx.execute("UPDATE identity_accounts SET password = \(hash) WHERE id = \(account.id)") }
            if let address { try endLinks(to: address, in: tx) }
            try endSessions(of: account.id, in: tx)
        }
    }

    /// Changes a password by one who knows the present one, or has none yet. Every session ends; the new one is returned.
    public func changePassword(from present: String, to new: String, of actor: Actor) async throws -> StartedSession {
        guard let id = actor.account, let account = try await store.read({ try self.account(id, in: $0) }) else { throw IdentityFault.notSignedIn }
        try await count([(limitKey("password", account.id.text), settings.accountLimit)])
        let hash = try await store.read { try $0.value("SELECT password FROM identity_accounts WHERE id = \(id)", as: String.self) }
        if let hash {
            guard try await hasher.verify(present, against: hash).matches else { throw IdentityFault.wrongPassword }
        }
        try await setPassword(new, of: account)
        return try await store.write("identity.start_session") { try startSession(of: id, assurance: actor.assurance, in: $0) }
    }

    // MARK: - Rows

    static let accountColumns: SQL = "a.id, a.person, a.email, a.name, a.language, a.password, a.is_suspended"

    private func account(_ row: Row, in connection: Connection) throws -> Account {
        let id: AccountID = try row.identifier(0)
        return try account(row, try holdings(connection.rows(Holdings.query(of: [id])))[id] ?? Holdings())
    }

    private func holdings(_ rows: [Row]) throws -> [AccountID: Holdings] {
        var held: [AccountID: Holdings] = [:]
        for row in rows { held[try row.identifier(0), default: Holdings()].add(try row.text(1), try row.text(2)) }
        return held
    }

    private func account(_ row: Row, _ held: Holdings) throws -> Account {
        let (id, person): (AccountID, PersonID) = (try row.identifier(0), try row.identifier(1))
        return Account(
            id: id, person: person, email: try open(row.bytes(optional: 2), id, person, "email", .contact),
            name: try open(row.bytes(optional: 3), id, person, "name", .ordinary), language: try row.text(optional: 4),
            hasPassword: try row.text(optional: 5) != nil, isSuspended: try row.bool(6), roles: held.roles, teams: held.teams,
            skills: held.skills)
    }

    func open(_ sealed: [UInt8]?, _ id: AccountID, _ person: PersonID, _ column: String, _ part: PersonalClass) throws -> String? {
        guard let sealed else { return nil }
        return try vault.codec.openText(sealed, subject: person, class: part, place: Self.place(id, column)).value
    }

    static func place(_ id: AccountID, _ column: String) -> String { "identity.accounts.\(column)/\(id.text)" }
}
