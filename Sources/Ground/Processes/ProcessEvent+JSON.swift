import FEEL
import Kernel

extension ProcessEvent {
    /// The version in which events are written. A change of meaning makes a new one, and `init` upcasts the older.
    static let schemaVersion = 1

    /// `[version, kind, …]`
    public func json(in model: ProcessModel) -> JSON {
        func id(_ node: Int) -> JSON { .string(model.nodes[node].element.id) }
        func flow(_ index: Int) -> JSON { .string(model.flows[index].id) }
        func number(_ ticket: Ticket) -> JSON { .integer(ticket.number) }
        let parts: [JSON] =
            switch self {
            case .started(let variables): ["started", TypedJSON.write(variables)]
            case .rested(let ticket, let node, let scope, let host, let wait, let item, let locals):
                [
                    "rested", number(ticket), id(node), number(scope), host.map(number) ?? .null, wait.json, item.map { .integer($0) } ?? .null,
                    locals.map(TypedJSON.write) ?? .null,
                ]
            case .itemised(let ticket, let items): ["itemised", number(ticket), .array(items.map(TypedJSON.write))]
            case .moved(let ticket, let due): ["moved", number(ticket), .integer(due.microseconds)]
            case .left(let ticket): ["left", number(ticket)]
            case .dropped(let ticket): ["dropped", number(ticket)]
            case .passed(let node, let scope): ["passed", id(node), number(scope)]
            case .arrived(let index, let scope): ["arrived", flow(index), number(scope)]
            case .joined(let node, let scope, let flows): ["joined", id(node), number(scope), .array(flows.map(flow))]
            case .assigned(let name, let value, let scope): ["assigned", .string(name), TypedJSON.write(value), number(scope)]
            case .collected(let ticket, let item, let value): ["collected", number(ticket), .integer(item), TypedJSON.write(value)]
            case .stopped(let ticket, let reason): ["stopped", number(ticket), .string(reason)]
            case .resumed(let ticket): ["resumed", number(ticket)]
            case .ended(let node): ["ended", id(node)]
            case .cancelled: ["cancelled"]
            }
        return .array([.integer(Self.schemaVersion)] + parts)
    }

    /// - Returns: nil when it was not written for this model.
    public init?(_ json: JSON, in model: ProcessModel) {
        guard let parts = json.array, parts.count >= 2, parts[0].integer == Self.schemaVersion, let kind = parts[1].string else { return nil }
        let rest = Array(parts.dropFirst(2))
        func at(_ index: Int) -> JSON? { index < rest.count ? rest[index] : nil }
        func ticket(_ index: Int) -> Ticket? { at(index)?.integer.map(Ticket.init) }
        func node(_ index: Int) -> Int? { at(index)?.string.flatMap { model.nodeIndex[$0] } }
        switch kind {
        case "started": self = .started(variables: TypedJSON.context(at(0) ?? .null))
        case "rested":
            guard let own = ticket(0), let node = node(1), let scope = ticket(2), let wait = at(4).flatMap(Instance.Wait.init) else { return nil }
            let locals = at(6).flatMap { $0.isNull ? nil : TypedJSON.context($0) }
            self = .rested(own, node: node, scope: scope, host: ticket(3), wait: wait, item: at(5)?.integer, locals: locals)
        case "itemised":
            guard let own = ticket(0), let items = at(1)?.array else { return nil }
            self = .itemised(own, items: items.map(TypedJSON.value))
        case "moved":
            guard let own = ticket(0), let due = at(1)?.instant else { return nil }
            self = .moved(own, due: due)
        case "left", "dropped", "resumed":
            guard let own = ticket(0) else { return nil }
            self = kind == "left" ? .left(own) : kind == "dropped" ? .dropped(own) : .resumed(own)
        case "passed":
            guard let node = node(0), let scope = ticket(1) else { return nil }
            self = .passed(node: node, scope: scope)
        case "arrived":
            guard let flow = at(0)?.string.flatMap({ model.flowIndex[$0] }), let scope = ticket(1) else { return nil }
            self = .arrived(flow: flow, scope: scope)
        case "joined":
            guard let node = node(0), let scope = ticket(1), let names = at(2)?.array else { return nil }
            let flows = names.compactMap { $0.string.flatMap { model.flowIndex[$0] } }
            guard flows.count == names.count else { return nil }
            self = .joined(node: node, scope: scope, flows: flows)
        case "assigned":
            guard let name = at(0)?.string, let value = at(1), let scope = ticket(2) else { return nil }
            self = .assigned(name, TypedJSON.value(value), scope: scope)
        case "collected":
            guard let own = ticket(0), let item = at(1)?.integer, let value = at(2) else { return nil }
            self = .collected(own, item: item, TypedJSON.value(value))
        case "stopped":
            guard let own = ticket(0), let reason = at(1)?.string else { return nil }
            self = .stopped(own, reason: reason)
        case "ended":
            guard let node = node(0) else { return nil }
            self = .ended(node: node)
        case "cancelled": self = .cancelled
        default: return nil
        }
    }
}
