import FEEL
import Kernel

extension Run {
    mutating func begin(_ variables: Context) throws(Rejection) {
        guard state.status == .new else { throw .alreadyStarted }
        guard let content = model.contents[-1], !content.starts.isEmpty else { throw .noStart("") }
        record(.started(variables: variables))
        listenForEventSubProcesses(in: .root, of: -1)
        for start in content.starts { queue.append(Token(node: start, flow: nil, scope: .root)) }
    }

    /// Begins where an event has come that the host listened for (section 13.2).
    mutating func begin(at element: String, _ given: Context) throws(Rejection) {
        guard state.status == .new else { throw .alreadyStarted }
        guard model.listeners.contains(where: { $0.element == element }), let node = model.nodeIndex[element] else { throw .noStart(element) }
        record(.started(variables: [:]))
        take(given, at: node, scope: .root)
        let fault = takeOverrun()
        listenForEventSubProcesses(in: .root, of: -1)
        let gateway = model.nodes[node].incoming.first.map { model.flows[$0].from }
        if let gateway {
            record(.passed(node: gateway, scope: .root))
            if case .gateway(.parallelEventBased) = model.nodes[gateway].element.kind {
                // All the others must come as well (section 10.6.6).
                for flow in model.nodes[gateway].outgoing where model.flows[flow].to != node { send(along: flow, in: .root) }
            }
        }
        if let fault { return stopHere(Token(node: node, flow: nil, scope: .root), fault) }
        record(.passed(node: node, scope: .root))
        leave(node, in: .root)
    }
}
