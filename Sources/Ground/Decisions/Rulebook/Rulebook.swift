import FEEL
import Kernel

/// A rulebook whose names are resolved, whose formulas are compiled, and whose units agree: ready to be computed as of any date.
public struct Rulebook: Sendable {
    /// Shared, so that a copy of the rulebook costs one reference: each case that is computed has some.
    private let content: Content

    private final class Content: Sendable {
        let definition: RulebookDefinition
        let entities: [Entity]
        let variables: [Variable]
        let order: [Int]
        let variableIndex: [String: Int]
        let parameterIndex: [String: Int]

        init(
            _ definition: RulebookDefinition, _ entities: [Entity], _ variables: [Variable], _ order: [Int], _ variableIndex: [String: Int],
            _ parameterIndex: [String: Int]
        ) {
            self.definition = definition
            self.entities = entities
            self.variables = variables
            self.order = order
            self.variableIndex = variableIndex
            self.parameterIndex = parameterIndex
        }
    }

    init(
        definition: RulebookDefinition, entities: [Entity], variables: [Variable], order: [Int], variableIndex: [String: Int], parameterIndex: [String: Int]
    ) {
        content = Content(definition, entities, variables, order, variableIndex, parameterIndex)
    }

    public var definition: RulebookDefinition { content.definition }
    var entities: [Entity] { content.entities }
    var variables: [Variable] { content.variables }
    /// The variables' indices, each behind those it is computed from.
    var order: [Int] { content.order }
    package var variableIndex: [String: Int] { content.variableIndex }
    var parameterIndex: [String: Int] { content.parameterIndex }

    public var id: String { definition.id }
    public var calendar: LawCalendar { definition.calendar }
    /// The ids of all inputs and formulas, inputs first.
    public var names: [String] { variables.map(\.id) }

    struct Entity: Sendable {
        let id: String
        /// The kind of its members; nil for what is no group.
        let members: Int?
        let roles: [String]
        /// Its inputs and formulas.
        let variables: [Int]
    }

    /// An input or a formula. Shared, so that a computation that looks at one does not copy it.
    final class Variable: Sendable {
        let subject: RulebookDefinition.Subject
        let entity: Int
        /// nil for an input.
        let formula: LinkedFormula?

        init(subject: RulebookDefinition.Subject, entity: Int, formula: LinkedFormula?) {
            self.subject = subject
            self.entity = entity
            self.formula = formula
        }

        var id: String { subject.id }
    }

    struct LinkedFormula: Sendable {
        let versions: DatedValues<CompiledFormula>
        let source: String?
        let rounding: Rounding?
        let lawOf: CompiledFormula?
    }

    /// An expression, and where each of its names comes from.
    struct CompiledFormula: Sendable {
        enum Need: Sendable {
            case variable(Int)
            case parameter(Int)
            /// The group that the subject is a member of, with those of its values that may be read.
            case group(Int, variables: [Int])
            /// The members of the subject, of one role or all.
            case members(role: Int?, variables: [Int])
            case periodStart, periodEnd
            /// A function that is no part of the law's file.
            case function(Function)
        }

        let expression: Expression
        /// Each with the place of its value among the expression's inputs.
        let needs: [(name: String, place: Int, need: Need)]

        var parameters: [Int] { needs.compactMap { if case .parameter(let index) = $0.need { index } else { nil } } }

        /// All inputs and formulas that may be read.
        var variables: [Int] {
            needs.flatMap { need -> [Int] in
                switch need.need {
                case .variable(let index): [index]
                case .group(_, let variables), .members(_, let variables): variables
                default: []
                }
            }
        }
    }

    /// What people ask the law for.
    public var results: [RulebookDefinition.Subject] {
        guard definition.results.isEmpty else { return definition.results.compactMap(subject) }
        let needed = variables.reduce(into: Set<Int>()) { $0.formUnion($1.dependencies) }
        return variables.indices.filter { variables[$0].formula != nil && !needed.contains($0) }.map { variables[$0].subject }
    }

    /// The subject of an input or a formula; nil for a name that is neither.
    public func subject(_ name: String) -> RulebookDefinition.Subject? { variableIndex[name].map { variables[$0].subject } }
}
