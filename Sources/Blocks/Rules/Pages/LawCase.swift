import Decisions
import FEEL
import Kernel
import Web

/// A case as it is typed on the page of a law: the values of the one that its results are of and, where it is a group, those of its members.
struct LawCase {
    /// Members of one role that a page has room for; a program may send more.
    static let mostMembers = 8
    /// The form's heading: what a fault is about that is no single answer's.
    static let place = "case"

    let book: Rulebook
    let form: FormValues
    let language: Language
    private(set) var faults: [Fault] = []

    /// Whose values are asked for: a group's, where there is one among the results, with its members; else those of the first result's entity.
    var entity: RulebookDefinition.Entity {
        let asked = book.results.compactMap { result in book.definition.entities.first { $0.id == result.entity } }
        return asked.first { $0.members != nil } ?? asked.first ?? book.definition.entities[0]
    }

    /// The members' entity, for a group.
    var member: RulebookDefinition.Entity? { entity.members.flatMap { id in book.definition.entities.first { $0.id == id } } }

    func inputs(of entity: RulebookDefinition.Entity) -> [RulebookDefinition.Subject] {
        book.definition.inputs.map(\.subject).filter { $0.entity == entity.id }
    }

    /// How many of a role there are: as typed, one of the first role to begin with.
    func count(_ role: Int) -> Int {
        guard let typed = form["count." + entity.roles[role].id].flatMap({ Int($0.filter { $0 != " " }) }) else { return role == 0 ? 1 : 0 }
        return min(max(typed, 0), Self.mostMembers)
    }

    func name(_ input: RulebookDefinition.Subject, role: Int?, _ index: Int) -> String {
        role.map { "\(entity.roles[$0].id).\(index).\(input.id)" } ?? input.id
    }

    /// What was typed, as a program would send it; `faults` tell what could not be read.
    mutating func json() -> JSON {
        var members = values(of: entity, role: nil, 0)
        if let member {
            for role in entity.roles.indices {
                let all = (0..<count(role)).map { JSON.object(values(of: member, role: role, $0)) }
                members.append(.init(entity.roles[role].id, .array(all)))
            }
        }
        return .object([.init(entity.id, .object(members))])
    }

    private mutating func values(of entity: RulebookDefinition.Entity, role: Int?, _ index: Int) -> [JSON.Member] {
        inputs(of: entity).compactMap { input in
            let name = name(input, role: role, index)
            return value(input, name).map { JSON.Member(input.id, $0) }
        }
    }

    /// nil where nothing was typed: the default holds.
    private mutating func value(_ input: RulebookDefinition.Subject, _ name: String) -> JSON? {
        switch input.type {
        case .date:
            let answer = form.date(name)
            guard !answer.isEmpty else { return nil }
            guard let date = answer.date else {
                faults.append(Fault(field: name, message: language.say(.lawBadDate), code: "RULES-422"))
                return nil
            }
            return .string(date.description)
        case .boolean: return form[name].map { .bool($0 == "true") }
        case .number:
            let typed = form[name] ?? ""
            guard !typed.allSatisfy(\.isWhitespace) else { return nil }
            guard let number = language.number(typed: typed) else {
                faults.append(Fault(field: name, message: language.say(.lawBadNumber), code: "RULES-422"))
                return nil
            }
            return .number(number)
        default: return form[name].flatMap { $0.isEmpty ? nil : .string($0) }
        }
    }
}
