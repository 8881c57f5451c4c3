import FEEL
import Kernel

extension Instance {
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
        for entry in json["o"]?.array ?? [] { try restoreScope(entry, in: model) }
    }

    private mutating func restoreScope(_ entry: JSON, in model: ProcessModel) throws(PolityError) {
        guard let ticket = entry["t"]?.integer.map(Ticket.init), var scope = scopes[ticket] else { throw Self.foreign("scope") }
        for member in entry["a"]?.members ?? [] {
            guard let flow = model.flowIndex[member.name], let count = member.value.integer else { throw Self.foreign("flow") }
            scope.more.arrivals[flow] = count
        }
        if let items = entry["i"]?.array { scope.more.items = items.map(TypedJSON.value) }
        if let completed = entry["k"]?.integer { scope.more.completed = completed }
        for result in entry["c"]?.array ?? [] {
            guard let pair = result.array, pair.count == 2, let item = pair[0].integer else { throw Self.foreign("result") }
            scope.more.results[item] = TypedJSON.value(pair[1])
        }
        for done in entry["d"]?.array ?? [] { scope.more.done.append(try Completion(done, in: model)) }
        for member in entry["g"]?.members ?? [] {
            guard let node = model.nodeIndex[member.name], let names = member.value.array else { throw Self.foreign("gateway") }
            var flows: Set<Int> = []
            for name in names {
                guard let flow = name.string.flatMap({ model.flowIndex[$0] }) else { throw Self.foreign("flow") }
                flows.insert(flow)
            }
            scope.more.fired[node] = flows
        }
        scope.more.isClosed = entry["z"] == true
        scopes[ticket] = scope
    }

    static func foreign(_ what: String) -> PolityError {
        PolityError(.broken, "PROCESS-101", "A stored process does not fit its model.", context: what)
    }
}

extension Instance.Completion {
    init(_ json: JSON, in model: ProcessModel, depth: Int = 0) throws(PolityError) {
        guard depth <= Assembly.depthLimit * 2, let parts = json.array, parts.count == 4, let node = parts[0].string.flatMap({ model.nodeIndex[$0] }) else {
            throw Instance.foreign("completion")
        }
        var inner: [Instance.Completion] = []
        for part in parts[3].array ?? [] { inner.append(try Self(part, in: model, depth: depth + 1)) }
        self.init(node: node, isBody: parts[1] == true, variables: TypedJSON.context(parts[2]), inner: inner)
    }
}
