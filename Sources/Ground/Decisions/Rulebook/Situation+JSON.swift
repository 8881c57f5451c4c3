import FEEL
import Kernel

extension Situation {
    /// Reads a case.
    ///
    /// An object is one of an entity: `{"salary": 2500}` of the rulebook's first, `{"household": {"rent": 500, "adults": [{…}], "children": []}}`
    /// of the one it names. A value holds for every period, or is given by period: `{"salary": {"2024-01": 2500, "2024-02": 2600}}`.
    ///
    /// Who is a member of several groups has an `id` in each: `{"household": {"adults": [{"id": "a", "salary": 2500}]}, "family": {"parents": [{"id":
    /// "a"}]}}` is of one person. A rulebook that has an `id` of its own has no such ids.
    ///
    /// - Parameter most: how many people and things there may be.
    public init(_ json: JSON, for rulebook: Rulebook, most: Int = Situation.maximumInstances) throws(SituationFault) {
        self.init(rulebook, most: most)
        var known = KnownIDs(isUsed: rulebook.variableIndex["id"] == nil)
        guard case .object(let members) = json else { throw SituationFault("", "a case is an object of values by name") }
        let named = members.compactMap { member in rulebook.entities.firstIndex { $0.id == member.name }.map { (entity: $0, value: member.value) } }
        guard !named.isEmpty else {
            guard !rulebook.entities.isEmpty else { throw SituationFault("", "the rulebook has no entity") }
            _ = try read(members, 0, "", depth: 0, &known)
            return
        }
        for member in members where !rulebook.entities.contains(where: { $0.id == member.name }) {
            throw SituationFault(
                member.name, "this is no entity of the rulebook", mend: Self.names(rulebook.entities.map(\.id), near: member.name), isAboutName: true)
        }
        for (entity, value) in named {
            let id = rulebook.entities[entity].id
            for (index, item) in (value.array ?? [value]).enumerated() {
                let path = value.array == nil ? id : "\(id)[\(index)]"
                guard case .object(let members) = item else { throw SituationFault(path, "this is not an object") }
                _ = try read(members, entity, path, depth: 0, &known)
            }
        }
    }

    /// The people and things that have an id, by their kind.
    private struct KnownIDs {
        let isUsed: Bool
        var places: [Int: [String: Int]] = [:]
    }

    private mutating func read(
        _ members: [JSON.Member], _ entity: Int, _ path: String, depth: Int, _ known: inout KnownIDs
    ) throws(SituationFault) -> Int {
        guard depth < 8 else { throw SituationFault(path, "groups are nested too deeply") }
        let instance = try instance(members, entity, path, &known)
        for member in members where !(known.isUsed && member.name == "id") {
            let place = path.isEmpty ? member.name : "\(path).\(member.name)"
            if let role = rulebook.entities[entity].roles.firstIndex(of: member.name), let kind = rulebook.entities[entity].members {
                guard let items = member.value.array else { throw SituationFault(place, "this is not a list") }
                for (index, item) in items.enumerated() {
                    guard case .object(let values) = item else { throw SituationFault("\(place)[\(index)]", "this is not an object") }
                    let joined = try read(values, kind, "\(place)[\(index)]", depth: depth + 1, &known)
                    guard instances[kind][joined].groups[entity] == nil else {
                        throw SituationFault("\(place)[\(index)]", "this is a member of two groups of one kind, or of one group twice")
                    }
                    join(joined, of: kind, to: instance, of: entity, as: role)
                }
            } else {
                try readValue(member, entity, instance, place)
            }
        }
        return instance
    }

    /// A new one, or the one that has this id already.
    private mutating func instance(_ members: [JSON.Member], _ entity: Int, _ path: String, _ known: inout KnownIDs) throws(SituationFault) -> Int {
        guard known.isUsed, let given = members.first(where: { $0.name == "id" })?.value else { return try add(entity) }
        guard let id = given.string, !id.isEmpty else {
            throw SituationFault(path.isEmpty ? "id" : path + ".id", "an id is a text", isAboutName: true)
        }
        if let place = known.places[entity]?[id] { return place }
        let place = try add(entity)
        known.places[entity, default: [:]][id] = place
        return place
    }

    private mutating func readValue(_ member: JSON.Member, _ entity: Int, _ instance: Int, _ place: String) throws(SituationFault) {
        guard let variable = rulebook.variableIndex[member.name], rulebook.variables[variable].entity == entity else {
            // Inputs come first among the variables: they are what can be asked for.
            let known = rulebook.entities[entity].roles + rulebook.entities[entity].variables.map { rulebook.variables[$0].id }
            throw SituationFault(
                place, "the rulebook knows no such value of '\(rulebook.entities[entity].id)'", mend: Self.names(known, near: member.name), isAboutName: true)
        }
        let subject = rulebook.variables[variable].subject
        guard case .object(let periods) = member.value else {
            return set(variable, of: instance, to: try Self.value(member.value, subject, place), in: nil)
        }
        for entry in periods {
            guard let period = rulebook.calendar.period(entry.name) else {
                throw SituationFault("\(place).\(entry.name)", "this is no period", mend: "Write 2024, 2024-05 or 2024-05-17.", isAboutName: true)
            }
            set(variable, of: instance, to: try Self.value(entry.value, subject, "\(place).\(entry.name)"), in: period)
        }
    }

    private static func value(_ json: JSON, _ subject: RulebookDefinition.Subject, _ place: String) throws(SituationFault) -> Value {
        guard let value = Value(json, as: subject.type) else { throw SituationFault(place, "this must be \(subject.type.plainName)") }
        if !subject.choices.isEmpty, !value.isNothing, !subject.choices.contains(value.textOrNothing) {
            throw SituationFault(place, "this is none of its values", mend: "It must be one of: \(subject.choices.joined(separator: ", ")).")
        }
        return value
    }

    private static func names(_ known: [String], near name: String) -> String {
        if let nearest = Spelling.nearest(to: name, among: known) { return "Did you mean '\(nearest)'?" }
        return "The names here are: \(known.prefix(30).joined(separator: ", "))."
    }
}
