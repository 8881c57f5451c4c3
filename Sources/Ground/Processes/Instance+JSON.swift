import FEEL
import Kernel

extension Instance {
    /// The stored form: short names, ids of elements (not places in the model, so that a person can read it and a migration can
    /// map it), nothing that follows from the rest.
    public func json(in model: ProcessModel) -> JSON {
        var members: [JSON.Member] = [.init("v", 1), .init("n", .integer(nextTicket)), .init("e", .integer(version)), .init("s", status(in: model))]
        if !variables.names.isEmpty { members.append(.init("x", TypedJSON.write(variables))) }
        if !rests.isEmpty { members.append(.init("r", .array(rests.pairs.map { json($0.key, $0.value, in: model) }))) }
        let open = scopes.pairs.compactMap { json($0.key, $0.value, in: model) }
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
        var members: [JSON.Member] = []
        if !scope.arrivals.isEmpty {
            members.append(.init("a", .object(scope.arrivals.sorted { $0.key < $1.key }.map { .init(model.flows[$0.key].id, .integer($0.value)) })))
        }
        if !scope.items.isEmpty { members.append(.init("i", .array(scope.items.map(TypedJSON.write)))) }
        if scope.completed > 0 { members.append(.init("k", .integer(scope.completed))) }
        if !scope.results.isEmpty {
            members.append(.init("c", .array(scope.results.sorted { $0.key < $1.key }.map { .array([.integer($0.key), TypedJSON.write($0.value)]) })))
        }
        if !scope.done.isEmpty { members.append(.init("d", .array(scope.done.map { $0.json(in: model) }))) }
        if !scope.fired.isEmpty {
            let fired = scope.fired.sorted { $0.key < $1.key }
            members.append(
                .init("g", .object(fired.map { .init(model.nodes[$0.key].element.id, .array($0.value.sorted().map { .string(model.flows[$0].id) })) })))
        }
        if scope.isClosed { members.append(.init("z", true)) }
        return members.isEmpty ? nil : .object([.init("t", .integer(ticket.number))] + members)
    }
}

extension Instance.Completion {
    /// `[element, whole loop?, variables, [what was completed inside]]`
    func json(in model: ProcessModel) -> JSON {
        .array([.string(model.nodes[node].element.id), .bool(isBody), TypedJSON.write(variables), .array(inner.map { $0.json(in: model) })])
    }
}
