import FEEL
import Kernel

/// What a rulebook says of a whole stretch of a population: `Calculation`, with a column in place of each value.
///
/// It goes the same ways as `Calculation` does, step for step; what an expression needs that columns cannot do is computed row by row with the
/// very code that computes one case.
final class ColumnCalculation {
    let rulebook: Rulebook
    let block: PopulationBlock
    /// Rows by entity.
    let counts: [Int]
    /// Who belongs to which group, by the entity of the groups.
    private var members: [Int: MemberRows?] = [:]
    private var known: [Key: Column] = [:]
    private var given: [Int: Column?] = [:]
    /// The formulas of which a version was computed row by row.
    private(set) var rowByRow: Set<Int> = []
    let tables: LawTables

    private struct Key: Hashable {
        var variable: Int
        var period: Period
    }

    /// - Parameter tables: kept from stretch to stretch, by one thread.
    init(_ block: PopulationBlock, _ rulebook: Rulebook, tables: LawTables) {
        self.rulebook = rulebook
        self.block = block
        self.tables = tables
        counts = rulebook.entities.map { block.count(of: $0.id) }
    }

    func count(of variable: Int) -> Int { counts[rulebook.variables[variable].entity] }

    /// The members of groups of one entity; nil where the population has no such groups.
    func members(of group: Int) -> MemberRows? {
        if let known = members[group] { return known }
        let rows = MemberRows(block, of: group, in: rulebook)
        members[group] = .some(rows)
        return rows
    }

    /// What `name` is for each of its entity, in the period of its own kind that holds `date`.
    func value(_ name: String, asOf date: CivilDate) -> Column? {
        guard let index = rulebook.variableIndex[name] else { return nil }
        let column = value(index, rulebook.calendar.period(rulebook.variables[index].subject.period, containing: date)).settled(by: tables)
        return exhausted.isEmpty ? column : withoutExhausted(column, of: index)
    }

    /// The cases of which an expression took too many steps: as when one is computed by itself, nothing
    /// that is said of them counts.
    private var exhausted: Set<Int> = []

    /// - Parameter row: of the entity's rows.
    func exhaust(_ row: Int, of entity: Int) { exhausted.insert(unit(row, of: entity)) }

    private func unit(_ row: Int, of entity: Int) -> Int { block.unit(of: row, rulebook.entities[entity].id) }

    private func withoutExhausted(_ column: Column, of variable: Int) -> Column {
        let entity = rulebook.variables[variable].entity
        return Column((0..<counts[entity]).map { exhausted.contains(unit($0, of: entity)) ? .null : column.value($0) })
    }

    // MARK: Periods

    func value(_ index: Int, _ period: Period) -> Column {
        let subject = rulebook.variables[index].subject
        if subject.period == period.kind { return own(index, period) }
        if subject.period == .forever { return own(index, .forever) }
        if subject.period.rank < period.kind.rank {
            let parts = rulebook.calendar.parts(of: period, as: subject.period)
            switch subject.across {
            case .first: return own(index, parts[0])
            case .last: return own(index, parts[parts.count - 1])
            case .sum: return sum(parts.map { own(index, $0) }, count(of: index))
            }
        }
        let longer = rulebook.calendar.period(subject.period, containing: period.start)
        let whole = own(index, longer)
        guard subject.across == .sum else { return whole }
        return share(whole, of: longer, for: period, count(of: index))
    }

    private func sum(_ parts: [Column], _ count: Int) -> Column {
        guard parts.allSatisfy(\.isNumeric) else {
            // Null in a row where any part is no number.
            let values = (0..<count).map { row in
                parts.reduce(Value.number(.zero)) { sum, part in
                    guard case .number(let a) = sum, case .number(let b) = part.value(row) else { return .null }
                    return .number(a + b)
                }
            }
            return Column(values)
        }
        return parts.reduce(Column.constant(.number(.zero))) { Column.sum($0, $1, count) }
    }

    /// A month has a twelfth of a year's amount; a day its part of the days.
    private func share(_ whole: Column, of longer: Period, for period: Period, _ count: Int) -> Column {
        guard whole.isNumeric else {
            return Column(
                (0..<count).map { row in
                    guard case .number(let number) = whole.value(row) else { return whole.value(row) }
                    return Column.share(.constant(.number(number)), of: longer, for: period, 1, tables).value(0)
                })
        }
        return Column.share(whole, of: longer, for: period, count, tables)
    }

    // MARK: One value

    private func own(_ index: Int, _ period: Period) -> Column {
        if let column = given(index) { return column }
        let key = Key(variable: index, period: period)
        if let column = known[key] { return column }
        let column = computed(index, period)
        known[key] = column
        return column
    }

    /// What the population says, which goes before any formula.
    private func given(_ index: Int) -> Column? {
        if let known = given[index] { return known }
        let column = block.column(rulebook.variables[index].id)
        given[index] = .some(column)
        return column
    }

    private func computed(_ index: Int, _ period: Period) -> Column {
        let variable = rulebook.variables[index]
        guard let formula = variable.formula else { return .constant(variable.subject.initial) }
        guard let lawOf = formula.lawOf else { return computed(index, formula, period, by: period.start) }
        let days = result(of: lawOf, index, period, by: period.start) ?? .null
        return byLawOf(days, index, formula, period)
    }

    private func computed(_ index: Int, _ formula: Rulebook.LinkedFormula, _ period: Period, by date: CivilDate) -> Column {
        guard let compiled = formula.versions[on: date]?.value, let column = result(of: compiled, index, period, by: date, rounding: formula.rounding) else {
            return .constant(rulebook.variables[index].subject.initial)
        }
        return column
    }

    /// Each row by the law of its own day: the days between two changes of what the formula uses are computed together.
    private func byLawOf(_ days: Column, _ index: Int, _ formula: Rulebook.LinkedFormula, _ period: Period) -> Column {
        let initial = Column.constant(rulebook.variables[index].subject.initial)
        let count = count(of: index)
        switch days {
        case .constant(.date(let date)): return computed(index, formula, period, by: date)
        case .days(let values):
            let changes = formula.changes(in: rulebook)
            let stretches = values.map { day in day == Column.missing ? -1 : changes.countBelowOrEqual(Int(day)) }
            var result = initial
            for stretch in Set(stretches).sorted() where stretch >= 0 {
                guard let row = stretches.firstIndex(of: stretch) else { continue }
                let column = computed(index, formula, period, by: CivilDate(daysSinceEpoch: values[row]))
                let isHere = Column.booleans(stretches.mapped { Truth($0 == stretch) })
                result = (try? Column.choice(isHere, column, result, count)) ?? result
            }
            return result
        default: return initial
        }
    }

    /// nil where a parameter that is needed has no value on `date`.
    private func result(of compiled: Rulebook.CompiledFormula, _ index: Int, _ period: Period, by date: CivilDate, rounding: Rounding? = nil) -> Column? {
        for parameter in compiled.parameters where !rulebook.definition.parameters[parameter].holds(on: date) { return nil }
        var evaluator = ColumnEvaluator(self, compiled, entity: rulebook.variables[index].entity, period: period, date: date)
        do throws(NotByColumns) {
            return try evaluator.column(compiled.expression.syntax, rounding: rounding)
        } catch {
            rowByRow.insert(index)
            let column = RowByRow(self, compiled, entity: rulebook.variables[index].entity, period: period, date: date).column()
            return rounding.map { column.rounded($0, count(of: index)) } ?? column
        }
    }
}

extension Column {
    fileprivate static func share(_ whole: Column, of longer: Period, for period: Period, _ count: Int, _ tables: LawTables) -> Column {
        let whole = whole.settled(by: tables)
        if longer.kind == .year, period.kind == .month { return quotient(whole, .constant(.number(12)), count) }
        return quotient(product(whole, .constant(.number(Decimal128(period.days))), count), .constant(.number(Decimal128(longer.days))), count)
    }
}

extension RulebookDefinition.Parameter {
    func holds(on date: CivilDate) -> Bool {
        switch content {
        case .value(let values): values[on: date]?.value != nil
        case .scale(let scale, _): scale.inForce(on: date) != nil
        }
    }

    /// The days on which it changes.
    fileprivate var changes: [CivilDate] {
        switch content {
        case .value(let values): values.all.map(\.from)
        case .scale(let scale, _): scale.brackets.flatMap { $0.threshold.all.map(\.from) + $0.rate.all.map(\.from) }
        }
    }
}

extension Rulebook.LinkedFormula {
    /// The days since the epoch on which the formula or a parameter it uses changes, in order.
    fileprivate func changes(in rulebook: Rulebook) -> [Int] {
        let parameters = versions.all.compactMap(\.value).flatMap(\.parameters)
        let days = versions.all.map(\.from) + parameters.flatMap { rulebook.definition.parameters[$0].changes }
        return Set(days.map(\.daysSinceEpoch)).sorted()
    }
}

extension [Int] {
    /// How many are not above `value`, in an ordered list.
    fileprivate func countBelowOrEqual(_ value: Int) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if self[middle] <= value { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
