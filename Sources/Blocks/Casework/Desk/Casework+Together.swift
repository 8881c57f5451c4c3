import Forms
import Kernel
import Processes
import Store

/// What an officer does in the same way on several cases.
public enum SharedWork: Sendable {
    /// Without reasons each review gets those that the rules draft for it, and their conditions.
    case decide(DecisionInput)
    case finish(RawFields)
}

/// Several tasks of one kind, which are done together.
public struct SharedTasks: Sendable {
    /// In the order in which they were chosen, also those of another kind.
    public var tasks: [ChosenTask] = []
    /// What they ask for: the step of the first that can be done so. Nil where none can.
    public var kind: Kind?

    public init() {}

    public struct Kind: Sendable {
        public var service: PublicService
        public var step: Step
    }
}

/// Work on several tasks at once. Each is checked, done or refused for itself, by the command that does it alone and in a transaction of its own.
extension Casework {
    /// Which of the tasks can be done together. Nothing is read of what anybody sent.
    public func together(_ tasks: [ChosenTask], _ caller: Caller) async throws -> SharedTasks {
        var shared = SharedTasks()
        for task in tasks.prefix(Self.mostTogether) {
            do {
                try await prepare(task.caseID)
                var (line, kind) = try await store.read { connection in try open(task, caller, connection) }
                if let kind, let first = shared.kind {
                    if (kind.service.id, kind.step.id) != (first.service.id, first.step.id) { line.refusal = CaseFault.otherKind }
                } else if let kind {
                    shared.kind = kind
                }
                shared.tasks.append(line)
            } catch let error as PolityError {
                var line = task
                line.refusal = error
                shared.tasks.append(line)
            }
        }
        return shared
    }

    /// - Returns: no kind where the task cannot be done together with others.
    private func open(_ task: ChosenTask, _ caller: Caller, _ connection: Connection) throws -> (ChosenTask, SharedTasks.Kind?) {
        let dossier = try dossier(task.caseID, connection)
        var line = try named(task, dossier, caller)
        do {
            try allow(task.ticket, dossier, caller)
            var change = CaseChange(theCase: dossier.theCase)
            let decider = CaseDecider(service: dossier.service, calendar: calendar, facts: [:], now: clock.now(), actor: caller.actor)
            let open = try decider.free(task.ticket, &change)
            // A second look is none where nobody looks, and what is done next is a choice for the one case.
            guard let step = dossier.service.step(open.step), step.isDoneTogether, dossier.service.adHoc(step.id) == nil else { throw CaseFault.oneByOne }
            return (line, SharedTasks.Kind(service: dossier.service, step: step))
        } catch let error as PolityError {
            line.refusal = error
            return (line, nil)
        }
    }

    /// What each task would come to, by the decision of the command itself. Nothing of it is kept. What the rules suggest is a look at the case,
    /// which its person can read.
    public func preview(_ work: SharedWork, of tasks: [ChosenTask], _ caller: Caller) async throws -> SharedTasks {
        var shared = try await together(tasks, caller)
        for index in shared.tasks.indices where shared.tasks[index].refusal == nil {
            let (task, own) = (shared.tasks[index], caller.again(identifiers))
            do {
                shared.tasks[index] = try await store.write("casework.preview_together") { tx in try preview(work, of: task, own, tx) }
            } catch let error as PolityError {
                shared.tasks[index].refusal = error
            }
        }
        return shared
    }

    private func preview(_ work: SharedWork, of task: ChosenTask, _ caller: Caller, _ tx: Transaction) throws -> ChosenTask {
        var line = task
        let dossier = try reachable(task.caseID, caller, tx)
        let facts: Facts
        switch work {
        case .decide:
            try recordLook(dossier, caller, tx)
            facts = try officerFacts(dossier, caller, tx)
            line.suggested = suggestion(task.ticket, dossier, facts, caller, at: tx.now)?.outcome
        case .finish: facts = try caseFacts(dossier, caller.request, tx)
        }
        do {
            try allow(task.ticket, dossier, caller)
            let decider = CaseDecider(service: dossier.service, calendar: calendar, facts: facts.context, now: tx.now, actor: caller.actor)
            let change = try decider.decide(try order(work, task.ticket, dossier, caller, tx), on: dossier.theCase)
            line.waitsForSecond = change.theCase.proposal != nil
        } catch let wrong as WrongFindings {
            line.refuse(wrong.errors, in: caller.language)
        } catch let error as PolityError where error.isTheCasesOwn {
            // The look stays, for what is told of it says something about the case.
            line.refusal = error
        }
        return line
    }

    /// Does each task by a command of its own: where a colleague was faster, or a case does not take it, that one alone is left as it is, and said so.
    public func carryOut(_ work: SharedWork, on tasks: [ChosenTask], _ caller: Caller) async throws -> SharedTasks {
        var shared = try await together(tasks, caller)
        for index in shared.tasks.indices where shared.tasks[index].refusal == nil {
            let (id, ticket, own) = (shared.tasks[index].caseID, shared.tasks[index].ticket, caller.again(identifiers))
            do {
                let made = try await asOfficer(ticket, id, own) { dossier, connection in try order(work, ticket, dossier, own, connection) }
                shared.tasks[index].waitsForSecond = made.proposal != nil
            } catch let wrong as WrongFindings {
                shared.tasks[index].refuse(wrong.errors, in: caller.language)
            } catch let error as PolityError {
                shared.tasks[index].refusal = error
            }
        }
        return shared
    }

    private func order(_ work: SharedWork, _ ticket: Ticket, _ dossier: Dossier, _ caller: Caller, _ connection: Connection) throws -> CaseCommand {
        switch work {
        case .finish(let fields):
            guard let task = dossier.theCase.tasks[ticket], let work = dossier.service.step(task.step)?.work else { throw CaseFault.wrongTask }
            return .finish(ticket, findings: try findings(work.form, fields, dossier, caller))
        case .decide(var input):
            let language = dossier.theCase.language
            let rule = suggestion(ticket, dossier, try officerFacts(dossier, caller, connection), caller, at: connection.now)
            guard input.reasons.isEmpty else {
                for (index, reason) in input.reasons.enumerated() where reason.text == rule?.because[language] { input.reasons[index].source = rule?.source }
                return .decide(ticket, input)
            }
            guard let rule, rule.outcome == input.outcome else { throw CaseFault.noDraft }
            input.reasons = [Decision.Reason(rule.because[language], source: rule.source)]
            if input.conditions.isEmpty { input.conditions = rule.conditions(in: language) }
            return .decide(ticket, input)
        }
    }

    /// What the rules suggest for a review; nothing to whoever may not read all that they look at.
    private func suggestion(_ ticket: Ticket, _ dossier: Dossier, _ facts: Facts, _ caller: Caller, at now: Instant) -> Step.Rule? {
        guard facts.withheld.isEmpty, let task = dossier.theCase.tasks[ticket], case .review(_, let rules)? = dossier.service.step(task.step)?.kind
        else { return nil }
        let decider = CaseDecider(service: dossier.service, calendar: calendar, facts: facts.context, now: now, actor: caller.actor)
        let names = decider.context(dossier.theCase)
        return CaseDecider.first(of: rules, names)?.filled(names, in: government.spokenLanguages)
    }
}

extension Step {
    fileprivate var isDoneTogether: Bool {
        switch kind {
        case .review, .task: true
        default: false
        }
    }
}

extension Caller {
    /// As in a request for one case alone: what is read for it is written down with its own number.
    fileprivate func again(_ identifiers: Identifiers) -> Caller {
        var caller = self
        caller.request = identifiers.next()
        return caller
    }
}

extension ChosenTask {
    fileprivate mutating func refuse(_ errors: [FieldError], in language: Language) {
        self.errors = errors
        refusal = CaseFault.unfitting(errors.map { $0.message(in: language) }.joined(separator: " "))
    }
}
