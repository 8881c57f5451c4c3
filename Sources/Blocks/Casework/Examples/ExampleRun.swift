import Blueprint
import FEEL
import Forms
import Kernel
import Processes

/// Plays one worked case through the service, on its own day and without a store.
public struct ExampleRun: Sendable {
    let example: Example
    let service: PublicService
    let government: Government

    public init(_ example: Example, of service: PublicService, in government: Government) {
        self.example = example
        self.service = service
        self.government = government
    }

    /// Noon of the example's day.
    var now: Instant { government.calendar.zone.start(of: example.asOf) + .seconds(12 * 3_600) }

    /// What differs from what is expected, in words; empty when it passes.
    public func failures() -> [String] {
        let progress = progress()
        var failures = misfits() + formFailures(progress)
        let unmet = service.unmet(progress.context, isComplete: progress.isComplete).map(\.otherwise.text)
        if unmet != example.expect.notEligible { failures.append(differs("not_eligible", list(example.expect.notEligible), list(unmet))) }
        let fee = fee(progress.context)
        if let expected = example.expect.fee, fee != expected { failures.append(differs("fee", expected.description, fee.description)) }
        guard example.expect.asksForCase else { return failures }
        guard progress.isComplete, unmet.isEmpty else {
            return failures + ["the application cannot be sent" + (progress.firstOpenPage.map { ": '\($0)' is not answered" } ?? "")]
        }
        if let fee = service.fee {
            guard case .number = fee.amount.evaluate(progress.context) else { return failures + ["the fee has no value; what costs nothing says 0"] }
        }
        do {
            failures += try caseFailures(progress.context, fee: fee)
        } catch {
            failures.append("the case stops: \(error)")
        }
        return failures
    }

    // MARK: The form

    func progress() -> Form.Progress {
        service.form.progress(Answers(example.answers, form: service.form), facts: facts())
    }

    private func facts() -> Context {
        var facts: Context = ["today": .date(example.asOf), "law_date": .date(example.asOf)]
        facts["applicant"] = Value(example.applicant, as: service.names["applicant"] ?? .any) ?? Value(example.applicant)
        for lookUp in service.lookUps {
            facts[lookUp.name] = Value(example.records[lookUp.name] ?? .null, as: service.names[lookUp.name] ?? .any) ?? .null
        }
        return facts
    }

    /// Records that are no records of their registry: a date that is none, a text in the place of an address.
    private func misfits() -> [String] {
        (example.records.members ?? []).compactMap { member in
            guard let lookUp = service.lookUps.first(where: { $0.name == member.name }) else { return "there is no look-up '\(member.name)'" }
            guard case .context(let types)? = service.names[lookUp.name], let fields = member.value.members else { return nil }
            let wrong = fields.filter { types[$0.name] == nil || Value($0.value, as: types[$0.name] ?? .any) == nil }.map { "'\($0.name)'" }
            return wrong.isEmpty ? nil : "given.\(member.name): the registry '\(lookUp.registry)' takes no such \(wrong.joined(separator: ", "))"
        }
    }

    private func formFailures(_ progress: Form.Progress) -> [String] {
        var failures: [String] = []
        let language = Language.known(government.defaultLanguage)
        let found = Dictionary(progress.errors.map { ($0.question, $0.message(in: language)) }, uniquingKeysWith: { first, _ in first })
        for (question, message) in example.expect.errors where found[question] != message {
            failures.append(differs("errors.\(question)", message, found[question] ?? "no error"))
        }
        for (question, message) in found.sorted(by: { $0.key < $1.key }) where !example.expect.errors.contains(where: { $0.question == question }) {
            failures.append("'\(question)' is not taken: \(message)")
        }
        if let missing = example.expect.missing, progress.firstOpenPage != missing {
            failures.append(differs("missing", missing, progress.firstOpenPage ?? "nothing is missing"))
        }
        for member in example.answers.members ?? [] where service.form.question(member.name) == nil { failures.append("there is no question '\(member.name)'") }
        return failures
    }

    private func fee(_ context: Context) -> Decimal128 {
        guard case .number(let amount)? = service.fee?.amount.evaluate(context) else { return .zero }
        // As it will stand on the invoice: in whole smallest parts of the currency.
        return Money(amount, currency: government.currency)?.amount ?? amount
    }

    // MARK: The case

    private func caseFailures(_ context: Context, fee: Decimal128) throws -> [String] {
        let money = fee > 0 ? Money(fee, currency: government.currency) : nil
        let played = try play(context, money)
        var failures: [String] = []
        let decision = played.theCase.decisions.last
        if let expected = example.expect.outcome, decision?.outcome != expected {
            failures.append(differs("outcome", expected, decision?.outcome ?? "undecided"))
        }
        if !example.expect.reasons.isEmpty, decision?.reasons.map(\.text) ?? [] != example.expect.reasons {
            failures.append(differs("reasons", list(example.expect.reasons), list(decision?.reasons.map(\.text) ?? [])))
        }
        if let expected = example.expect.waitsFor {
            let waiting = played.theCase.process.waiting(in: service.process).map(\.element)
            if !waiting.contains(expected) { failures.append(differs("waits_for", expected, list(waiting))) }
        }
        for member in example.expect.changes.members ?? [] {
            guard let fields = played.changes[member.name] else {
                failures.append("the registry '\(member.name)' is not changed")
                continue
            }
            for field in member.value.members ?? [] where fields[field.name]?.json ?? .null != field.value {
                failures.append(differs("changes.\(member.name).\(field.name)", field.value.text, fields[field.name]?.json.text ?? "nothing"))
            }
        }
        return failures
    }

    private struct Played {
        var theCase: Case
        var changes: [String: Context]
    }

    /// The names of the case when everything the example tells has happened.
    func contextAtEnd(_ context: Context) throws -> Context {
        let fee = fee(context)
        let money = fee > 0 ? Money(fee, currency: government.currency) : nil
        return decider(context, money).context(try play(context, money).theCase)
    }

    /// The case when everything the example tells has happened.
    func played(_ context: Context, _ fee: Money?) throws -> Case { try play(context, fee).theCase }

    func decider(_ context: Context, _ fee: Money?, as officer: Actor = Self.officer, at moment: Instant? = nil) -> CaseDecider {
        var names = context
        names["fee"] = .number(fee?.amount ?? .zero)
        return CaseDecider(service: service, calendar: government.calendar, facts: names, now: moment ?? now, actor: officer)
    }

    private func play(_ context: Context, _ fee: Money?) throws -> Played {
        let decider = decider(context, fee)
        var played = Played(theCase: newCase(), changes: [:])
        func carryOut(_ command: CaseCommand, as officer: Actor = Self.officer) throws {
            let decider = officer == Self.officer ? decider : self.decider(context, fee, as: officer)
            let change = try decider.decide(command, on: played.theCase)
            played.theCase = change.theCase
            for case .takeEffect(_, let outcome) in change.consequences { note(outcome, decider, &played) }
        }
        try carryOut(.open(fee: fee, because: service.feeFindings(context)))
        if played.theCase.stage(service) == .awaitingPayment, example.expect.waitsFor == nil || service.step(example.expect.waitsFor ?? "")?.isPayment != true {
            try carryOut(.paid)
        }
        // Each step is worked on once, in the order in which the process comes to it.
        for _ in 0..<(service.steps.count + 1) {
            for _ in 0..<100 {
                guard let command = reply(played.theCase) else { break }
                try carryOut(command)
            }
            guard let task = played.theCase.tasks.values.min(by: { $0.ticket < $1.ticket }), let step = service.step(task.step) else { break }
            if case .task = step.kind, let findings = example.findings[step.id], let form = step.work?.form {
                try carryOut(.finish(task.ticket, findings: Answers(findings, form: form).values))
            } else if step.isReview, let decision = example.decision {
                try carryOut(.decide(task.ticket, decision))
            } else if step.isCountersignature, example.decision != nil, example.expect.waitsFor != step.id {
                try carryOut(.countersign(task.ticket), as: Self.second)
            } else {
                break
            }
        }
        if let later = example.later { try wait(later, context, fee, &played) }
        return played
    }

    /// The answer to the call of an outside system at which the case waits; nil where it waits at none that the example answers.
    private func reply(_ theCase: Case) -> CaseCommand? {
        for waiting in theCase.process.waiting(in: service.process) where waiting.wait == .call && waiting.incident == nil {
            guard let reply = example.replies.first(where: { $0.task == waiting.element }) else { continue }
            switch OutsideAnswer(status: reply.status, body: Value(reply.body), from: waiting.element) {
            case .answered(let output): return .called(waiting.ticket, output)
            case .refused(let code, let reason), .notNow(let code, let reason): return .callFailed(waiting.ticket, code: code, reason: reason)
            }
        }
        return nil
    }

    /// Time passes: what is due in it happens on its day, in order.
    private func wait(_ later: Term, _ context: Context, _ fee: Money?, _ played: inout Played) throws {
        let calendar = government.calendar
        let end = calendar.zone.start(of: later.end(from: example.asOf, in: calendar).adding(days: 1))
        for _ in 0..<100 {
            let timers = played.theCase.process.waiting(in: service.process).compactMap { waiting -> (due: Instant, ticket: Ticket)? in
                if case .timer(let due, _) = waiting.wait { (due, waiting.ticket) } else { nil }
            }
            guard let next = timers.filter({ $0.due < end }).min(by: { ($0.due, $0.ticket) < ($1.due, $1.ticket) }) else { return }
            var names = context
            names["today"] = .date(calendar.zone.date(of: next.due))
            let decider = decider(names, fee, at: next.due)
            let change = try decider.decide(.fire(next.ticket), on: played.theCase)
            played.theCase = change.theCase
            for case .takeEffect(_, let outcome) in change.consequences { note(outcome, decider, &played) }
        }
    }

    private func note(_ outcome: Outcome, _ decider: CaseDecider, _ played: inout Played) {
        let names = decider.context(played.theCase)
        for change in outcome.changes where change.when.map({ $0.evaluate(names) == .boolean(true) }) ?? true {
            var fields = played.changes[change.registry] ?? [:]
            for field in change.fields { fields[field.name] = field.value.evaluate(names) }
            played.changes[change.registry] = fields
        }
    }

    private func newCase() -> Case {
        let identifiers = Identifiers(clock: Clock { now }, random: .seeded(1))
        return Case(
            id: identifiers.next(), reference: ReferenceNumber(random: .seeded(1)), application: identifiers.next(), service: service.id, folder: "",
            organisation: service.organisation,
            subject: identifiers.next(), applicant: nil, account: nil, language: government.defaultLanguage, lawDate: example.asOf, openedAt: now,
            process: Instance(), tasks: [:],
            requests: [], decisions: [], notes: [], fee: nil, isPaid: false, appealText: nil, closedAt: nil, version: 1)
    }

    /// Whoever decides in an example, and who looks at it after them.
    private static let officer = someone(2), second = someone(3)

    private static func someone(_ seed: UInt64) -> Actor {
        let identifiers = Identifiers(clock: Clock { Instant(microseconds: 0) }, random: .seeded(seed))
        return Actor(.account(identifiers.next()))
    }

    // MARK: Words

    private func differs(_ what: String, _ expected: String, _ found: String) -> String { "\(what): expected \(expected), found \(found)" }
    private func list(_ texts: [String]) -> String { texts.isEmpty ? "none" : texts.map { "'\($0)'" }.joined(separator: ", ") }
}

extension Example.Expectation {
    /// Whether it says anything about what happens after submission.
    var asksForCase: Bool { outcome != nil || !reasons.isEmpty || waitsFor != nil || !(changes.members ?? []).isEmpty }
}

extension Step {
    var isPayment: Bool { if case .pay = kind { true } else { false } }
}
