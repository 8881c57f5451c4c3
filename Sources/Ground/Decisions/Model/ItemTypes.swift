import FEEL
import Kernel
import XML

/// Reads the types of a model: its own item definitions, those of imported models, and FEEL's own.
struct ItemTypes {
    static let builtIn: [String: FEELType] = [
        "Any": .any, "number": .number, "string": .string, "boolean": .boolean, "date": .date, "time": .time, "date and time": .dateAndTime,
        "dateTime": .dateAndTime, "days and time duration": .daysAndTimeDuration, "dayTimeDuration": .daysAndTimeDuration,
        "years and months duration": .yearsAndMonthsDuration, "yearMonthDuration": .yearsAndMonthsDuration, "context": .context([:]), "list": .list(.any),
    ]

    private let definitions: [String: XMLElement]
    private let imported: [String: ItemType]
    private let mode: Expression.Mode
    private var known: [String: ItemType] = [:]
    private var open: Set<String> = []

    init(_ definitions: [XMLElement], imported: [String: ItemType], mode: Expression.Mode) {
        self.definitions = Dictionary(definitions.compactMap { element in element["name"].map { ($0, element) } }) { first, _ in first }
        self.imported = imported
        self.mode = mode
    }

    /// Every defined type by name.
    mutating func all(_ diagnostics: inout Diagnostics) -> [String: ItemType] {
        for name in definitions.keys.sorted() { _ = named(name, at: nil, &diagnostics) }
        return known.merging(imported) { own, _ in own }
    }

    /// The type a `typeRef` names; anything where there is none.
    mutating func named(_ reference: String?, at location: SourceLocation?, _ diagnostics: inout Diagnostics) -> ItemType {
        guard let reference = reference.map({ $0.trimmed }), !reference.isEmpty else { return .any }
        // DMN 1.1 wrote `feel:string`.
        let name = definitions[reference] == nil && imported[reference] == nil ? reference.split(separator: ":").last.map(String.init) ?? reference : reference
        if let type = known[name] ?? imported[name] { return type }
        guard let definition = definitions[name] else {
            if let type = Self.builtIn[name] { return ItemType(type) }
            if let location {
                diagnostics.warning(
                    location, "there is no type '\(name)' in this model",
                    mend: Spelling.nearest(to: name, among: Array(definitions.keys) + Array(imported.keys) + Array(Self.builtIn.keys)).map {
                        "Did you mean '\($0)'?"
                    } ?? "Define it in an itemDefinition, or leave 'typeRef' out.")
            }
            return .any
        }
        // A type that holds itself is open at that place.
        guard open.insert(name).inserted, open.count < 64 else { return .any }
        var type = read(definition, &diagnostics)
        if type.type.isLarger() {
            diagnostics.error(
                definition.location, "the type '\(name)' has more than \(FEELType.mostParts) parts in each other", mend: "Leave out what no decision reads.")
            type = .any
        }
        open.remove(name)
        known[name] = type
        return type
    }

    private mutating func read(_ definition: XMLElement, _ diagnostics: inout Diagnostics) -> ItemType {
        var type = base(definition, &diagnostics)
        let allowed = tests(definition.first("allowedValues"), of: type.type, &diagnostics)
        let unit = unit(definition, of: type, &diagnostics)
        let isCollection = definition["isCollection"] == "true"
        if isCollection {
            let constraint = tests(definition.first("typeConstraint"), of: .list(type.type), &diagnostics)
            let element = unit == type.unit ? type : ItemType(type.type, allowed: type.allowed, constraint: type.constraint, unit: unit)
            return ItemType(.list(type.type), allowed: allowed, constraint: constraint, element: element)
        }
        let constraint = tests(definition.first("typeConstraint"), of: type.type, &diagnostics)
        if !allowed.isEmpty || !constraint.isEmpty || unit != type.unit {
            // A value of a restriction of a restricted type must pass the tests of both.
            type = ItemType(
                type.type, allowed: allowed + type.allowed, constraint: constraint + type.constraint, element: type.element, components: type.components,
                unit: unit)
        }
        return type
    }

    /// What its numbers count: `polity:unit="m"`, or else what those of the type count that it restricts.
    private func unit(_ definition: XMLElement, of type: ItemType, _ diagnostics: inout Diagnostics) -> Unit? {
        guard let text = definition.attribute("unit", in: "urn:polity:dmn") else { return type.unit }
        guard type.type == .number else {
            diagnostics.error(definition.location, "only numbers count something", mend: "Give the type the 'typeRef' number, or take 'polity:unit' away.")
            return nil
        }
        if let unit = Unit(text) { return unit }
        diagnostics.error(definition.location, "'\(text.prefix(64))' is no unit", mend: "Write what is counted: GBP, m2, GBP/m2, rate.")
        return nil
    }

    private mutating func base(_ definition: XMLElement, _ diagnostics: inout Diagnostics) -> ItemType {
        if let function = definition.first("functionItem") {
            let result = named(function["outputTypeRef"], at: function.location, &diagnostics)
            let parameters = function.all("parameters").map { named($0["typeRef"], at: $0.location, &diagnostics).type }
            return ItemType(.function(parameters: parameters, result: result.type))
        }
        let parts = definition.all("itemComponent")
        guard !parts.isEmpty else { return named(definition.text(of: "typeRef"), at: definition.location, &diagnostics) }
        var components: [(name: String, type: ItemType)] = []
        for part in parts { if let name = part["name"] { components.append((name, read(part, &diagnostics))) } }
        let types = Dictionary(components.map { ($0.name, $0.type.type) }) { first, _ in first }
        return ItemType(.context(types), components: components)
    }

    private func tests(_ element: XMLElement?, of type: FEELType, _ diagnostics: inout Diagnostics) -> [UnaryTests] {
        guard let element, let text = element.first("text") else { return [] }
        return UnaryTests(text.text, subject: type, names: Names(), location: text.contentLocation, mode: mode, diagnostics: &diagnostics).map { [$0] } ?? []
    }
}
