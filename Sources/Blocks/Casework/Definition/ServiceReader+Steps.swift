import Blueprint
import FEEL
import Forms
import Kernel

extension ServiceReader {
    /// One step of the file with the map that holds its work, where it is work.
    struct StepNode {
        var node: Checked
        var word: String
        var work: Checked?
    }

    static let words = ["check", "decide", "review", "inspect", "task", "wait", "tell"]

    var stepNodes: [StepNode] {
        file.list("steps").map { node in
            if node.isText { return StepNode(node: node, word: node.text) }
            let word = Self.words.first { node.has($0) } ?? ""
            return StepNode(node: node, word: word, work: ["review", "inspect", "task"].contains(word) ? node[word] : nil)
        }
    }

    mutating func readSteps(_ findings: [QuestionReader], outcomes: [String]) -> [Step] {
        var steps: [Step] = []
        var taken: Set<String> = []
        checkPayment()
        for (index, found) in stepNodes.enumerated() {
            guard let kind = kind(found, findings[index], outcomes: outcomes) else { continue }
            var id = found.node.isMap ? found.node.text("id", or: found.word) : found.word
            if taken.contains(id) {
                if let named = found.node["id"] {
                    diagnostics.error(named.location, "two steps are called '\(id)'", mend: "Give each its own name.")
                }
                id += "_\(index + 1)"
            }
            taken.insert(id)
            let when = expression(found.work?.has("when") == true ? found.work ?? found.node : found.node, "when", .boolean)
            steps.append(Step(id: id, when: when, kind: kind, location: found.node.location))
            if let node = found.work?["countersign"], let second = countersignature(node, of: id) { steps.append(second) }
        }
        if !steps.isEmpty { return steps }
        return (file.has("fee") ? [Step(id: "pay", when: nil, kind: .pay, location: file.location)] : []) + [defaultReview]
    }

    /// Fee and payment belong together.
    private mutating func checkPayment() {
        let payments = stepNodes.filter { $0.word == "pay" }
        for second in payments.dropFirst() {
            diagnostics.error(second.node.location, "there is one fee, and it is paid once", mend: "Remove one of the 'pay' steps.")
        }
        if let first = payments.first, !file.has("fee") {
            diagnostics.error(first.node.location, "there is no fee to pay", mend: "Add 'fee: …' to the service, or remove this step.")
        }
        if file.has("fee"), file.has("steps"), payments.isEmpty {
            diagnostics.warning(
                file.keyLocation(of: "fee"), "no step waits for the fee", mend: "Add '- pay' to 'steps', where the case waits until it is paid.")
        }
    }

    private mutating func kind(_ found: StepNode, _ findings: QuestionReader, outcomes: [String]) -> Step.Kind? {
        let node = found.node
        let named = Self.words.filter { node.has($0) }
        if node.isMap, named.count != 1 {
            diagnostics.error(
                node.location, named.isEmpty ? "this step does nothing" : "this step does several things: \(named.joined(separator: ", "))",
                mend: "Write one of 'pay', \(Self.words.map { "'\($0)'" }.joined(separator: ", ")) for each step.")
            return nil
        }
        switch found.word {
        case "pay": return .pay
        case "check": return .check(node.list("check").compactMap { requirement($0) })
        case "decide": return .decide(rules(node.list("decide"), outcomes))
        case "wait": return term(node, "wait").map { .wait($0) }
        case "tell":
            guard let letter = node["tell"] else { return nil }
            checkPlaces(of: letter["text"])
            return .tell(title: letter.localized("title"), text: letter.localized("text"))
        case "review":
            guard let work = found.work.flatMap({ self.work($0, findings) }) else { return nil }
            return .review(work, advise: rules(found.work?.list("advise") ?? [], outcomes))
        case "inspect", "task": return found.work.flatMap { self.work($0, findings) }.map { .task($0) }
        default: return nil
        }
    }

    private mutating func rules(_ nodes: [Checked], _ outcomes: [String]) -> [Step.Rule] {
        nodes.map { node in
            if !outcomes.contains(node.text("outcome")) {
                let name = node.text("outcome")
                diagnostics.error(
                    node.location(of: "outcome"), "there is no outcome '\(name)'",
                    mend: Spelling.nearest(to: name, among: outcomes).map { "Did you mean '\($0)'?" }
                        ?? "The outcomes are \(outcomes.joined(separator: ", ")).")
            }
            checkPlaces(of: node["because"])
            for condition in node.list("conditions") { checkPlaces(of: condition) }
            return Step.Rule(
                when: expression(node, "when", .boolean), outcome: node.text("outcome"), because: node.localized("because"),
                conditions: node.list("conditions").map(\.localized), source: node.optionalText("source"))
        }
    }

    private mutating func work(_ node: Checked, _ findings: QuestionReader) -> Step.Work? {
        Step.Work(
            title: node.localized("title"), role: node.text("role"), organisation: node.optionalText("organisation") ?? organisation(of: node.text("role")),
            within: deadline(node), form: findings.form(names: names, units: units, currency: currency, &diagnostics), office: office(node),
            skills: skills(node))
    }

    private mutating func office(_ node: Checked) -> String? {
        guard let name = node.name("office") else { return nil }
        let choices = names.texts[name.value] ?? []
        let unknown = choices.filter { government.organisation($0) == nil }
        guard !choices.isEmpty, unknown.isEmpty else {
            diagnostics.error(
                name.location,
                choices.isEmpty
                    ? "'\(name.value)' is no question with choices"
                    : "'\(name.value)' has choices that are no organisations: \(unknown.joined(separator: ", "))",
                mend: "Name a question of type 'choose_one' whose choices are organisations of polity.yaml.")
            return nil
        }
        return name.value
    }

    private mutating func countersignature(_ node: Checked, of review: String) -> Step? {
        let work = Step.Work(
            title: node.localized("title"), role: node.text("role"), organisation: node.optionalText("organisation") ?? organisation(of: node.text("role")),
            within: deadline(node), form: Form(pages: []), skills: skills(node))
        return Step(
            id: StepCompiler.ID.countersignature(review), when: expression(node, "when", .boolean), kind: .countersign(work, of: review),
            location: node.location)
    }

    private mutating func deadline(_ node: Checked) -> Step.Deadline? {
        guard let value = node["within"] else { return nil }
        if let term = Term(value.text) { return .term(term) }
        let words = value.text.split(separator: " ")
        // A number with a word behind it is a length of time that is misspelt; anything else a formula.
        if words.count > 1, words[0].allSatisfy(\.isNumber), words[1].allSatisfy(\.isLetter) { return term(node, "within").map { .term($0) } }
        return expression(node, "within", .number).map { .workingDays($0) }
    }

    /// A service without steps is looked at by somebody.
    private var defaultReview: Step {
        let role = government.roles.first { $0.organisation == file.text("organisation", or: home) } ?? government.roles.first
        let work = Step.Work(title: file.localized("title"), role: role?.id ?? "", organisation: nil, within: nil, form: Form(pages: []))
        return Step(id: "review", when: nil, kind: .review(work, advise: []), location: file.location)
    }
}
