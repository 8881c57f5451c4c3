import FEEL
import Kernel

extension ProcessEvent {
    /// - Returns: nil when it was not written for this model.
    public init?(_ json: JSON, in model: ProcessModel) {
        guard let parts = json.array, parts.count >= 2, parts[0].integer == Self.schemaVersion, let kind = parts[1].string else { return nil }
        let fields = Fields(parts: parts.dropFirst(2), model: model)
        guard let event = Self.token(kind, fields) ?? Self.activity(kind, fields) ?? Self.undoing(kind, fields) else { return nil }
        self = event
    }

    /// The values of a stored event by their place in it.
    private struct Fields {
        let parts: ArraySlice<JSON>
        let model: ProcessModel

        subscript(index: Int) -> JSON? {
            let place = parts.startIndex + index
            guard place < parts.endIndex, !parts[place].isNull else { return JSON?.none }
            return parts[place]
        }

        func ticket(_ index: Int) -> Ticket? { self[index]?.integer.map(Ticket.init) }
        func node(_ index: Int) -> Int? { self[index]?.string.flatMap { model.nodeIndex[$0] } }

        func flows(_ index: Int) -> [Int]? {
            guard let names = self[index]?.array else { return nil }
            let flows = names.compactMap { $0.string.flatMap { model.flowIndex[$0] } }
            return flows.count == names.count ? flows : nil
        }
    }

    /// What moves tokens.
    private static func token(_ kind: String, _ fields: Fields) -> ProcessEvent? {
        switch kind {
        case "started": return .started(variables: TypedJSON.context(fields[0] ?? .null))
        case "rested":
            guard let own = fields.ticket(0), let node = fields.node(1), let scope = fields.ticket(2), let wait = fields[4].flatMap(Instance.Wait.init) else {
                return nil
            }
            return .rested(
                own, node: node, scope: scope, host: fields.ticket(3), wait: wait, item: fields[5]?.integer, locals: fields[6].map(TypedJSON.context))
        case "left": return fields.ticket(0).map { .left($0) }
        case "dropped": return fields.ticket(0).map { .dropped($0) }
        case "passed":
            guard let node = fields.node(0), let scope = fields.ticket(1) else { return nil }
            return .passed(node: node, scope: scope)
        case "arrived":
            guard let flow = fields[0]?.string.flatMap({ fields.model.flowIndex[$0] }), let scope = fields.ticket(1) else { return nil }
            return .arrived(flow: flow, scope: scope)
        case "joined", "activated", "reset":
            guard let node = fields.node(0), let scope = fields.ticket(1), let flows = fields.flows(2) else { return nil }
            if kind == "joined" { return .joined(node: node, scope: scope, flows: flows) }
            return kind == "reset" ? .reset(node: node, scope: scope, flows: flows) : .activated(node: node, scope: scope, flows: flows)
        case "ended": return fields.node(0).map { .ended(node: $0) }
        case "cancelled": return .cancelled
        default: return nil
        }
    }

    /// What happens at a place without moving its token.
    private static func activity(_ kind: String, _ fields: Fields) -> ProcessEvent? {
        switch kind {
        case "assigned":
            guard let name = fields[0]?.string, let scope = fields.ticket(2) else { return nil }
            return .assigned(name, fields[1].map(TypedJSON.value) ?? .null, scope: scope)
        case "itemised":
            guard let own = fields.ticket(0), let items = fields[1]?.array else { return nil }
            return .itemised(own, items: items.map(TypedJSON.value))
        case "collected":
            guard let own = fields.ticket(0), let item = fields[1]?.integer else { return nil }
            return .collected(own, item: item, fields[2].map(TypedJSON.value) ?? .null)
        case "moved":
            guard let own = fields.ticket(0), let due = fields[1]?.instant else { return nil }
            return .moved(own, due: due, repeats: fields[2]?.integer)
        case "stopped":
            guard let own = fields.ticket(0), let reason = fields[1]?.string else { return nil }
            return .stopped(own, reason: reason)
        case "resumed": return fields.ticket(0).map { .resumed($0) }
        case "turned": return fields.ticket(0).map { .turned($0) }
        case "closed": return fields.ticket(0).map { .closed($0) }
        case "lapsed": return fields.ticket(0).map { .lapsed($0) }
        default: return nil
        }
    }

    private static func undoing(_ kind: String, _ fields: Fields) -> ProcessEvent? {
        switch kind {
        case "completed":
            guard let node = fields.node(0), let scope = fields.ticket(1) else { return nil }
            return .completed(
                Completed(
                    node: node, scope: scope, isBody: fields[2] == .bool(true), from: fields.ticket(3), variables: TypedJSON.context(fields[4] ?? .null)))
        case "undoing":
            guard let own = fields.ticket(0), let scope = fields.ticket(1) else { return nil }
            if fields[2] != nil, fields.node(2) == nil { return nil }
            return .undoing(own, scope: scope, node: fields.node(2))
        case "undone": return fields.ticket(0).map { .undone($0, into: fields.ticket(1)) }
        default: return nil
        }
    }
}
