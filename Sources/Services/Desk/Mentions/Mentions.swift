import Casework
import Identity
import Kernel
import Privacy
import Web

/// Who is meant by the names in a note: `@Ilse Brook`, or `@Ilse` where one colleague alone is called so.
struct MentionedNames {
    enum Reading: Equatable {
        case meant(AccountID)
        case unknown
        case several
    }

    private let colleagues: [(account: AccountID, words: [String])]

    /// - Parameter colleagues: those who may see the case, the writer among them.
    init(_ colleagues: [(id: AccountID, name: String?)]) {
        self.colleagues = colleagues.map { ($0.id, TextFolding.words($0.name ?? "")) }.filter { !$0.words.isEmpty }
    }

    /// Each name that follows an `@`, as it was typed to the end of its first word, and who is meant.
    func read(_ text: String) -> [(typed: String, reading: Reading)] {
        var found: [(String, Reading)] = []
        var before: Character = " "
        for index in text.indices {
            defer { before = text[index] }
            // An e-mail address has a letter before it; "@ 10:00" no letter after it.
            guard text[index] == "@", !before.isLetter, !before.isNumber else { continue }
            let rest = text[text.index(after: index)...].prefix(100)
            guard let first = rest.first, first.isLetter else { continue }
            found.append((String(rest.prefix { $0.isLetter || $0 == "-" || $0 == "'" || $0 == "’" }), meant(by: TextFolding.words(rest))))
        }
        return found
    }

    private func meant(by words: [String]) -> Reading {
        // The longest name that was typed whole; two who bear the same name cannot be told apart.
        let whole = colleagues.filter { words.starts(with: $0.words) }
        let longest = whole.map(\.words.count).max()
        let fitting = longest.map { length in whole.filter { $0.words.count == length } } ?? colleagues.filter { $0.words.first == words.first }
        return fitting.count > 1 ? .several : fitting.first.map { .meant($0.account) } ?? .unknown
    }
}

extension Desk {
    enum Mentions {
        case found([AccountID])
        case wrong(Web.Fault)
    }

    /// Whom a note names, among those who may see its case.
    func mentions(in text: String, on id: Identifier<Case>, _ request: Request) async throws -> Mentions {
        guard text.contains("@") else { return .found([]) }
        var accounts: [AccountID] = []
        for (typed, reading) in MentionedNames(try await readers(of: id, request).map { ($0.id, $0.name) }).read(text) {
            switch reading {
            case .meant(let account): if account != request.actor.account, !accounts.contains(account) { accounts.append(account) }
            case .unknown: return .wrong(Web.Fault(field: "text", message: request.say(.mentionUnknown, ["name": .text(typed)])))
            case .several: return .wrong(Web.Fault(field: "text", message: request.say(.mentionSeveral, ["name": .text(typed)])))
            }
        }
        guard accounts.count <= Mention.mostInNote else {
            return .wrong(Web.Fault(field: "text", message: request.say(.mentionTooMany, ["count": .count(Mention.mostInNote)])))
        }
        return .found(accounts)
    }

    /// The officers who may see a case, in whatever office they act.
    private func readers(of id: Identifier<Case>, _ request: Request) async throws -> [Account] {
        let identity = host[Identity.self]
        let officers = try await host.store.read { try identity.officers(limit: Self.mostOfficers, in: $0) }.filter { !$0.isSuspended }
        let actors = officers.map { Actor(.account($0.id), grants: identity.authority.grants(of: $0.roles)) }
        let readers = try await casework.readers(of: id, among: actors, caller(request))
        return officers.filter { readers.contains($0.id) }
    }

    private static let mostOfficers = 5_000
}
