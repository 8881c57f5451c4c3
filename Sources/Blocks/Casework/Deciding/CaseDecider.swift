import FEEL
import Forms
import Kernel
import Processes

/// Decides what a command does to a case. Pure: state, command, names and the moment come in; a change or a rejection goes out.
struct CaseDecider: Sendable {
    let service: PublicService
    let calendar: OfficeCalendar
    /// Names of the application: answers, look-ups, the applicant, the fee, today.
    let facts: Context
    let now: Instant
    let actor: Actor
    /// What officers may do now to whom a task can come back.
    var colleagues: [AccountID: [Grant]] = [:]
    /// Variables of the process that the reader of what is drafted may not see.
    var hidden: Set<String> = []

    /// Nobody draws up more for one step, and each is a row, a place in a queue and part of one transaction.
    private static let mostTasksAtOnce = 1_000

    var today: CivilDate { calendar.zone.date(of: now) }
    var engine: ProcessEngine {
        ProcessEngine(model: service.process, calendar: calendar, taskLimit: Self.mostTasksAtOnce) { [service] decision, names in
            service.value(ofDecision: decision, names)
        }
    }

    func decide(_ command: CaseCommand, on theCase: Case) throws -> CaseChange {
        var change = CaseChange(theCase: theCase)
        switch command {
        case .open(let fee, let findings, let element):
            if let fee { change.record(.feeDue(fee, because: findings)) }
            let variables: Context = ["decision": .null, "asked": .boolean(false), "fee": .number(fee?.amount ?? 0)]
            try play(element.map { Command.startAt($0, variables) } ?? .start(variables), &change)
            change.consequences.append(.tell(change.theCase.isOwing(service) ? .paymentDue : .received, text: ""))
        case .paid: try paid(&change)
        case .fire(let ticket, let refused): try fire(ticket, without: refused, &change)
        case .take(let ticket): try take(ticket, &change)
        case .release(let ticket): try release(ticket, &change)
        case .handOver(let ticket, let account, let role, let organisation, let note, let lacking):
            try handOver(ticket, account, role, organisation, note, lacking, &change)
        case .handToTeam(let ticket, let team, let note): try handToTeam(ticket, team, note, &change)
        case .begin(let ticket, let element): try begin(element, ticket, &change)
        case .finish(let ticket, let findings): try finish(ticket, findings, &change)
        case .decide(let ticket, let input): try decide(ticket, input, &change)
        case .countersign(let ticket): try countersign(ticket, &change)
        case .giveBack(let ticket, let note): try giveBack(ticket, note, &change)
        case .ask(let ticket, let text): try ask(ticket, text, &change)
        case .answer(let number, let answer): try self.answer(number, answer, &change)
        case .appeal(let text): try appeal(text, &change)
        case .note(let text, let mentions): note(text, mentions, &change)
        case .withdraw: try withdraw(&change)
        case .retry(let ticket, let values): try retry(ticket, values, &change)
        case .deliver(let message, let key, let payload):
            if theCase.process.hears(message: message, key: key) { try play(.deliver(message: message, key: key, payload: payload), &change) }
        case .called(let ticket, let output): try called(ticket, output, &change)
        case .callFailed(let ticket, let code, let reason): try callFailed(ticket, code, reason, &change)
        case .warn(let subject): warn(of: subject, &change)
        case .hear(let signal, let payload): if theCase.process.hears(signal: signal) { try play(.signal(signal, payload: payload), &change) }
        }
        try endQuestions(&change)
        keepTime(&change)
        close(&change)
        return change
    }

    // MARK: Playing the process

    /// Plays a command and everything that follows at once: checks, rules and outcomes are answered here, within the decision.
    func play(_ command: Command, _ change: inout CaseChange) throws {
        var commands = [command]
        var isFirst = true
        // A model that waits for one payment again and again without resting goes in a circle.
        var payments = 10
        while !commands.isEmpty {
            let (events, effects): ([ProcessEvent], [Effect])
            let command = commands.removeFirst()
            do {
                (events, effects) = try engine.handle(command, advancing: &change.theCase.process, now: now, facts: known(change))
            } catch {
                guard case .tooMuchWork(let reason) = error else { throw PolityError(error) }
                switch command {
                // What casework answers itself is no fault of the command: its task stops, and nothing else.
                case .complete(let ticket, _) where !isFirst: commands.insert(.fail(ticket, code: "not_taken", reason: reason), at: 0)
                // Paid is paid: it is told again with whatever comes next.
                case .deliver(StepCompiler.MessageName.paid, _, _): payments = 0
                default: throw PolityError(error)
                }
                isFirst = false
                continue
            }
            isFirst = false
            // The engine has applied them to the process already.
            for event in events {
                change.events.append(.process(event))
                followChoice(event, &change)
            }
            for effect in effects {
                if let answer = carryOut(effect, &change) { commands.append(answer) }
            }
            // A payment that came before the process waits for it is none the less one.
            if commands.isEmpty, change.theCase.isPaid, payments > 0, change.theCase.process.hears(message: StepCompiler.MessageName.paid, key: nil) {
                payments -= 1
                commands.append(.deliver(message: StepCompiler.MessageName.paid, key: nil, payload: [:]))
            }
        }
    }

    private func carryOut(_ effect: Effect, _ change: inout CaseChange) -> Command? {
        switch effect {
        case .createTask(let ticket, let element, let role, let due):
            let task = OfficeTask(
                ticket: ticket, step: element, role: role ?? "", organisation: organisation(for: element, change.theCase), assignee: nil, createdAt: now,
                due: due.map { calendar.zone.date(of: $0) })
            change.record(.taskOpened(routed(task, change)))
        case .cancelTask(let ticket): change.record(.taskClosed(ticket))
        case .schedule(let ticket, let at): change.consequences.append(.schedule(ticket, at: at))
        case .cancelTimer(let ticket): change.consequences.append(.unschedule(ticket))
        case .call(let ticket, let name, let element, let input):
            if CapabilityCaller.isMeant(by: name) {
                guard TypedJSON.write(input).bytes.count <= OutsideRequest.longestBody else {
                    return .fail(ticket, code: "unsendable", reason: "what is asked is too long")
                }
                change.consequences.append(.call(ticket, .capability(task: name, input: input)))
                return nil
            }
            guard let call = OutsideCall(name) else { return answer(name, ticket, element, &change) }
            do {
                change.consequences.append(.call(ticket, .outside(try call.request(input))))
            } catch {
                return .fail(ticket, code: "unsendable", reason: error.reason)
            }
        case .cancelCall(let ticket): change.consequences.append(.takeBack(ticket))
        case .startProcess(let ticket, let process, _, _):
            return .fail(ticket, code: "", reason: "nothing here runs the process '\(process)'")
        case .send(let message, let key, let payload, let keep):
            change.consequences.append(.sendMessage(message, ThrownEvent.Content(key: key, payload: payload), keep: keep))
        case .broadcast(let signal, let payload): change.consequences.append(.throwSignal(signal, payload: payload))
        case .escalated(let code, let element): change.consequences.append(.escalated(code: code, element: element))
        // An incident stands in the process, where its token has stopped: nothing else of the command is undone.
        case .cancelProcess, .uncaught, .incident, .ended: break
        }
        return nil
    }

    /// Where the service sends the work of a step.
    func organisation(for step: String, _ theCase: Case) -> String {
        let place = step == StepCompiler.ID.appeal ? service.appeal?.organisation : service.step(step)?.work.flatMap(place)
        return place ?? theCase.organisation
    }

    /// Whether a task was handed over from where the service sends it.
    func isElsewhere(_ task: OfficeTask, _ theCase: Case) -> Bool {
        guard case .task(.user(let role, _))? = service.process.element(task.step)?.kind else { return false }
        return task.role != role ?? "" || task.organisation != organisation(for: task.step, theCase)
    }

    /// Where the work is done: at the office that an answer names, else where the step says.
    private func place(of work: Step.Work) -> String? {
        if let office = work.office, case .string(let chosen)? = facts[office] { return chosen }
        return work.organisation
    }

    private func answer(_ call: String, _ ticket: Ticket, _ element: String, _ change: inout CaseChange) -> Command {
        let names = context(change)
        switch (call, service.step(element)?.kind) {
        case (StepCompiler.Call.check, .check(let requirements)):
            let unmet = requirements.filter { $0.must.evaluate(names) != .boolean(true) }
            guard !unmet.isEmpty else { return .complete(ticket, output: [:]) }
            let reasons = unmet.map { Decision.Reason($0.otherwise[change.theCase.language], source: $0.source) }
            return .complete(ticket, output: record(outcome: "refused", reasons: reasons, &change))
        case (StepCompiler.Call.decide, .decide(let rules)):
            guard let rule = Self.first(of: rules, names)?.filled(names, in: [service.government.language(change.theCase.language)]) else {
                return .complete(ticket, output: [:])
            }
            let reason = Decision.Reason(rule.because[change.theCase.language], source: rule.source)
            let conditions = rule.conditions(in: change.theCase.language)
            return .complete(ticket, output: record(outcome: rule.outcome, reasons: [reason], conditions: conditions, &change))
        case (StepCompiler.Call.tell, .tell(let title, let text)):
            let language = change.theCase.language
            change.consequences.append(.notify(title: title[language], text: fill(text, language, names)))
            return .complete(ticket, output: [:])
        case (StepCompiler.Call.outcome, _):
            if let decision = change.theCase.decisions.last, let outcome = service.outcome(decision.outcome) {
                explain(decision, outcome, names, &change)
                change.consequences.append(.takeEffect(change.theCase.decisions.last ?? decision, outcome))
                note(outcome, names, &change)
            }
            return .complete(ticket, output: [:])
        default:
            return .fail(ticket, code: "", reason: "nothing here answers '\(call)'")
        }
    }

    /// Makes a decision of the rules.
    private func record(outcome: String, reasons: [Decision.Reason], conditions: [String] = [], _ change: inout CaseChange) -> Context {
        let decision = Decision(
            number: change.theCase.decisions.count + 1, outcome: outcome, reasons: reasons, conditions: conditions, decidedAt: now, by: .rules,
            findings: service.findings(context(change.theCase)))
        change.record(.decided(decision))
        return ["decision": decision.value]
    }

    /// The outcome's words to the applicant are kept with the decision: what they name may change later. An officer's own are there already.
    private func explain(_ decision: Decision, _ outcome: Outcome, _ names: Context, _ change: inout CaseChange) {
        guard !decision.isEdited else { return }
        let text = words(of: outcome, names, change.theCase)
        if !text.isEmpty { change.record(.explained(decision.number, text)) }
    }

    /// What an outcome says to the applicant, drafted from the service's words; empty where it has none.
    func words(of outcome: Outcome, _ names: Context, _ theCase: Case) -> String {
        guard let message = outcome.message else { return "" }
        var names = names
        names["valid_until"] = outcome.certificate?.validUntil?.evaluate(names) ?? .null
        return fill(message, theCase.language, names)
    }

    static func first(of rules: [Step.Rule], _ names: Context) -> Step.Rule? {
        rules.first { $0.when.map { $0.evaluate(names) == .boolean(true) } ?? true }
    }

    /// What expressions of the service see: facts, then the process's variables.
    func context(_ theCase: Case) -> Context { context(CaseChange(theCase: theCase)) }

    func context(_ change: CaseChange) -> Context {
        let theCase = change.theCase
        var names = known(change)
        for name in theCase.process.variables.names where !hidden.contains(name) { names[name] = theCase.process.variables[name] }
        return names
    }

    /// The same without the process's variables.
    private func known(_ change: CaseChange) -> Context {
        var names = facts
        for entry in change.records.entries { names[entry.name] = entry.value }
        let opened = calendar.zone.date(of: change.theCase.openedAt)
        names["case"] = .context(["reference": .string(change.theCase.reference.description), "opened_on": .date(opened)])
        return names
    }

    func fill(_ text: LocalizedText, _ language: String, _ names: Context) -> String {
        Wording.fill(text[language], names, service.government.language(language))
    }

    // MARK: The end

    func close(_ change: inout CaseChange) {
        guard change.theCase.closedAt == nil else { return }
        switch change.theCase.process.status {
        case .ended:
            change.record(.closed(now))
            // A withdrawal has said what becomes of the fee.
            if change.theCase.fee != nil, !change.theCase.isPaid, !change.theCase.isOwing(service) { change.consequences.append(.giveUpFee(isPaidBack: false)) }
        case .cancelled: change.record(.closed(now))
        case .new, .running: break
        }
    }

    func task(_ ticket: Ticket, _ theCase: Case) throws -> OfficeTask {
        guard let task = theCase.tasks[ticket] else { throw CaseFault.tooLate }
        return task
    }
}

extension Decision {
    /// As expressions see it.
    var value: Value {
        .context([
            "outcome": .string(outcome), "conditions": .list(conditions.map(Value.string)), "reasons": .list(reasons.map { .string($0.text) }),
        ])
    }
}

extension Actor {
    /// For history lines: an account's or machine's id, never a name.
    var text: String {
        switch principal {
        case .nobody: ""
        case .account(let id): id.text
        case .machine(let id): id
        case .system(let name): name
        }
    }
}
