import Kernel

/// Made-up people as the lines of a file that `Population` reads: for one rulebook what it asks, else all that is known of them.
public struct MadeUpPopulation: Sendable {
    /// What can be said of a person, by the name an input may have.
    private static let facts: [(name: String, value: @Sendable (MadeUpPerson) -> String)] = [
        ("age", { "\($0.age)" }), ("birth", { $0.birth.description }), ("date_of_birth", { $0.birth.description }),
        ("employment_income", { money($0.pay) }), ("salary", { money($0.pay / 12) }), ("self_employment_income", { money($0.profit) }),
        ("savings_interest_income", { money($0.interest) }), ("dividend_income", { money($0.dividends) }), ("private_pension_income", { money($0.pension) }),
        ("adjusted_net_income", { money($0.income) }),
    ]

    /// What can be said of a household.
    private static let householdFacts: [(name: String, value: @Sendable (MadeUpHousehold) -> String)] = [
        ("rent", { money($0.rent) }), ("accommodation_size", { "\($0.size)" }), ("housing_occupancy_status", { $0.rent > 0 ? "tenant" : "owner" }),
    ]

    private var people: MadeUpPeople
    private let group: String?
    private let roles: (adult: String, child: String)?
    private let personFacts: [(name: String, value: @Sendable (MadeUpPerson) -> String)]
    private let groupFacts: [(name: String, value: @Sendable (MadeUpHousehold) -> String)]
    private var number = 0

    /// - Parameter rulebook: whose inputs are written; nil for everything.
    public init(seed: UInt64, on today: CivilDate, for rulebook: Rulebook? = nil) {
        people = MadeUpPeople(seed: seed, on: today)
        guard let rulebook else {
            (group, roles) = ("household", ("adults", "children"))
            (personFacts, groupFacts) = (Self.facts, Self.householdFacts)
            return
        }
        let entity = rulebook.definition.entities.first { $0.members != nil }
        group = entity?.id
        let known = entity?.roles.map(\.id) ?? []
        roles = known.contains("adults") && known.contains("children") ? ("adults", "children") : nil
        let member = entity?.members ?? rulebook.definition.entities.first?.id
        let inputs = rulebook.definition.inputs.map(\.subject)
        personFacts = Self.facts.filter { fact in inputs.contains { $0.id == fact.name && $0.entity == member } }
        groupFacts = Self.householdFacts.filter { fact in inputs.contains { $0.id == fact.name && $0.entity == entity?.id } }
    }

    /// Whether nothing that a rulebook asks can be made up.
    public var isEmpty: Bool { personFacts.isEmpty && groupFacts.isEmpty }
    /// What can be made up, by the names that inputs may have.
    public static var names: [String] { facts.map(\.name) + householdFacts.map(\.name) }

    public var header: String {
        let leading = group.map { [$0] + (roles == nil ? [] : ["\($0)_role"]) } ?? []
        return (leading + personFacts.map(\.name) + groupFacts.map(\.name)).joined(separator: ",")
    }

    /// The lines of the next household, one a person.
    public mutating func next() -> [String] {
        let household = people.next()
        number += 1
        let shared = groupFacts.map { $0.value(household) }
        return (household.adults + household.children).map { person in
            var cells: [String] = []
            if group != nil { cells.append("\(number)") }
            if group != nil, let roles { cells.append(person.isChild ? roles.child : roles.adult) }
            return (cells + personFacts.map { $0.value(person) } + shared).joined(separator: ",")
        }
    }

    private static func money(_ hundredths: Int64) -> String {
        let rest = hundredths % 100
        return rest == 0 ? "\(hundredths / 100)" : "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
    }
}
