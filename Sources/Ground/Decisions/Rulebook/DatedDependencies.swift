import Kernel

/// Which values need which, told apart by the days from which formulas hold: law that replaced other law may need what needed it before.
///
/// A value in one stretch between two such days stands for all its periods that begin there. Where it reads a value of another kind of period, that
/// one may lie in any stretch.
struct DatedDependencies {
    /// For each value in each stretch, those that it needs there.
    private(set) var needs: [Set<Int>]
    private let stretches: Int

    /// What is kept in memory for it, counted in dependencies. Beyond, only a law without any circle is accepted.
    private static let most = 500_000

    /// nil for more stretches and dependencies than any law has.
    init?(_ variables: [Rulebook.Variable]) {
        let days = Set(variables.flatMap { $0.formula?.versions.all.map(\.from) ?? [] } + [Period.forever.start]).sorted()
        stretches = days.count
        needs = []
        var count = 0
        for variable in variables {
            for (stretch, day) in days.enumerated() {
                var found: Set<Int> = []
                for needed in variable.needs(on: day) {
                    if variables[needed].subject.period == variable.subject.period {
                        found.insert(needed * days.count + stretch)
                    } else {
                        found.formUnion(needed * days.count..<(needed + 1) * days.count)
                    }
                }
                count += found.count + 1
                guard count <= Self.most else { return nil }
                needs.append(found)
            }
        }
    }

    /// The values of a way round, each once, though it may lead through several stretches.
    func values(of cycle: [Int]) -> [Int] {
        var (way, place): ([Int], [Int: Int]) = ([], [:])
        for value in cycle.map({ $0 / stretches }) {
            if let first = place[value] { return Array(way[first...]) }
            place[value] = way.count
            way.append(value)
        }
        return way
    }
}

extension Rulebook.Variable {
    /// What it is computed from by the law of `day`. A formula that names the day whose law holds may be any of its versions.
    fileprivate func needs(on day: CivilDate) -> Set<Int> {
        guard let formula, formula.lawOf == nil else { return dependencies }
        return Set(formula.versions[on: day]?.value?.variables ?? [])
    }
}
