import Blueprint
import FEEL
import Forms
import Kernel
import Processes

extension ServiceReader {
    /// What programs outside may send, and what of it could never work.
    ///
    /// - Parameter said: the questions of each message, in the order of the file.
    mutating func readMessages(_ said: [QuestionReader], _ process: ProcessModel) -> [ServiceMessage] {
        let awaited = process.exchange.messagesAwaited
        let starts = process.elements.filter { if $0.parent == nil, case .start = $0.kind { true } else { false } }.map(\.id)
        var messages: [ServiceMessage] = []
        for ((name, node), questions) in zip(file.dictionary("messages"), said) {
            let lines = awaited.filter { $0.name == name.value }
            checkName(name, isAwaited: !lines.isEmpty, awaited.map(\.name))
            if let start = lines.first(where: { starts.contains($0.element) }) {
                diagnostics.error(
                    name.location, "'\(start.element)' begins a case with '\(name.value)', and programs begin none",
                    mend: "Let only cases of other services send it: remove it here.")
            }
            checkSenders(node.names("from"))
            for question in questions.entries.flatMap(\.page.questions) where question.kind.takesFiles {
                diagnostics.error(question.location, "a message carries no files", mend: "Ask for a text that says where the file is, or remove the question.")
            }
            let own = units(of: questions.entries.flatMap(\.page.questions))
            messages.append(
                ServiceMessage(
                    name: name.value, from: node.texts("from"),
                    form: questions.form(names: ownNames(of: questions), units: own, currency: currency, &diagnostics),
                    keep: term(node, "keep") ?? ThrownEvent.usualKeep, hasKey: lines.contains(where: \.hasKey)))
        }
        return messages
    }

    private mutating func checkName(_ name: Located<String>, isAwaited: Bool, _ awaited: [String]) {
        guard !StepCompiler.MessageName.isOwn(name.value) else {
            diagnostics.error(name.location, "messages called casework.… come from casework alone", mend: "Give the message another name.")
            return
        }
        guard !isAwaited else { return }
        let others = awaited.filter { !StepCompiler.MessageName.isOwn($0) }
        let near = Spelling.nearest(to: name.value, among: others).map { "Did you mean '\($0)'?" }
        diagnostics.error(
            name.location, "no step waits for the message '\(name.value)'",
            mend: near ?? "Draw process.bpmn, with a receive task or a message event of this name.")
    }

    /// Whoever may send it must be able to.
    private mutating func checkSenders(_ roles: [Located<String>]) {
        for name in roles {
            guard let role = government.role(name.value) else { continue }
            if !role.permissions.contains(Permission.sendMessages.name) {
                diagnostics.error(
                    name.location, "programs with the role '\(role.id)' may send no messages",
                    mend: "Add \(Permission.sendMessages.name) to its permissions in polity.yaml.")
            } else if organisation(of: role.id) != nil {
                diagnostics.error(
                    name.location, "the role '\(role.id)' works for '\(role.organisation)', which the service is no part of",
                    mend: "Let the role work for the service's organisation or one above it.")
            }
        }
    }

    /// A program knows nothing of the case: its rules can only look at what the message says, and at the day.
    private func ownNames(of questions: QuestionReader) -> Names {
        var own = names
        own.types = questions.names
        own.types["today"] = .date
        return own
    }
}

extension QuestionKind {
    fileprivate var takesFiles: Bool {
        switch self {
        case .files: true
        case .group(let group): group.questions.contains { $0.kind.takesFiles }
        default: false
        }
    }
}
