import FEEL
import Kernel

/// An expression that columns cannot do, computed for one row after the other as a single case is.
struct RowByRow {
    private let calculation: ColumnCalculation
    private let formula: Rulebook.CompiledFormula
    private let entity: Int
    private let sources: [(place: Int, source: Source)]

    private enum Source {
        case column(Column)
        case value(Value)
        /// The record of the row's group, at the group's row.
        case group(MemberRows, [(name: String, column: Column)])
        case members(MemberRows, role: Int?, [(name: String, column: Column)])
    }

    init(_ calculation: ColumnCalculation, _ formula: Rulebook.CompiledFormula, entity: Int, period: Period, date: CivilDate) {
        self.calculation = calculation
        self.formula = formula
        self.entity = entity
        let rulebook = calculation.rulebook
        func columns(_ variables: [Int]) -> [(name: String, column: Column)] {
            variables.map { (rulebook.variables[$0].id, calculation.value($0, period)) }
        }
        sources = formula.needs.map { _, place, need in
            switch need {
            case .variable(let index): (place, .column(calculation.value(index, period)))
            case .parameter(let index):
                switch rulebook.definition.parameters[index].content {
                case .value(let values): (place, .value(values[on: date]?.value.map(Value.number) ?? .null))
                case .scale(let scale, _): (place, .value(scale.inForce(on: date)?.function ?? .null))
                }
            case .group(let group, let variables):
                if let members = calculation.members(of: group) {
                    (place, .group(members, columns(variables)))
                } else {
                    (place, .value(.null))
                }
            case .members(let role, let variables):
                if let members = calculation.members(of: entity) {
                    (place, .members(members, role: role, columns(variables)))
                } else {
                    (place, .value(.list([])))
                }
            case .periodStart: (place, .value(.date(period.start)))
            case .periodEnd: (place, .value(.date(period.lastDay)))
            case .function(let function): (place, .value(.function(function)))
            }
        }
    }

    func column() -> Column {
        Column(
            (0..<calculation.counts[entity]).map { row in
                var inputs = formula.expression.inputs
                for (place, source) in sources { inputs.set(place, to: value(source, row)) }
                let evaluation = Evaluation(now: nil)
                let value = formula.expression.evaluate(inputs, in: evaluation)
                guard evaluation.isExhausted else { return value }
                calculation.exhaust(row, of: entity)
                return .null
            })
    }

    private func value(_ source: Source, _ row: Int) -> Value {
        switch source {
        case .column(let column): column.value(row)
        case .value(let value): value
        case .group(let members, let columns): members.group(of: row).map { record(columns, $0) } ?? .null
        case .members(let members, let role, let columns):
            .list(members.places(of: row).filter { role == nil || members.role(at: $0) == role }.map { record(columns, members.row(at: $0)) })
        }
    }

    private func record(_ columns: [(name: String, column: Column)], _ row: Int) -> Value {
        var record = Context(capacity: columns.count)
        for (name, column) in columns { record.append(name, column.value(row)) }
        return .context(record)
    }
}
