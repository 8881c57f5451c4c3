import FEEL
import Kernel

extension DecisionModel {
    /// Whether what the logic of this model adds, compares and lists counts the same thing, as far as it is known what its inputs count.
    ///
    /// - Parameter units: what inputs count, by name; `children.costs` for the entries of a list of records.
    public func checkUnits(of units: [String: Unit], diagnostics: inout Diagnostics) {
        var check = ModelUnits(self, units, isOfServed: diagnostics.isOfServed)
        for node in nodes.values.sorted(by: { $0.location < $1.location }) { if let place = place(node.key) { _ = check.shape(at: place) } }
        diagnostics.append(contentsOf: check.diagnostics)
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

extension Expression {
    /// Whether what it adds and compares counts the same thing.
    ///
    /// - Parameters:
    ///   - units: what names count, and what functions give.
    ///   - location: of its text.
    /// - Returns: what it counts itself, and what the entries do of a record, or a list of records, that it gives; as far as that is known.
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
        case .input: shape = inputs[node.name] ?? .any
        case .decision(let logic):
            var scope: [String: UnitCheck.Shape] = [:]
            for requirement in node.requirements where requirement.alias == nil && requirement.place >= 0 {
                let required = model.places[requirement.place].node
                if !required.isFunction { scope[required.name] = self.shape(at: requirement.place) }
            }
            shape = self.shape(of: logic, scope, node.location)
        case .knowledge(let function):
            // What its parameters count is not known; what its own body puts together is.
            if let function { _ = self.shape(of: function.body, [:], node.location) }
        case .service: break
        }
        known[place] = shape
        return shape
    }

    private mutating func shape(of logic: Logic, _ scope: [String: UnitCheck.Shape], _ location: SourceLocation) -> UnitCheck.Shape {
        switch logic {
        case .literal(let expression, _, _): return shape(of: expression, scope, location)
        case .table(let table): return shape(of: table, scope, location)
        case .context(let entries, let result):
            var (scope, record): ([String: UnitCheck.Shape], [String: UnitCheck.Shape]) = (scope, [:])
            for entry in entries {
                let shape = shape(of: entry.logic, scope, location)
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
        case .invocation(_, let bindings):
            for binding in bindings { _ = shape(of: binding.logic, scope, location) }
            return .any
        case .function(let function):
            let parameters = Dictionary(function.parameters.map { ($0.name, UnitCheck.Shape.any) }, uniquingKeysWith: { first, _ in first })
            _ = shape(of: function.body, scope.merging(parameters) { $1 }, location)
            return .any
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
            return same(results + [shape(of: table.outputs[column].standard, scope, location)], "gives", location)
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
