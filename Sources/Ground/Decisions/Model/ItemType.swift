import FEEL
import Kernel

/// A type that a model defines: FEEL's type with the values it allows (DMN 1.5, section 7.3.3).
public final class ItemType: Sendable {
    public let type: FEELType
    /// What each value, or each item of a collection, must pass: the type's own tests, and those of the types that it restricts further.
    let allowed: [UnaryTests]
    /// What the collection as a whole must pass, likewise.
    let constraint: [UnaryTests]
    let element: ItemType?
    let components: [(name: String, type: ItemType)]
    /// What a number of it counts, where its definition says so (`polity:unit`).
    let unit: Unit?
    /// Whether its definition, or that of one of its parts, says so.
    let saysUnits: Bool
    /// A type of FEEL's, nothing more.
    let isPlain: Bool

    init(
        _ type: FEELType, allowed: [UnaryTests] = [], constraint: [UnaryTests] = [], element: ItemType? = nil,
        components: [(name: String, type: ItemType)] = [], unit: Unit? = nil
    ) {
        self.type = type
        self.allowed = allowed
        self.constraint = constraint
        self.element = element
        self.components = components
        self.unit = unit
        saysUnits = unit != nil || element?.saysUnits ?? false || components.contains { $0.type.saysUnits }
        isPlain = allowed.isEmpty && constraint.isEmpty && element == nil && components.isEmpty
    }

    static let any = ItemType(.any)

    /// The value as this type has it, with FEEL's implicit conversions; nil where it is none of the type, or not allowed.
    func convert(_ value: Value, _ evaluation: Evaluation) -> Value? {
        if case .null = value { return value }
        if isPlain { return value.converted(to: type) }
        guard let converted = shaped(value, evaluation) else { return nil }
        guard element != nil || Self.passes(converted, allowed, evaluation), Self.passes(converted, constraint, evaluation) else { return nil }
        return converted
    }

    private static func passes(_ value: Value, _ tests: [UnaryTests], _ evaluation: Evaluation) -> Bool {
        tests.allSatisfy { $0.evaluate(value, Context(), in: evaluation) == .boolean(true) }
    }

    private func shaped(_ value: Value, _ evaluation: Evaluation) -> Value? {
        if let element {
            let items = if case .list(let items) = value { items } else { [value] }
            guard evaluation.spend(items.count) else { return nil }
            var converted: [Value] = []
            converted.reserveCapacity(items.count)
            for item in items {
                guard let value = element.convert(item, evaluation) else { return nil }
                guard item.isEqualToNull || Self.passes(value, allowed, evaluation) else { return nil }
                converted.append(value)
            }
            return .list(converted)
        }
        guard !components.isEmpty else { return value.converted(to: type) }
        var single = value
        if case .list(let items) = value, items.count == 1 { single = items[0] }
        guard case .context(var context) = single else { return nil }
        for (name, type) in components {
            guard let member = context[name], let converted = type.convert(member, evaluation) else { return nil }
            context[name] = converted
        }
        return .context(context)
    }
}

extension Value {
    var isEqualToNull: Bool { if case .null = self { true } else { false } }
}
