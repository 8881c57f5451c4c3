import Casework
import Identity
import Kernel
import Store
import Web

/// What the officers on a page are called. An account without a name is named by its role.
struct Colleagues: Sendable {
    private var names: [AccountID: String] = [:]
    let reader: AccountID?

    init(reader: AccountID?) { self.reader = reader }

    mutating func add(_ account: Account) { if let name = account.name { names[account.id] = name } }

    /// "You" for the reader, the name of a colleague, else "A colleague".
    func name(_ account: AccountID, in language: Language) -> String {
        account == reader ? language.say(.you) : names[account] ?? language.say(.someoneElse)
    }
}

extension Desk {
    /// The names behind these accounts, read together.
    func colleagues(_ accounts: Set<AccountID>, for request: Request) async throws -> Colleagues {
        let identity = host[Identity.self]
        let reader = request.actor.account
        guard !accounts.isEmpty else { return Colleagues(reader: reader) }
        return try await host.store.read { connection in
            var colleagues = Colleagues(reader: reader)
            for id in accounts.sorted() { if let account = try identity.account(id, in: connection) { colleagues.add(account) } }
            return colleagues
        }
    }

    /// To whom the reader may give a task: who else holds its role, where the reader may assign.
    func takers(of task: OfficeTask, for request: Request) async throws -> [Account] {
        try await holders(of: task.role, at: task.organisation, for: request).filter { $0.id != task.assignee }
    }

    /// To whom the reader may give tasks of a page, by name.
    func takers(of rows: [QueueRow], for request: Request) async throws -> [Account] {
        var takers: [AccountID: Account] = [:]
        for place in Set(rows.map { [$0.role, $0.organisation] }) {
            for account in try await holders(of: place[0], at: place[1], for: request) { takers[account.id] = account }
        }
        return takers.values.sorted { request.language.sortKey($0.name ?? "") < request.language.sortKey($1.name ?? "") }
    }

    private func holders(of role: String, at organisation: String, for request: Request) async throws -> [Account] {
        guard request.actor.may(.assignCases, in: organisation) else { return [] }
        let identity = host[Identity.self]
        let holders = try await host.store.read { try identity.holders(of: role, in: $0) }
        return holders.filter { $0.id != request.actor.account && !$0.isSuspended && $0.name != nil }
    }
}
