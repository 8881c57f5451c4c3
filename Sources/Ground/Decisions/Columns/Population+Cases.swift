import FEEL
import Kernel

extension Population {
    /// Reads cases as lines of JSON, each as `Situation` reads it; a value that is given for single periods cannot be part of a population.
    public init?(jsonLines bytes: [UInt8], file: String, for rulebook: Rulebook, diagnostics: inout Diagnostics) {
        guard rulebook.hasOneKindOfGroup(file, &diagnostics) else { return nil }
        var cases: [Situation] = []
        for (index, line) in bytes.split(separator: 10, omittingEmptySubsequences: false).enumerated() where line.contains(where: { $0 > 32 }) {
            let location = SourceLocation(file: file, line: index + 1, column: 1)
            guard diagnostics.count(of: .error) < 20 else { break }
            guard let json = try? JSON(parsing: Array(line)) else {
                diagnostics.error(location, "this line is no JSON")
                continue
            }
            do throws(SituationFault) {
                let situation = try Situation(json, for: rulebook)
                guard !situation.hasPeriods else { throw SituationFault("", "values of single periods cannot be part of a population") }
                cases.append(situation)
            } catch {
                diagnostics.error(location, error.description)
            }
        }
        guard !diagnostics.hasErrors else { return nil }
        do throws(SituationFault) {
            try self.init(cases, of: rulebook)
        } catch {
            diagnostics.error(SourceLocation(file: file, line: 1, column: 1), error.message, mend: error.mend)
            return nil
        }
    }

    init(_ cases: [Situation], of rulebook: Rulebook) throws(SituationFault) {
        let isGrouped = cases.contains { one in one.instances.indices.contains { rulebook.entities[$0].members != nil && !one.instances[$0].isEmpty } }
        let kinds = rulebook.entities.indices.filter { index in cases.contains { !$0.instances[index].isEmpty } }
        let group = isGrouped ? kinds.first { rulebook.entities[$0].members != nil } : nil
        let row = group.flatMap { rulebook.entities[$0].members } ?? kinds.first ?? 0
        let mixed = SituationFault(
            "", "some cases have groups and some have people who stand alone, or groups of another kind",
            mend: "Give each line the same kind of group, or none.")
        guard kinds.allSatisfy({ $0 == row || $0 == group }) else { throw mixed }
        let said = Set(cases.flatMap { one in one.instances.joined().flatMap(\.given.keys) })
        var builder = PopulationBuilder(rulebook, row: row, group: group, variables: said.sorted())
        func append(_ instance: Situation.Instance, of entity: Int) throws(SituationFault) {
            for index in said where rulebook.variables[index].entity == entity {
                let variable = rulebook.variables[index]
                guard let value = instance.given[index]?.last?.value ?? (variable.formula == nil ? variable.subject.initial : nil) else {
                    throw SituationFault("", "'\(variable.id)' is given in some cases and left to its formula in others", mend: "Give it in all, or in none.")
                }
                builder.append(value, to: index)
            }
        }
        for one in cases {
            guard let group else {
                for instance in one.instances[row] {
                    try append(instance, of: row)
                    builder.endRow()
                }
                continue
            }
            guard one.instances[row].allSatisfy({ $0.groups[group] != nil }) else { throw mixed }
            for whole in one.instances[group] {
                try append(whole, of: group)
                for member in whole.members {
                    try append(one.instances[row][member.instance], of: row)
                    builder.endRow(role: member.role)
                }
                builder.endGroup()
            }
        }
        self = builder.population
    }
}

extension Situation {
    /// Whether something is given for single periods.
    var hasPeriods: Bool { instances.joined().contains { $0.given.values.contains { $0.contains { $0.period != nil } } } }
}

extension Rulebook {
    /// Rows are members of one kind of group: what is said of another kind would be lost.
    func hasOneKindOfGroup(_ file: String, _ diagnostics: inout Diagnostics) -> Bool {
        let groups = entities.filter { $0.members != nil }.map { "'\($0.id)'" }
        guard groups.count > 1 else { return true }
        diagnostics.error(
            SourceLocation(file: file, line: 1, column: 1),
            "the rulebook '\(id)' has several kinds of groups (\(groups.joined(separator: ", "))), and a population has one",
            mend: "Compute its cases one by one with 'polity decide', or keep what is of one kind of group in a rulebook of its own.")
        return false
    }
}
