import FEEL
import Kernel

extension Run {
    // MARK: Errors (section 13.5.4)

    /// Finds the nearest error event around `ticket`, goes on there, and takes away what stood below it.
    ///
    /// - Returns: whether there is one.
    mutating func raise(_ code: String, reason: String, from ticket: Ticket) -> Bool {
        guard let rest = state.rests[ticket] else { return false }
        guard let boundary = boundary(of: rest, { $0.names(error: code) }, { $0.catches(error: code) }) else {
            return raise(code, reason: reason, fromScope: rest.scope, by: rest.node)
        }
        drop(ticket)
        begin(at: boundary, scope: rest.scope, code, reason)
        return true
    }

    /// - Parameter thrower: what throws it in this scope. An event sub-process does not catch what is thrown in itself: it stands beside the
    ///   scope that it handles, and would go in circles.
    mutating func raise(_ code: String, reason: String, fromScope scope: Ticket, by thrower: Int? = nil) -> Bool {
        if let event = eventSubProcess(in: scope, by: thrower, { $0.names(error: code) }, { $0.catches(error: code) }) {
            begin(event, in: scope, code, reason)
            return true
        }
        return scope == .root ? false : raise(code, reason: reason, from: scope)
    }

    // MARK: Escalations (section 10.5.5)

    enum Caught { case uncaught, caught, interrupted }

    /// The nearest escalation event around `ticket` catches it.
    ///
    /// - Returns: whether what threw it goes on.
    mutating func escalate(_ code: String, from ticket: Ticket) -> Caught {
        guard let rest = state.rests[ticket] else { return .uncaught }
        guard let boundary = boundary(of: rest, { $0.names(escalation: code) }, { $0.catches(escalation: code) }) else {
            return escalate(code, fromScope: rest.scope, by: rest.node)
        }
        if interrupts(boundary) { drop(ticket) }
        begin(at: boundary, scope: rest.scope, code, "")
        return interrupts(boundary) ? .interrupted : .caught
    }

    mutating func escalate(_ code: String, fromScope scope: Ticket, by thrower: Int? = nil) -> Caught {
        if let event = eventSubProcess(in: scope, by: thrower, { $0.names(escalation: code) }, { $0.catches(escalation: code) }) {
            begin(event, in: scope, code, "")
            return event.interrupts ? .interrupted : .caught
        }
        return scope == .root ? .uncaught : escalate(code, from: scope)
    }

    // MARK: Finding

    /// The event on the border that names the code; where none does, one that takes any, whichever is drawn first.
    private func boundary(of rest: Instance.Rest, _ names: (Trigger) -> Bool, _ catches: (Trigger) -> Bool) -> Int? {
        // The items of a multi-instance activity have no border of their own; their body has it.
        guard rest.item == nil else { return nil }
        let events = model.nodes[rest.node].boundaries
        func first(_ fits: (Trigger) -> Bool) -> Int? { events.first { model.nodes[$0].element.boundaryTrigger.map(fits) == true } }
        return first(names) ?? first(catches)
    }

    /// The same of the event sub-processes in a scope that nothing has interrupted yet.
    private func eventSubProcess(
        in scope: Ticket, by thrower: Int?, _ names: (Trigger) -> Bool, _ catches: (Trigger) -> Bool
    ) -> ProcessModel.EventSubProcess? {
        guard let node = contentNode(scope), state.scopes[scope]?.isClosed != true else { return nil }
        let events = (model.contents[node]?.eventSubProcesses ?? []).filter { $0.node != thrower }
        return events.first { names($0.trigger) } ?? events.first { catches($0.trigger) }
    }

    /// The sub-process whose content runs in a scope; -1: the process; nil: a loop's body or compensation, which hold only activities.
    func contentNode(_ scope: Ticket) -> Int? {
        if scope == .root { return -1 }
        guard let rest = state.rests[scope] else { return nil }
        switch rest.wait {
        case .scope, .adHoc: return model.nodes[rest.node].element.isScope && (rest.item != nil || !model.nodes[rest.node].element.isLooped) ? rest.node : nil
        default: return nil
        }
    }

    // MARK: Catching

    private mutating func begin(at boundary: Int, scope: Ticket, _ code: String, _ reason: String) {
        take(thrown: code, reason, at: boundary, scope: scope)
        let token = Token(node: boundary, flow: nil, scope: scope)
        if let fault = takeOverrun() { stopHere(token, fault) } else { queue.append(token) }
    }

    private mutating func begin(_ event: ProcessModel.EventSubProcess, in scope: Ticket, _ code: String, _ reason: String) {
        take(thrown: code, reason, at: event.start, scope: scope)
        beginEventSubProcess(event.start, in: scope, stoppedBy: takeOverrun())
    }

    /// Code and reason are seen by the output mappings of the event, and by nothing else.
    private mutating func take(thrown code: String, _ reason: String, at node: Int, scope: Ticket) {
        guard !model.nodes[node].element.output.isEmpty else { return }
        take(["code": .string(code), "reason": .string(reason)], at: node, scope: scope)
    }
}
