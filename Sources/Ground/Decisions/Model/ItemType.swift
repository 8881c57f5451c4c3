import FEEL
import Kernel

/// A type that a model defines: FEEL's type with the values it allows (DMN 1.5, section 7.3.3).
public final class ItemType: Sendable {
    public let type: FEELType
    /// What each value, or each item of a collection, must pass.
    let allowed: UnaryTests?
    /// What the collection as a whole must pass.
    let constraint: UnaryTests?
    let element: ItemType?
    let components: [(name: String, type: ItemType)]
    /// A type of FEEL's, nothing more.
    let isPlain: Bool

    init(
        _ type: FEELType, allowed: UnaryTests? = nil, constraint: UnaryTests? = nil, element: ItemType? = nil, components: [(name: String, type: ItemType)] = []
    ) {
        self.type = type
        self.allowed = allowed
        self.constraint = constraint
        self.element = element
        self.components = components
        isPlain = allowed == nil && constraint == nil && element == nil && components.isEmpty
    }

    static let any = ItemType(.any)

    /// The value as this type has it, with FEEL's implicit conversions; nil where it is none of the type, or not allowed.
    func convert(_ value: Value, _ evaluation: Evaluation) -> Value? {
        if case .null = value { return value }
        if isPlain { return value.converted(to: type) }
        guard let converted = shaped(value, evaluation) else { return nil }
        for tests in [element == nil ? allowed : nil, constraint] {
            guard let tests else { continue }
            guard case .boolean(true) = tests.evaluate(converted, Context(), in: evaluation) else { return nil }
        }
        return converted
    }

    private func shaped(_ value: Value, _ evaluation: Evaluation) -> Value? {
        if let element {
            let items = if case .list(let items) = value { items } else { [value] }
            guard evaluation.spend(items.count) else { return nil }
            var converted: [Value] = []
            converted.reserveCapacity(items.count)
            for item in items {
                guard let value = element.convert(item, evaluation) else { return nil }
                if let allowed, !item.isEqualToNull { guard case .boolean(true) = allowed.evaluate(value, Context(), in: evaluation) else { return nil } }
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
