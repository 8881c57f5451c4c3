import Decisions
import FEEL
import Kernel

/// The decisions of a service: its `rules.dmn`, linked with the service's names.
public struct ServiceRules: Sendable {
    let model: DecisionModel
    /// What people read for its elements, by the labels of the file.
    public var words: RuleWords { RuleWords(labelsOf: model) }
    public let file: String
    /// The decisions of the file, each a name for the service's expressions.
    public let decisions: [ModelElement]
    /// The values of rulebooks that the service calls by name, and the model may use as inputs.
    public let law: ServiceLaw
    /// What the decisions are computed from.
    public let usedInputs: Set<String>
    /// What its decisions count, by name, where that is known; `dues.amount` for the entries of a record.
    public internal(set) var units: [String: Unit] = [:]

    init(model: DecisionModel, file: String, law: ServiceLaw = .none) {
        self.model = model
        self.file = file
        self.law = law
        decisions = model.decisionElements
        usedInputs = model.reachableInputs
    }

    /// The law of which day holds, for a model's `today()`.
    static func moment(_ given: Context) -> DateAndTime? {
        guard case .date(let day)? = given["law_date"], let midnight = TimeOfDay(hour: 0, minute: 0, second: 0, zone: .offset(0)) else { return nil }
        return DateAndTime(date: day, time: midnight)
    }

    /// Makes the decisions names like all others. Each is computed when an expression needs it, from what is known then.
    public func declare(in names: inout Names) {
        for decision in decisions {
            names.derive(decision.name, as: decision.type) { given in value(decision.name, given) }
        }
    }

    /// A context with the values of all decisions in it, for templates and letters.
    public func adding(to given: Context) -> Context {
        var names = given
        for decision in decisions { names[decision.name] = value(decision.name, given) }
        return names
    }

    /// The value of one of its decisions; nil when there is none of this name.
    public func value(of decision: String, given: Context) -> Value? {
        decisions.contains { $0.name == decision } ? value(decision, given) : nil
    }

    private func value(_ decision: String, _ given: Context) -> Value {
        model.evaluate(decision: decision, inputs: law.adding(usedInputs, to: given), now: Self.moment(given))
    }

    /// Why decisions came out as they did: the rules that held, in the words of their author, each once.
    public func findings(of wanted: Set<String>, given: Context) -> [RuleFinding] {
        let inputs = law.adding(usedInputs, to: given)
        return decisions.filter { wanted.contains($0.name) }.map { decision in
            // What another decision rests on is told there, where that is wanted too.
            RuleFinding(
                model.explain(decision: decision.name, inputs: inputs, now: Self.moment(given)), withoutTables: wanted.subtracting([decision.name]))
        }
    }

    /// The rules of all tables of this file.
    public var tableRules: [DecisionModel.TableRule] { model.tableRules }

    /// Where the rules stand that hold in what is given, of all tables that any decision asks.
    public func rulesThatHold(given: Context) -> Set<SourceLocation> {
        let inputs = law.adding(usedInputs, to: given)
        return decisions.reduce(into: []) { $0.formUnion(model.explain(decision: $1.name, inputs: inputs, now: Self.moment(given)).ruleLocations) }
    }

    /// Decisions that others of the file are made from.
    public var requiredDecisions: Set<String> { model.requiredDecisions }
}
