extension ProcessModel {
    /// Every expression of the process.
    public var formulas: [Formula] { flows.compactMap(\.condition) + nodes.flatMap(\.element.formulas) }

    /// Every name that an expression of the process uses, and every decision that a business rule task asks for.
    public var references: Set<String> {
        var decisions: Set<String> = []
        for node in nodes { if case .task(.rules(let decision, _)) = node.element.kind { decisions.insert(decision) } }
        return formulas.reduce(into: decisions) { $0.formUnion($1.references) }
    }
}

extension ProcessModel {
    /// These variables, and those that the process sets from them.
    public func variables(madeOf sources: Set<String>) -> Set<String> {
        let lines = nodes.flatMap { node -> [Assignment] in
            guard case .task(.script(let script)) = node.element.kind else { return node.element.input + node.element.output }
            return node.element.input + node.element.output + script
        }
        var made = sources
        var more: Set<String>
        repeat {
            more = Set(lines.filter { !made.contains($0.name) && !$0.value.references.isDisjoint(with: made) }.map(\.name))
            made.formUnion(more)
        } while !more.isEmpty
        return made
    }
}

extension Sequence<Element> {
    /// Variables that are set around the elements: what they bring out, by scripts, decisions, outputs and lists of what instances found.
    public var variablesSet: Set<String> {
        reduce(into: []) { names, element in
            names.formUnion(element.output.map(\.name))
            switch element.kind {
            case .task(.script(let lines)): names.formUnion(lines.map(\.name))
            case .task(.rules(_, let result)): names.insert(result)
            default: break
            }
            if case .multiple(let each) = element.loop, let collect = each.collect { names.insert(collect.into) }
        }
    }
}

extension Element {
    fileprivate var formulas: [Formula] { (input + output).map(\.value) + loop.formulas + kind.formulas }
}

extension Element.Loop {
    fileprivate var formulas: [Formula] {
        switch self {
        case .once: return []
        case .standard(let loop): return [loop.condition].compactMap { $0 }
        case .multiple(let each):
            let source: Formula =
                switch each.source {
                case .items(let list, _): list
                case .count(let count): count
                }
            let behavior: [Formula] =
                switch each.behavior {
                case .all: []
                case .one(let event), .each(let event): event.formulas
                case .complex(let cases): cases.flatMap { [$0.condition] + $0.event.formulas }
                }
            return [source] + [each.collect?.value, each.completion].compactMap { $0 } + behavior
        }
    }
}

extension Element.Kind {
    fileprivate var formulas: [Formula] {
        switch self {
        case .start(let trigger, _), .catchEvent(let trigger), .boundary(let trigger, _, _): trigger.formulas
        case .end(let result), .throwEvent(let result): result.formulas
        case .task(let task): task.formulas
        case .gateway(.complex(let activation, _)): [activation].compactMap { $0 }
        case .subProcess(.adHoc(let adHoc)): [adHoc.completion].compactMap { $0 }
        case .gateway, .subProcess, .callActivity: []
        }
    }
}

extension Element.Task {
    fileprivate var formulas: [Formula] {
        switch self {
        case .user(_, let due): due?.formulas ?? []
        case .service(_, let lines), .script(let lines): lines.map(\.value)
        case .send(let message), .receive(let message): message.formulas
        case .rules, .manual: []
        }
    }
}

extension Trigger {
    var formulas: [Formula] {
        switch self {
        case .timer(let timer): timer.formulas
        case .message(let message): message.formulas
        case .conditional(let condition): [condition]
        case .multiple(let parts), .parallelMultiple(let parts): parts.flatMap(\.formulas)
        case .none, .error, .signal, .escalation, .link, .cancel, .compensation: []
        }
    }
}

extension EventResult {
    fileprivate var formulas: [Formula] {
        switch self {
        case .message(let message): message.formulas
        case .signal(_, let payload): payload.map(\.value)
        case .multiple(let parts): parts.flatMap(\.formulas)
        case .none, .error, .terminate, .escalation, .link, .cancel, .compensation: []
        }
    }
}

extension Message {
    fileprivate var formulas: [Formula] { [key].compactMap { $0 } + payload.map(\.value) }
}

extension Timer {
    fileprivate var formulas: [Formula] {
        switch self {
        case .duration(let formula), .workingDays(let formula), .at(let formula), .cycle(let formula, _): [formula]
        case .after, .every, .cron: []
        }
    }
}
