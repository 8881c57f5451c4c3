import Casework
import Identity
import Kernel
import Store
import Web

/// What the officers on a page are called. An account without a name is named by its role.
struct Colleagues: Sendable {
    private var names: [AccountID: String] = [:]
    /// Who of them is away today.
    var absences: [AccountID: Absence] = [:]
    let reader: AccountID?

    init(reader: AccountID?, absences: [AccountID: Absence] = [:]) {
        self.reader = reader
        self.absences = absences
    }

    mutating func add(_ account: Account) { if let name = account.name { names[account.id] = name } }

    /// "You" for the reader, the name of a colleague, else "A colleague".
    func name(_ account: AccountID, in language: Language) -> String {
        account == reader ? language.say(.you) : names[account] ?? language.say(.someoneElse)
    }

    /// Their name, and until when they are away.
    func holder(_ account: AccountID, in language: Language) -> String { Self.holder(name(account, in: language), absences[account], language) }

    static func holder(_ name: String, _ absence: Absence?, _ language: Language) -> String {
        absence.map { language.say(.awayUntil, ["name": .text(name), "date": .text(language.formatShort($0.to))]) } ?? name
    }
}

extension Desk {
    /// Whose a task is, or whose team or role it waits for.
    func assigned(_ row: QueueRow, _ colleagues: Colleagues, _ language: Language) -> String {
        if let assignee = row.assignee { return colleagues.holder(assignee, in: language) }
        return language.say(.nobodyYet, ["role": .text(row.team.map { teamName($0, language) } ?? roleName(row.role, language))])
    }

    /// Names, for tasks that a page shows and for those to whom they can be given.
    func colleagues(_ accounts: Set<AccountID>, takers: [Account], for request: Request) async throws -> Colleagues {
        var colleagues = try await colleagues(accounts, for: request)
        let identity = host[Identity.self]
        let away = try await host.store.read { try identity.absences(ofAnyIn: Set(takers.map(\.id)), in: $0) }
        colleagues.absences.merge(away) { first, _ in first }
        for taker in takers { colleagues.add(taker) }
        return colleagues
    }

    /// The names behind these accounts, read together.
    func colleagues(_ accounts: Set<AccountID>, for request: Request) async throws -> Colleagues {
        let identity = host[Identity.self]
        let reader = request.actor.account
        guard !accounts.isEmpty else { return Colleagues(reader: reader) }
        return try await host.store.read { connection in
            var colleagues = Colleagues(reader: reader, absences: try identity.absences(ofAnyIn: accounts, in: connection))
            for account in try identity.accounts(accounts.sorted(), in: connection) { colleagues.add(account) }
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
