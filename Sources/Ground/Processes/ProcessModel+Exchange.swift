import Kernel

/// What a process says to others and hears from them, with the places in the model.
public struct ProcessExchange: Sendable {
    public struct Line: Sendable, Hashable {
        public var name: String
        /// The element that throws or waits.
        public var element: String
        public var location: SourceLocation
        /// Of a message that is waited for: whether a key says which one is meant.
        public var hasKey = false
        /// Of a message that is sent: the names of what it says.
        public var says: [String] = []
    }

    public var messagesSent: [Line] = []
    public var messagesAwaited: [Line] = []
    public var signalsThrown: [Line] = []
    public var signalsHeard: [Line] = []
}

extension ProcessModel {
    /// Which elements lead to which: its sequence flows, in their order.
    public var connections: [(id: String, from: String, to: String)] {
        flows.map { ($0.id, nodes[$0.from].element.id, nodes[$0.to].element.id) }
    }

    /// The messages and signals of all its elements, in their order.
    public var exchange: ProcessExchange { ProcessExchange(of: elements) }
}

extension ProcessExchange {
    public init(of elements: [Element]) {
        for element in elements {
            func line(_ name: String, hasKey: Bool = false, says: [Assignment] = []) -> Line {
                Line(name: name, element: element.id, location: element.location, hasKey: hasKey, says: says.map(\.name))
            }
            for trigger in element.trigger?.parts ?? [] {
                switch trigger {
                case .message(let message): messagesAwaited.append(line(message.name, hasKey: message.key != nil))
                case .signal(let name): signalsHeard.append(line(name))
                default: break
                }
            }
            for result in element.results {
                switch result {
                case .message(let message): messagesSent.append(line(message.name, says: message.payload))
                case .signal(let name, _): signalsThrown.append(line(name))
                default: break
                }
            }
            switch element.kind {
            case .task(.send(let message)): messagesSent.append(line(message.name, says: message.payload))
            case .task(.receive(let message)): messagesAwaited.append(line(message.name, hasKey: message.key != nil))
            default: break
            }
        }
    }
}

extension Element {
    /// Everything it throws: as an event, and as its instances end (section 10.3.8.2).
    fileprivate var results: [EventResult] {
        var results: [EventResult] = []
        switch kind {
        case .end(let result), .throwEvent(let result): results.append(result)
        default: break
        }
        if case .multiple(let each) = loop {
            switch each.behavior {
            case .all: break
            case .one(let event), .each(let event): results.append(event)
            case .complex(let cases): results += cases.map(\.event)
            }
        }
        return results.flatMap(\.parts)
    }
}
