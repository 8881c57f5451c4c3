import FEEL
import Kernel
import XML

/// Compiles boxed expressions with the names that are in scope where they stand.
struct LogicReader {
    var types: ItemTypes
    let mode: Expression.Mode
    let namedTypes: [String: FEELType]
    var diagnostics: Diagnostics
    /// How many tables of the element there were that is being read.
    var tablesRead = 0
    private static let maximumDepth = 60

    init(types: ItemTypes, mode: Expression.Mode, namedTypes: [String: FEELType], isOfServed: Bool) {
        self.types = types
        self.mode = mode
        self.namedTypes = namedTypes
        diagnostics = Diagnostics(isOfServed: isOfServed)
    }

    static let kinds: Set<String> = [
        "literalExpression", "decisionTable", "context", "invocation", "list", "relation", "functionDefinition", "conditional", "filter", "for", "some",
        "every",
    ]

    /// The boxed expression among an element's children.
    mutating func read(in parent: XMLElement?, _ scope: [String: FEELType], depth: Int = 0) -> Logic {
        guard let parent else { return .nothing(reason: "a part of the model is missing") }
        guard let element = parent.children.first(where: { Self.kinds.contains($0.name) }) else { return .nothing(reason: "there is no logic here") }
        return read(element, scope, depth: depth)
    }

    mutating func read(_ element: XMLElement, _ scope: [String: FEELType], depth: Int) -> Logic {
        guard depth < Self.maximumDepth else {
            diagnostics.error(
                element.location, "boxed expressions are nested deeper than \(Self.maximumDepth) levels", mend: "Make a decision of an inner one.")
            return .nothing(reason: "nested too deeply")
        }
        switch element.name {
        case "literalExpression": return literal(element, scope)
        case "decisionTable": return .table(table(element, scope))
        case "context": return context(element, scope, depth)
        case "invocation": return invocation(element, scope, depth)
        case "list":
            let type = types.named(element["typeRef"], at: element.location, &diagnostics)
            return .list(element.children.filter { Self.kinds.contains($0.name) }.map { read($0, scope, depth: depth + 1) }, type)
        case "relation": return relation(element, scope, depth)
        case "functionDefinition": return function(element, scope, depth: depth)
        case "conditional":
            let condition = read(in: element.first("if"), scope, depth: depth + 1)
            let then = read(in: element.first("then"), scope, depth: depth + 1)
            return .conditional(condition, then: then, otherwise: read(in: element.first("else"), scope, depth: depth + 1))
        case "filter":
            let list = read(in: element.first("in"), scope, depth: depth + 1)
            return .filter(list, match: read(in: element.first("match"), scope.adding("item", list.type.element), depth: depth + 1))
        default: return iterator(element, scope, depth)
        }
    }

    func names(_ scope: [String: FEELType]) -> Names { Names(scope, namedTypes: namedTypes) }

    /// What is written in another language than FEEL is told where it stands, and read as FEEL.
    mutating func checkLanguage(_ element: XMLElement) {
        guard let language = element["expressionLanguage"]?.trimmed.lowercased(), !language.isEmpty else { return }
        if language.contains("b-feel") || language == "bfeel" {
            diagnostics.warning(
                element.location, "this is written in B-FEEL, and computed as FEEL",
                mend: "Where a value does not fit, FEEL gives null and B-FEEL a number, a text or false: say what is meant there.")
        } else if !language.contains("feel") {
            diagnostics.tightened(
                element.location, "the expression language '\(language.prefix(100))' is not known here",
                mend: "Write it in FEEL, and leave out 'expressionLanguage'.")
        }
    }

    mutating func expression(_ text: XMLElement?, _ names: Names) -> Expression? {
        guard let text else { return nil }
        return Expression(text.text, names: names, location: text.contentLocation, mode: mode, diagnostics: &diagnostics)
    }

    private mutating func literal(_ element: XMLElement, _ scope: [String: FEELType]) -> Logic {
        let type = types.named(element["typeRef"], at: element.location, &diagnostics)
        checkLanguage(element)
        let text = element.first("text")
        guard let source = text?.text.trimmed, !source.isEmpty else { return .nothing(reason: "the expression is empty") }
        return .literal(expression(text, names(scope)), source: source, type)
    }

    private mutating func context(_ element: XMLElement, _ scope: [String: FEELType], _ depth: Int) -> Logic {
        var (entries, result, scope): ([Logic.Entry], Logic?, [String: FEELType]) = ([], nil, scope)
        for entry in element.all("contextEntry") {
            guard let variable = entry.first("variable"), let name = variable["name"] else {
                result = read(in: entry, scope, depth: depth + 1)
                continue
            }
            let type = types.named(variable["typeRef"], at: variable.location, &diagnostics)
            // A function may call itself by its entry's name.
            let isFunction = entry.first("functionDefinition") != nil
            let logic = read(in: entry, isFunction ? scope.adding(name, .any) : scope, depth: depth + 1)
            let known = type.type == .any ? logic.type : type.type
            // Every later entry reads the names of all that is in its scope.
            scope[name] = known.isLarger(than: FEELType.mostParts / (1 + entries.count / 4)) ? .any : known
            entries.append(Logic.Entry(name: name, type: type, logic: logic))
        }
        return .context(entries, result: result)
    }

    private mutating func invocation(_ element: XMLElement, _ scope: [String: FEELType], _ depth: Int) -> Logic {
        var bindings: [Logic.Binding] = []
        for binding in element.all("binding") {
            guard let name = binding.first("parameter")?["name"] else { continue }
            bindings.append(Logic.Binding(name: name, logic: read(in: binding, scope, depth: depth + 1)))
        }
        return .invocation(read(in: element, scope, depth: depth + 1), bindings)
    }

    private mutating func relation(_ element: XMLElement, _ scope: [String: FEELType], _ depth: Int) -> Logic {
        let columns = element.all("column").map { $0["name"] ?? "" }
        var rows: [[Logic]] = []
        for row in element.all("row") {
            rows.append(row.children.filter { Self.kinds.contains($0.name) }.map { read($0, scope, depth: depth + 1) })
        }
        return .relation(columns: columns, rows: rows)
    }

    /// A function definition, or the encapsulated logic of a business knowledge model.
    mutating func function(_ element: XMLElement, _ scope: [String: FEELType], result: ItemType = .any, depth: Int = 0) -> Logic {
        var (parameters, inner): ([(name: String, type: ItemType)], [String: FEELType]) = ([], scope)
        for parameter in element.all("formalParameter") {
            guard let name = parameter["name"] else { continue }
            let type = types.named(parameter["typeRef"], at: parameter.location, &diagnostics)
            parameters.append((name, type))
            inner[name] = type.type
        }
        if let kind = element["kind"], kind != "FEEL" { return external(element, kind, parameters) }
        let declared = types.named(element["typeRef"], at: element.location, &diagnostics)
        let body = read(in: element, inner, depth: depth + 1)
        return .function(FunctionLogic(parameters: parameters, body: body, result: result.type == .any ? declared : result))
    }

    private func external(_ element: XMLElement, _ kind: String, _ parameters: [(name: String, type: ItemType)]) -> Logic {
        var settings: [String: String] = [:]
        for entry in element.first("context")?.all("contextEntry") ?? [] {
            guard let name = entry.first("variable")?["name"], let text = entry.first("literalExpression")?.text(of: "text") else { continue }
            settings[name] = String(text.drop { $0 == "\"" }.reversed().drop { $0 == "\"" }.reversed())
        }
        guard kind.lowercased() == "java", let type = settings["class"], let signature = settings["method signature"] else { return .external(nil) }
        return .external(Function.external(class: type, signature: signature, parameters: parameters.map { Function.Parameter($0.name, $0.type.type) }))
    }

    private mutating func iterator(_ element: XMLElement, _ scope: [String: FEELType], _ depth: Int) -> Logic {
        let variable = element["iteratorVariable"] ?? "item"
        let list = read(in: element.first("in"), scope, depth: depth + 1)
        let inner = scope.adding(variable, list.type.element)
        if element.name == "for" {
            let body = element.first("return")
            let loop = Logic.Loop(variable: variable, readsPartial: body?.mentions("partial") ?? false)
            return .iteration(loop, list, body: read(in: body, inner.adding("partial", .any), depth: depth + 1))
        }
        return .quantified(every: element.name == "every", variable: variable, list, condition: read(in: element.first("satisfies"), inner, depth: depth + 1))
    }
}

extension [String: FEELType] {
    func adding(_ name: String, _ type: FEELType) -> Self {
        var scope = self
        scope[name] = type
        return scope
    }
}

extension XMLElement {
    /// Whether the word stands anywhere in its texts.
    fileprivate func mentions(_ word: String) -> Bool { text.contains(word) || children.contains { $0.mentions(word) } }
}

extension Logic {
    /// What is known of the type of its value. One of too many parts is any record: each entry of a few may hold the ones before it twice.
    var type: FEELType {
        let whole = unlimitedType
        return whole.isLarger() ? .any : whole
    }

    private var unlimitedType: FEELType {
        switch self {
        case .literal(let expression, _, let declared): declared.type == .any ? expression?.type ?? .any : declared.type
        case .context(let entries, nil):
            .context(Dictionary(entries.map { ($0.name, $0.type.type == .any ? $0.logic.type : $0.type.type) }) { first, _ in first })
        case .context(_, let result?): result.type
        case .list(let items, _): .list(FEELType.common(items.map(\.type)))
        case .function(let function): function.type
        case .relation(let columns, _): .list(.context(Dictionary(columns.map { ($0, .any) }) { first, _ in first }))
        default: .any
        }
    }
}
