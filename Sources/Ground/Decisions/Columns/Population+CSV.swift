import FEEL
import Kernel

extension Population {
    /// Reads comma-separated values (RFC 4180): a line for each person or thing, under a line of names of the rulebook's inputs. Semicolons and tabs,
    /// which spreadsheets write where the comma is the decimal sign, part values too, where the first line has more of them.
    ///
    /// Where the rulebook knows a group, a column of its name says which lines belong together (they follow each other), and one of its name with
    /// `_role` says as what; without them each line is a group of its own. Of several kinds of groups the lines of the first one's follow each other;
    /// those of further kinds stand anywhere, and an empty cell says that this one is in none. What a group itself has stands in each of its lines,
    /// and the first counts. An empty cell has the input's default. Columns that the rulebook does not know are left out, with a warning.
    public init?(csv bytes: [UInt8], file: String, for rulebook: Rulebook, diagnostics: inout Diagnostics) {
        var reader = PopulationLines(bytes, file: file, rulebook)
        let population = reader.read()
        diagnostics.append(contentsOf: reader.diagnostics)
        guard let population, !reader.diagnostics.hasErrors else { return nil }
        self = population
    }
}

private struct PopulationLines {
    private let bytes: [UInt8]
    private let file: String
    private let rulebook: Rulebook
    private var position = 0
    private var line = 1
    private let separator: UInt8
    /// Groups that have ended.
    private var ended: Set<GroupName> = []
    var diagnostics = Diagnostics()

    /// Further kinds of groups, by their place among the rulebook's entities; of each the numbers of its groups.
    private var others: [(kind: Int, numbers: [GroupName: Int32])] = []

    private enum Meaning {
        case variable(Int)
        case group, role, nothing
        /// Of a further kind of groups.
        case other(Int), otherRole(Int)
    }

    /// More mistakes than this are not told.
    private static let mostFaults = 20
    private static let mostColumns = 1_000

    init(_ bytes: [UInt8], file: String, _ rulebook: Rulebook) {
        self.bytes = bytes
        self.file = file
        self.rulebook = rulebook
        // A byte order mark, as spreadsheets write it.
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
        let heading = bytes.prefix { $0 != 10 && $0 != 13 }
        let separators = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")].map { sign in (sign: sign, count: heading.count { $0 == sign }) }
        separator = separators.max { $0.count < $1.count }.flatMap { $0.count > 0 ? $0.sign : nil } ?? UInt8(ascii: ",")
    }

    private func place(_ column: Int) -> SourceLocation { SourceLocation(file: file, line: line, column: column + 1) }

    mutating func read() -> Population? {
        guard !bytes.starts(with: [0xFF, 0xFE]), !bytes.starts(with: [0xFE, 0xFF]) else {
            diagnostics.error(SourceLocation(file: file, line: 1, column: 1), "this file is in UTF-16", mend: "Save it as CSV in UTF-8.")
            return nil
        }
        let names = header()
        guard !names.isEmpty else {
            diagnostics.error(
                SourceLocation(file: file, line: 1, column: 1), "there is no line with the names of the columns",
                mend: "Write the names of inputs in the first line.")
            return nil
        }
        let named = names.compactMap { name in rulebook.entities.firstIndex { $0.id == name && $0.members != nil } }
        let group = named.first ?? rulebook.entities.firstIndex { $0.members != nil }
        others = named.dropFirst().filter { $0 != group }.map { (kind: $0, numbers: [:]) }
        let row = group.flatMap { rulebook.entities[$0].members } ?? 0
        let meanings = names.enumerated().map { meaning($1, at: $0, row, group) }
        let variables = meanings.compactMap { if case .variable(let index) = $0 { index } else { nil } }
        guard Set(variables).count == variables.count else {
            diagnostics.error(SourceLocation(file: file, line: 1, column: 1), "a column stands twice in the first line", mend: "Remove one of them.")
            return nil
        }
        if meanings.allSatisfy({ if case .nothing = $0 { true } else { false } }) {
            // Inputs come first among the variables.
            let known = rulebook.variables.filter { $0.entity == row || $0.entity == group }.map(\.id).prefix(12)
            diagnostics.error(
                SourceLocation(file: file, line: 1, column: 1), "none of these columns is an input of the rulebook",
                mend: "Write some of: \(known.joined(separator: ", ")); commas, semicolons or tabs part them.")
        }
        guard !diagnostics.hasErrors else { return nil }
        var builder = PopulationBuilder(rulebook, row: row, group: group, others: others.map(\.kind), variables: variables)
        var current: ArraySlice<UInt8>?
        while position < bytes.count {
            guard diagnostics.count(of: .error) < Self.mostFaults else { break }
            readRow(meanings, &current, &builder)
            line += 1
            guard builder.rows < PopulationBuilder.mostRows else {
                diagnostics.error(place(0), "there are more than \(PopulationBuilder.mostRows) lines", mend: "Split the file.")
                break
            }
        }
        if group != nil, builder.rows > 0 { builder.endGroup() }
        return builder.population
    }

    private mutating func header() -> [String] {
        var names: [String] = []
        var isLast = false
        while !isLast, position < bytes.count, names.count < Self.mostColumns {
            let name = cell(&isLast).drop { $0 == UInt8(ascii: " ") }
            let end = name.lastIndex { $0 != UInt8(ascii: " ") }.map { $0 + 1 } ?? name.startIndex
            names.append(String(decoding: name[..<end], as: UTF8.self))
        }
        line += 1
        return names
    }

    private mutating func meaning(_ name: String, at column: Int, _ row: Int, _ group: Int?) -> Meaning {
        if let group, name == rulebook.entities[group].id { return .group }
        if let group, name == rulebook.entities[group].id + "_role" { return .role }
        let location = SourceLocation(file: file, line: 1, column: column + 1)
        for (other, (kind, _)) in others.enumerated() {
            let entity = rulebook.entities[kind]
            if name == entity.id + "_role" { return .otherRole(other) }
            guard name == entity.id else { continue }
            if entity.members != row {
                diagnostics.error(
                    location, "the members of '\(name)' are not '\(rulebook.entities[row].id)', of which each line tells one",
                    mend: "Leave the column out, or write the cases as lines of JSON.")
            }
            return .other(other)
        }
        guard let index = rulebook.variableIndex[name] else {
            diagnostics.warning(
                location, "the rulebook knows no '\(name)', so the column is left out",
                mend: Spelling.nearest(to: name, among: rulebook.names).map { "Did you mean '\($0)'?" })
            return .nothing
        }
        let entity = rulebook.variables[index].entity
        guard entity == row || entity == group || others.contains(where: { $0.kind == entity }) else {
            diagnostics.error(
                location, "'\(name)' is of '\(rulebook.entities[entity].id)', of which this file has none",
                mend: "Leave the column out; lines are of '\(rulebook.entities[row].id)'\(group.map { " in '\(rulebook.entities[$0].id)'" } ?? "").")
            return .nothing
        }
        return .variable(index)
    }

    // MARK: Rows

    private mutating func readRow(_ meanings: [Meaning], _ current: inout ArraySlice<UInt8>?, _ builder: inout PopulationBuilder) {
        var cells: [ArraySlice<UInt8>] = []
        cells.reserveCapacity(meanings.count)
        var isLast = false
        while !isLast { cells.append(cell(&isLast)) }
        // An empty line, as files often end.
        if cells.count == 1, cells[0].isEmpty { return }
        guard cells.count == meanings.count else {
            return diagnostics.error(
                place(0), "this line has \(cells.count) values, the first has \(meanings.count) names",
                mend: "A value with the sign in it that parts values stands in quotation marks.")
        }
        var (role, isNewGroup) = (0, builder.group != nil)
        var joined = others.map { _ in (name: nil as GroupName?, role: 0) }
        for (column, meaning) in meanings.enumerated() {
            switch meaning {
            case .group:
                isNewGroup = current.map { !$0.elementsEqual(cells[column]) } ?? true
                if isNewGroup, let last = current { end(last, before: cells[column], column) }
                current = cells[column]
                if !others.isEmpty, cells[column].isEmpty {
                    diagnostics.error(
                        place(column), "this line is in no '\(rulebook.entities[builder.group ?? 0].id)'",
                        mend: "Of several kinds of groups put that first in which every line is.")
                }
            case .role: role = self.role(cells[column], column, of: builder.group)
            case .other(let other): joined[other].name = cells[column].isEmpty ? nil : GroupName(cells[column])
            case .otherRole(let other): joined[other].role = self.role(cells[column], column, of: others[other].kind)
            default: break
            }
        }
        if isNewGroup, builder.rows > 0 { builder.endGroup() }
        var begun: [Int] = []
        for (other, (name, role)) in joined.enumerated() {
            let (number, isNew) = name.map { self.number(of: $0, other) } ?? (nil, false)
            if isNew { begun.append(others[other].kind) }
            builder.join(other, number, role: role)
        }
        for (column, meaning) in meanings.enumerated() {
            guard case .variable(let index) = meaning else { continue }
            let entity = rulebook.variables[index].entity
            guard entity == builder.row || (isNewGroup && entity == builder.group) || begun.contains(entity) else { continue }
            append(cells[column], to: index, column, &builder)
        }
        builder.endRow(role: role)
    }

    /// That of a group of a further kind: in the order in which they come.
    private mutating func number(of name: GroupName, _ other: Int) -> (Int32?, isNew: Bool) {
        if let number = others[other].numbers[name] { return (number, false) }
        let number = Int32(others[other].numbers.count)
        others[other].numbers[name] = number
        return (number, true)
    }

    /// Its lines follow each other: of one that comes again, each part would be counted as a group of its own.
    private mutating func end(_ group: ArraySlice<UInt8>, before next: ArraySlice<UInt8>, _ column: Int) {
        ended.insert(GroupName(group))
        guard ended.contains(GroupName(next)) else { return }
        diagnostics.error(
            place(column), "this group stood further up already, and others between", mend: "Sort the lines, so that those of a group follow each other.")
    }

    private mutating func role(_ cell: ArraySlice<UInt8>, _ column: Int, of group: Int?) -> Int {
        let roles = group.map { rulebook.entities[$0].roles } ?? []
        if let role = roles.firstIndex(where: { $0.utf8.elementsEqual(cell) }) { return role }
        if cell.isEmpty { return 0 }
        diagnostics.error(
            place(column), "this is no role", mend: "It must be one of: \(roles.joined(separator: ", ")).")
        return 0
    }

    private mutating func append(_ cell: ArraySlice<UInt8>, to index: Int, _ column: Int, _ builder: inout PopulationBuilder) {
        let variable = rulebook.variables[index]
        if variable.subject.type == .number, let (count, scale) = Self.number(cell) { return builder.append(count, scale: scale, to: index) }
        if cell.isEmpty, variable.formula == nil { return builder.append(variable.subject.initial, to: index) }
        guard let value = value(String(decoding: cell, as: UTF8.self), variable.subject) else {
            // What stands there may be about a person, and findings go into logs: the place is enough.
            let choices = variable.subject.choices
            return diagnostics.error(
                place(column), "this is no value of '\(variable.id)'",
                mend: choices.isEmpty ? Self.wanted(variable.subject.type) : "It must be one of: \(choices.joined(separator: ", ")).")
        }
        builder.append(value, to: index)
    }

    private static func wanted(_ type: FEELType) -> String {
        switch type {
        case .number: "It must be a number, with a point before decimals and nothing between thousands."
        case .date: "It must be a day such as 2026-01-31."
        default: "It must be \(type.plainName)."
        }
    }

    private func value(_ text: String, _ subject: RulebookDefinition.Subject) -> Value? {
        switch subject.type {
        case .number: return Decimal128(text).flatMap { $0.isFinite ? .number($0) : nil }
        case .boolean: return ["true", "1", "yes"].contains(text) ? .boolean(true) : ["false", "0", "no"].contains(text) ? .boolean(false) : nil
        case .date: return CivilDate(text).map(Value.date)
        default: return subject.choices.isEmpty || subject.choices.contains(text) ? .string(text) : nil
        }
    }

    /// A plain decimal of up to 18 digits, without a detour over text.
    private static func number(_ cell: ArraySlice<UInt8>) -> (count: Int64, scale: Int)? {
        var (count, scale, digits): (Int64, Int?, Int) = (0, nil, 0)
        var rest = cell
        let isNegative = rest.first == UInt8(ascii: "-")
        if isNegative { rest = rest.dropFirst() }
        for byte in rest {
            if byte == UInt8(ascii: "."), scale == nil {
                scale = 0
                continue
            }
            guard byte >= 48, byte <= 57, digits < 18 else { return nil }
            count = count * 10 + Int64(byte - 48)
            digits += 1
            if let places = scale { scale = places + 1 }
        }
        guard digits > 0, scale != 0 else { return nil }
        return (isNegative ? -count : count, scale ?? 0)
    }

    /// The next cell, unquoted; `isLast` at the end of its line.
    private mutating func cell(_ isLast: inout Bool) -> ArraySlice<UInt8> {
        let start = position
        if start < bytes.count, bytes[start] == UInt8(ascii: "\"") { return quoted(&isLast) }
        var end = start
        while end < bytes.count, bytes[end] != separator, bytes[end] != 10, bytes[end] != 13 { end += 1 }
        position = end
        isLast = endCell()
        return bytes[start..<end]
    }

    private mutating func quoted(_ isLast: inout Bool) -> ArraySlice<UInt8> {
        var text: [UInt8] = []
        position += 1
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            if byte == UInt8(ascii: "\"") {
                guard position < bytes.count, bytes[position] == byte else { break }
                position += 1
            }
            text.append(byte)
        }
        isLast = endCell()
        return text[...]
    }

    /// Steps over what ends a cell; true where that ends the line too.
    private mutating func endCell() -> Bool {
        guard position < bytes.count else { return true }
        defer { position += 1 }
        if bytes[position] == separator { return false }
        if bytes[position] == 13, position + 1 < bytes.count, bytes[position + 1] == 10 { position += 1 }
        return true
    }
}

/// The name of a group as 128 bits, of which there may be millions.
private struct GroupName: Hashable {
    private let halves: (Int, Int)

    init(_ name: ArraySlice<UInt8>) {
        func half(_ salt: UInt8) -> Int {
            var hasher = Hasher()
            hasher.combine(salt)
            for byte in name { hasher.combine(byte) }
            return hasher.finalize()
        }
        halves = (half(0), half(1))
    }

    static func == (a: Self, b: Self) -> Bool { a.halves == b.halves }
    func hash(into hasher: inout Hasher) { hasher.combine(halves.0) }
}
