import FEEL
import Kernel
import Processes

/// Lays the steps of a service out as a process, with BPMN's elements and nothing else.
///
/// ```
/// start → (fee?) pay → check → (decided?) → decide → (decided?) → review ⇄ (question?) applicant → outcome → (appeal) → end
/// ```
/// Each step's node has the step's id; what stands around it has the id and a suffix.
struct StepCompiler {
    /// Names of what a process asks of casework, and of the messages it waits for.
    enum Call {
        static let check = "casework.check", decide = "casework.decide", outcome = "casework.outcome", tell = "casework.tell"
    }
    enum MessageName {
        static let paid = "casework.paid", answered = "casework.answered", appealed = "casework.appealed"
        static let all = [paid, answered, appealed]
        /// Casework's own, which no other case sends.
        static func isOwn(_ name: String) -> Bool { name.hasPrefix("casework.") }
    }
    /// Variables by which a process finds its way to and from a decision: casework sets them, and nobody by hand.
    static let ownVariables: Set<String> = ["decision", "asked", "countersigned", "fee"]
    enum ID {
        static let start = "start", end = "end", outcome = "outcome", appealWindow = "appeal_window", appeal = "appeal", appealOutcome = "appeal_outcome"
        static func question(_ step: String) -> String { step + "_question" }
        static func countersignature(_ step: String) -> String { step + "_countersign" }
    }

    let location: SourceLocation
    private(set) var elements: [Element] = []
    private(set) var flows: [Flow] = []
    /// Flows that still lead nowhere: the next element takes them all.
    private var open: [(from: String, condition: Formula?, isDefault: Bool)] = []
    /// Flows of those that have their decision.
    private var decided: [(from: String, condition: Formula?, isDefault: Bool)] = []

    init(location: SourceLocation) { self.location = location }

    mutating func compile(_ service: (steps: [Step], answerWithin: Term, appeal: PublicService.Appeal?, hasFee: Bool)) {
        add(ID.start, .start(.none), at: location)
        for (index, step) in service.steps.enumerated() {
            add(step, second: service.steps[(index + 1)...].first { $0.countersigns(step.id) }, service.answerWithin, hasFee: service.hasFee)
        }
        open += decided
        add(ID.outcome, .task(.service(Call.outcome, input: [])), at: location)
        if let appeal = service.appeal { add(appeal) }
        add(ID.end, .end(.none), at: location)
    }

    private mutating func add(_ step: Step, second: Step?, _ answerWithin: Term, hasFee: Bool) {
        if case .pay = step.kind, !hasFee { return }
        // It belongs to its review, which lays it out.
        if case .countersign = step.kind { return }
        var skipping: [(from: String, condition: Formula?, isDefault: Bool)] = []
        let condition: Formula? = if case .pay = step.kind { formula("fee > 0", step) } else { step.when.map { Formula($0, at: step.location) } }
        if let condition {
            let gateway = step.id + "_if"
            add(gateway, .gateway(.exclusive(otherwise: gateway + "_no")), at: step.location)
            open = [(gateway, condition, false)]
            skipping = [(gateway, nil, true)]
        }
        switch step.kind {
        case .pay: add(step.id, .task(.receive(Message(MessageName.paid))), at: step.location)
        case .check:
            add(step.id, .task(.service(Call.check, input: [])), at: step.location)
            branchWhenDecided(step)
        case .decide:
            add(step.id, .task(.service(Call.decide, input: [])), at: step.location)
            branchWhenDecided(step)
        case .review(let work, _): addReview(step, work, second, answerWithin)
        case .countersign: break
        case .task(let work): add(step.id, .task(.user(role: work.role, due: work.timer(at: step.location))), at: step.location)
        case .wait(let term): add(step.id, .catchEvent(.timer(.after(term))), at: step.location)
        case .tell: add(step.id, .task(.service(Call.tell, input: [])), at: step.location)
        }
        open += skipping
    }

    /// A review may ask the applicant and then goes on where it was; else it has decided.
    private mutating func addReview(_ step: Step, _ work: Step.Work, _ second: Step?, _ answerWithin: Term) {
        add(step.id, .task(.user(role: work.role, due: work.timer(at: step.location))), at: step.location)
        let asked = step.id + "_asked", question = ID.question(step.id)
        add(asked, .gateway(.exclusive(otherwise: asked + "_no")), at: step.location)
        open = [(asked, nil, true)]
        if let second { addCountersignature(second, of: step.id) }
        decided += open
        open = [(asked, formula("asked = true", step), false)]
        add(question, .gateway(.eventBased), at: step.location)
        for (id, trigger) in [(step.id + "_answer", Trigger.message(Message(MessageName.answered))), (step.id + "_silence", .timer(.after(answerWithin)))] {
            open = [(question, nil, false)]
            add(id, .catchEvent(trigger), at: step.location)
            flows.append(Flow("\(id)_back", from: id, to: step.id, at: step.location))
        }
        open = []
    }

    /// A second officer agrees, or the review begins again.
    private mutating func addCountersignature(_ step: Step, of review: String) {
        var skipping: [(from: String, condition: Formula?, isDefault: Bool)] = []
        if let when = step.when {
            let gateway = step.id + "_if"
            add(gateway, .gateway(.exclusive(otherwise: gateway + "_no")), at: step.location)
            open = [(gateway, Formula(when, at: step.location), false)]
            skipping = [(gateway, nil, true)]
        }
        add(step.id, .task(.user(role: step.work?.role, due: step.work?.timer(at: step.location))), at: step.location)
        let signed = step.id + "ed"
        add(signed, .gateway(.exclusive(otherwise: signed + "_no")), at: step.location)
        flows.append(Flow(signed + "_no", from: signed, to: review, at: step.location))
        open = [(signed, formula("countersigned = true", step), false)] + skipping
    }

    private mutating func branchWhenDecided(_ step: Step) {
        let gateway = step.id + "_decided"
        add(gateway, .gateway(.exclusive(otherwise: gateway + "_no")), at: step.location)
        decided.append((gateway, formula("decision.outcome != null", step), false))
        open = [(gateway, nil, true)]
    }

    private mutating func add(_ appeal: PublicService.Appeal) {
        add(ID.appealWindow, .gateway(.eventBased), at: location)
        open = [(ID.appealWindow, nil, false)]
        add("appeal_over", .catchEvent(.timer(.after(appeal.within))), at: location)
        let over = open
        open = [(ID.appealWindow, nil, false)]
        add("appeal_made", .catchEvent(.message(Message(MessageName.appealed))), at: location)
        add(ID.appeal, .task(.user(role: appeal.role, due: appeal.decideWithin.map(Timer.after))), at: location)
        add(ID.appealOutcome, .task(.service(Call.outcome, input: [])), at: location)
        open += over
    }

    // MARK: Small pieces

    private mutating func add(_ id: String, _ kind: Element.Kind, at location: SourceLocation) {
        elements.append(Element(id, kind, at: location))
        for (index, end) in open.enumerated() {
            let name = end.isDefault ? end.from + "_no" : end.condition == nil && index == 0 ? "\(end.from)_\(id)" : "\(end.from)_to_\(id)"
            flows.append(Flow(name, from: end.from, to: id, when: end.condition, at: location))
        }
        open = [(id, nil, false)]
    }

    private func formula(_ text: String, _ step: Step) -> Formula { Formula(SourceText(text, at: step.location)) }
}

extension ServiceReader {
    /// - Parameter decisions: what a business rule task may ask for.
    mutating func compile(_ steps: [Step], decisions: Set<String>) -> ProcessModel? {
        var names = names
        names.types["asked"] = .boolean
        names.types["countersigned"] = .boolean
        if let drawn { return compile(steps, drawn, names, decisions) }
        if let last = steps.last(where: { !$0.isCountersignature }), !last.alwaysDecides {
            diagnostics.error(
                last.location, "after the last step nothing may have been decided",
                mend: "End with a 'review' without 'when', or with a 'decide' whose last rule has no 'when'.")
        }
        let appeal: PublicService.Appeal? = file["appeal"].flatMap { node in
            Term(node.text("within")).map {
                PublicService.Appeal(within: $0, decideWithin: node["decide_within"].flatMap { Term($0.text) }, role: node.text("role"))
            }
        }
        let within = file["ask"].flatMap { Term($0.text("within")) } ?? Term(20, .workingDays)
        var compiler = StepCompiler(location: file.location)
        compiler.compile((steps, within, appeal, file.has("fee")))
        return ProcessModel(id: id, elements: compiler.elements, flows: compiler.flows, names: names, diagnostics: &diagnostics)
    }

    private mutating func compile(_ steps: [Step], _ drawn: DrawnProcess, _ names: Names, _ decisions: Set<String>) -> ProcessModel? {
        var reader = DrawnProcessReader(
            id: id, steps: file.has("steps") ? steps : [], roles: Set(government.roles.map(\.id)),
            appealRole: file["appeal"]?.text("role"), appealWithin: file["appeal"]?["decide_within"].flatMap { Term($0.text) }, decisions: decisions,
            systems: Set(government.systems.map(\.id)),
            legalBasis: file.optionalText("legal_basis"), names: names, servedIn: servedIn)
        reader.serviceTasks = serviceTasks
        (reader.units, reader.currency) = (units, currency)
        reader.registry = registry
        let model = reader.read(drawn)
        calledSteps = reader.called
        diagnostics.append(contentsOf: reader.diagnostics)
        return model
    }
}

extension Step {
    /// Whether a case never passes this step without a decision.
    var alwaysDecides: Bool {
        guard when == nil else { return false }
        switch kind {
        case .review: return true
        case .decide(let rules): return rules.last.map { $0.when == nil } ?? false
        case .pay, .check, .countersign, .task, .wait, .tell: return false
        }
    }

    var isCountersignature: Bool { if case .countersign = kind { true } else { false } }

    func countersigns(_ review: String) -> Bool { if case .countersign(_, of: review) = kind { true } else { false } }
}
