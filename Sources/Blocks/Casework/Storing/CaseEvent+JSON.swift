import Kernel
import Processes
import Rules

extension CaseEvent {
    /// The version in which events are written; `init` upcasts what older ones wrote.
    static let schemaVersion = 1

    /// `[kind, …]`
    func json(_ model: ProcessModel) -> JSON {
        switch self {
        case .process(let event): ["process", event.json(in: model)]
        case .taskOpened(let task): ["task_opened", task.json]
        case .taskClosed(let ticket): ["task_closed", .integer(ticket.number)]
        case .taskAssigned(let ticket, let account): ["task_assigned", .integer(ticket.number), account.map { .string($0.text) } ?? .null]
        case .taskMoved(let ticket, let role, let organisation): ["task_moved", .integer(ticket.number), .string(role), .string(organisation)]
        case .taskPutBefore(let ticket, let team): ["task_team", .integer(ticket.number), team.map(JSON.string) ?? .null]
        case .skillsWaived(let ticket, let account, let skills):
            ["skills_waived", .integer(ticket.number), .string(account.text), .array(skills.map(JSON.string))]
        case .taskDue(let ticket, let due): ["task_due", .integer(ticket.number), due.map { .integer(Int($0.daysSinceEpoch)) } ?? .null]
        case .stoodIn(let ticket, let absent, let account):
            ["stood_in", .integer(ticket.number), .string(absent.text), account.map { .string($0.text) } ?? .null]
        case .asked(let request): ["asked", request.json]
        case .answered(let number, let answer): ["answered", .integer(number), answer?.json ?? .null]
        case .proposed(let decision): ["proposed", decision.json]
        case .returned(let note): ["returned", note.json]
        case .decided(let decision): ["decided", decision.json]
        case .explained(let number, let text): ["explained", .integer(number), .string(text)]
        case .feeDue(let fee, let findings):
            ["fee_due", .integer(fee.minorUnits), .string(fee.currency.code), .array(findings.map(\.json))]
        case .paid: ["paid"]
        case .appealed(let text): ["appealed", .string(text)]
        case .noted(let note): ["noted", note.json]
        case .moved(let move): .array(["moved"] + move.json(model))
        case .closed(let at): ["closed", .integer(at.microseconds)]
        case .deadline(let deadline): ["deadline", deadline?.json ?? .null]
        }
    }

    init?(_ json: JSON, _ model: ProcessModel) {
        let parts = json.array ?? []
        switch parts.first?.string {
        case "process":
            guard parts.count > 1, let event = ProcessEvent(parts[1], in: model) else { return nil }
            self = .process(event)
        case "moved":
            guard let move = CaseMove(parts.dropFirst(), model) else { return nil }
            self = .moved(move)
        default: self.init(besidesProcess: json)
        }
    }

    /// Reads what can be read without the process's model; nil for the rest.
    init?(besidesProcess json: JSON) {
        guard let parts = json.array, let kind = parts.first?.string else { return nil }
        func at(_ index: Int) -> JSON? { index < parts.count ? parts[index] : nil }
        let ticket = at(1)?.integer.map(Ticket.init)
        switch (kind, ticket) {
        case ("task_opened", _):
            guard let task = at(1).flatMap(OfficeTask.init) else { return nil }
            self = .taskOpened(task)
        case ("task_closed", let ticket?): self = .taskClosed(ticket)
        case ("task_assigned", let ticket?): self = .taskAssigned(ticket, at(2)?.string.flatMap { AccountID($0) })
        case ("task_moved", let ticket?):
            guard let role = at(2)?.string, let organisation = at(3)?.string else { return nil }
            self = .taskMoved(ticket, role: role, organisation: organisation)
        case ("task_team", let ticket?): self = .taskPutBefore(ticket, team: at(2)?.string)
        case ("skills_waived", let ticket?):
            guard let account = at(2)?.string.flatMap({ AccountID($0) }) else { return nil }
            self = .skillsWaived(ticket, for: account, (at(3)?.array ?? []).compactMap(\.string))
        case ("task_due", let ticket?): self = .taskDue(ticket, at(2)?.day)
        case ("stood_in", let ticket?):
            guard let absent = at(2)?.string.flatMap({ AccountID($0) }) else { return nil }
            self = .stoodIn(ticket, for: absent, by: at(3)?.string.flatMap { AccountID($0) })
        case ("asked", _):
            guard let request = at(1).flatMap(InformationRequest.init) else { return nil }
            self = .asked(request)
        case ("answered", _):
            guard let number = at(1)?.integer else { return nil }
            self = .answered(number, at(2).flatMap(InformationRequest.Answer.init))
        case ("proposed", _):
            guard let decision = at(1).flatMap(Decision.init) else { return nil }
            self = .proposed(decision)
        case ("returned", _):
            guard let note = at(1).flatMap(Note.init) else { return nil }
            self = .returned(note)
        case ("decided", _):
            guard let decision = at(1).flatMap(Decision.init) else { return nil }
            self = .decided(decision)
        case ("explained", _):
            guard let number = at(1)?.integer, let text = at(2)?.string else { return nil }
            self = .explained(number, text)
        case ("fee_due", _):
            guard let minor = at(1)?.integer, let currency = at(2)?.string.flatMap({ Currency($0) }) else { return nil }
            let findings = (at(3)?.array ?? []).compactMap(RuleFinding.init)
            self = .feeDue(Money(minorUnits: Int64(minor), currency: currency), because: findings)
        case ("paid", _): self = .paid
        case ("appealed", _):
            guard let text = at(1)?.string else { return nil }
            self = .appealed(text: text)
        case ("noted", _):
            guard let note = at(1).flatMap(Note.init) else { return nil }
            self = .noted(note)
        case ("closed", _):
            guard let moment = at(1)?.integer else { return nil }
            self = .closed(Instant(microseconds: Int64(moment)))
        case ("deadline", _):
            guard let told = at(1) else { return nil }
            guard !told.isNull else {
                self = .deadline(nil)
                return
            }
            guard let deadline = CaseDeadline(told) else { return nil }
            self = .deadline(deadline)
        default: return nil
        }
    }
}
