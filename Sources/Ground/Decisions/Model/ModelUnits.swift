import FEEL
import Kernel

extension DecisionModel {
    /// Whether what the logic of this model adds, compares and lists counts the same thing, as far as it is known what its inputs count, and whether
    /// its decisions and functions give what the types of their variables count.
    ///
    /// - Parameter units: what inputs count, by name; `children.costs` for the entries of a list of records.
    /// - Returns: what its decisions count, likewise, as far as that is known.
    @discardableResult
    public func checkUnits(of units: [String: Unit], diagnostics: inout Diagnostics) -> [String: Unit] {
        var (check, decided): (ModelUnits, [String: Unit]) = (ModelUnits(self, units, isOfServed: diagnostics.isOfServed), [:])
        for node in nodes.values.sorted(by: { $0.location < $1.location }) {
            guard let place = place(node.key) else { continue }
            let shape = check.shape(at: place)
            if node.isDecision { decided.merge(shape.units(of: node.name)) { own, _ in own } }
        }
        diagnostics.append(contentsOf: check.diagnostics)
        return decided
    }
}

extension UnitCheck {
    /// What names stand for that count `units`.
    static func shapes(_ units: [String: Unit]) -> [String: Shape] {
        var shapes: [String: Shape] = [:]
        for (name, unit) in units {
            let parts = name.split(separator: ".", maxSplits: 1).map(String.init)
            guard parts.count == 2 else {
                shapes[name] = .number(unit)
                continue
            }
            var entries: [String: Shape] = [:]
            if case .record(let known)? = shapes[parts[0]] { entries = known }
            entries[parts[1]] = .number(unit)
            shapes[parts[0]] = .record(entries)
        }
        return shapes
    }
}

extension UnitCheck.Shape {
    /// The other way around: what something of this name counts, and what its entries do.
    fileprivate func units(of name: String) -> [String: Unit] {
        switch self {
        case .number(let unit): [name: unit]
        case .record(let entries):
            Dictionary(
                entries.compactMap { entry, shape in if case .number(let unit) = shape { ("\(name).\(entry)", unit) } else { nil } },
                uniquingKeysWith: { first, _ in first })
        default: [:]
        }
    }
}

extension ItemType {
    /// What its values count, by the `polity:unit` of its definition and of its components.
    fileprivate var shape: UnitCheck.Shape {
        guard saysUnits else { return .any }
        if let unit { return .number(unit) }
        if let element { return element.shape }
        return .record(Dictionary(components.filter { $0.type.saysUnits }.map { ($0.name, $0.type.shape) }, uniquingKeysWith: { first, _ in first }))
    }
}

extension Expression {
    /// Whether what it adds and compares counts the same thing.
    ///
    /// - Parameters:
    ///   - units: what names count, and what functions give; `children.costs` for the entries of a list of records.
    ///   - location: of its text.
    /// - Returns: what it counts itself, and what the entries do of a record, or a list of records, that it gives; as far as that is known.
    @discardableResult
    public func checkUnits(
        of units: [String: Unit], at location: SourceLocation, diagnostics: inout Diagnostics
    ) -> (whole: Unit?, entries: [String: Unit]) {
        var check = UnitCheck(names: UnitCheck.shapes(units))
        switch check.shape(of: syntax, source: source, at: location, &diagnostics) {
        case .number(let unit): return (unit, [:])
        case .record(let entries): return (nil, entries.compactMapValues { if case .number(let unit) = $0 { unit } else { nil } })
        default: return (nil, [:])
        }
    }
}

/// Goes through the logic of a model, from what decisions need to what they give. A part has the place of its decision, or of its table's rule.
private struct ModelUnits {
    private let model: DecisionModel
    private let inputs: [String: UnitCheck.Shape]
    private var known: [Int: UnitCheck.Shape] = [:]
    private(set) var diagnostics: Diagnostics

    init(_ model: DecisionModel, _ units: [String: Unit], isOfServed: Bool) {
        self.model = model
        inputs = UnitCheck.shapes(units)
        diagnostics = Diagnostics(isOfServed: isOfServed)
    }

    /// Requirements go round in no circle: the model would not have been made.
    mutating func shape(at place: Int) -> UnitCheck.Shape {
        if let shape = known[place] { return shape }
        known[place] = .any
        let node = model.places[place].node
        var shape = UnitCheck.Shape.any
        switch node.content {
        case .input: shape = held(inputs[node.name] ?? .any, to: node.type.shape, node.name, node.location)
        case .decision(let logic): shape = held(self.shape(of: logic, scope(of: node), node.location), to: node.type.shape, node.name, node.location)
        case .knowledge(let function?): shape = self.shape(of: function, named: node.name, scope(of: node), node.location)
        case .knowledge(nil), .service: break
        }
        known[place] = shape
        return shape
    }

    /// What stands for the names of what a node requires. What it needs of an imported model stands behind the import's name.
    private mutating func scope(of node: Node) -> [String: UnitCheck.Shape] {
        var scope: [String: UnitCheck.Shape] = [:]
        for requirement in node.requirements where requirement.place >= 0 {
            let (name, shape) = (model.places[requirement.place].node.name, shape(at: requirement.place))
            guard let alias = requirement.alias else {
                scope[name] = shape
                continue
            }
            let group: [String: UnitCheck.Shape] = if case .record(let others)? = scope[alias] { others } else { [:] }
            scope[alias] = .record(group.merging([name: shape]) { $1 })
        }
        return scope
    }

    private mutating func shape(
        of function: FunctionLogic, named name: String, _ scope: [String: UnitCheck.Shape], _ location: SourceLocation
    ) -> UnitCheck.Shape {
        let parameters = function.parameters.map { UnitCheck.Parameter(name: $0.name, shape: $0.type.shape) }
        let inner = scope.merging(parameters.map { ($0.name, $0.shape) }) { $1 }
        let result = held(shape(of: function.body, inner, location), to: function.result.shape, name, location)
        return .function(parameters, gives: result)
    }

    /// What is declared holds; logic that gives something else is an error.
    private mutating func held(
        _ given: UnitCheck.Shape, to declared: UnitCheck.Shape, _ name: String, _ location: SourceLocation
    ) -> UnitCheck.Shape {
        switch (given, declared) {
        case (_, .any): return given
        case (.number(let unit), .number(let wanted)):
            if unit != wanted {
                diagnostics.tightened(
                    location, "this gives \(unit), but '\(name)' is declared in \(wanted)", mend: "Correct what gives it, or the 'polity:unit' of its type.")
            }
            return declared
        case (.record(let entries), .record(let wanted)):
            for (entry, shape) in wanted.sorted(by: { $0.key < $1.key }) { _ = held(entries[entry] ?? .any, to: shape, "\(name).\(entry)", location) }
            return .record(entries.merging(wanted) { $1 })
        default: return declared
        }
    }

    private mutating func shape(of logic: Logic, _ scope: [String: UnitCheck.Shape], _ location: SourceLocation) -> UnitCheck.Shape {
        switch logic {
        case .literal(let expression, _, _): return shape(of: expression, scope, location)
        case .table(let table): return shape(of: table, scope, location)
        case .context(let entries, let result):
            var (scope, record): ([String: UnitCheck.Shape], [String: UnitCheck.Shape]) = (scope, [:])
            for entry in entries {
                let shape = held(shape(of: entry.logic, scope, location), to: entry.type.shape, entry.name, location)
                (scope[entry.name], record[entry.name]) = (shape, shape)
            }
            return result.map { shape(of: $0, scope, location) } ?? .record(record)
        case .list(let items, _): return same(items.map { shape(of: $0, scope, location) }, "lists", location)
        case .relation(let columns, let rows):
            let shapes = columns.indices.map { column in
                same(rows.compactMap { $0.indices.contains(column) ? shape(of: $0[column], scope, location) : nil }, "lists", location)
            }
            return .record(Dictionary(zip(columns, shapes), uniquingKeysWith: { first, _ in first }))
        case .conditional(let condition, let then, let otherwise):
            _ = shape(of: condition, scope, location)
            return same([shape(of: then, scope, location), shape(of: otherwise, scope, location)], "gives", location)
        case .filter(let list, let match):
            let items = shape(of: list, scope, location)
            var inner = scope
            if case .record(let entries) = items { inner.merge(entries) { $1 } }
            inner["item"] = items
            _ = shape(of: match, inner, location)
            return items
        case .iteration(let loop, let list, let body):
            return shape(of: body, scope.merging([loop.variable: shape(of: list, scope, location), "partial": .any]) { $1 }, location)
        case .quantified(_, let variable, let list, let condition):
            _ = shape(of: condition, scope.merging([variable: shape(of: list, scope, location)]) { $1 }, location)
            return .any
        case .invocation(let callee, let bindings):
            let called = shape(of: callee, scope, location)
            guard case .function(let parameters, let result) = called else {
                for binding in bindings { _ = shape(of: binding.logic, scope, location) }
                return .any
            }
            for binding in bindings {
                let parameter = parameters.first { $0.name == binding.name }?.shape ?? .any
                _ = held(shape(of: binding.logic, scope, location), to: parameter, binding.name, location)
            }
            return result
        case .function(let function): return shape(of: function, named: "function", scope, location)
        case .external, .nothing: return .any
        }
    }

    private mutating func shape(of expression: Expression?, _ scope: [String: UnitCheck.Shape], _ location: SourceLocation) -> UnitCheck.Shape {
        guard let expression else { return .any }
        var (check, found) = (UnitCheck(names: scope), Diagnostics(isOfServed: diagnostics.isOfServed))
        let shape = check.shape(of: expression.syntax, source: expression.source, at: location, &found)
        for finding in found.all { diagnostics.tightened(location, "in '\(expression.source)': \(finding.message)", mend: finding.mend) }
        return shape
    }

    private mutating func shape(of table: DecisionTable, _ scope: [String: UnitCheck.Shape], _ location: SourceLocation) -> UnitCheck.Shape {
        let subjects = table.inputs.map { shape(of: $0.expression, scope, location) }
        for rule in table.rules {
            for (subject, cell) in zip(subjects, rule.tests) {
                guard case .tests(let tests) = cell else { continue }
                var check = UnitCheck(names: scope.merging(["?": subject]) { $1 })
                for test in tests.syntax {
                    var found = Diagnostics(isOfServed: diagnostics.isOfServed)
                    let shape = check.shape(of: test, source: tests.source, at: rule.location, &found)
                    for finding in found.all { diagnostics.tightened(rule.location, "in '\(tests.source)': \(finding.message)", mend: finding.mend) }
                    _ = same([subject, shape], "compares", rule.location)
                }
            }
        }
        let columns = table.outputs.indices.map { column in
            let results = table.rules.compactMap { rule in
                rule.results.indices.contains(column) ? rule.results[column].map { shape(of: $0, scope, rule.location) } : nil
            }
            let output = table.outputs[column]
            let common = same(results + [shape(of: output.standard, scope, location)], "gives", location)
            return held(common, to: output.type.shape, output.name ?? "result", location)
        }
        if table.policy == .collect(.count) { return .number(.one) }
        guard columns.count > 1 else { return columns.first ?? .any }
        return .record(Dictionary(zip(table.outputs.map { $0.name ?? "" }, columns), uniquingKeysWith: { first, _ in first }))
    }

    /// What all count; a second unit among them is an error.
    private mutating func same(_ shapes: [UnitCheck.Shape], _ verb: String, _ location: SourceLocation) -> UnitCheck.Shape {
        var common = UnitCheck.Shape.any
        for shape in shapes where shape != .any && shape != common {
            guard case .number(let unit) = shape, case .number(let other) = common else {
                if common == .any { common = shape }
                continue
            }
            diagnostics.tightened(location, "this \(verb) \(other) and \(unit)", mend: "Only what counts the same is added and compared.")
            return .any
        }
        return common
    }
}
