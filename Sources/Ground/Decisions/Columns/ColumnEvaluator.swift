import FEEL
import Kernel

/// Computes one expression for all rows of an entity at once, straight from its tree.
///
/// Both branches of a condition are computed and the rows chosen among; a list of members is never built: what a list's items are is a column of
/// the members, and who is in it a column of truths.
struct ColumnEvaluator {
    private let calculation: ColumnCalculation
    private let entity: Int
    private let period: Period
    private let date: CivilDate
    private let needs: [(name: String, place: Int, need: Rulebook.CompiledFormula.Need)]
    /// Inside a list: rows are the members, and these names come before all others.
    private var locals: [Local] = []

    private enum Local {
        case item(String, Term)
        /// A filter's predicate may name what its items hold.
        case members
    }

    /// What a part of an expression stands for.
    private enum Term {
        case column(Column)
        /// The group of each row.
        case group(Int)
        /// The member that a row is.
        case member
        case list(MemberList)
    }

    /// The members of each group who are `isIn`, nil for all; or what `item` is for them.
    private struct MemberList {
        var isIn: [Truth]?
        var item: Column?
    }

    init(_ calculation: ColumnCalculation, _ formula: Rulebook.CompiledFormula, entity: Int, period: Period, date: CivilDate) {
        self.calculation = calculation
        self.entity = entity
        self.period = period
        self.date = date
        needs = formula.needs
    }

    private func need(_ name: String) -> Rulebook.CompiledFormula.Need? { needs.first { $0.name == name }?.need }
    private var isInList: Bool { !locals.isEmpty }
    /// The kind of those who are in its lists, where it is a kind of groups.
    private var memberKind: Int? { calculation.rulebook.entities[entity].members }
    private var count: Int { calculation.counts[isInList ? memberKind ?? entity : entity] }

    /// A formula's column, with the rounding that it declares. A scale rounds as it goes.
    mutating func column(_ syntax: Syntax, rounding: Rounding?) throws(NotByColumns) -> Column {
        guard let rounding else { return try operand(syntax) }
        if case .call(let function, let arguments) = syntax.kind, let scale = scale(function, arguments) {
            return try scale(try column(arguments[0].value), count, rounding)
        }
        return try column(syntax).rounded(rounding, count)
    }

    private mutating func column(_ syntax: Syntax) throws(NotByColumns) -> Column { try operand(syntax).settled(by: calculation.tables) }

    /// Quotients may be left undivided: for arithmetic, and for who asks for the formula.
    private mutating func operand(_ syntax: Syntax) throws(NotByColumns) -> Column {
        guard case .column(let column) = try term(syntax) else { throw NotByColumns() }
        return column
    }

    private mutating func term(_ syntax: Syntax) throws(NotByColumns) -> Term {
        switch syntax.kind {
        case .literal(let value): return .column(.constant(value))
        case .name(let name): return try self.name(name)
        case .path(let value, let member): return try self.member(member, of: try term(value))
        case .negation(let value): return .column(try Column.negated(try column(value), count))
        case .arithmetic(let sign, let a, let b): return .column(try Column.arithmetic(sign, try operand(a), try operand(b), count, calculation.tables))
        case .comparison(let sign, let a, let b): return .column(try Column.comparison(sign, try column(a), try column(b), count))
        case .conjunction(let a, let b): return .column(try Column.logic(try column(a), try column(b), count, Truth.and))
        case .disjunction(let a, let b): return .column(try Column.logic(try column(a), try column(b), count, Truth.or))
        case .between(let value, let low, let high):
            let value = try column(value)
            let above = try Column.comparison(.greaterOrEqual, value, try column(low), count)
            return .column(try Column.logic(above, try Column.comparison(.lessOrEqual, value, try column(high), count), count, Truth.and))
        case .conditional(let condition, let then, let otherwise):
            return .column(try Column.choice(try column(condition), try column(then), try column(otherwise), count))
        case .quantified(let every, let iterators, let body): return .column(try quantified(every, iterators, body))
        case .filter(let list, let predicate): return .list(try filtered(try self.list(list), predicate))
        case .call(let function, let arguments): return .column(try call(function, arguments))
        default: throw NotByColumns()
        }
    }

    // MARK: Names

    private func name(_ name: String) throws(NotByColumns) -> Term {
        for local in locals.reversed() {
            switch local {
            case .item(name, let term): return term
            case .members:
                if let column = memberColumn(name) { return .column(column) }
            default: break
            }
        }
        guard let need = need(name) else { throw NotByColumns() }
        switch need {
        case .variable(let index):
            let column = calculation.value(index, period)
            guard isInList else { return .column(column) }
            return .column(try members().spread(column))
        case .parameter(let index):
            guard case .value(let values) = calculation.rulebook.definition.parameters[index].content, let value = values[on: date]?.value else {
                throw NotByColumns()
            }
            return .column(.constant(.number(value)))
        case .periodStart: return .column(.constant(.date(period.start)))
        case .periodEnd: return .column(.constant(.date(period.lastDay)))
        case .function: throw NotByColumns()
        case .group(let group, _):
            guard !isInList else { throw NotByColumns() }
            return .group(group)
        case .members(let role, _):
            guard !isInList else { throw NotByColumns() }
            return .list(MemberList(isIn: try members().having(role)))
        }
    }

    private func memberColumn(_ name: String) -> Column? {
        guard let index = calculation.rulebook.variableIndex[name], calculation.rulebook.variables[index].entity == memberKind else { return nil }
        return calculation.value(index, period)
    }

    private func member(_ name: String, of term: Term) throws(NotByColumns) -> Term {
        switch term {
        case .member:
            guard let column = memberColumn(name) else { throw NotByColumns() }
            return .column(column)
        case .list(var list):
            guard list.item == nil, let column = memberColumn(name) else { throw NotByColumns() }
            list.item = column
            return .list(list)
        case .group(let group):
            guard let index = calculation.rulebook.variableIndex[name], calculation.rulebook.variables[index].entity == group else { throw NotByColumns() }
            // Where nobody has such a group, what is asked of it is null.
            guard let members = calculation.members(of: group) else { return .column(.null) }
            return .column(try members.spread(calculation.value(index, period)))
        case .column(let column): return .column(try column.part(name))
        }
    }

    // MARK: Lists of members

    private mutating func list(_ syntax: Syntax) throws(NotByColumns) -> MemberList {
        guard case .list(let list) = try term(syntax) else { throw NotByColumns() }
        return list
    }

    private func members() throws(NotByColumns) -> MemberRows {
        guard let members = calculation.members(of: entity) else { throw NotByColumns() }
        return members
    }

    private mutating func inside(_ local: [Local], _ syntax: Syntax) throws(NotByColumns) -> Column {
        guard !isInList else { throw NotByColumns() }
        locals = local
        defer { locals = [] }
        return try column(syntax)
    }

    private func item(_ list: MemberList) -> Term { list.item.map(Term.column) ?? .member }

    private mutating func quantified(_ every: Bool, _ iterators: [Syntax.Iterator], _ body: Syntax) throws(NotByColumns) -> Column {
        guard iterators.count == 1, iterators[0].end == nil else { throw NotByColumns() }
        let list = try self.list(iterators[0].domain)
        let answers = try inside([.item(iterators[0].name, item(list))], body)
        return try members().decided(answers, list.isIn, by: Truth(!every))
    }

    private mutating func filtered(_ list: MemberList, _ predicate: Syntax) throws(NotByColumns) -> MemberList {
        let local: [Local] = [.item("item", item(list))] + (list.item == nil ? [.members] : [])
        let answers = try inside(local.reversed(), predicate).truths(try members().rows)
        return MemberList(isIn: list.isIn.map { $0.zipped(with: answers) { Truth($0.isTrue && $1.isTrue) } } ?? answers, item: list.item)
    }

    // MARK: Functions

    private mutating func call(_ function: Syntax, _ arguments: [Syntax.Argument]) throws(NotByColumns) -> Column {
        guard case .name(let name) = function.kind else { throw NotByColumns() }
        for argument in arguments where argument.name != nil { throw NotByColumns() }
        let values = arguments.map(\.value)
        if case .parameter? = need(name) {
            guard let scale = scale(function, arguments) else { throw NotByColumns() }
            return try scale(try column(values[0]), count)
        }
        switch (name, values.count) {
        case ("count", 1): return try members().count(try list(values[0]).isIn)
        case ("sum", 1), ("min", 1), ("max", 1), ("any", 1), ("all", 1): return try aggregate(name, try list(values[0]))
        case ("sum", 2...), ("min", 2...), ("max", 2...): return try folded(name, values)
        case ("not", 1): return try column(values[0]).negatedTruth(count)
        case ("abs", 1):
            let value = try column(values[0])
            return try Column.extreme(value, try Column.negated(value, count), isMaximum: true, count)
        case ("floor", 1...2), ("ceiling", 1...2), ("decimal", 2), ("round up", 2), ("round down", 2), ("round half up", 2), ("round half down", 2):
            return try rounded(name, values)
        case ("years and months duration", 2): return try Column.monthsBetween(try column(values[0]), try column(values[1]), count, calculation.tables)
        case ("list contains", 2): return try contains(values[0], try column(values[1]))
        default: throw NotByColumns()
        }
    }

    /// The scale that a call applies, on the day of the law.
    private func scale(_ function: Syntax, _ arguments: [Syntax.Argument]) -> PreparedScale? {
        guard case .name(let name) = function.kind, case .parameter(let index)? = need(name), arguments.count == 1, arguments[0].name == nil else {
            return nil
        }
        return calculation.tables.scale(calculation.rulebook.definition.parameters[index], on: date)
    }

    private mutating func aggregate(_ name: String, _ list: MemberList) throws(NotByColumns) -> Column {
        guard let item = list.item?.settled(by: calculation.tables) else { throw NotByColumns() }
        let members = try members()
        switch name {
        case "sum": return try members.sum(item, list.isIn)
        case "min", "max": return try members.extreme(item, list.isIn, isMaximum: name == "max")
        default: return try members.decided(item, list.isIn, by: Truth(name == "any"))
        }
    }

    private mutating func folded(_ name: String, _ values: [Syntax]) throws(NotByColumns) -> Column {
        var result = try column(values[0])
        guard result.isNumeric else { throw NotByColumns() }
        for value in values.dropFirst() {
            let next = try column(value)
            result = name == "sum" ? try Column.arithmetic(.add, result, next, count) : try Column.extreme(result, next, isMaximum: name == "max", count)
        }
        return result
    }

    private static let modes: [String: RoundingMode] = [
        "floor": .floor, "ceiling": .ceiling, "decimal": .halfEven, "round up": .up, "round down": .down, "round half up": .halfUp,
        "round half down": .halfDown,
    ]

    private mutating func rounded(_ name: String, _ values: [Syntax]) throws(NotByColumns) -> Column {
        var digits = 0
        if values.count == 2 {
            guard let given = try column(values[1]).constantNumber, let whole = Int(exactly: given), (-6_111...6_176).contains(whole) else {
                throw NotByColumns()
            }
            digits = whole
        }
        guard let mode = Self.modes[name] else { throw NotByColumns() }
        return try column(values[0]).rounded(digits: digits, mode, count)
    }

    /// A list that is written out: whether any of its items equals the value.
    private mutating func contains(_ list: Syntax, _ value: Column) throws(NotByColumns) -> Column {
        guard case .list(let items) = list.kind else { throw NotByColumns() }
        if case .texts(let texts) = value, let found = Self.words(items).map(texts.isAmong) { return .booleans(found) }
        var result = [Truth](repeating: .no, count: count)
        for item in items {
            let isEqual = try Column.comparison(.equal, value, try column(item), count).truths(count)
            result = result.zipped(with: isEqual) { Truth($0.isTrue || $1.isTrue) }
        }
        return .booleans(result)
    }

    /// The list's texts, where it holds nothing else.
    private static func words(_ items: [Syntax]) -> [String]? {
        var words: [String] = []
        for item in items {
            guard case .literal(.string(let word)) = item.kind else { return nil }
            words.append(word)
        }
        return words
    }
}
