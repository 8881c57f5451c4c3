import FEEL
import Kernel

extension Population {
    /// Reads cases as lines of JSON, each as `Situation` reads it; a value that is given for single periods cannot be part of a population.
    public init?(jsonLines bytes: [UInt8], file: String, for rulebook: Rulebook, diagnostics: inout Diagnostics) {
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

    /// Whoever is in a case, in groups of any kinds or alone, stands with the others of its kind, case by case.
    init(_ cases: [Situation], of rulebook: Rulebook) throws(SituationFault) {
        let said = Set(cases.flatMap { one in one.instances.joined().flatMap(\.given.keys) }).sorted()
        var (kinds, groupings): ([String: Rows], [String: Grouping]) = ([:], [:])
        for (index, entity) in rulebook.entities.enumerated() where cases.contains(where: { !$0.instances[index].isEmpty }) {
            var columns = said.filter { rulebook.variables[$0].entity == index }.map { ($0, ColumnWriter(rulebook.variables[$0].subject.type, capacity: 0)) }
            var starts: [Int32] = [0]
            var count = 0
            for one in cases {
                for instance in one.instances[index] {
                    for place in columns.indices { columns[place].1.append(try Self.value(columns[place].0, of: instance, rulebook)) }
                }
                count += one.instances[index].count
                starts.append(Int32(count))
            }
            let stored = columns.map { (rulebook.variables[$0.0].id, $0.1.stored) }
            kinds[entity.id] = Rows(count: count, starts: starts, columns: Dictionary(uniqueKeysWithValues: stored))
            if let members = entity.members { groupings[entity.id] = Self.grouping(cases, index, of: members) }
        }
        self.init(units: cases.count, kinds: kinds, groupings: groupings)
    }

    private static func value(_ index: Int, of instance: Situation.Instance, _ rulebook: Rulebook) throws(SituationFault) -> Value {
        let variable = rulebook.variables[index]
        guard let value = instance.given[index]?.last?.value ?? (variable.formula == nil ? variable.subject.initial : nil) else {
            throw SituationFault("", "'\(variable.id)' is given in some cases and left to its formula in others", mend: "Give it in all, or in none.")
        }
        return value
    }

    private static func grouping(_ cases: [Situation], _ group: Int, of members: Int) -> Grouping {
        var (starts, roles, order): ([Int32], [UInt8], [Int32]) = ([0], [], [])
        var rows = 0
        for one in cases {
            for whole in one.instances[group] {
                for member in whole.members {
                    order.append(Int32(rows + member.instance))
                    roles.append(UInt8(member.role))
                }
                starts.append(Int32(order.count))
            }
            rows += one.instances[members].count
        }
        return Grouping(starts: starts, roles: roles, order: order, rows: rows)
    }
}

extension Situation {
    /// Whether something is given for single periods.
    var hasPeriods: Bool { instances.joined().contains { $0.given.values.contains { $0.contains { $0.period != nil } } } }
}
