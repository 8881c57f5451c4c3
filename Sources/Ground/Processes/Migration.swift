import FEEL
import Kernel

/// How instances of one version of a process go on in another: which element becomes which, and what cannot move. Made before anything
/// is moved, so that it can be looked at; then each instance is moved whole or not at all.
public struct Migration: Sendable {
    public let from: ProcessModel
    public let to: ProcessModel
    /// Every element of the old version, in its order.
    public let steps: [Step]
    /// Events of the new version that the old has not, and that would listen beside what is under way: on the border of an activity, behind an
    /// event-based gateway, event sub-processes. An instance that has moved listens to them after `Command.listen`.
    public let additions: [String]
    /// By node of the old version.
    let targets: [Int?]

    public struct Step: Sendable, Hashable {
        public var element: String
        /// nil: what waits there cannot move.
        public var target: String?
        /// Why not.
        public var obstacle: String?
        /// What it waits for in the new version, where that is called otherwise.
        public var change: String?
    }

    /// What keeps one instance where it is.
    public struct Obstacle: Error, Sendable, Hashable {
        public var element: String
        public var reason: String
    }

    /// - Parameter renames: elements that have another id in the new version. All others keep theirs.
    public init(from: ProcessModel, to: ProcessModel, renames: [String: String] = [:]) {
        self.from = from
        self.to = to
        var targets = from.nodes.map { to.nodeIndex[renames[$0.element.id] ?? $0.element.id] }
        steps = from.nodes.indices.map { index in
            let id = from.nodes[index].element.id
            guard let target = targets[index] else {
                return Step(element: id, target: nil, obstacle: "the new version has no '\(renames[id] ?? id)'")
            }
            let place = (from.nodes[index], to.nodes[target])
            if let obstacle = Self.obstacle(place.0, place.1, { from.nodes[$0].element.id }, { to.nodes[$0].element.id }, renames) {
                targets[index] = nil
                return Step(element: id, target: nil, obstacle: obstacle)
            }
            return Step(element: id, target: to.nodes[target].element.id, obstacle: nil, change: place.0.element.change(to: place.1.element))
        }
        self.targets = targets
        additions = Self.additions(to, Set(targets.compactMap { $0 }))
    }

    private static func additions(_ to: ProcessModel, _ known: Set<Int>) -> [String] {
        to.nodes.indices.filter { index in
            let node = to.nodes[index]
            guard !known.contains(index) else { return false }
            switch node.element.kind {
            case .boundary(let trigger, let host, _): return trigger.isListening && to.nodeIndex[host].map(known.contains) == true
            case .subProcess(.event):
                let start = to.contents[node.scope]?.eventSubProcesses.first { $0.node == index }
                return start?.trigger.isListening == true && (node.scope == -1 || known.contains(node.scope))
            case .catchEvent, .task(.receive): return to.gateway(before: index).map(known.contains) == true
            default: return false
            }
        }.map { to.nodes[$0].element.id }
    }

    /// Why a token that rests at one node cannot rest at the other.
    private static func obstacle(
        _ old: ProcessModel.Node, _ new: ProcessModel.Node, _ oldID: (Int) -> String, _ newID: (Int) -> String, _ renames: [String: String]
    ) -> String? {
        func renamed(_ id: String) -> String { renames[id] ?? id }
        let (was, becomes) = (old.element.species, new.element.species)
        if was != becomes { return "'\(new.element.id)' is a \(becomes) and no longer a \(was)" }
        let outer = old.scope == -1 ? "" : renamed(oldID(old.scope))
        if outer != (new.scope == -1 ? "" : newID(new.scope)) { return "'\(new.element.id)' stands in another sub-process" }
        if case .boundary(_, let host, _) = old.element.kind, case .boundary(_, let newHost, _) = new.element.kind, renamed(host) != newHost {
            return "'\(new.element.id)' stands on the border of another activity"
        }
        for (was, becomes) in zip(old.element.messages, new.element.messages) {
            // The key that it waits with was made by the old version; what the new one sends would never fit.
            if let key = becomes.key?.source.text, key != was.key?.source.text { return "'\(new.element.id)' waits for '\(becomes.name)' with another key" }
        }
        return nil
    }

    /// What keeps an instance from moving; empty when it can.
    public func obstacles(for instance: Instance) -> [Obstacle] {
        do {
            _ = try moved(instance)
            return []
        } catch {
            return error.obstacles
        }
    }

    /// The instance in the new version: tokens, variables and what is kept for compensation. Timers keep their time and messages their key;
    /// what messages and signals are called is as the new version says. It does not listen to `additions` yet.
    public func migrate(_ instance: Instance) throws(Refusal) -> Instance { try moved(instance) }

    /// Nothing was moved.
    public struct Refusal: Error, Sendable, Hashable {
        public var obstacles: [Obstacle]
    }
}
