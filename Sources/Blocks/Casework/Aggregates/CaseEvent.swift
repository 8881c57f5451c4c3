import FEEL
import Kernel
import Processes
import Rules

/// What happened in a case. A command's events are stored together, sealed for the case's subject, with their version;
/// they are never edited, and a reader upcasts older ones.
public enum CaseEvent: Sendable, Hashable {
    case process(ProcessEvent)
    case taskOpened(OfficeTask)
    case taskClosed(Ticket)
    case taskAssigned(Ticket, AccountID?)
    case taskMoved(Ticket, role: String, organisation: String)
    /// Put before a team of its role, or before all of it.
    case taskPutBefore(Ticket, team: String?)
    /// A supervisor gave it to an officer who lacks skills that it asks for.
    case skillsWaived(Ticket, for: AccountID, [String])
    case taskDue(Ticket, CivilDate?)
    /// A stand-in works on a task in its absent assignee's place; nil when they put it back.
    case stoodIn(Ticket, for: AccountID, by: AccountID?)
    case asked(InformationRequest)
    /// nil: the time to answer is over.
    case answered(Int, InformationRequest.Answer?)
    /// Decided by an officer, and to be countersigned by another.
    case proposed(Decision)
    /// The second officer did not agree: why.
    case returned(Note)
    case decided(Decision)
    /// The decision with this number was put into words for the applicant.
    case explained(Int, String)
    case feeDue(Money, because: [RuleFinding])
    case paid
    case appealed(text: String)
    case noted(Note)
    /// The case goes on in another version of its service.
    case moved(CaseMove)
    case closed(Instant)
    /// The time to decide begins, stands still, goes on, was warned of, or is over.
    case deadline(CaseDeadline?)
}

extension Case {
    /// Changes the state by one event; deciding and replaying both come through here.
    mutating func apply(_ event: CaseEvent) {
        switch event {
        case .process(let event): process.apply(event)
        case .taskOpened(let task): tasks[task.ticket] = task
        case .taskClosed(let ticket): tasks[ticket] = nil
        case .taskAssigned(let ticket, let account):
            tasks[ticket]?.assignee = account
            tasks[ticket]?.standIn = nil
        case .taskMoved(let ticket, let role, let organisation):
            tasks[ticket]?.role = role
            tasks[ticket]?.organisation = organisation
            tasks[ticket]?.team = nil
            tasks[ticket]?.assignee = nil
            tasks[ticket]?.standIn = nil
        case .taskPutBefore(let ticket, let team):
            tasks[ticket]?.team = team
            tasks[ticket]?.assignee = nil
            tasks[ticket]?.standIn = nil
        case .skillsWaived: break
        case .taskDue(let ticket, let due): tasks[ticket]?.due = due
        case .stoodIn(let ticket, _, let account): tasks[ticket]?.standIn = account
        case .asked(let request): requests.append(request)
        case .answered(let number, let answer):
            guard let index = requests.firstIndex(where: { $0.number == number }) else { return }
            requests[index].answer = answer
            requests[index].isOpen = false
        case .proposed(let decision): proposal = decision
        case .returned(let note):
            proposal = nil
            notes.append(note)
        case .decided(let decision):
            decisions.append(decision)
            proposal = nil
        case .explained(let number, let text):
            if let index = decisions.firstIndex(where: { $0.number == number }) { decisions[index].message = text }
        case .feeDue(let fee, let findings):
            self.fee = fee
            feeFindings = findings
        case .paid: isPaid = true
        case .appealed(let text): appealText = text
        case .noted(let note): notes.append(note)
        case .moved(let move):
            folder = move.to
            process = move.process
            for (ticket, task) in tasks { tasks[ticket]?.step = move.renamed[task.step] ?? task.step }
            for index in requests.indices {
                requests[index].step = move.renamed[requests[index].step] ?? requests[index].step
                requests[index].timers = requests[index].timers?.map {
                    StoppedTimer(event: move.renamed[$0.event] ?? $0.event, left: $0.left, repeats: $0.repeats)
                }
            }
        case .closed(let at):
            closedAt = at
            proposal = nil
        case .deadline(let deadline): self.deadline = deadline
        }
    }

    /// The element at which it waits for its applicant to pay or to answer; nil where it does not.
    func waitsForApplicant(_ service: PublicService) -> String? {
        guard process.isRunning else { return nil }
        return process.waiting(in: service.process).first {
            switch $0.wait {
            case .message(StepCompiler.MessageName.paid, _), .message(StepCompiler.MessageName.answered, _): true
            default: false
            }
        }?.element
    }

    /// Where the case stands: what its process waits for says it.
    func stage(_ service: PublicService) -> Stage {
        switch process.status {
        case .cancelled: return .withdrawn
        case .ended: return .decided
        case .new, .running: break
        }
        var isTimed = false
        for waiting in process.waiting(in: service.process) {
            switch waiting.wait {
            case .message(StepCompiler.MessageName.paid, _): return .awaitingPayment
            case .message(StepCompiler.MessageName.answered, _): return .awaitingApplicant
            case .message(StepCompiler.MessageName.appealed, _): return .decided
            case .task where waiting.element == StepCompiler.ID.appeal: return .appealed
            case .timer: isTimed = true
            default: break
            }
        }
        // What goes on after a decision (a licence in force, an inspection of it) leaves the decision as it is, until another is to be made.
        let isOpen = tasks.values.contains { service.step($0.step)?.isReview == true }
        if !decisions.isEmpty, !isOpen { return .decided }
        return tasks.isEmpty && isTimed ? .waiting : .inProgress
    }

    /// Whether its fee is still to be paid. Where the service does nothing until it is paid, a case that has ended without it owes nothing: it was
    /// given up. Elsewhere the fee is owed whatever becomes of the case.
    func isOwing(_ service: PublicService) -> Bool {
        guard fee != nil, !isPaid else { return false }
        switch process.status {
        case .cancelled: return false
        case .ended: return !service.waitsForPayment
        case .new, .running: return true
        }
    }

    /// Whether its process waits for this message.
    func waits(for message: String, _ service: PublicService) -> Bool {
        process.waiting(in: service.process).contains { if case .message(message, _) = $0.wait { true } else { false } }
    }
}
