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
            case .moved(let ticket, let due, let repeats):
                ["moved", number(ticket), .integer(due.microseconds)] + (repeats.map { [.integer($0)] } ?? [])
            case .left(let ticket): ["left", number(ticket)]
            case .dropped(let ticket): ["dropped", number(ticket)]
            case .passed(let node, let scope): ["passed", id(node), number(scope)]
            case .arrived(let index, let scope): ["arrived", flow(index), number(scope)]
            case .joined(let node, let scope, let flows): ["joined", id(node), number(scope), .array(flows.map(flow))]
            case .assigned(let name, let value, let scope): ["assigned", .string(name), TypedJSON.write(value), number(scope)]
            case .collected(let ticket, let item, let value): ["collected", number(ticket), .integer(item), TypedJSON.write(value)]
            case .turned(let ticket): ["turned", number(ticket)]
            case .completed(let done):
                [
                    "completed", id(done.node), number(done.scope), .bool(done.isBody), done.from.map(number) ?? .null, TypedJSON.write(done.variables),
                ]
            case .closed(let scope): ["closed", number(scope)]
            case .undoing(let ticket, let scope, let node): ["undoing", number(ticket), number(scope), node.map(id) ?? .null]
            case .undone(let ticket, let into): ["undone", number(ticket), into.map(number) ?? .null]
            case .activated(let node, let scope, let flows): ["activated", id(node), number(scope), .array(flows.map(flow))]
            case .reset(let node, let scope, let flows): ["reset", id(node), number(scope), .array(flows.map(flow))]
            case .lapsed(let ticket): ["lapsed", number(ticket)]
            case .stopped(let ticket, let reason): ["stopped", number(ticket), .string(reason)]
            case .resumed(let ticket): ["resumed", number(ticket)]
            case .ended(let node): ["ended", id(node)]
            case .cancelled: ["cancelled"]
            }
        return .array([.integer(Self.schemaVersion)] + parts)
    }
}
