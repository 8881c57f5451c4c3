import FEEL
import Kernel

extension Instance {
    /// The stored form: short names, ids of elements (not places in the model, so that a person can read it and a migration can
    /// map it), nothing that follows from the rest.
    public func json(in model: ProcessModel) -> JSON {
        var members: [JSON.Member] = [.init("v", 1), .init("n", .integer(nextTicket)), .init("e", .integer(version)), .init("s", status(in: model))]
        if !variables.names.isEmpty { members.append(.init("x", TypedJSON.write(variables))) }
        if !rests.isEmpty { members.append(.init("r", .array(rests.sorted { $0.key < $1.key }.map { json($0.key, $0.value, in: model) }))) }
        let open = scopes.sorted { $0.key < $1.key }.compactMap { json($0.key, $0.value, in: model) }
        if !open.isEmpty { members.append(.init("o", .array(open))) }
        return .object(members)
    }

    private func status(in model: ProcessModel) -> JSON {
        switch status {
        case .new: "new"
        case .running: "running"
        case .cancelled: "cancelled"
        case .ended(let node): .array([.string(model.nodes[node].element.id)])
        }
    }

    private func json(_ ticket: Ticket, _ rest: Rest, in model: ProcessModel) -> JSON {
        var members: [JSON.Member] = [.init("t", .integer(ticket.number)), .init("n", .string(model.nodes[rest.node].element.id)), .init("w", rest.wait.json)]
        if rest.scope != .root { members.append(.init("s", .integer(rest.scope.number))) }
        if let host = rest.host { members.append(.init("h", .integer(host.number))) }
        if let item = rest.item { members.append(.init("i", .integer(item))) }
        if let locals = rest.locals { members.append(.init("x", TypedJSON.write(locals))) }
        if let incident = rest.incident { members.append(.init("f", .string(incident))) }
        return .object(members)
    }

    private func json(_ ticket: Ticket, _ scope: Scope, in model: ProcessModel) -> JSON? {
        guard !scope.arrivals.isEmpty || !scope.items.isEmpty else { return nil }
        var members: [JSON.Member] = [.init("t", .integer(ticket.number))]
        if !scope.arrivals.isEmpty {
            members.append(.init("a", .object(scope.arrivals.sorted { $0.key < $1.key }.map { .init(model.flows[$0.key].id, .integer($0.value)) })))
        }
        if !scope.items.isEmpty {
            members.append(.init("i", .array(scope.items.map(TypedJSON.write))))
            members.append(.init("b", .integer(scope.begun)))
        }
        if !scope.results.isEmpty {
            members.append(.init("c", .array(scope.results.sorted { $0.key < $1.key }.map { .array([.integer($0.key), TypedJSON.write($0.value)]) })))
        }
        return .object(members)
    }

    /// Reads what `json(in:)` wrote.
    ///
    /// - Throws: `PROCESS-101` when it was not written for this model.
    public init(_ json: JSON, in model: ProcessModel) throws(PolityError) {
        self.init()
        guard json["v"]?.integer == 1, let next = json["n"]?.integer, let version = json["e"]?.integer else { throw Self.foreign("version") }
        if let variables = json["x"] { self.variables = TypedJSON.context(variables) }
        switch json["s"] {
        case .string("new"): status = .new
        case .string("running"): status = .running
        case .string("cancelled"): status = .cancelled
        case .array(let end):
            guard let id = end.first?.string, let node = model.nodeIndex[id] else { throw Self.foreign("end") }
            status = .ended(node: node)
        default: throw Self.foreign("status")
        }
        if status == .running { scopes[.root] = Scope() }
        try restore(json, in: model)
        nextTicket = next
        self.version = version
    }

    private mutating func restore(_ json: JSON, in model: ProcessModel) throws(PolityError) {
        // In the order of their tickets a host stands before what listens beside it, and a scope before its members.
        for entry in json["r"]?.array ?? [] {
            guard let number = entry["t"]?.integer, let id = entry["n"]?.string, let node = model.nodeIndex[id], let wait = entry["w"].flatMap(Wait.init) else {
                throw Self.foreign("place")
            }
            apply(
                .rested(
                    Ticket(number), node: node, scope: Ticket(entry["s"]?.integer ?? 0), host: entry["h"]?.integer.map(Ticket.init), wait: wait,
                    item: entry["i"]?.integer, locals: entry["x"].map(TypedJSON.context)))
            if let incident = entry["f"]?.string { apply(.stopped(Ticket(number), reason: incident)) }
        }
        for entry in json["o"]?.array ?? [] {
            guard let ticket = entry["t"]?.integer.map(Ticket.init), scopes[ticket] != nil else { throw Self.foreign("scope") }
            for member in entry["a"]?.members ?? [] {
                guard let flow = model.flowIndex[member.name], let count = member.value.integer else { throw Self.foreign("flow") }
                scopes[ticket]?.arrivals[flow] = count
            }
            if let items = entry["i"]?.array { scopes[ticket]?.items = items.map(TypedJSON.value) }
            if let begun = entry["b"]?.integer { scopes[ticket]?.begun = begun }
            for result in entry["c"]?.array ?? [] {
                guard let pair = result.array, pair.count == 2, let item = pair[0].integer else { throw Self.foreign("result") }
                scopes[ticket]?.results[item] = TypedJSON.value(pair[1])
            }
        }
    }

    static func foreign(_ what: String) -> PolityError {
        PolityError(.broken, "PROCESS-101", "A stored process does not fit its model.", context: what)
    }
}

extension Instance.Wait {
    var json: JSON {
        switch self {
        case .task(let due): due.map { .array(["task", .integer($0.microseconds)]) } ?? "task"
        case .call: "call"
        case .timer(let due, let repeats): .array(["timer", .integer(due.microseconds), repeats.map { .integer($0) } ?? .null])
        case .message(let name, let key): .array(["message", .string(name)] + (key.map { [TypedJSON.write($0)] } ?? []))
        case .choice: "choice"
        case .scope: "scope"
        case .stopped: "stopped"
        }
    }

    init?(_ json: JSON) {
        let parts = json.array ?? [json]
        switch (parts.first?.string, parts.count) {
        case ("task", 1): self = .task(due: nil)
        case ("task", 2):
            guard let due = parts[1].instant else { return nil }
            self = .task(due: due)
        case ("call", 1): self = .call
        case ("timer", 3):
            guard let due = parts[1].instant else { return nil }
            self = .timer(due: due, repeats: parts[2].integer)
        case ("message", 2...3):
            guard let name = parts[1].string else { return nil }
            self = .message(name, key: parts.count == 3 ? TypedJSON.value(parts[2]) : nil)
        case ("choice", 1): self = .choice
        case ("scope", 1): self = .scope
        case ("stopped", 1): self = .stopped
        default: return nil
        }
    }
}

extension JSON {
    var instant: Instant? { integer.map { Instant(microseconds: Int64($0)) } }
}
