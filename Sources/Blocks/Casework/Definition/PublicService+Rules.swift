import FEEL
import Forms
import Rules

extension PublicService {
    /// Why the fee is what it is.
    public func feeFindings(_ names: Context) -> [RuleFinding] { findings(of: fee?.amount.references ?? [], names) }

    /// Why the rules decided, or suggested, as they did: all decisions and values of the law that something else than the fee depends on,
    /// the way of the case included.
    func findings(_ names: Context) -> [RuleFinding] {
        findings(of: decidingExpressions.reduce(into: process.references) { $0.formUnion($1.references) }, names)
    }

    /// What the decision of a business rule task says, by what is known now; nil when there is none of this name.
    func value(ofDecision name: String, _ names: Context) -> Value? {
        var given = names
        // An earlier answer of the same task stands under the decision's own name.
        given[name] = nil
        return rules?.value(of: name, given: given) ?? law.value(of: name, given: given)
    }

    private func findings(of wanted: Set<String>, _ names: Context) -> [RuleFinding] {
        let decisions = rules?.findings(of: wanted, given: names) ?? []
        // What a decision of the model looks at was computed by the law too.
        return decisions + law.findings(of: decisions.isEmpty ? wanted : wanted.union(rules?.usedInputs ?? []), given: names)
    }

    /// The values of decisions and of the law beside all other names, for templates.
    func adding(to names: Context) -> Context {
        let all = law.adding(to: names)
        return rules?.adding(to: all) ?? all
    }

    /// Every name that any of its expressions uses.
    var usedNames: Set<String> {
        var names = process.references.union(fee?.amount.references ?? [])
        for expression in decidingExpressions + formExpressions + routingExpressions { names.formUnion(expression.references) }
        return names
    }

    private var decidingExpressions: [Expression] {
        var all = eligibility.map(\.must)
        for step in steps {
            all += [step.when].compactMap { $0 }
            switch step.kind {
            case .check(let requirements): all += requirements.map(\.must)
            case .decide(let rules): all += rules.compactMap(\.when)
            case .review(let work, let advice): all += advice.compactMap(\.when) + work.expressions
            case .task(let work), .countersign(let work, _): all += work.expressions
            case .pay, .wait, .tell: break
            }
        }
        for outcome in outcomes {
            for change in outcome.changes { all += [change.when].compactMap { $0 } + change.fields.map(\.value) }
            all += [outcome.certificate?.validUntil].compactMap { $0 } + (outcome.certificate?.fields.map(\.value) ?? [])
        }
        return all
    }

    /// What decides who works on it, and nothing about the case.
    private var routingExpressions: [Expression] { teams.map(\.when) + steps.flatMap { $0.work?.skills.compactMap(\.when) ?? [] } }

    private var formExpressions: [Expression] {
        let questions = form.questions + steps.flatMap { $0.work?.form.questions ?? [] }
        return form.pages.compactMap(\.when) + questions.flatMap { [$0.when, $0.prefill, $0.show, $0.valid].compactMap { $0 } }
    }
}

extension Step.Work {
    fileprivate var expressions: [Expression] { if case .workingDays(let count)? = within { [count] } else { [] } }
}
