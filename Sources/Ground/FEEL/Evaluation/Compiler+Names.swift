import Kernel

extension Compiler {
    /// - Parameter isCalled: whether arguments follow, so that a function is meant.
    mutating func compileName(_ name: String, _ span: Range<Int>, isCalled: Bool = false) -> Code {
        if name == "?" { usesSubject = true }
        if let code = resolve(name, below: levels.count, span) { return code }
        return unknown(name, span, isCalled)
    }

    /// Looks from the innermost level outwards. nil for a name that nothing knows.
    private func resolve(_ name: String, below count: Int, _ span: Range<Int>) -> Code? {
        guard count > 0 else { return nil }
        switch levels[count - 1] {
        case .variables(let variables):
            guard let variable = variables[name] else { return resolve(name, below: count - 1, span) }
            return slotCode(variable.slot, variable.type, span)
        case .item(let slot, let type): return resolveMember(name, slot, type, below: count, span)
        case .function(let scope): return resolveCapture(name, scope, below: count, span)
        case .outermost(let layout):
            if let type = names.types[name] {
                let slot = layout.inputs.first { $0.name == name }?.slot ?? layout.slot()
                if !layout.inputs.contains(where: { $0.name == name }) { layout.inputs.append((name, slot)) }
                return slotCode(slot, type, span)
            }
            if let function = names.functions[name]?.function ?? BuiltIns.all[name]?.asFunction { return Code(span, constant: .function(function)) }
            return nil
        }
    }

    private func slotCode(_ slot: Int, _ type: FEELType, _ span: Range<Int>) -> Code {
        Code(span, type) { frame in frame.slots[slot] }
    }

    /// A member of the filtered item goes before a variable outside. Where the item's type is not known, the item itself tells.
    private func resolveMember(_ name: String, _ slot: Int, _ type: FEELType, below count: Int, _ span: Range<Int>) -> Code? {
        let outer = resolve(name, below: count - 1, span)
        switch type {
        case .context(let members):
            if let member = members[name] {
                return Code(span, member) { frame in
                    guard case .context(let context) = frame.slots[slot] else { return .null }
                    return context[name] ?? .null
                }
            }
            if !members.isEmpty { return outer }
        case .any, .null: break
        default: return outer
        }
        if outer == nil, mode == .strict, type != .any, type != .context([:]) { return nil }
        return Code(span, .any) { frame in
            if case .context(let context) = frame.slots[slot], let value = context[name] { return value }
            return outer?.run(&frame) ?? frame.fail("there is no '\(name)' in this item")
        }
    }

    private func resolveCapture(_ name: String, _ scope: FunctionScope, below count: Int, _ span: Range<Int>) -> Code? {
        if name == scope.ownName {
            let slot = scope.ownSlot ?? scope.layout.slot()
            scope.ownSlot = slot
            return slotCode(slot, .any, span)
        }
        if let known = scope.captured[name] { return known }
        guard let outer = resolve(name, below: count - 1, span) else { return nil }
        if outer.constant != nil { return outer }
        let slot = scope.layout.slot()
        scope.captures.append((outer, slot))
        let code = slotCode(slot, outer.type, span)
        scope.captured[name] = code
        return code
    }

    func isFunctionKnown(_ name: String) -> Bool {
        for level in levels {
            if case .variables(let variables) = level, variables[name] != nil { return true }
        }
        return names.types[name] != nil
    }

    private func unknown(_ name: String, _ span: Range<Int>, _ isCalled: Bool) -> Code {
        let message = "there is no name '\(name)' here"
        let slip = Slip.mend(ofName: name, isCalled: isCalled)
        let nearest = Spelling.nearest(to: name, among: knownNames(isCalled)).map { "Did you mean '\($0)'?" }
        // `Incone And Assets` may be a name of a model with a slip in it, `TRUE` is none.
        let mend = (name.contains(" ") ? nearest ?? slip : slip ?? nearest) ?? givenNames
        if mode == .strict { report.error(span, message, mend: mend) } else { report.warning(span, message, mend: mend) }
        return Code(span, .null) { frame in frame.fail(message) }
    }

    /// The names of the outermost scope without FEEL's own functions: what can be written here.
    private var givenNames: String? {
        let given = names.types.keys.filter { $0 != "?" }.sorted()
        guard !given.isEmpty else { return nil }
        return "The names here are: \(given.prefix(30).joined(separator: ", "))\(given.count > 30 ? " and \(given.count - 30) more" : "")."
    }

    /// Functions only where one is called: nobody who writes `dog` means the logarithm.
    private func knownNames(_ isCalled: Bool) -> [String] {
        var known = Array(names.types.keys)
        if isCalled { known += Array(names.functions.keys) + Array(BuiltIns.all.keys) }
        for level in levels {
            switch level {
            case .variables(let variables): known += variables.keys
            case .item(_, .context(let members)): known += members.keys
            default: break
            }
        }
        return known.filter { $0 != "?" }
    }
}

/// "Did you mean 'x'?" for the nearest of `known`; else what there is, where that is short.
func suggestion(for name: String, among known: [String]) -> String? {
    if let nearest = Spelling.nearest(to: name, among: known) { return "Did you mean '\(nearest)'?" }
    return known.isEmpty || known.count > 12 ? nil : "The names here are: \(known.sorted().joined(separator: ", "))."
}
