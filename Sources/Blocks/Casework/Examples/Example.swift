import Blueprint
import Capability
import FEEL
import Kernel

/// A worked case of a service: what is given, and what must come out. Together they are the test of the service.
public struct Example: Sendable {
    public var id: String
    public var title: String
    public var asOf: CivilDate
    public var applicant: JSON
    /// Records by look-up name.
    public var records: JSON
    public var answers: JSON
    /// What officers fill in, by step.
    public var findings: JSON
    /// What officers choose to begin in ad-hoc sub-processes, in this order.
    public var choices: [(step: String, elements: [String])]
    /// What outside systems answer, by the task that calls them.
    public var replies: [(task: String, status: Int, body: JSON)]
    /// What programs outside tell the case, by the message's name, as soon as it waits for it.
    public var messages: [(name: String, says: JSON)]
    /// What the applicant is asked at the first review.
    public var question: Question?
    /// What an officer decides where a review comes.
    public var decision: Judgement?
    /// What is decided on an appeal against that.
    public var appeal: Judgement?
    /// So much time passes after that, and nobody does anything.
    public var later: Term?
    public var expect: Expectation
    public var location: SourceLocation

    /// A decision as an example tells it.
    public struct Judgement: Sendable {
        public var outcome: String
        /// nil: what the rules draft.
        public var reasons: [String]?
        public var conditions: [String]?
    }

    /// A question to the applicant, and when it is asked and answered.
    public struct Question: Sendable {
        /// So long after the review has come.
        public var after: Term
        /// So long after the question; nil: nobody answers.
        public var answeredAfter: Term?
    }

    public struct Expectation: Sendable {
        public var fee: Decimal128?
        public var outcome: String?
        public var reasons: [String]
        /// The step at which it waits.
        public var waitsFor: String?
        /// Of the task at that step, or of the only one: its team, and the skills that it asks for.
        public var team: String?
        public var skills: [String]?
        /// Messages of requirements that do not hold.
        public var notEligible: [String]
        /// Field errors by question.
        public var errors: [(question: String, message: String)]
        /// Registry changes: field values by registry.
        public var changes: JSON
        /// The first question without an answer.
        public var missing: String?
    }
}

/// `services/NAME/examples.yaml`.
public struct ExamplesFile: Sendable {
    public var service: String
    public var examples: [Example]
    let root: Checked

    public static let kind = FileKind<ExamplesFile>(
        id: "examples", pattern: "services/*/examples.yaml",
        about: "Worked cases of a service: what is given, and what must come out. `polity test` runs them.",
        translations: .none, schema: schema
    ) { file, reading in ExamplesFile(file, &reading) }

    static let schema = Schema.object(
        ObjectSchema(
            "Examples", "Worked cases of a service.",
            [
                .required("examples", .dictionary(of: example), "The cases, by a name of their own.")
            ]))

    private static let example = Schema.object(
        ObjectSchema(
            "Example", "One worked case.",
            [
                .required("title", .text(.init(maximumLength: 300)), "What it shows, in a sentence."),
                .optional(
                    "like", .text(.init(.identifier)), "An example above it: what is given, answered and found there holds here too, unless it is said again."),
                .optional("as_of", .date, "The day on which it happens; needed without `like`."),
                .optional("applicant", .any, "Who applies: `{name: …, email: …}`."),
                .optional("given", .any, "Records by look-up name, with their fields."),
                .optional("answers", .any, "Answers by question."),
                .optional("findings", .any, "What officers fill in, by step: `{inspect: {safe: true}}`."),
                .optional(
                    "choices", .dictionary(of: .list(of: .text(.init(maximumLength: 200)), maximum: 100)),
                    """
                    What officers choose to begin in an ad-hoc sub-process of process.bpmn, by its id: `{find_out: [visit, opinion]}`. They are begun in this \
                    order, once nothing else is told; then it is ended, unless it ends by its condition, something in it is not done, or the case is to wait there.
                    """),
                .optional(
                    "replies",
                    .dictionary(
                        of: .object(
                            ObjectSchema(
                                "Reply", "What an outside system answers.",
                                [
                                    .optional("status", .integer(minimum: 200, maximum: 599), "The HTTP status. 200 when left out."),
                                    .optional("body", .any, "The JSON that comes back."),
                                ]))),
                    "What outside systems and other capabilities answer, by the task of process.bpmn that calls them. A task without one waits."),
                .optional(
                    "messages", .dictionary(of: .any, keys: .init(maximumLength: 100)),
                    "What programs outside tell the case, by the message's name, as soon as it waits for it: `{lighting.mended: {lamp: LED}}`."),
                .optional(
                    "question",
                    .object(
                        ObjectSchema(
                            "ExampleQuestion", "A question to the applicant, while which the office's clock stands still.",
                            [
                                .required("after", .text(.init(maximumLength: 40)), "How long after the review has come it is asked: `10 working days`."),
                                .optional(
                                    "answered_after", .text(.init(maximumLength: 40)),
                                    "How long after the question the applicant answers. Nobody does, when left out."),
                            ])), "What the officer at the first review asks the applicant before deciding."),
                .optional("decision", decision("What an officer decides where a review comes."), "What an officer decides where a review comes."),
                .optional("appeal", decision("What is decided on an appeal."), "The applicant appeals against that, and this is decided."),
                .optional(
                    "later", .text(.init(maximumLength: 40)),
                    "How much time passes after all that, in which nobody does anything: `25 working days`. Timers fire in it."),
                .required(
                    "expect",
                    .object(
                        ObjectSchema(
                            "Expectation", "What must come out; what is left out is not looked at.",
                            [
                                .optional("fee", .number, "The fee in whole units; 0 when there is none."),
                                .optional("outcome", .text(.init(.identifier)), "The outcome of the last decision."),
                                .optional("reasons", .list(of: .text()), "The reasons of the last decision."),
                                .optional("waits_for", .text(.init(.identifier)), "The step at which the case waits."),
                                .optional("team", .reference(to: "team"), "The team before which the task at that step is put."),
                                .optional("skills", .list(of: .reference(to: "skill"), maximum: 10), "All skills that the task there asks for: `[]` for none."),
                                .optional("not_eligible", .list(of: .text()), "Messages of the requirements that do not hold."),
                                .optional("errors", .dictionary(of: .text()), "Messages about answers, by question."),
                                .optional("changes", .any, "What registries are told: field values by registry."),
                                .optional("missing", .text(.init(.identifier)), "The first page that is not answered."),
                            ])), "What must come out."),
            ]))

    private static func decision(_ about: String) -> Schema {
        .object(
            ObjectSchema(
                "Decision", about,
                [
                    .required("outcome", .text(.init(.identifier)), "The outcome."),
                    .optional("reasons", .list(of: .text()), "The reasons; those that the rules draft, when left out."),
                    .optional("conditions", .list(of: .text()), "The conditions; those that the rules draft, when left out."),
                ]))
    }

    init(_ file: SourceFile, _ reading: inout Reading) {
        service = file.names.first ?? ""
        examples = []
        root = file.root
        for (key, node) in file.root.dictionary("examples") {
            var example = Example(id: key.value, node)
            for term in [node.name("later"), node["question"]?.name("after"), node["question"]?.name("answered_after")].compactMap({ $0 })
            where Term(term.value) == nil {
                reading.diagnostics.error(
                    term.location, "'\(term.value)' is no length of time", mend: "Write '25 working days', '30 days' or '3 years'.")
            }
            if let like = node.name("like") {
                if let earlier = examples.first(where: { $0.id == like.value }) {
                    example.take(from: earlier, hasDay: node.has("as_of"))
                } else {
                    reading.diagnostics.error(
                        like.location, "there is no example '\(like.value)' above this one", mend: "Name an example that stands before it.")
                }
            } else if !node.has("as_of") {
                reading.diagnostics.error(key.location, "the example '\(key.value)' has no day", mend: "Add 'as_of: 2026-01-31', the day on which it happens.")
            }
            examples.append(example)
        }
    }
}

extension Example {
    init(id: String, _ node: Checked) {
        self.id = id
        title = node.text("title")
        asOf = node.date("as_of") ?? CivilDate(daysSinceEpoch: 0)
        applicant = node["applicant"]?.node.json ?? .object([])
        records = node["given"]?.node.json ?? .object([])
        answers = node["answers"]?.node.json ?? .object([])
        findings = node["findings"]?.node.json ?? .object([])
        choices = node.dictionary("choices").map { ($0.value, $1.list.map(\.text)) }
        replies = node.dictionary("replies").map { ($0.value, $1.integer("status", or: 200), $1["body"]?.node.json ?? .null) }
        messages = node.dictionary("messages").map { ($0.value, $1.node.json) }
        question = node["question"].flatMap { Question($0) }
        decision = node["decision"].map { Judgement($0) }
        appeal = node["appeal"].map { Judgement($0) }
        later = node.optionalText("later").flatMap { Term($0) }
        let expected = node["expect"]
        expect = Expectation(
            fee: expected?.number("fee"), outcome: expected?.optionalText("outcome"), reasons: expected?.texts("reasons") ?? [],
            waitsFor: expected?.optionalText("waits_for"), team: expected?.optionalText("team"),
            skills: expected?.has("skills") == true ? expected?.texts("skills") : nil,
            notEligible: expected?.texts("not_eligible") ?? [],
            errors: expected?.dictionary("errors").map { (question: $0.key.value, message: $0.value.text) } ?? [],
            changes: expected?["changes"]?.node.json ?? .object([]), missing: expected?.optionalText("missing"))
        location = node.location
    }
}

extension Example.Question {
    fileprivate init?(_ node: Checked) {
        guard let after = Term(node.text("after")) else { return nil }
        self.init(after: after, answeredAfter: node.optionalText("answered_after").flatMap { Term($0) })
    }
}

extension Example.Judgement {
    fileprivate init(_ node: Checked) {
        self.init(
            outcome: node.text("outcome"), reasons: node.has("reasons") ? node.texts("reasons") : nil,
            conditions: node.has("conditions") ? node.texts("conditions") : nil)
    }
}

extension Example {
    /// What another example gives holds here too, member by member, unless this one says it again.
    mutating func take(from earlier: Example, hasDay: Bool) {
        if !hasDay { asOf = earlier.asOf }
        applicant = applicant.filled(from: earlier.applicant)
        records = records.filled(from: earlier.records, depth: 2)
        answers = answers.filled(from: earlier.answers)
        findings = findings.filled(from: earlier.findings)
        choices += earlier.choices.filter { choice in !choices.contains { $0.step == choice.step } }
        replies += earlier.replies.filter { reply in !replies.contains { $0.task == reply.task } }
        messages += earlier.messages.filter { message in !messages.contains { $0.name == message.name } }
    }
}

extension JSON {
    /// Its own members, and those of `other` that it has none of; maps within maps likewise, down to `depth`.
    fileprivate func filled(from other: JSON, depth: Int = 1) -> JSON {
        guard case .object(let own) = self, case .object(let others) = other else { return self }
        var members = others.map { member in
            guard let mine = self[member.name] else { return member }
            return Member(member.name, depth > 1 ? mine.filled(from: member.value, depth: depth - 1) : mine)
        }
        members += own.filter { other[$0.name] == nil }
        return .object(members)
    }
}

/// All examples of an edition by service.
public struct CompiledExamples: Sendable {
    public let byService: [String: [Example]]

    static func link(_ edition: inout Linking) {
        var byService: [String: [Example]] = [:]
        let services = edition[CompiledServices.self].byID
        for entry in edition.folder.all(of: ExamplesFile.kind) {
            byService[entry.value.service] = entry.value.examples
            guard let service = services[entry.value.service] else { continue }
            var check = ExampleCheck(service)
            check.run(entry.value.root)
            edition.diagnostics.append(contentsOf: check.diagnostics)
        }
        for service in services.values.sorted(by: { $0.id < $1.id }) where byService[service.id]?.isEmpty ?? true {
            edition.diagnostics.warning(
                service.location, "the service '\(service.id)' has no worked examples", mend: "Add some in examples.yaml beside it; 'polity test' runs them.")
        }
        edition.provide(CompiledExamples(byService: byService))
    }
}
