import Casework
import Kernel

/// A plan of moves as an operator reads it: what maps where, what cannot, in numbers and case by case.
struct MoveReport {
    let lines: [String]

    init(_ plan: MovePlan, isQuiet: Bool) {
        guard !plan.groups.isEmpty else {
            lines = ["Every running case is in the newest version of its service."]
            return
        }
        var lines = plan.groups.flatMap { Self.lines($0, isQuiet: isQuiet) }
        lines.append("\(Self.cases(plan.movable.count)) can move, \(plan.staying) cannot.")
        self.lines = lines
    }

    private static func lines(_ group: MovePlan.Group, isQuiet: Bool) -> [String] {
        var lines = ["\(group.service), version \(group.folder.prefix(12)): \(cases(group.cases.count)), \(group.movable.count) can move"]
        if let obstacle = group.obstacle { lines.append("  none can move: \(obstacle)") }
        for step in group.steps {
            let waiting = group.waiting(at: step.element)
            let target = group.renamed[step.element]
            // What stays as it is and where nobody waits says nothing.
            guard waiting > 0 || step.obstacle != nil || step.change != nil || target != nil else { continue }
            let place = step.obstacle.map { "cannot: \($0)" } ?? "→ \(step.target ?? step.element)" + (step.change.map { ", \($0)" } ?? "")
            lines.append("  \(step.element) \(place)" + (waiting > 0 ? " (\(cases(waiting)) \(waiting == 1 ? "waits" : "wait") here)" : ""))
        }
        lines += group.additions.map { "  \($0) is new: a case listens to it from when it is moved, and its terms run from then" }
        guard !isQuiet else { return lines }
        for each in group.cases {
            let waits = each.waits.map { group.renamed[$0] ?? $0 }
            let verdict = group.obstacle != nil ? "stays" : each.obstacles.isEmpty ? "moves, and waits at \(waits.joined(separator: ", "))" : "stays"
            lines.append("  \(each.reference) \(verdict)")
            lines += each.obstacles.map { "    \($0.place): \($0.reason)" }
        }
        return lines
    }

    static func cases(_ count: Int) -> String { count == 1 ? "1 case" : "\(count) cases" }
}
