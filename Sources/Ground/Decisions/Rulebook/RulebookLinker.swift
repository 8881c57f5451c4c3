import FEEL
import Kernel

/// Makes a rulebook of its definition: every fault is found in one go.
struct RulebookLinker {
    let definition: RulebookDefinition
    var diagnostics: Diagnostics
    private var entityIndex: [String: Int] = [:]
    private(set) var entities: [Rulebook.Entity] = []
    private(set) var subjects: [RulebookDefinition.Subject] = []
    private(set) var variableIndex: [String: Int] = [:]
    private(set) var parameterIndex: [String: Int] = [:]
    /// By entity.
    private var scopes: [Names] = []

    init(_ definition: RulebookDefinition, isOfServed: Bool) {
        self.definition = definition
        diagnostics = Diagnostics(isOfServed: isOfServed)
    }

    static let reserved: Set<String> = ["members", "period_start", "period_end"]

    /// nil where `diagnostics` hold errors.
    mutating func link() -> Rulebook? {
        indexNames()
        indexEntities()
        scopes = entities.indices.map(names)
        var variables = definition.inputs.map { Rulebook.Variable(subject: $0.subject, entity: entity(of: $0.subject), formula: nil) }
        for formula in definition.formulas {
            variables.append(.init(subject: formula.subject, entity: entity(of: formula.subject), formula: compile(formula)))
        }
        checkInitialValues()
        checkTimeless(variables)
        for result in definition.results where !definition.formulas.contains(where: { $0.subject.id == result }) {
            diagnostics.error(
                definition.location, "the result '\(result)' is no formula", mend: suggestion(result, among: definition.formulas.map(\.subject.id)))
        }
        guard !diagnostics.hasErrors else { return nil }
        let order = DependencyOrder(variables.map(\.dependencies))
        reportCycles(variables, order)
        let rulebook = Rulebook(
            definition: definition, entities: entities, variables: variables, order: order.order, variableIndex: variableIndex,
            parameterIndex: parameterIndex)
        var units = UnitCheck(rulebook)
        units.check(&diagnostics)
        reportUnused(rulebook)
        reportUnitless()
        reportSourceless()
        reportGaps(rulebook)
        return diagnostics.hasErrors ? nil : rulebook
    }

    // MARK: Names

    private mutating func indexNames() {
        var known: [String: SourceLocation] = [:]
        func place(_ id: String, _ location: SourceLocation, _ diagnostics: inout Diagnostics) {
            if let first = known[id] {
                diagnostics.error(location, "the name '\(id)' is already used on line \(first.position.line)", mend: "Give one of them another name.")
            } else if Self.reserved.contains(id) {
                diagnostics.error(location, "the name '\(id)' has a meaning of its own in formulas", mend: "Give it another name.")
            }
            known[id] = known[id] ?? location
        }
        for (index, entity) in definition.entities.enumerated() {
            place(entity.id, entity.location, &diagnostics)
            for role in entity.roles { place(role.id, entity.location, &diagnostics) }
            entityIndex[entity.id] = entityIndex[entity.id] ?? index
        }
        for (index, parameter) in definition.parameters.enumerated() {
            place(parameter.id, parameter.location, &diagnostics)
            parameterIndex[parameter.id] = parameterIndex[parameter.id] ?? index
        }
        subjects = definition.inputs.map(\.subject) + definition.formulas.map(\.subject)
        for (index, subject) in subjects.enumerated() {
            place(subject.id, subject.location, &diagnostics)
            variableIndex[subject.id] = variableIndex[subject.id] ?? index
        }
    }

    /// A role takes a byte for each member of a population.
    static let mostRoles = 255

    private mutating func indexEntities() {
        if definition.entities.isEmpty {
            diagnostics.error(
                definition.location, "this rulebook names nobody whom its law is about", mend: "Add one under 'entities:', such as 'person: {title: Person}'.")
        }
        for entity in definition.entities where entity.roles.count > Self.mostRoles {
            diagnostics.error(entity.location, "'\(entity.id)' has more than \(Self.mostRoles) roles", mend: "Tell its members apart by an input of theirs.")
        }
        let ofEntity = Dictionary(grouping: subjects.indices) { subjects[$0].entity }
        for subject in subjects where entityIndex[subject.entity] == nil {
            diagnostics.error(
                subject.location, "'\(subject.id)' is of '\(subject.entity)', which is no entity here",
                mend: suggestion(subject.entity, among: definition.entities.map(\.id)))
        }
        for entity in definition.entities {
            if let members = entity.members, entityIndex[members] == nil || members == entity.id {
                diagnostics.error(
                    entity.location, "the members of '\(entity.id)' are '\(members)', which is no other entity here",
                    mend: suggestion(members, among: definition.entities.map(\.id)))
            }
            entities.append(
                .init(
                    id: entity.id, members: entity.members.flatMap { entityIndex[$0] }, roles: entity.roles.map(\.id), variables: ofEntity[entity.id] ?? []))
        }
    }

    private func entity(of subject: RulebookDefinition.Subject) -> Int { entityIndex[subject.entity] ?? 0 }

    private func suggestion(_ name: String, among known: [String]) -> String? {
        Spelling.nearest(to: name, among: known).map { "Did you mean '\($0)'?" } ?? "The names here are: \(known.sorted().joined(separator: ", "))."
    }

    /// A record of everything that is known of one `entity`.
    private func record(of entity: Int) -> FEELType {
        .context(Dictionary(entities[entity].variables.map { (subjects[$0].id, subjects[$0].type) }, uniquingKeysWith: { first, _ in first }))
    }

    /// What a formula of `entity` may name.
    private func names(of entity: Int) -> Names {
        var types: [String: FEELType] = ["period_start": .date, "period_end": .date]
        for parameter in definition.parameters {
            switch parameter.content {
            case .value: types[parameter.id] = .number
            case .scale: types[parameter.id] = .function(parameters: [.number], result: .number)
            }
        }
        for (name, function) in definition.functions {
            types[name] = .function(parameters: function.parameters.map(\.type), result: function.result)
        }
        for variable in entities[entity].variables { types[subjects[variable].id] = subjects[variable].type }
        for (index, group) in entities.enumerated() where group.members == entity { types[group.id] = record(of: index) }
        if let members = entities[entity].members {
            for name in ["members"] + entities[entity].roles { types[name] = .list(record(of: members)) }
        }
        return Names(types)
    }

    // MARK: Formulas

    private mutating func compile(_ formula: RulebookDefinition.Formula) -> Rulebook.LinkedFormula? {
        guard entityIndex[formula.subject.entity] != nil else { return nil }
        var versions: [DatedValue<Rulebook.CompiledFormula>] = []
        for version in formula.versions.all {
            let compiled = version.value.flatMap { compile($0, of: formula.subject, expected: formula.subject.type) }
            versions.append(.init(from: version.from, value: compiled, source: version.source, location: version.location))
            if version.value != nil, version.source == nil, formula.source == nil {
                diagnostics.warning(
                    version.location, "the formula of '\(formula.subject.id)' names no source", mend: "Add 'source:' with the section of the law or its page.")
            }
        }
        let lawOf = formula.lawOf.flatMap { compile($0, of: formula.subject, expected: .date) }
        if formula.rounding != nil, formula.subject.type != .number {
            diagnostics.error(formula.subject.location, "'\(formula.subject.id)' is no number, so it cannot be rounded", mend: "Leave out 'round:'.")
        }
        return Rulebook.LinkedFormula(versions: DatedValues(versions), source: formula.source, rounding: formula.rounding, lawOf: lawOf)
    }

    private mutating func compile(_ source: SourceText, of subject: RulebookDefinition.Subject, expected: FEELType) -> Rulebook.CompiledFormula? {
        let entity = entity(of: subject)
        guard
            let expression = Expression(source.text, names: scopes[entity], expected: expected, location: source.location, diagnostics: &diagnostics)
        else { return nil }
        let words = expression.syntax.words
        func mentioned(_ entity: Int) -> [Int] { entities[entity].variables.filter { words.contains(subjects[$0].id) } }
        // In the order in which they are read, which is the order in which reasons are told.
        let needs = expression.syntax.namesInOrder.compactMap { name -> (name: String, place: Int, need: Rulebook.CompiledFormula.Need)? in
            guard let place = expression.place(of: name) else { return nil }
            if let index = variableIndex[name] { return (name, place, .variable(index)) }
            if let index = parameterIndex[name] { return (name, place, .parameter(index)) }
            if name == "period_start" { return (name, place, .periodStart) }
            if name == "period_end" { return (name, place, .periodEnd) }
            if let function = definition.functions[name] { return (name, place, .function(function)) }
            if let group = entityIndex[name] { return (name, place, .group(group, variables: mentioned(group))) }
            guard let members = entities[entity].members else { return nil }
            return (name, place, .members(role: entities[entity].roles.firstIndex(of: name), variables: mentioned(members)))
        }
        return Rulebook.CompiledFormula(expression: expression, needs: needs)
    }

    // MARK: The whole

    private mutating func checkInitialValues() {
        for subject in subjects where !subject.initial.isNothing {
            guard subject.initial.type.conforms(to: subject.type), subject.choices.isEmpty || subject.choices.contains(subject.initial.textOrNothing) else {
                diagnostics.error(subject.location, "the default of '\(subject.id)' is none of its values", mend: "It must be \(subject.type.plainName).")
                continue
            }
        }
    }

    /// Formulas that each need the next: more than any law has, and few enough for the stack.
    static let maximumDepth = 150

    /// A value that depends on itself is named with the whole way round, once.
    private mutating func reportCycles(_ variables: [Rulebook.Variable], _ order: DependencyOrder) {
        var (cycles, depth) = (order.cycles, order.depth)
        // Versions that never hold on one day make no circle.
        if !cycles.isEmpty, let dated = DatedDependencies(variables) {
            let order = DependencyOrder(dated.needs)
            var known: Set<Set<Int>> = []
            cycles = order.cycles.map(dated.values).filter { known.insert(Set($0)).inserted }
            depth = order.depth
        }
        for cycle in cycles {
            let way = (cycle + [cycle[0]]).map { "'\(variables[$0].id)'" }.joined(separator: " needs ")
            diagnostics.error(
                variables[cycle[0]].subject.location, "these formulas go round in a circle: \(way)", mend: "One of them must be computed without the others.")
        }
        if depth > Self.maximumDepth {
            diagnostics.error(
                definition.location, "\(depth) formulas each need the next; at most \(Self.maximumDepth) may",
                mend: "Compute some of them in one formula.")
        }
    }

    /// Each value of an amount, and each step of a scale, names where the law says so: itself, or the whole for all that do not.
    private mutating func reportSourceless() {
        for parameter in definition.parameters where parameter.source == nil {
            let bare: [SourceLocation] =
                switch parameter.content {
                case .value(let values): values.all.filter { $0.value != nil && $0.source == nil }.map(\.location)
                case .scale(let scale, _):
                    scale.brackets.flatMap { ($0.threshold.all + $0.rate.all).filter { $0.value != nil && $0.source == nil }.map(\.location) }
                }
            guard let first = bare.min() else { continue }
            diagnostics.warning(
                first, bare.count == 1 ? "this value of '\(parameter.id)' names no source" : "\(bare.count) values of '\(parameter.id)' name no source",
                mend: "Add 'source:' with the section of the law or its page: to the whole, or to the value itself as {value: …, source: …}.")
        }
    }

    /// A number of which nobody said what it counts may be added to anything, so that the check of units sees nothing.
    private mutating func reportUnitless() {
        let numbers = subjects.filter { $0.type == .number && $0.unit == nil }.map { ($0.id, $0.location) }
        for (id, location) in numbers + definition.parameters.filter({ $0.unit == nil }).map({ ($0.id, $0.location) }) {
            diagnostics.warning(
                location, "'\(id)' is a number and says no unit",
                mend: "Add 'unit:' with what it counts: GBP, years, m2; 'rate' for a share, 'number' for how many.")
        }
        for parameter in definition.parameters {
            guard case .scale(_, base: nil) = parameter.content else { continue }
            diagnostics.warning(
                parameter.location, "the scale '\(parameter.id)' does not say what its thresholds count",
                mend: "Add 'base:' with the unit of what it is applied to.")
        }
    }

    private mutating func reportUnused(_ rulebook: Rulebook) {
        let used = Set(rulebook.variables.flatMap { $0.formulas.flatMap(\.parameters) })
        for (index, parameter) in definition.parameters.enumerated() where !used.contains(index) {
            diagnostics.warning(parameter.location, "no formula uses the parameter '\(parameter.id)'", mend: "Use it, or remove it.")
        }
    }
}

extension Rulebook {
    /// - Returns: nil when `diagnostics` were given an error.
    public init?(_ definition: RulebookDefinition, diagnostics: inout Diagnostics) {
        var linker = RulebookLinker(definition, isOfServed: diagnostics.isOfServed)
        let linked = linker.link()
        diagnostics.append(contentsOf: linker.diagnostics)
        guard let linked else { return nil }
        self = linked
    }
}

extension Rulebook.Variable {
    var formulas: [Rulebook.CompiledFormula] { (formula?.versions.all.compactMap(\.value) ?? []) + [formula?.lawOf].compactMap { $0 } }
    var dependencies: Set<Int> { Set(formulas.flatMap(\.variables)) }
}

extension Syntax {
    /// Each name once, where it first stands.
    var namesInOrder: [String] {
        var seen: Set<String> = []
        var names: [String] = []
        func walk(_ syntax: Syntax) {
            if case .name(let name) = syntax.kind, seen.insert(name).inserted { names.append(name) }
            syntax.kind.children.forEach(walk)
        }
        walk(self)
        return names
    }

    /// Every name and member that is mentioned anywhere.
    var words: Set<String> {
        var words: Set<String> = []
        func walk(_ syntax: Syntax) {
            switch syntax.kind {
            case .name(let name): words.insert(name)
            case .path(_, let member): words.insert(member)
            default: break
            }
            syntax.kind.children.forEach(walk)
        }
        walk(self)
        return words
    }
}

extension Value {
    var isNothing: Bool { if case .null = self { true } else { false } }
    var textOrNothing: String { if case .string(let text) = self { text } else { "" } }
}
