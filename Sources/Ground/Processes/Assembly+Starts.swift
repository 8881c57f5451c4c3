import Kernel

extension Assembly {
    /// Where a scope without any start event begins: at everything that no flow leads to (section 13.2).
    mutating func beginWithoutStartEvents() {
        var withStart: Set<Int> = []
        for node in nodes { if case .start = node.element.kind { withStart.insert(node.scope) } }
        for index in nodes.indices where !withStart.contains(nodes[index].scope) && canBeginAlone(index) {
            contents[nodes[index].scope]?.starts.append(index)
        }
    }

    /// Whether a token may begin here because nothing leads to it.
    private func canBeginAlone(_ index: Int) -> Bool {
        let node = nodes[index]
        guard node.incoming.isEmpty, node.element.compensates == nil else { return false }
        if node.scope != -1, nodes[node.scope].element.adHoc != nil { return false }
        switch node.element.kind {
        case .start, .boundary, .catchEvent(.link), .subProcess(.event): return false
        case .task(.receive), .gateway(.eventBased), .gateway(.parallelEventBased): return node.scope != -1
        default: return true
        }
    }

    /// The events that begin an instance.
    func listeners() -> [StartListener] {
        nodes.indices.filter { nodes[$0].scope == -1 }.flatMap { index -> [StartListener] in
            let node = nodes[index]
            switch node.element.kind {
            case .start(.none, _): return []
            case .start(let trigger, _): return [StartListener(element: node.element.id, trigger: trigger)]
            case .task(.receive(let message)) where node.incoming.isEmpty && node.element.compensates == nil:
                return [StartListener(element: node.element.id, trigger: .message(message))]
            case .gateway(.eventBased), .gateway(.parallelEventBased):
                guard node.incoming.isEmpty else { return [] }
                return node.outgoing.compactMap { flow in
                    let target = nodes[flows[flow].to].element
                    return target.awaited.map { StartListener(element: target.id, trigger: $0) }
                }
            default: return []
            }
        }
    }
}

extension Element {
    /// What a catch event or receive task waits for.
    var awaited: Trigger? {
        switch kind {
        case .catchEvent(let trigger): trigger
        case .task(.receive(let message)): .message(message)
        default: nil
        }
    }
}
