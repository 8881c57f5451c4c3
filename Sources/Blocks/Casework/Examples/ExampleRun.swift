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
        if fee < 0 || Money(fee, currency: government.currency) == nil { failures.append("the fee comes to \(fee), which nobody can be asked to pay") }
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
        var answers = Answers(example.answers, form: service.form)
        // Who writes an example leaves out what its person would leave empty; a page that is said to be missing was not come to.
        let open = service.form.pages.first { $0.id == example.expect.missing }?.questions.map(\.id) ?? []
        for question in service.form.questions where question.isOptional && answers[question.id] == nil && !open.contains(question.id) {
            answers[question.id] = .null
        }
        return service.form.progress(answers, facts: facts())
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
        let language = government.language(government.defaultLanguage)
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

    func fee(_ context: Context) -> Decimal128 {
        guard case .number(let amount)? = service.fee?.amount.evaluate(context) else { return .zero }
        // As it will stand on the invoice: in whole smallest parts of the currency.
        return Money(amount, currency: government.currency)?.amount ?? amount
    }

    // MARK: The case

    private func caseFailures(_ context: Context, fee: Decimal128) throws -> [String] {
        let played = try played(context, fee: fee)
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
        failures += taskFailures(played.theCase)
        for (step, left) in played.choices.sorted(by: { $0.key < $1.key }) where !left.isEmpty {
            failures.append("choices.\(step): \(list(left)) could not be begun")
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

    /// Whose the task is that the example waits for, and what it asks for.
    private func taskFailures(_ theCase: Case) -> [String] {
        let expected = example.expect
        guard expected.team != nil || expected.skills != nil else { return [] }
        let tasks = theCase.tasks.values.filter { expected.waitsFor == nil || $0.step == expected.waitsFor }
        guard let task = tasks.first, tasks.count == 1 else {
            return ["team and skills: there are \(tasks.count) tasks; 'waits_for' says which is meant"]
        }
        var failures: [String] = []
        if let team = expected.team, team != task.team { failures.append(differs("team", team, task.team ?? "none")) }
        if let skills = expected.skills, Set(skills) != Set(task.skills) { failures.append(differs("skills", list(skills), list(task.skills))) }
        return failures
    }

    /// The case when everything the example tells has happened.
    func played(_ context: Context, fee: Decimal128) throws -> ExamplePlay {
        var example = ExamplePlay(self, context, fee: fee > 0 ? Money(fee, currency: government.currency) : nil)
        try example.play()
        return example
    }

    /// The names of the case at its end.
    func contextAtEnd(_ context: Context) throws -> Context {
        let play = try played(context, fee: fee(context))
        return play.decider().context(play.theCase)
    }

    // MARK: Words

    private func differs(_ what: String, _ expected: String, _ found: String) -> String { "\(what): expected \(expected), found \(found)" }
    private func list(_ texts: [String]) -> String { texts.isEmpty ? "none" : texts.map { "'\($0)'" }.joined(separator: ", ") }
}

extension Example.Expectation {
    /// Whether it says anything about what happens after submission.
    var asksForCase: Bool { outcome != nil || !reasons.isEmpty || waitsFor != nil || team != nil || skills != nil || !(changes.members ?? []).isEmpty }
}
