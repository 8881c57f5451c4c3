import FEEL
import Kernel

extension Assembly {
    /// The names that the model itself sets are known to all its expressions.
    mutating func declare(_ elements: [Element]) {
        var types = names.types
        func declare(_ name: String) { if types[name] == nil { types[name] = .any } }
        for name in elements.variablesSet { declare(name) }
        for element in elements {
            for line in element.input { declare(line.name) }
            if case .multiple(let each) = element.loop, case .items(_, let item?) = each.source { declare(item) }
        }
        names.types = types
    }

    /// Compiles every expression of one element, and the conditions of the flows that leave it.
    mutating func compile(_ index: Int, _ diagnostics: inout Diagnostics) {
        var inner = names
        if nodes[index].element.isLooped || isInLoop(index) { inner.types["loopCounter"] = .number }
        var compiler = ExpressionCompiler(names: inner)
        compileLoop(index, &diagnostics)
        nodes[index].element.input = compiler.lines(nodes[index].element.input)
        var outputs = ExpressionCompiler(names: inner)
        switch nodes[index].element.kind {
        case .start, .catchEvent, .boundary:
            outputs.names.types["code"] = .string
            outputs.names.types["reason"] = .string
        default: break
        }
        nodes[index].element.output = outputs.lines(nodes[index].element.output)
        nodes[index].element.kind = kind(index, &compiler)
        diagnostics.append(contentsOf: outputs.diagnostics)
        diagnostics.append(contentsOf: compiler.diagnostics)
        compileConditions(index, inner, &diagnostics)
    }

    private func isInLoop(_ index: Int) -> Bool {
        var scope = nodes[index].scope
        while scope != -1 {
            if nodes[scope].element.isLooped { return true }
            scope = nodes[scope].scope
        }
        return false
    }

    private mutating func compileConditions(_ index: Int, _ names: Names, _ diagnostics: inout Diagnostics) {
        var compiler = ExpressionCompiler(names: names)
        if case .gateway(.complex) = nodes[index].element.kind { compiler.names.types["waitingForStart"] = .boolean }
        for flow in nodes[index].outgoing { compiler.compile(&flows[flow].condition, .boolean) }
        diagnostics.append(contentsOf: compiler.diagnostics)
    }

    private func kind(_ index: Int, _ compiler: inout ExpressionCompiler) -> Element.Kind {
        switch nodes[index].element.kind {
        case .start(let trigger, let interrupts): return .start(compiler.trigger(trigger), interrupts: interrupts)
        case .end(let result): return .end(compiler.result(result))
        case .catchEvent(let trigger): return .catchEvent(compiler.trigger(trigger))
        case .throwEvent(let result): return .throwEvent(compiler.result(result))
        case .boundary(let trigger, let host, let interrupts): return .boundary(compiler.trigger(trigger), on: host, interrupts: interrupts)
        case .task(let task): return .task(compiler.task(task))
        case .gateway(.complex(var activation, let otherwise)):
            let plain = compiler.names
            for flow in nodes[index].incoming { compiler.names.types[flows[flow].countName] = .number }
            compiler.names.types["activationCount"] = .number
            compiler.names.types["waitingForStart"] = .boolean
            compiler.compile(&activation, .boolean)
            compiler.names = plain
            return .gateway(.complex(activation: activation, otherwise: otherwise))
        case .subProcess(.adHoc(var adHoc)):
            compiler.compile(&adHoc.completion, .boolean)
            return .subProcess(.adHoc(adHoc))
        case .gateway, .subProcess, .callActivity: return nodes[index].element.kind
        }
    }

    private mutating func compileLoop(_ index: Int, _ diagnostics: inout Diagnostics) {
        var compiler = ExpressionCompiler(names: names)
        switch nodes[index].element.loop {
        case .once: return
        case .standard(var loop):
            compiler.names.types["loopCounter"] = .number
            compiler.compile(&loop.condition, .boolean)
            nodes[index].element.loop = .standard(loop)
        case .multiple(var each):
            switch each.source {
            case .items(let list, let name): each.source = .items(compiler.compiled(list, .list(.any)), name: name)
            case .count(let count): each.source = .count(compiler.compiled(count, .number))
            }
            compiler.names.types["loopCounter"] = .number
            if let collect = each.collect { each.collect = (compiler.compiled(collect.value), collect.into) }
            for name in MultiInstanceCounts.names { compiler.names.types[name] = .number }
            compiler.compile(&each.completion, .boolean)
            switch each.behavior {
            case .all: break
            case .one(let event): each.behavior = .one(compiler.result(event))
            case .each(let event): each.behavior = .each(compiler.result(event))
            case .complex(let cases):
                each.behavior = .complex(cases.map { (condition: compiler.compiled($0.condition, .boolean), event: compiler.result($0.event)) })
            }
            nodes[index].element.loop = .multiple(each)
        }
        diagnostics.append(contentsOf: compiler.diagnostics)
    }
}
