import Forms
import Kernel
import Processes

extension PublicService {
    /// The start events at which a message of another service's case begins a case.
    var beginnings: [(message: String, element: Element)] {
        process.elements.compactMap { element in
            guard element.parent == nil, case .start(.message(let message), _) = element.kind else { return nil }
            return (message.name, element)
        }
    }
}

/// Holds messages that begin cases against those who send them: whether each says what the service asks, of somebody who may use it.
struct BeginningCheck {
    private let services: [PublicService]

    init(_ services: [PublicService]) { self.services = services }

    func run(_ diagnostics: inout Diagnostics) {
        var known: [String: String] = [:]
        for service in services {
            for (name, element) in service.beginnings {
                if let other = known.updateValue(service.id, forKey: name) {
                    diagnostics.error(
                        element.location, "'\(name)' begins a case of '\(other)' already, so that nobody could tell which is meant",
                        mend: "Give one of the messages another name.")
                }
                let places = service.beginnings.map(\.element.id)
                let waiting = services.flatMap { other in
                    other.process.exchange.messagesAwaited.filter { $0.name == name && !(other.id == service.id && places.contains($0.element)) }
                }
                // Two start events of one name were told of above.
                if let line = waiting.first(where: { line in !services.contains { $0.beginnings.contains { $0.element.id == line.element } } }) {
                    diagnostics.error(
                        line.location, "'\(line.element)' waits for '\(name)', which begins a case of '\(service.id)'",
                        mend: "Give one of the messages another name.")
                }
                for sender in services {
                    for line in sender.process.exchange.messagesSent where line.name == name { check(line, of: sender, beginning: service, &diagnostics) }
                }
            }
        }
    }

    private func check(_ line: ProcessExchange.Line, of sender: PublicService, beginning service: PublicService, _ diagnostics: inout Diagnostics) {
        func tell(_ what: String, _ mend: String) { diagnostics.error(line.location, "'\(line.element)' begins a case of '\(service.id)' \(what)", mend: mend) }
        let questions = service.form.questions
        for name in line.says where !questions.contains(where: { $0.id == name }) {
            let near = Spelling.nearest(to: name, among: questions.map(\.id)).map { "Did you mean '\($0)'?" }
            tell("and says '\(name)', which that service does not ask", near ?? "Remove the polity:input.")
        }
        for page in service.form.pages where page.when == nil {
            for question in page.questions where question.when == nil && !question.isOptional && !line.says.contains(question.id) {
                tell("and does not say '\(question.id)', which that service always asks", "Add <polity:input name=\"\(question.id)\" value=\"…\"/>.")
            }
        }
        guard service.access == .signedIn else { return }
        if sender.access == .everyone {
            tell("for somebody who may not have signed in", "Write 'access: signed_in' in the service of the sender.")
        } else if sender.assurance < service.assurance {
            tell(
                "for somebody whom it knows less surely than that service asks",
                "Raise 'assurance' of the service of the sender to \(service.assurance.rawValue).")
        }
    }
}
