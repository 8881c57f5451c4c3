import Blueprint
import FEEL
import Forms
import Kernel
import Processes

/// What an example tells, played step by step: the case, what registries are told, and the time that passes.
struct ExamplePlay {
    private let run: ExampleRun
    private let fee: Money?
    private(set) var theCase: Case
    /// Field values by registry.
    private(set) var changes: [String: Context] = [:]
    /// Names of the application. A record that an outcome changes is read as it is then.
    private var facts: Context
    private var moment: Instant
    /// What officers have not chosen yet, by ad-hoc sub-process; none where it was ended.
    private(set) var choices: [String: [String]]

    private var example: Example { run.example }
    private var service: PublicService { run.service }
    private var calendar: OfficeCalendar { run.government.calendar }
    private var waiting: [Instance.Waiting] { theCase.process.waiting(in: service.process) }

    init(_ run: ExampleRun, _ facts: Context, fee: Money?) {
        self.run = run
        self.fee = fee
        self.facts = facts
        self.facts["fee"] = .number(fee?.amount ?? .zero)
        moment = run.now
        choices = Dictionary(run.example.choices.map { ($0.step, $0.elements) }, uniquingKeysWith: { first, _ in first })
        theCase = Self.newCase(run)
    }

    func decider(as officer: Actor = Self.officer) -> CaseDecider {
        var officer = officer
        officer.skills = Set(run.government.skills.map(\.id))
        return CaseDecider(service: service, calendar: calendar, facts: facts, now: moment, actor: officer)
    }

    // MARK: The play

    mutating func play() throws {
        // One that nobody applies for begins as the government opens it.
        let start = service.isAppliedFor ? nil : service.standingStarts.first?.listener.element
        try carryOut(.open(fee: fee, because: service.feeFindings(facts), at: start))
        if theCase.stage(service) == .awaitingPayment, service.step(example.expect.waitsFor ?? "")?.isPayment != true { try carryOut(.paid) }
        // Each step is worked on once; where the example tells more, time passes up to it.
        var (worked, heard): (Set<String>, Set<String>) = ([], [])
        var question = example.question
        for _ in 0..<100 {
            if let told = question, let task = theCase.tasks.values.first(where: { service.step($0.step)?.isReview == true }) {
                question = nil
                try ask(told, at: task)
            } else if let command = reply ?? message(but: &heard) {
                try carryOut(command)
            } else if let task = theCase.tasks.values.sorted(by: { $0.ticket < $1.ticket }).first(where: { !worked.contains($0.step) && tells($0.step) }) {
                worked.insert(task.step)
                try work(on: task)
            } else if let task = theCase.tasks.values.sorted(by: { $0.ticket < $1.ticket }).first(where: isChosen) {
                // What is begun once more is worked on once more.
                if let begun = try choose(task) { worked.remove(begun) }
            } else {
                guard tellsMore(than: worked), try waitForTimer(before: nil) else { break }
            }
        }
        if let appeal = example.appeal { try appealed(appeal) }
        if let later = example.later {
            let end = calendar.zone.start(of: later.end(from: calendar.zone.date(of: moment), in: calendar).adding(days: 1))
            for _ in 0..<100 { guard try waitForTimer(before: end) else { break } }
        }
    }

    /// The officer asks, unless the task is over by then, and the applicant answers, unless the time for it is over.
    private mutating func ask(_ told: Example.Question, at task: OfficeTask) throws {
        try pass(told.after)
        guard theCase.tasks[task.ticket] != nil else { return }
        try carryOut(.ask(task.ticket, text: "As the example says."))
        guard let term = told.answeredAfter, let number = theCase.requests.last?.number else { return }
        try pass(term)
        guard theCase.requests.last?.isOpen == true else { return }
        try carryOut(.answer(number, InformationRequest.Answer(text: "As the example says.", files: [], at: moment)))
    }

    /// Whether the example says what happens at a step.
    private func tells(_ step: String) -> Bool {
        switch service.step(step)?.kind {
        case .task: example.findings[step] != nil && choices[step] == nil
        case .review: example.decision != nil
        case .countersign: example.decision != nil && example.expect.waitsFor != step
        default: false
        }
    }

    /// Whether something is told of steps that the undecided case has not come to, and nothing stands in its way but time.
    private func tellsMore(than worked: Set<String>) -> Bool {
        guard theCase.decisions.isEmpty, theCase.tasks.isEmpty, !waiting.contains(where: { $0.element == example.expect.waitsFor }) else { return false }
        return example.decision != nil || (example.findings.members ?? []).contains { !worked.contains($0.name) }
    }

    /// The answer to the call of an outside system, or of another capability, at which the case waits; nil where it waits at none that the example answers.
    private var reply: CaseCommand? {
        for place in waiting where place.wait == .call && place.incident == nil {
            guard let reply = example.replies.first(where: { $0.task == place.element }) else { continue }
            if service.asksCapability(at: place.element), reply.status < 300 { return .called(place.ticket, [OutsideCall.reply: Value(reply.body)]) }
            switch OutsideAnswer(status: reply.status, body: Value(reply.body), from: place.element) {
            case .answered(let output): return .called(place.ticket, output)
            case .refused(let code, let reason), .notNow(let code, let reason, _): return .callFailed(place.ticket, code: code, reason: reason)
            }
        }
        return nil
    }

    /// A message of a program for which the case waits, and that has not come yet; nil where the example tells of none.
    private func message(but heard: inout Set<String>) -> CaseCommand? {
        for place in waiting {
            guard case .message(let name, let key) = place.wait, let declared = service.message(name),
                let told = example.messages.first(where: { $0.name == name }), heard.insert(name).inserted
            else { continue }
            return .deliver(message: name, key: key, payload: Answers(told.says, form: declared.form).values)
        }
        return nil
    }

    private mutating func work(on task: OfficeTask) throws {
        guard let step = service.step(task.step) else { return }
        switch step.kind {
        case .task(let work): try carryOut(.finish(task.ticket, findings: Answers(example.findings[step.id] ?? .null, form: work.form).values))
        case .countersign: try carryOut(.countersign(task.ticket), as: Self.second)
        case .review(_, let rules):
            guard let told = example.decision else { return }
            let drafts = CaseDecider.first(of: rules, decider().context(theCase))?.filled(
                decider().context(theCase), in: [service.government.language(theCase.language)])
            try carryOut(.decide(task.ticket, input(told, drafts.flatMap { $0.outcome == told.outcome ? $0 : nil })))
        default: break
        }
    }

    /// Whether the task is to choose, and the example says what comes next: something that can be begun now, or the end of it all.
    private func isChosen(_ task: OfficeTask) -> Bool {
        guard let adHoc = service.adHoc(task.step), let left = choices[task.step] else { return false }
        if let next = left.first { return theCase.process.offered(at: task.ticket, in: service.process).contains(next) }
        let isUnderWay = waiting.contains { service.process.element($0.element)?.parent == task.step }
        return adHoc.completion == nil && !isUnderWay && example.expect.waitsFor != task.step
    }

    /// - Returns: what is begun; nil where the officer says that it is enough.
    private mutating func choose(_ task: OfficeTask) throws -> String? {
        guard let next = choices[task.step]?.first else {
            choices[task.step] = nil
            try carryOut(.finish(task.ticket, findings: [:]))
            return nil
        }
        choices[task.step]?.removeFirst()
        try carryOut(.begin(task.ticket, element: next))
        return next
    }

    private mutating func appealed(_ told: Example.Judgement) throws {
        try carryOut(.appeal(text: "As the example says."))
        guard example.expect.waitsFor != StepCompiler.ID.appeal, let task = theCase.tasks.values.first(where: { $0.step == StepCompiler.ID.appeal })
        else { return }
        try carryOut(.decide(task.ticket, input(told, nil)), as: Self.judge)
    }

    private func input(_ told: Example.Judgement, _ drafts: Step.Rule?) -> DecisionInput {
        let drafted = drafts.map { [Decision.Reason($0.because[theCase.language], source: $0.source)] }
        return DecisionInput(
            outcome: told.outcome, reasons: told.reasons?.map { Decision.Reason($0) } ?? drafted ?? [Decision.Reason("As the example says.")],
            conditions: told.conditions ?? drafts?.conditions(in: theCase.language) ?? [])
    }

    // MARK: Time and records

    /// Time passes up to what is due next, and it happens.
    ///
    /// - Returns: false when nothing is due by then.
    private mutating func waitForTimer(before end: Instant?) throws -> Bool {
        let timers = waiting.compactMap { waiting -> (due: Instant, ticket: Ticket)? in
            if case .timer(let due, _) = waiting.wait { (due, waiting.ticket) } else { nil }
        }
        guard let next = timers.min(by: { ($0.due, $0.ticket) < ($1.due, $1.ticket) }), end.map({ next.due < $0 }) ?? true else { return false }
        moment = max(moment, next.due)
        facts["today"] = .date(calendar.zone.date(of: moment))
        try carryOut(.fire(next.ticket))
        return true
    }

    /// Time passes up to the last day of a term, and what is due before that day happens.
    private mutating func pass(_ term: Term) throws {
        let end = calendar.zone.start(of: term.end(from: calendar.zone.date(of: moment), in: calendar))
        for _ in 0..<100 { guard try waitForTimer(before: end) else { break } }
        moment = max(moment, end)
        facts["today"] = .date(calendar.zone.date(of: moment))
    }

    private mutating func carryOut(_ command: CaseCommand, as officer: Actor = Self.officer) throws {
        let decider = decider(as: officer)
        let change = try decider.decide(command, on: theCase)
        theCase = change.theCase
        for case .takeEffect(_, let outcome) in change.consequences { note(outcome, decider.context(theCase)) }
    }

    private mutating func note(_ outcome: Outcome, _ names: Context) {
        for change in outcome.changes where change.when.map({ $0.evaluate(names) == .boolean(true) }) ?? true {
            var fields = Context()
            for field in change.fields { fields[field.name] = field.value.evaluate(names) }
            changes[change.registry] = (changes[change.registry] ?? [:]).adding(fields)
            for lookUp in service.lookUps where lookUp.registry == change.registry {
                switch change.target {
                case .update(let name):
                    guard name == lookUp.name, case .context(let record)? = facts[name] else { continue }
                    facts[name] = .context(record.adding(fields))
                case .create:
                    guard facts[lookUp.name] ?? .null == .null, case .record(let key) = lookUp.key else { continue }
                    let wanted = key.evaluate(names)
                    if wanted != .null, fields.names.contains(where: { fields[$0] == wanted }) { facts[lookUp.name] = .context(fields) }
                }
            }
        }
    }

    // MARK: Who and what

    private static func newCase(_ run: ExampleRun) -> Case {
        let (example, service, government, now) = (run.example, run.service, run.government, run.now)
        let identifiers = Identifiers(clock: Clock { now }, random: .seeded(1))
        return Case(
            id: identifiers.next(), reference: ReferenceNumber(random: .seeded(1)), application: identifiers.next(), service: service.id, folder: "",
            organisation: service.organisation,
            subject: identifiers.next(), applicant: nil, account: nil, language: government.defaultLanguage, lawDate: example.asOf, openedAt: now,
            process: Instance(), tasks: [:],
            requests: [], decisions: [], notes: [], fee: nil, isPaid: false, appealText: nil, closedAt: nil, version: 1)
    }

    /// Whoever decides in an example, who looks at it after them, and who decides on an appeal.
    private static let officer = someone(2), second = someone(3), judge = someone(4)

    private static func someone(_ seed: UInt64) -> Actor {
        let identifiers = Identifiers(clock: Clock { Instant(microseconds: 0) }, random: .seeded(seed))
        return Actor(.account(identifiers.next()))
    }
}

extension Context {
    /// With the members of another, which win.
    fileprivate func adding(_ other: Context) -> Context {
        var all = self
        for name in other.names { all[name] = other[name] }
        return all
    }
}

extension Step {
    fileprivate var isPayment: Bool { if case .pay = kind { true } else { false } }
}
