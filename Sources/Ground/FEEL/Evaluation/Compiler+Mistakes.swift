import Kernel

// What FEEL itself takes and answers with null or false, and what in a government's files can only be a mistake.
extension Compiler {
    /// Tells a text that a name can never have: `work = "demolishing"` where there is only "demolition".
    func checkTexts(of name: Syntax, against values: [Syntax]) {
        guard mode == .strict, let path = path(name), let known = names.texts[path] else { return }
        for value in values {
            switch value.kind {
            case .literal(.string(let text)):
                guard !known.contains(text) else { continue }
                let nearest = Spelling.nearest(to: text, among: known).map { "Did you mean \"\($0)\"?" }
                report.error(
                    value.span, "'\(path)' is never \"\(text)\"", mend: nearest ?? "It is one of: \(known.map { "\"\($0)\"" }.joined(separator: ", ")).")
            case .list(let items): checkTexts(of: name, against: items)
            case .test(.equal, let text), .test(.notEqual, let text): checkTexts(of: name, against: [text])
            default: continue
            }
        }
    }

    /// `list contains(goods, "fod")`.
    func checkTexts(ofCall name: String, _ arguments: [Syntax.Argument]) {
        guard name == "list contains", arguments.count == 2 else { return }
        checkTexts(of: arguments[0].value, against: [arguments[1].value])
    }

    /// `resident.status` of a name of the outermost scope; nil where an inner scope may have a name like it.
    private func path(_ syntax: Syntax) -> String? {
        switch syntax.kind {
        case .name(let name): isShadowed(name) ? nil : name
        case .path(let value, let member): path(value).map { "\($0).\(member)" }
        default: nil
        }
    }

    private func isShadowed(_ name: String) -> Bool {
        levels.contains { level in
            switch level {
            case .variables(let variables): variables[name] != nil
            case .item(_, .context(let members)): members.isEmpty || members[name] != nil
            case .item: true
            case .function, .outermost: false
            }
        }
    }

    /// How a function that makes a value of a text is written, by its name.
    private static let makers = [
        "date": "A day is written year-month-day: date(\"2026-01-31\").",
        "time": "A time is written hours:minutes:seconds: time(\"14:30:00\").",
        "date and time": "It is written date and time(\"2026-01-31T14:30:00\").",
        "duration": "It is written as ISO 8601 does: P3Y for three years, P6M for six months, P14D for 14 days, PT2H for two hours.",
        "number": "A number is written with digits and a point: number(\"12.50\").",
    ]

    /// Tells a constant of which no value can be made, as `duration("3Y")`: it would be null for ever.
    /// (What is constant and not null was folded.)
    func checkMade(_ code: Code, by name: String, of values: [Code]) {
        guard mode == .strict, code.constant == nil, let mend = Self.makers[name], values.allSatisfy({ $0.constant?.isNull == false }) else { return }
        report.error(code.span, "'\(name)' can make nothing of this", mend: mend)
    }
}
