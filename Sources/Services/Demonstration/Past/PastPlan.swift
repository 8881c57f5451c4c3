import Blueprint
import Kernel

/// `past:` in `demonstration.yaml`: what went on before the demonstration began. What it leaves out is made up from the
/// kinds of the questions alone, so that any folder has a past.
struct PastPlan: Sendable {
    /// Texts by language, of which one is taken.
    typealias Words = [String: [String]]

    struct Service: Sendable {
        /// How many of the applications are for this service, beside the shares of the others.
        var share = 1
        /// How answers are made, by question id; `group.question` inside a repeating group.
        var answers: [String: SampleFile.Recipe] = [:]
        /// The same for what officers fill in.
        var findings: [String: SampleFile.Recipe] = [:]
        /// How often officers decide for which outcome, where the rules suggest none.
        var decisions: [(value: String, weight: Int)] = []
        /// Reasons an officer gives, by outcome.
        var reasons: [String: Words] = [:]
        var conditions: Words = [:]
        var requests: Words = [:]
        var replies: Words = [:]
        var appeals: Words = [:]
        /// The names under which these stand, as they are written.
        var names = Names()
    }

    struct Names: Sendable {
        var answers: [Located<String>] = []
        var findings: [Located<String>] = []
        var outcomes: [Located<String>] = []
    }

    /// nil: some for each service.
    var applications: Int?
    var days = 400
    var services: [String: Service] = [:]

    func service(_ id: String) -> Service { services[id] ?? Service() }
}

extension PastPlan {
    static let schema: Schema = .object(
        ObjectSchema(
            "Past", "Applications of the past, which the demonstration makes when it is started for the first time.",
            [
                .optional("applications", .integer(minimum: 0, maximum: 100_000), "How many; some for each service unless given."),
                .optional("days", .integer(minimum: 1, maximum: 3_650), "How many days before the first start the past begins."),
                .optional("services", .list(of: service), "What to say for a service that its questions do not tell by themselves."),
            ]))

    private static let words: Schema = .dictionary(of: .list(of: .text(), minimum: 1))

    private static let service: Schema = .object(
        ObjectSchema(
            "PastService", "How the past of one service is made.",
            [
                .required("service", .reference(to: "service"), "The service."),
                .optional("share", .integer(minimum: 0, maximum: 1_000), "How many of the applications it has, beside the shares of the others."),
                .optional("answers", .dictionary(of: SampleFile.recipe), "How answers are made, by question; `group.question` in a repeating group."),
                .optional("findings", .dictionary(of: SampleFile.recipe), "The same for what officers fill in."),
                .optional("decisions", .dictionary(of: .integer(minimum: 1)), "How often officers decide for an outcome, by weight."),
                .optional("reasons", .dictionary(of: words), "Reasons that officers give, by outcome and language."),
                .optional("conditions", words, "Conditions of a positive decision, by language."),
                .optional("requests", words, "What officers ask applicants for, by language."),
                .optional("replies", words, "What applicants answer, by language."),
                .optional("appeals", words, "What appeals say, by language."),
            ]))

    init(_ node: Checked?) {
        guard let node else { return }
        applications = node.optionalInteger("applications")
        days = node.integer("days", or: days)
        for entry in node.list("services") { services[entry.text("service")] = Service(entry) }
    }
}

extension PastPlan.Service {
    init(_ node: Checked) {
        share = node.integer("share", or: 1)
        answers = Self.recipes(node, "answers")
        findings = Self.recipes(node, "findings")
        decisions = node.dictionary("decisions").map { ($0.key.value, $0.value.integer) }
        for (outcome, words) in node.dictionary("reasons") { reasons[outcome.value] = Self.words(words) }
        conditions = Self.words(node["conditions"])
        requests = Self.words(node["requests"])
        replies = Self.words(node["replies"])
        appeals = Self.words(node["appeals"])
        names.answers = node.dictionary("answers").map(\.key)
        names.findings = node.dictionary("findings").map(\.key)
        names.outcomes = node.dictionary("decisions").map(\.key) + node.dictionary("reasons").map(\.key)
    }

    private static func recipes(_ node: Checked, _ key: String) -> [String: SampleFile.Recipe] {
        Dictionary(node.dictionary(key).map { ($0.key.value, SampleFile.recipe($0.value)) }, uniquingKeysWith: { first, _ in first })
    }

    private static func words(_ node: Checked?) -> PastPlan.Words {
        Dictionary((node?.dictionary ?? []).map { ($0.key.value, $0.value.list.map(\.text)) }, uniquingKeysWith: { first, _ in first })
    }
}
