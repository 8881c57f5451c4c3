import FEEL
import Forms
import Kernel
import Processes

/// A start event at which the government itself opens cases: at a time, at the signal of another case, or when a condition comes to hold.
struct StandingStart: Sendable {
    var service: PublicService
    var listener: StartListener

    /// All that is known without a case.
    static let names: Set = ["today"]

    var key: String { "\(service.id)/\(listener.element)" }
}

extension PublicService {
    var standingStarts: [StandingStart] {
        process.listeners.filter { $0.isTimed || $0.isConditional || !$0.signals.isEmpty }.map { StandingStart(service: self, listener: $0) }
    }
}

/// Holds a service whose cases the government opens against what such a case does not have: answers, and somebody who applied.
struct StandingStartCheck {
    private let service: PublicService

    init(_ service: PublicService) { self.service = service }

    func run(_ diagnostics: inout Diagnostics) {
        for start in service.standingStarts {
            guard let element = service.process.element(start.listener.element) else { continue }
            func tell(_ what: String, _ mend: String) {
                diagnostics.error(element.location, "'\(element.id)' opens cases for which nobody applies, and \(what)", mend: mend)
            }
            for question in service.form.questions where !question.isOptional {
                tell("the service asks '\(question.id)'", "Make the question optional, or begin with an application or a message that says it.")
            }
            if service.fee != nil { tell("the service has a fee", "Give these cases a service of their own, without a fee.") }
            if !service.eligibility.isEmpty { tell("the service says who may apply", "Give these cases a service of their own, without 'eligibility'.") }
            for lookUp in service.lookUps {
                if case .applicant = lookUp.key { tell("the service reads the applicant's '\(lookUp.registry)'", "Give these cases a service of their own.") }
            }
            let used = service.usedNames.union(service.rules?.usedInputs ?? []).union(service.law.calls.flatMap(\.references))
            if used.contains("applicant") { tell("the service asks for the applicant", "Give these cases a service of their own.") }
            for line in service.process.exchange.signalsThrown where start.listener.signals.contains(line.name) {
                diagnostics.error(
                    line.location, "'\(line.element)' throws '\(line.name)', which opens a case of the same service again, without end",
                    mend: "Give one of the signals another name.")
            }
        }
    }
}
