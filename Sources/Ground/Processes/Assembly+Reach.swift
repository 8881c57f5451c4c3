import Kernel

extension Assembly {
    /// Where a token can first be in a scope.
    func entries(_ scope: Int) -> [Int] {
        nodes.indices.filter { index in
            guard nodes[index].scope == scope else { return false }
            switch nodes[index].element.kind {
            case .start: return true
            case .subProcess(.event): return false
            default: return nodes[index].incoming.isEmpty && (contents[scope]?.starts.contains(index) == true || isOffered(index) || isListener(index))
            }
        }
    }

    /// The ways in which a scope begins, each with everything that begins with it. An ad-hoc one begins as people like, of which nothing
    /// can be said.
    func beginnings(_ scope: Int) -> [[Int]] {
        if scope != -1, nodes[scope].element.adHoc != nil { return [] }
        let plain = contents[scope]?.starts ?? []
        return (plain.isEmpty ? [] : [plain]) + entries(scope).filter { !plain.contains($0) }.map { [$0] }
    }

    private func isOffered(_ index: Int) -> Bool {
        nodes[index].scope != -1 && nodes[nodes[index].scope].element.adHoc != nil && nodes[index].element.isActivity
            && nodes[index].element.compensates == nil
    }

    private func isListener(_ index: Int) -> Bool {
        switch nodes[index].element.kind {
        case .task(.receive), .gateway(.eventBased), .gateway(.parallelEventBased): nodes[index].scope == -1 && nodes[index].element.compensates == nil
        default: false
        }
    }

    /// Where a token can go from a node in one step.
    func steps(from index: Int) -> [Int] {
        nodes[index].outgoing.map { flows[$0].to } + nodes[index].boundaries + (nodes[index].target.map { [$0] } ?? [])
    }

    func checkStarts(_ diagnostics: inout Diagnostics) {
        for scope in contents.keys.sorted() {
            let plain = nodes.indices.filter { if case .start(.none, _) = nodes[$0].element.kind { nodes[$0].scope == scope } else { false } }
            for index in plain.dropFirst() {
                diagnostics.error(nodes[index].element.location, "a second start event without a trigger", mend: "Keep one, or give this one a trigger.")
            }
            guard entries(scope).isEmpty, let place = scope == -1 ? nodes.first?.element : nodes[scope].element else { continue }
            if scope != -1, !nodes.contains(where: { $0.scope == scope }) { continue }
            diagnostics.error(place.location, "there is no start event" + (scope == -1 ? "" : " in '\(place.id)'"))
        }
    }

    /// Every element lies on a way from where something begins.
    func checkReach(_ diagnostics: inout Diagnostics) {
        var reached: Set<Int> = []
        var open = contents.keys.flatMap { entries($0) }
        open += nodes.indices.filter { nodes[$0].element.isEventSubProcess || nodes[$0].element.compensates?.isEmpty == false }
        while let index = open.popLast() {
            guard reached.insert(index).inserted else { continue }
            open += steps(from: index)
        }
        for index in nodes.indices where !reached.contains(index) {
            diagnostics.error(nodes[index].element.location, "'\(nodes[index].element.id)' can never be reached", mend: "Lead a flow to it, or remove it.")
        }
    }

    /// From every element a token can come to an end, unless something else can end the scope around it.
    func checkEnds(_ diagnostics: inout Diagnostics) {
        var before: [Int: [Int]] = [:]
        for index in nodes.indices { for next in steps(from: index) { before[next, default: []].append(index) } }
        var ending: Set<Int> = []
        var open = nodes.indices.filter { nodes[$0].outgoing.isEmpty && nodes[$0].target == nil }
        while let index = open.popLast() {
            guard ending.insert(index).inserted else { continue }
            open += before[index] ?? []
        }
        var named: Set<Int> = []
        for index in nodes.indices where !ending.contains(index) && !canBeEnded(nodes[index].scope) && named.insert(nodes[index].scope).inserted {
            diagnostics.error(
                nodes[index].element.location, "from '\(nodes[index].element.id)' the process can never end",
                mend: "Lead a way out of the circle to an end event.")
        }
    }

    private func canBeEnded(_ scope: Int) -> Bool {
        if contents[scope]?.eventSubProcesses.contains(where: \.interrupts) == true { return true }
        guard scope != -1 else { return false }
        let isInterrupted = nodes[scope].boundaries.contains { if case .boundary(_, _, interrupts: true) = nodes[$0].element.kind { true } else { false } }
        return isInterrupted || nodes[scope].element.adHoc != nil || canBeEnded(nodes[scope].scope)
    }
}
