import Journal
import Kernel
import Store

/// What of an account's row a seal covers: whose it is, by which password one signs in, and whether one may. What its person calls themselves and their
/// address are sealed under their own key.
struct SealedAccount {
    var id: AccountID
    var person: PersonID
    var password: String?
    var isSuspended: Bool
    /// The seal; nil where there is none.
    var mac: [UInt8]?

    init(id: AccountID, person: PersonID, password: String?) {
        self.id = id
        self.person = person
        self.password = password
        isSuspended = false
    }

    private init(_ row: Row) throws {
        id = try row.identifier(0)
        person = try row.identifier(1)
        password = try row.text(optional: 2)
        isSuspended = try row.bool(3)
        mac = try row.bytes(optional: 4)
    }

    /// Those that a condition names, in the order of their ids.
    static func read(_ condition: SQL, limit: Int, _ connection: Connection) throws -> [SealedAccount] {
        try connection.rows("SELECT id, person, password, is_suspended, mac FROM identity_accounts WHERE \(condition) ORDER BY id LIMIT \(limit)")
            .map(SealedAccount.init)
    }

    var bytes: [UInt8] {
        JSON.array([.string(id.text), .string(person.text), password.map(JSON.string) ?? .null, .bool(isSuspended)]).canonicalBytes
    }
}

extension Identity {
    private static let page = 500

    private func isOurs(_ account: SealedAccount) -> Bool { accountSeal?.fits(account.mac, over: account.bytes) ?? true }

    /// Changes what is sealed of an account, and seals it anew. What somebody else changed before gets no seal, so that verification goes on naming it.
    func resealing(_ id: AccountID, in tx: Transaction, _ change: () throws -> Void) throws {
        let wasOurs = try SealedAccount.read("id = \(id)", limit: 1, tx).first.map(isOurs) ?? false
        try change()
        if wasOurs, let accountSeal, let account = try SealedAccount.read("id = \(id)", limit: 1, tx).first {
            try tx.execute("UPDATE identity_accounts SET mac = \(accountSeal.code(over: account.bytes)) WHERE id = \(id)")
        }
    }

    /// Accounts that earlier versions made have no seal.
    func takeOverAccounts() async throws {
        guard let accountSeal else { return }
        try await store.writePages("identity.take_over_accounts", after: "") { after, tx in
            let accounts = try SealedAccount.read("mac IS NULL AND id > \(after)", limit: Self.page, tx)
            try tx.executeAll(accounts.map { "UPDATE identity_accounts SET mac = \(accountSeal.code(over: $0.bytes)) WHERE id = \($0.id)" })
            return accounts.last?.id.text
        }
    }

    /// Accounts that this government did not make so: of another person, with another password, or let in again; for `polity verify`.
    func foreignAccounts() async throws -> [String] {
        try await store.findings(after: "") { [self] after, connection in
            let accounts = try SealedAccount.read("id > \(after)", limit: Self.page, connection)
            return (
                accounts.last?.id.text,
                accounts.filter { !isOurs($0) }.map { "The account \($0.id) has another person, password or state than this government gave it." }
            )
        }
    }
}
