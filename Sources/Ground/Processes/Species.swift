extension Element {
    /// What it is, as far as a token that rests there is concerned.
    var species: String {
        let loop =
            switch self.loop {
            case .once: ""
            case .standard: "repeated "
            case .multiple(let each): each.isSequential ? "sequential multi-instance " : "parallel multi-instance "
            }
        return loop + kind.species
    }
}

extension Element.Kind {
    var species: String {
        switch self {
        case .start(let trigger, let interrupts): "\(interrupts ? "" : "non-interrupting ")\(trigger.species) start event"
        case .end: "end event"
        case .catchEvent(let trigger): "\(trigger.species) event"
        case .throwEvent: "throw event"
        case .boundary(let trigger, _, let interrupts): "\(interrupts ? "" : "non-interrupting ")\(trigger.species) boundary event"
        case .task(let task): task.species + " task"
        case .gateway(let gateway): gateway.species + " gateway"
        case .subProcess(let sub): sub.species + " sub-process"
        case .callActivity: "call activity"
        }
    }
}

extension Trigger {
    var species: String {
        switch self {
        case .none: "plain"
        case .timer: "timer"
        case .message: "message"
        case .error: "error"
        case .signal: "signal"
        case .escalation: "escalation"
        case .conditional: "conditional"
        case .link: "link"
        case .cancel: "cancel"
        case .compensation: "compensation"
        case .multiple(let parts): "multiple (\(parts.map(\.species).joined(separator: ", ")))"
        case .parallelMultiple(let parts): "parallel multiple (\(parts.map(\.species).joined(separator: ", ")))"
        }
    }
}

extension Element.Task {
    var species: String {
        switch self {
        case .user: "user"
        case .service: "service"
        case .script: "script"
        case .rules: "business rule"
        case .send: "send"
        case .receive: "receive"
        case .manual: "manual"
        }
    }
}

extension Element.Gateway {
    var species: String {
        switch self {
        case .exclusive: "exclusive"
        case .parallel: "parallel"
        case .inclusive: "inclusive"
        case .eventBased, .parallelEventBased: "event-based"
        case .complex: "complex"
        }
    }
}

extension Element.SubProcess {
    var species: String {
        switch self {
        case .embedded: "embedded"
        case .event: "event"
        case .transaction: "transaction"
        case .adHoc: "ad-hoc"
        case .call: "called"
        }
    }
}
