import Kernel
import XML

extension DiagramDrawing {
    /// One line of the list that says the same as the drawing.
    public struct Line: Sendable, Hashable {
        public var element: String
        public var text: String
        /// Sub-processes around it.
        public var depth: Int
        public var marks: [Mark]
    }

    /// The steps of every process in the order in which tokens come to them, each with what may follow: for those who do not see the
    /// drawing, and for those who would rather read.
    public func outline() -> [Line] {
        document.contents.processes.flatMap { process -> [Line] in
            let following = Dictionary(grouping: process.flows, by: \.from)
            return lines(of: nil, process, following, depth: 0)
        }
    }

    private func lines(of scope: String?, _ process: ProcessDefinition, _ following: [String: [SequenceFlow]], depth: Int) -> [Line] {
        guard depth < 50 else { return [] }
        let nodes = process.nodes.filter { $0.parent == scope }
        return Self.order(nodes, following).flatMap { node -> [Line] in
            var text = words(for: node.id)
            if let host = node.attachedTo { text += " (" + language.say(.onBorder, ["name": .text(shortName(host))]) + ")" }
            let next = (following[node.id] ?? []).map { flow in
                let condition = name(of: flow.id)
                return condition.isEmpty
                    ? shortName(flow.to) : language.say(.leadsToIf, ["name": .text(shortName(flow.to)), "condition": .text(condition)])
            }
            if !next.isEmpty { text += "; " + language.say(.leadsTo, ["names": .text(next.joined(separator: ", "))]) }
            let line = Line(element: node.id, text: text, depth: depth, marks: marks[node.id] ?? [])
            return [line] + (node.isSubProcess ? lines(of: node.id, process, following, depth: depth + 1) : [])
        }
    }

    /// Its name on one line; what kind of element it is where it has none.
    public func shortName(_ id: String) -> String {
        let name = name(of: id).split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return name.isEmpty ? language.say(Phrase.kind(of: index.elements[id]?.name ?? "")) : name
    }

    /// From the start events onwards, breadth first; what nothing leads to comes at the end.
    private static func order(_ nodes: [FlowNode], _ following: [String: [SequenceFlow]]) -> [FlowNode] {
        let byId = Dictionary(nodes.map { ($0.id, $0) }) { first, _ in first }
        let borders = Dictionary(grouping: nodes.filter { $0.attachedTo != nil }) { $0.attachedTo ?? "" }
        var (ordered, seen): ([FlowNode], Set<String>) = ([], [])
        for first in nodes.filter({ $0.kind == "startEvent" }) + nodes.filter({ $0.attachedTo == nil }) + nodes {
            var (open, next) = ([first.id], 0)
            while next < open.count {
                defer { next += 1 }
                guard let node = byId[open[next]], seen.insert(node.id).inserted else { continue }
                ordered.append(node)
                open += (borders[node.id] ?? []).map(\.id) + (following[node.id] ?? []).map(\.to)
            }
        }
        return ordered
    }
}
