import Casework
import Kernel
import Web

/// The queue as an officer looks at it. It goes with them in the address, from the list to a case and on to the next one.
struct QueueAddress: Sendable {
    static let field: Field<String?> = .query(
        "queue", "The queue that the officer works through, as the query of its page. What ends their work here leads on to its next task.")

    let filters: FormValues
    /// Where in the queue the officer is.
    private let after: String?

    private static let names: Set<String> = ["q", "role", "team", "skills", "service", "assigned", "due", "holder", "order"]

    /// The queue of a page's own query.
    init(_ values: FormValues) {
        filters = FormValues(values.entries.filter { (Self.names.contains($0.name) || $0.name.hasPrefix("answer.")) && !$0.value.isEmpty })
        after = values["after"]
    }

    /// The queue that an officer came from, where they came from one.
    init?(of request: Request) {
        guard let text = request.query["queue"], text.utf8.count <= 2_000, let values = FormValues(query: text) else { return nil }
        self.init(values)
    }

    private func at(_ after: String?) -> String { FormValues(filters.entries + (after.map { [.init("after", $0)] } ?? [])).encoded }

    /// To go on with an address that this queue goes along with; empty for no queue.
    var suffix: String { "?" + FormValues([.init("queue", at(after))]).encoded }

    /// The list itself, from its beginning.
    func list(done: Act? = nil, of id: Identifier<Case>? = nil) -> String { list(from: nil, done, id) }

    /// The list behind where the officer was.
    func rest(done: Act, of id: Identifier<Case>?) -> String { list(from: after, done, id) }

    private func list(from after: String?, _ done: Act?, _ id: Identifier<Case>?) -> String {
        var entries = filters.entries + (after.map { [.init("after", $0)] } ?? [])
        if let done { entries.append(.init("done", done.rawValue)) }
        if let id { entries.append(.init("of", id.text)) }
        return entries.isEmpty ? "/desk" : "/desk?" + FormValues(entries).encoded
    }

    /// A case of the queue.
    func address(of row: QueueRow) -> String {
        "/desk/cases/\(row.caseID)?" + FormValues([.init("queue", at(row.cursor?.description))]).encoded
    }

    func query(_ desk: Desk) -> QueueQuery {
        // A filter left over from another service is none of this one's.
        var answers: [String: String] = [:]
        for question in desk.filterable(filters["service"]) {
            if let value = filters["answer." + question.id] { answers[question.id] = value }
        }
        return QueueQuery(
            role: filters["role"], team: QueueQuery.TeamChoice(filters["team"]),
            skills: filters["skills"].flatMap(QueueQuery.SkillChoice.init(rawValue:)) ?? .usual, service: filters["service"],
            assignment: filters["assigned"].flatMap(QueueQuery.Assignment.init(rawValue:)) ?? .anyone,
            due: filters["due"].flatMap(QueueQuery.Due.init(rawValue:)) ?? .any, holder: filters["holder"].flatMap { AccountID($0) },
            search: filters["q"] ?? "", filters: answers, order: filters["order"].flatMap(QueueQuery.Order.init(rawValue:)) ?? .due,
            after: after.flatMap { QueueQuery.Cursor($0) })
    }
}

extension QueueQuery.TeamChoice {
    /// `mine`, `any` or a team's id.
    init(_ text: String?) {
        switch text {
        case nil, ""?: self = .usual
        case "mine"?: self = .mine
        case "any"?: self = .any
        case let id?: self = .one(id)
        }
    }
}

extension Desk {
    /// Whether the reader can work on it: it is theirs; or nobody's, or that of a colleague in whose place they work, and they have its skills.
    func isFree(_ row: QueueRow, for actor: Actor) -> Bool {
        if let assignee = row.assignee, assignee == actor.account { return true }
        guard row.assignee == nil || actor.standsInFor.contains(where: { $0.absent == row.assignee }) else { return false }
        return actor.skills.isSuperset(of: row.skills)
    }

    /// The next task on another case that the reader can work on: behind where they are in their queue, else from its beginning.
    func next(after id: Identifier<Case>, in address: QueueAddress?, _ request: Request) async throws -> QueueRow? {
        guard var query = address?.query(self) else { return try await next(in: QueueQuery(), but: id, request) }
        if let row = try await next(in: query, but: id, request) { return row }
        guard query.after != nil else { return nil }
        query.after = nil
        return try await next(in: query, but: id, request)
    }

    private func next(in query: QueueQuery, but id: Identifier<Case>, _ request: Request) async throws -> QueueRow? {
        // A search by name is a look at whom it finds, and nobody has asked for another.
        guard query.search.isEmpty || ReferenceNumber(query.search) != nil else { return nil }
        var query = query
        query.limit = 20
        return try await casework.queue(query, caller(request)).rows.first { $0.caseID != id && isFree($0, for: request.actor) }
    }

    /// Where an act leads. Who works through a queue comes back to the rest of it, with the next task at hand: no case is looked at
    /// that nobody has opened. Others see what came of it, where they still may.
    func landing(after done: Act, on id: Identifier<Case>, _ request: Request) async throws -> String {
        // A task that was handed over, or was an absent colleague's, may have been all that the officer could see of the case.
        let mayBeGone = done == .handedOver || !request.actor.standsInFor.isEmpty
        let isSeen = mayBeGone ? try await casework.reaches(id, caller(request)) : true
        guard let queue = QueueAddress(of: request) else { return isSeen ? "/desk/cases/\(id)?done=\(done.rawValue)" : "/desk?done=\(done.rawValue)" }
        guard done.isLast || !isSeen else { return "/desk/cases/\(id)\(queue.suffix)&done=\(done.rawValue)" }
        let isMore = try await next(in: queue.query(self), but: id, request) != nil
        return isMore ? queue.rest(done: done, of: isSeen ? id : nil) : queue.list(done: done, of: isSeen ? id : nil)
    }
}
