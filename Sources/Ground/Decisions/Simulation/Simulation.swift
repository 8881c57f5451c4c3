import FEEL
import Kernel

/// A law, and perhaps a reform of it, applied to a whole population.
public struct Simulation: Sendable {
    /// What people win or lose by.
    public struct Measure: Sendable {
        public var name: String
        /// More of it is a loss: a tax.
        public var isBurden: Bool

        public init(_ name: String, isBurden: Bool = false) {
            self.name = name
            self.isBurden = isBurden
        }
    }

    public let law: Rulebook
    public let reform: Rulebook?
    public let population: Population
    public let date: CivilDate
    /// What is added up, by name.
    public let results: [String]
    public let measure: Measure?
    /// By what people are put in order for deciles, under the law as it is; the measure where nothing is named.
    public let decilesBy: String?
    /// A value that divides them into groups.
    public let groupedBy: String?
    /// What people claim: true or not zero. Tenths and groups then tell how many do, and who comes to it by the reform.
    public let caseload: String?

    /// - Throws: a fault that names the value which is not there, or not of the measure's kind.
    public init(
        _ law: Rulebook, reform: Rulebook? = nil, on population: Population, asOf date: CivilDate, results: [String] = [], measure: Measure? = nil,
        decilesBy: String? = nil, groupedBy: String? = nil, caseload: String? = nil
    ) throws(SituationFault) {
        self.law = law
        self.reform = reform
        self.population = population
        self.date = date
        self.results = results.isEmpty ? law.results.filter { population.count(of: $0.entity) > 0 }.map(\.id) : results
        self.measure = measure
        self.decilesBy = decilesBy
        self.groupedBy = groupedBy
        self.caseload = caseload
        for name in self.results { try require(name) }
        if let reform { for input in law.definition.inputs where population.tells(input.subject.id) { try Self.requireSame(input.subject, in: reform) } }
        guard let subject = try measured() else {
            guard decilesBy == nil, groupedBy == nil else {
                throw SituationFault(
                    "", "groups and deciles need something by which people win or lose, or something they claim", mend: "Say what they have, pay or claim.")
            }
            return
        }
        for name in [decilesBy, groupedBy].compactMap({ $0 }) {
            guard try require(name).entity == subject.entity else {
                throw SituationFault(name, "this is not of the same kind as '\(subject.id)', which is of '\(subject.entity)'")
            }
        }
        if let decilesBy, law.subject(decilesBy)?.type != .number { throw SituationFault(decilesBy, "this is no number") }
    }

    /// The measure or the caseload, which are of one kind; nil without either.
    private func measured() throws(SituationFault) -> RulebookDefinition.Subject? {
        guard let measure else {
            guard let caseload else { return nil }
            return try require(caseload)
        }
        let subject = try require(measure.name)
        guard subject.type == .number else { throw SituationFault(measure.name, "this is no number") }
        if let caseload, try require(caseload).entity != subject.entity {
            throw SituationFault(caseload, "this is not of the same kind as '\(measure.name)', which is of '\(subject.entity)'")
        }
        return subject
    }

    @discardableResult
    private func require(_ name: String) throws(SituationFault) -> RulebookDefinition.Subject {
        for book in [law, reform].compactMap({ $0 }) where book.subject(name) == nil {
            throw SituationFault(
                name, "the rulebook knows no such value", mend: Spelling.nearest(to: name, among: book.names).map { "Did you mean '\($0)'?" })
        }
        guard let subject = law.subject(name) else { throw SituationFault(name, "the rulebook knows no such value") }
        guard population.count(of: subject.entity) > 0 else { throw SituationFault(name, "the population has no '\(subject.entity)'") }
        if let reform { try Self.requireSame(subject, in: reform) }
        return subject
    }

    /// What is compared row by row is of the same rows under both laws.
    private static func requireSame(_ subject: RulebookDefinition.Subject, in reform: Rulebook) throws(SituationFault) {
        guard let changed = reform.subject(subject.id), changed.entity != subject.entity || changed.type != subject.type else { return }
        throw SituationFault(
            subject.id,
            "under the law this is \(subject.type.plainName) of '\(subject.entity)', under the reform \(changed.type.plainName) of '\(changed.entity)'",
            mend: "What is compared must be of the same kind.")
    }

    /// Computes everybody, on as many cores as `workers`. The report does not depend on how many those are.
    public func run(workers: Int) async -> SimulationReport {
        let outcomes = await population.concurrentMap(workers: workers, prepare: { (law: LawTables(), reform: LawTables()) }) { block, tables in
            BlockOutcome(self, block, tables.law, tables.reform)
        }
        return SimulationReport(self, outcomes)
    }

    /// What a law says of each of an entity, in the order of the population: for those who want every case.
    public func values(of name: String, underReform: Bool = false) -> [Value] {
        guard let book = underReform ? reform : law, let subject = book.subject(name) else { return [] }
        var values: [Value] = []
        let tables = LawTables()
        for range in population.blocks(of: Population.blockSize) {
            let block = population.block(range)
            guard let column = ColumnCalculation(block, book, tables: tables).value(name, asOf: date) else { return [] }
            values += (0..<block.count(of: subject.entity)).map(column.value)
        }
        return values
    }
}

/// What came out of one stretch.
struct BlockOutcome: Sendable {
    /// By result, under the law and under the reform.
    private(set) var totals: [(law: Total, reform: Total?, change: CaseloadChange)] = []
    /// Of each row the measure is of, what it was and is; whole columns, so that deciles can be cut later.
    private(set) var before: [Decimal128] = []
    private(set) var after: [Decimal128] = []
    private(set) var order: [Decimal128] = []
    private(set) var groups: [Value] = []
    /// Whether each claims the caseload, under the law and under the reform.
    private(set) var claims: [(law: Bool, reform: Bool)] = []

    init(_ simulation: Simulation, _ block: PopulationBlock, _ tables: LawTables, _ reformTables: LawTables) {
        let law = ColumnCalculation(block, simulation.law, tables: tables)
        let reform = simulation.reform.map { ColumnCalculation(block, $0, tables: reformTables) }
        for name in simulation.results {
            guard let subject = simulation.law.subject(name), let column = law.value(name, asOf: simulation.date) else { continue }
            let count = block.count(of: subject.entity)
            let changed = reform?.value(name, asOf: simulation.date)
            totals.append(
                (Total(column, count), changed.map { Total($0, count) }, changed.map { CaseloadChange(column, $0, count) } ?? CaseloadChange()))
        }
        guard let subject = simulation.law.subject(simulation.measure?.name ?? simulation.caseload ?? "") else { return }
        let count = block.count(of: subject.entity)
        if let name = simulation.caseload, let column = law.value(name, asOf: simulation.date) {
            let changed = reform?.value(name, asOf: simulation.date) ?? column
            claims = (0..<count).map { (column.isConcerned($0), changed.isConcerned($0)) }
        }
        func decimals(_ name: String, _ calculation: ColumnCalculation) -> [Decimal128] {
            calculation.value(name, asOf: simulation.date)?.decimals(count) ?? []
        }
        if let measure = simulation.measure {
            before = decimals(measure.name, law)
            if let reform { after = decimals(measure.name, reform) }
        }
        if let by = simulation.decilesBy { order = decimals(by, law) }
        if let by = simulation.groupedBy, let column = law.value(by, asOf: simulation.date) { groups = (0..<count).map(column.value) }
    }
}

/// What a value comes to for many.
public struct Total: Sendable, Hashable {
    /// How many there are.
    public private(set) var count = 0
    /// For how many it is unknown.
    public private(set) var unknown = 0
    /// For how many it is a number that is not zero, or true.
    public private(set) var concerned = 0
    public private(set) var sum = Decimal128.zero

    init() {}

    init(_ column: Column, _ count: Int) {
        self.count = count
        switch column {
        case .integers(let numbers):
            let (total, others) = numbers.counts.total
            sum = Decimal128(counts: total, scale: numbers.scale)
            concerned = others
        case .decimals(let values):
            for value in values {
                guard value.isFinite else {
                    unknown += 1
                    continue
                }
                sum += value
                concerned += value.isZero ? 0 : 1
            }
        default:
            for row in 0..<count { add(column.value(row)) }
        }
    }

    private mutating func add(_ value: Value) {
        switch value {
        case .number(let number):
            sum += number
            concerned += number.isZero ? 0 : 1
        case .boolean(let isTrue): concerned += isTrue ? 1 : 0
        case .null: unknown += 1
        default: concerned += 1
        }
    }

    mutating func add(_ other: Total) {
        count += other.count
        unknown += other.unknown
        concerned += other.concerned
        sum += other.sum
    }
}

/// Who becomes concerned by a reform, and who no longer is: the caseload of a benefit or a service.
public struct CaseloadChange: Sendable, Hashable {
    public private(set) var gained = 0
    public private(set) var lost = 0
    /// For how many the value is another one.
    public private(set) var differing = 0

    init() {}

    init(_ before: Column, _ after: Column, _ count: Int) {
        for row in 0..<count {
            add((before.isConcerned(row), after.isConcerned(row)))
            if !before.isSame(as: after, row) { differing += 1 }
        }
    }

    mutating func add(_ claim: (law: Bool, reform: Bool)) {
        if claim.reform, !claim.law { gained += 1 }
        if claim.law, !claim.reform { lost += 1 }
    }

    mutating func add(_ other: CaseloadChange) {
        gained += other.gained
        lost += other.lost
        differing += other.differing
    }
}

extension Column {
    /// Whether one row has the same value in both, however the columns hold it.
    fileprivate func isSame(as other: Column, _ row: Int) -> Bool {
        switch (self, other) {
        case (.integers(let a), .integers(let b)) where a.scale == b.scale: a.counts[row] == b.counts[row]
        case (.decimals(let a), .decimals(let b)): a[row] == b[row] || !(a[row].isFinite || b[row].isFinite)
        case (.booleans(let a), .booleans(let b)): a[row] == b[row]
        default: value(row) == other.value(row)
        }
    }

    /// Whether one row is true, a number other than zero, or anything else that is known.
    fileprivate func isConcerned(_ row: Int) -> Bool {
        switch self {
        case .integers(let numbers): numbers.counts[row] != 0
        case .decimals(let values): values[row].isFinite && !values[row].isZero
        case .booleans(let truths): truths[row].isTrue
        default:
            switch value(row) {
            case .number(let number): !number.isZero
            case .boolean(let isTrue): isTrue
            case .null: false
            default: true
            }
        }
    }
}
