import Casework
import Kernel
import Web

/// The queue as an officer looks at it. It goes with them in the address, from the list to a case and on to the next one.
struct QueueAddress: Sendable {
    static let field: Field<String?> = .query(
        "queue", "The queue that the officer works through, as the query of its page. What ends their work here leads on to its next task.")

    private let filters: FormValues
    /// Where in the queue the officer is.
    private let after: String?

    private static let names: Set<String> = ["q", "role", "service", "assigned", "due", "holder", "order"]

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

    /// The list itself.
    func list(done: Act? = nil) -> String {
        let values = FormValues(filters.entries + (done.map { [.init("done", $0.rawValue)] } ?? []))
        return values.entries.isEmpty ? "/desk" : "/desk?" + values.encoded
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
            role: filters["role"], service: filters["service"],
            assignment: filters["assigned"].flatMap(QueueQuery.Assignment.init(rawValue:)) ?? .anyone,
            due: filters["due"].flatMap(QueueQuery.Due.init(rawValue:)) ?? .any, holder: filters["holder"].flatMap { AccountID($0) },
            search: filters["q"] ?? "", filters: answers, order: filters["order"].flatMap(QueueQuery.Order.init(rawValue:)) ?? .due,
            after: after.flatMap { QueueQuery.Cursor($0) })
    }
}

extension Desk {
    /// The next task that is the reader's or nobody's, on another case: behind where they are in their queue, else from its beginning.
    func next(after id: Identifier<Case>, in address: QueueAddress?, _ request: Request) async throws -> QueueRow? {
        var query = address?.query(self) ?? QueueQuery()
        query.limit = 20
        func free(_ query: QueueQuery) async throws -> QueueRow? {
            try await casework.queue(query, caller(request)).rows.first {
                $0.caseID != id && ($0.assignee == nil || $0.assignee == request.actor.account)
            }
        }
        if let row = try await free(query) { return row }
        guard query.after != nil else { return nil }
        query.after = nil
        return try await free(query)
    }

    /// Where an act leads. Who works through a queue goes on with its next task when they are through with the case; others see
    /// what came of it.
    func landing(after done: Act, on id: Identifier<Case>, _ request: Request) async throws -> String {
        guard let queue = QueueAddress(of: request) else { return "/desk/cases/\(id)?done=\(done.rawValue)" }
        guard done.isLast else { return "/desk/cases/\(id)\(queue.suffix)&done=\(done.rawValue)" }
        guard let next = try await next(after: id, in: queue, request) else { return queue.list(done: done) }
        return queue.address(of: next) + "&done=\(done.rawValue)&of=\(id)"
    }
}
