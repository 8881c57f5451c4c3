import Blueprint
import FEEL
import Forms
import Kernel
import Processes

/// Holds the names in worked cases against those of their service, so that a misspelt one is found with its place before anything is run.
struct ExampleCheck {
    let service: PublicService
    var diagnostics = Diagnostics()

    init(_ service: PublicService) { self.service = service }

    mutating func run(_ file: Checked) {
        for (_, example) in file.dictionary("examples") {
            for (name, record) in example.dictionary("given") where known(name, "there is no look-up", service.lookUps.map(\.name)) {
                if case .context(let fields)? = service.names[name.value] { keys(record, "its registry has no field", fields.keys.sorted()) }
            }
            answers(example.dictionary("answers"), service.form.questions)
            for (step, findings) in example.dictionary("findings") {
                let worked = service.steps.filter { $0.work != nil }
                guard known(step, "no officer fills anything in at a step", worked.map(\.id)) else { continue }
                answers(findings.dictionary, worked.first { $0.id == step.value }?.work?.form.questions ?? [])
            }
            for (step, chosen) in example.dictionary("choices") {
                let adHoc = service.process.elements.map(\.id).filter { service.adHoc($0) != nil }
                guard known(step, "there is no ad-hoc sub-process", adHoc) else { continue }
                for element in chosen.list {
                    known(Located(element.text, at: element.location), "no officer can begin", service.process.offered(in: step.value))
                }
            }
            let calling =
                service.process.elements.filter { if case .task(.service(let name, _)) = $0.kind { OutsideCall(name) != nil } else { false } }
                + service.process.elements.filter { service.asksCapability(at: $0.id) }
            for (task, _) in example.dictionary("replies") { known(task, "nothing outside the case is asked by a task", calling.map(\.id)) }
            for (name, says) in example.dictionary("messages") where known(name, "no program sends a message", service.messages.map(\.name)) {
                answers(says.dictionary, service.message(name.value)?.form.questions ?? [])
            }
            if let question = example["question"], !service.steps.contains(where: \.isReview) {
                diagnostics.error(question.location, "nobody decides in the service who could ask", mend: "Remove 'question', or add a 'review' step.")
            }
            let outcomes = service.outcomes.map(\.id)
            for judgement in ["decision", "appeal"] {
                if let outcome = example[judgement]?.name("outcome") { known(outcome, "there is no outcome", outcomes) }
            }
            if let expected = example["expect"] { expectations(expected, outcomes) }
        }
    }

    private mutating func expectations(_ expected: Checked, _ outcomes: [String]) {
        if let outcome = expected.name("outcome") { known(outcome, "there is no outcome", outcomes) }
        if let step = expected.name("waits_for"), !service.process.elements.contains(where: { $0.id == step.value }) {
            known(step, "there is no step", service.steps.map(\.id))
        }
        if let page = expected.name("missing") { known(page, "there is no page", service.form.pages.map(\.id)) }
        for (name, _) in expected.dictionary("errors") {
            let question = Located(name.value.prefix { $0 != "." }.description, at: name.location)
            known(question, "there is no question", service.form.questions.map(\.id))
        }
        let changes = service.outcomes.flatMap(\.changes)
        for (registry, fields) in expected.dictionary("changes") {
            guard known(registry, "no outcome changes the registry", Array(Set(changes.map(\.registry)))) else { continue }
            keys(fields, "no outcome sets the field", Array(Set(changes.filter { $0.registry == registry.value }.flatMap { $0.fields.map(\.name) })))
        }
    }

    private mutating func answers(_ answers: [(key: Located<String>, value: Checked)], _ questions: [Question]) {
        for (name, answer) in answers {
            guard known(name, "there is no question", questions.map(\.id)), let kind = questions.first(where: { $0.id == name.value })?.kind else { continue }
            if let misfit = kind.misfit(answer.node.json) {
                diagnostics.error(answer.location, "'\(name.value)' \(misfit.message)", mend: misfit.mend)
            }
            guard case .group(let group) = kind else { continue }
            for item in answer.list { self.answers(item.dictionary, group.questions) }
        }
    }

    private mutating func keys(_ map: Checked, _ what: String, _ names: [String]) {
        for (key, _) in map.dictionary { known(key, what, names) }
    }

    @discardableResult
    private mutating func known(_ name: Located<String>, _ what: String, _ names: [String]) -> Bool {
        if names.contains(name.value) { return true }
        let nearest = Spelling.nearest(to: name.value, among: names).map { "Did you mean '\($0)'?" }
        let list = names.isEmpty ? "The service has none." : "There are: \(names.sorted().joined(separator: ", "))."
        diagnostics.error(name.location, "\(what) '\(name.value)'", mend: nearest ?? list)
        return false
    }
}
