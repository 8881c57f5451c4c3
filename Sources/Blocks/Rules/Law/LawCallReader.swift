import Blueprint
import Decisions
import FEEL
import Kernel

/// Reads `law:` of a service: each name, the rulebook's value it stands for, and the expressions that make the case.
public struct LawCallReader {
    private let books: Rulebooks
    private let languages: [Language]
    /// The government's currency.
    private let currency: String
    /// What the service's names count, and what functions give, where that is known.
    private var units: [String: Unit]
    private var calls: [LawCall] = []

    public init(_ books: Rulebooks, languages: [Language], currency: String, units: [String: Unit] = [:]) {
        self.books = books
        self.languages = languages
        self.currency = currency
        self.units = units
    }

    /// - Parameter names: the service's names so far; the values are added to them.
    public mutating func read(_ file: Checked, _ names: inout Names, _ diagnostics: inout Diagnostics) -> ServiceLaw {
        for (key, node) in file.dictionary("law") {
            guard names.types[key.value] == nil else {
                diagnostics.error(
                    key.location, "a value of the law is called '\(key.value)', which already means something here", mend: "Choose another name.")
                continue
            }
            guard let call = call(key, node, names, &diagnostics) else { continue }
            let chain = LawChain(call, after: calls[...])
            calls.append(call)
            units[call.name] = call.unit
            names.derive(call.name, as: call.type) { chain.value($0) }
        }
        return ServiceLaw(calls: calls, languages: languages)
    }

    private func call(_ key: Located<String>, _ node: Checked, _ names: Names, _ diagnostics: inout Diagnostics) -> LawCall? {
        guard let value = node["value"] else { return nil }
        let parts = value.text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2 else {
            diagnostics.error(value.location, "'\(value.text)' names no value of a rulebook", mend: "Write RULEBOOK.FORMULA, such as income_tax.income_tax.")
            return nil
        }
        guard let book = books[parts[0]] else {
            diagnostics.error(value.location, "there is no rulebook '\(parts[0])'", mend: Self.suggestion(parts[0], among: books.all.map(\.id)))
            return nil
        }
        guard let result = book.subject(parts[1]) else {
            diagnostics.error(value.location, "the rulebook '\(book.id)' has no '\(parts[1])'", mend: Self.suggestion(parts[1], among: book.names))
            return nil
        }
        if let unit = result.unit?.description, Currency(unit) != nil, unit != currency {
            diagnostics.error(
                value.location, "'\(value.text)' counts \(unit), but this government's currency is \(currency)",
                mend: "Use a rulebook that counts \(currency).")
        }
        var (inputs, members): ([(id: String, expression: Expression)], [(role: String, expression: Expression)]) = ([], [])
        guard let entity = book.definition.entities.first(where: { $0.id == result.entity }) else { return nil }
        for (name, node) in node.dictionary("given") {
            if let role = entity.roles.first(where: { $0.id == name.value }) {
                if let expression = membersExpression(node, entity, book, names, &diagnostics) { members.append((role.id, expression)) }
            } else if let subject = book.subject(name.value), subject.entity == entity.id {
                let source = node.source
                if let expression = Expression(
                    source.text, names: names, expected: subject.type, location: source.location, diagnostics: &diagnostics)
                {
                    let unit = expression.checkUnits(of: units, at: source.location, diagnostics: &diagnostics).whole
                    compare(unit, subject, book, source.location, &diagnostics)
                    inputs.append((subject.id, expression))
                }
            } else {
                let known = book.names.filter { book.subject($0)?.entity == entity.id } + entity.roles.map(\.id)
                diagnostics.error(
                    name.location, "'\(book.id)' knows no '\(name.value)' of '\(entity.id)'", mend: Self.suggestion(name.value, among: known))
            }
        }
        return LawCall(name: key.value, location: key.location, book: book, result: result, inputs: inputs, members: members)
    }

    /// `[{adjusted_net_income: income}]`: each record's entries must be values of a member.
    private func membersExpression(
        _ node: Checked, _ entity: RulebookDefinition.Entity, _ book: Rulebook, _ names: Names, _ diagnostics: inout Diagnostics
    ) -> Expression? {
        let source = node.source
        guard let expression = Expression(source.text, names: names, expected: .list(.any), location: source.location, diagnostics: &diagnostics) else {
            return nil
        }
        let counted = expression.checkUnits(of: units, at: source.location, diagnostics: &diagnostics).entries
        guard case .list(.context(let entries)) = expression.type else { return expression }
        for (name, type) in entries.sorted(by: { $0.key < $1.key }) {
            guard let subject = book.subject(name), subject.entity == entity.members else {
                let known = book.names.filter { book.subject($0)?.entity == entity.members }
                diagnostics.error(
                    source.location, "'\(book.id)' knows no '\(name)' of '\(entity.members ?? "")'", mend: Self.suggestion(name, among: known))
                continue
            }
            if type != .any, !type.conforms(to: subject.type), !subject.type.conforms(to: type) {
                diagnostics.error(
                    source.location, "'\(name)' is \(type.plainName) here, but \(subject.type.plainName) in '\(book.id)'",
                    mend: "Give what the rulebook takes, or change the type of '\(name)' there.")
            }
            compare(counted[name], subject, book, source.location, &diagnostics)
        }
        return expression
    }

    private func compare(
        _ unit: Unit?, _ subject: RulebookDefinition.Subject, _ book: Rulebook, _ location: SourceLocation, _ diagnostics: inout Diagnostics
    ) {
        guard let unit, let wanted = subject.unit, unit != wanted else { return }
        diagnostics.tightened(
            location, "this gives \(unit), but '\(subject.id)' counts \(wanted) in '\(book.id)'", mend: "Give what the rulebook counts.")
    }

    private static func suggestion(_ name: String, among known: [String]) -> String? {
        Spelling.nearest(to: name, among: known).map { "Did you mean '\($0)'?" } ?? "There are: \(known.sorted().prefix(30).joined(separator: ", "))."
    }
}
