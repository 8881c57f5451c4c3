import FEEL
import Kernel

/// What is worked out once and used for every stretch of a population: scales on the days that were asked for, and ages.
final class LawTables {
    private var scales: [Key: PreparedScale] = [:]
    private var months: [CivilDate: MonthTable] = [:]

    private struct Key: Hashable {
        var parameter: String
        var date: CivilDate
    }

    /// nil where the scale does not hold on `date`.
    func scale(_ parameter: RulebookDefinition.Parameter, on date: CivilDate) -> PreparedScale? {
        guard case .scale(let scale, _) = parameter.content else { return nil }
        let key = Key(parameter: parameter.id, date: date)
        if let known = scales[key] { return known }
        let made = scale.inForce(on: date).map(PreparedScale.init)
        scales[key] = made
        return made
    }

    func months(until end: CivilDate) -> MonthTable {
        if let known = months[end] { return known }
        let made = MonthTable(until: end)
        months[end] = made
        return made
    }
}

/// How many whole months lie between each day of a hundred and thirty years and one that ends them: ages, without a calendar for each person.
struct MonthTable {
    private let end: CivilDate
    private let first: Int
    private let months: [Int32]

    init(until end: CivilDate) {
        self.end = end
        let start = end.adding(years: -130)
        first = start.daysSinceEpoch
        months = (start.daysSinceEpoch...end.daysSinceEpoch).map { Int32(CivilDate(daysSinceEpoch: $0).wholeMonths(until: end)) }
    }

    @inline(__always) func callAsFunction(_ day: Int) -> Int {
        let place = day &- first
        if place >= 0, place < months.count { return Int(months[place]) }
        return day == Column.missing ? Column.missing : CivilDate(daysSinceEpoch: day).wholeMonths(until: end)
    }
}
