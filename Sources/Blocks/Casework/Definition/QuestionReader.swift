import Blueprint
import Decisions
import FEEL
import Forms
import Kernel

/// Reads questions. Kinds come first, because an expression may name any question of the form; expressions second.
struct QuestionReader {
    static let kinds: [Schema.Choice] = [
        .init("text", "One line."), .init("long_text", "Several lines."), .init("number", "A number."),
        .init("money", "An amount in the government's currency."),
        .init("date", "A date."), .init("yes_no", "Yes or no."), .init("choose_one", "One of the choices."), .init("choose_many", "Any of the choices."),
        .init("email", "An e-mail address."), .init("phone", "A telephone number."), .init("address", "A postal address."),
        .init("files", "One or more files."),
        .init("place", "A place on the map, or described."), .init("person_name", "A person's name, in one field."),
        .init("record", "A record of a registry, by its number."), .init("group", "The same questions several times."),
    ]
    static let fileKinds: [Schema.Choice] = ["pdf", "png", "jpeg", "webp", "heic", "tiff", "csv", "docx", "xlsx", "odt", "ods", "dxf", "geojson"].map {
        .init($0, "")
    }

    /// A file's size unless the government sets another: 20 MB.
    static let maximumFileBytes = 20_000_000

    struct Entry {
        var page: Form.Page
        var nodes: [Checked]
        var node: Checked
    }

    var entries: [Entry] = []

    /// The first look: pages and kinds, without expressions.
    init(_ questions: [(key: Located<String>, value: Checked)], _ diagnostics: inout Diagnostics) {
        var seen: [String: SourceLocation] = [:]
        func read(_ key: Located<String>, _ node: Checked, _ diagnostics: inout Diagnostics) -> Question? {
            guard Self.isIdentifier(key.value) else {
                diagnostics.error(
                    key.location, "'\(key.value)' is no name for a question", mend: "Use lower-case letters, digits and '_', beginning with a letter.")
                return nil
            }
            if seen[key.value] != nil {
                diagnostics.error(key.location, "two questions are called '\(key.value)'", mend: "Give each its own name.")
                return nil
            }
            seen[key.value] = key.location
            return Self.question(key, node, &diagnostics)
        }
        for (key, node) in questions {
            if !node.has("type"), node.has("page") || node.has("questions") {
                QuestionKeys.check(page: node, &diagnostics)
                let inner = node.dictionary("questions")
                if inner.isEmpty {
                    diagnostics.error(
                        node.location, "the page '\(key.value)' holds no questions", mend: "Add them under 'questions', or write 'ask' instead of 'page'.")
                }
                var found: [Question] = []
                var nodes: [Checked] = []
                for (name, value) in inner {
                    if let question = read(name, value, &diagnostics) {
                        found.append(question)
                        nodes.append(value)
                    }
                }
                entries.append(Entry(page: Form.Page(id: key.value, title: node.optionalLocalized("page"), questions: found), nodes: nodes, node: node))
            } else if let question = read(key, node, &diagnostics) {
                entries.append(Entry(page: Form.Page(id: key.value, questions: [question]), nodes: [node], node: node))
            }
        }
    }

    static func isIdentifier(_ text: String) -> Bool {
        guard let first = text.utf8.first, (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(first), text.utf8.count <= 64 else { return false }
        return text.utf8.allSatisfy {
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == UInt8(ascii: "_")
        }
    }

    var names: [String: FEELType] { Form(pages: entries.map(\.page)).names }

    /// The second look: expressions, now that all names are known.
    ///
    /// - Parameters:
    ///   - units: what names count, and what functions give, where that is known.
    ///   - currency: what an amount of money counts.
    func form(names: Names, units: [String: Unit], currency: Unit?, _ diagnostics: inout Diagnostics) -> Form {
        Form(
            pages: entries.map { entry in
                var page = entry.page
                if page.title != nil || entry.nodes.count > 1 { page.when = Self.expression(entry.node, "when", names, units, .boolean, &diagnostics) }
                for index in page.questions.indices {
                    Self.compile(&page.questions[index], entry.nodes[index], names, units, currency, &diagnostics)
                }
                return page
            })
    }

    private static func compile(
        _ question: inout Question, _ node: Checked, _ names: Names, _ units: [String: Unit], _ currency: Unit?, _ diagnostics: inout Diagnostics
    ) {
        question.when = expression(node, "when", names, units, .boolean, &diagnostics)
        question.prefill = expression(node, "prefill", names, units, question.kind.type, counting: question.kind.isMoney ? currency : nil, &diagnostics)
        question.show = expression(node, "show", names, units, .any, &diagnostics)
        question.valid = expression(node, "valid", names, units, .boolean, &diagnostics)
        if question.valid != nil, question.message == nil {
            diagnostics.warning(node.location(of: "valid"), "nobody is told why an answer is not taken", mend: "Add a 'message'.")
        }
        if question.message != nil, !node.has("valid"), !node.has("pattern") {
            diagnostics.error(node.keyLocation(of: "message"), "this 'message' is never shown", mend: "Add the 'valid' that it explains, or remove it.")
        }
        if case .group(var group) = question.kind {
            var (inner, counted) = (names, units)
            for item in group.questions {
                inner.types[item.id] = item.kind.type
                counted[item.id] = units["\(question.id).\(item.id)"]
            }
            let nodes = node.dictionary("questions")
            for index in group.questions.indices {
                guard let own = nodes.first(where: { $0.key.value == group.questions[index].id }) else { continue }
                compile(&group.questions[index], own.value, inner, counted, currency, &diagnostics)
            }
            question.kind = .group(group)
        }
    }

    private static func expression(
        _ node: Checked, _ key: String, _ names: Names, _ units: [String: Unit], _ expected: FEELType, counting unit: Unit? = nil,
        _ diagnostics: inout Diagnostics
    ) -> Expression? {
        node.source(key).flatMap { Expression($0, names: names, units: units, expected: expected, counting: unit, &diagnostics) }
    }
}

extension QuestionKind {
    var isMoney: Bool { if case .money = self { true } else { false } }
}
