import XML

extension Definitions {
    /// What the file holds, line by line.
    public var summary: [String] {
        var lines = [["BPMN 2.0", name.map { "'\($0)'" }, exporter.map { "written by \($0)" }].compactMap { $0 }.joined(separator: ", ")]
        for process in processes {
            let name = process.name.isEmpty || process.name == process.id ? "" : " (\(Self.oneLine(process.name)))"
            let executable = process.isExecutable.map { $0 ? ", executable" : ", not marked as executable" } ?? ""
            lines.append("process '\(process.id)'\(name)\(executable)")
            let kinds = process.nodes.map(\.kind) + process.flows.map { _ in "sequenceFlow" } + process.artifacts.map(\.kind) + process.data.map(\.kind)
            if !kinds.isEmpty { lines.append("  " + Self.counts(kinds)) }
            if !process.lanes.isEmpty {
                lines.append("  lanes: " + process.lanes.map { Self.oneLine($0.name.isEmpty ? $0.id : $0.name) }.joined(separator: ", "))
            }
        }
        if !globalTasks.isEmpty { lines.append("global tasks: " + Self.counts(globalTasks.map(\.kind))) }
        for collaboration in collaborations {
            if !collaboration.participants.isEmpty {
                let pools = collaboration.participants.map { pool in
                    Self.oneLine(pool.name.isEmpty ? pool.id : pool.name) + (pool.process == nil ? " (black box)" : "")
                }
                lines.append("pools: " + pools.joined(separator: ", "))
            }
            let rest = collaboration.messageFlows.map { _ in "messageFlow" } + (collaboration.conversations + collaboration.artifacts).map(\.kind)
            if !rest.isEmpty { lines.append("between them: " + Self.counts(rest)) }
        }
        if !choreographies.isEmpty { lines.append("choreography: " + Self.counts(choreographies.map(\.kind))) }
        for diagram in diagrams {
            let name = diagram.name.trimmed.isEmpty ? "" : " '\(Self.oneLine(diagram.name))'"
            lines.append("diagram\(name): \(Self.counts(diagram.shapes.map { _ in "shape" } + diagram.edges.map { _ in "edge" }))")
        }
        return lines
    }

    /// `2 userTask, 1 endEvent`, the most frequent first.
    private static func counts(_ kinds: [String]) -> String {
        let counts = Dictionary(grouping: kinds) { $0 }.mapValues(\.count)
        return counts.isEmpty ? "nothing" : counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
    }

    private static func oneLine(_ text: String) -> String { text.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
}
