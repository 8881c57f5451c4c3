extension Value {
    /// Whether the value is one of `type`; null is only of the type Null (DMN 1.5, section 10.3.2.9 and table 48).
    func isInstance(of type: FEELType) -> Bool {
        switch (self, type) {
        case (.null, let type): type == .null
        case (_, .any): true
        case (.boolean, .boolean), (.number, .number), (.string, .string), (.date, .date), (.time, .time), (.dateAndTime, .dateAndTime),
            (.daysAndTime, .daysAndTimeDuration), (.yearsAndMonths, .yearsAndMonthsDuration):
            true
        case (.list(let items), .list(let element)): items.allSatisfy { $0.isNull || $0.isInstance(of: element) }
        case (.context(let context), .context(let members)):
            members.allSatisfy { name, type in context[name].map { $0.isNull || $0.isInstance(of: type) } ?? false }
        case (.range(let range), .range(let element)): [range.start, range.end].allSatisfy { $0.isNull || $0.isInstance(of: element) }
        case (.function(let function), .function): function.type.conforms(to: type)
        default: false
        }
    }

    /// The value as `type` takes it, with the implicit conversions of section 10.3.2.9.4; nil where there is none.
    ///
    /// null is of every type here.
    public func converted(to type: FEELType) -> Value? {
        switch (self, type) {
        case (.null, _), (_, .any), (.number, .number), (.string, .string), (.boolean, .boolean): return self
        case (.list(let items), .list(.any)): return .list(items)
        case (.list(let items), .list(let element)):
            if items.allSatisfy({ $0.isNull || $0.isInstance(of: element) }) { return self }
            var converted: [Value] = []
            for item in items {
                guard let value = item.converted(to: element) else { return nil }
                converted.append(value)
            }
            return .list(converted)
        case (.list(let items), _):
            // One step only: a list of a list of one is no value.
            guard items.count == 1, !items[0].isComposite || items[0].isInstance(of: type) || type.isContext else { return nil }
            return items[0].converted(to: type)
        case (.function(let function), .function): return function.type.mayBe(type) ? self : nil
        case (_, .list(let element)): return converted(to: element).map { .list([$0]) }
        case (.date(let date), .dateAndTime): return .dateAndTime(DateAndTime(midnightOf: date))
        case (.context(let context), .context(let members)) where !isInstance(of: type):
            var converted = context
            for (name, member) in members {
                guard let value = context[name]?.converted(to: member) else { return nil }
                converted[name] = value
            }
            return .context(converted)
        default: return isInstance(of: type) ? self : nil
        }
    }
}
