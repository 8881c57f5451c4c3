import Kernel
import Processes

/// What has to happen next in a case, who does it, and by when, as far as that is known.
public enum NextStep: Sendable, Hashable {
    /// The applicant pays; the office begins when the fee has arrived.
    case payment(by: CivilDate)
    /// The applicant answers the question with this number.
    case answer(Int, by: CivilDate)
    /// An officer in a role does a step; nil for `step` is the second look that an appeal asks for.
    case office(step: LocalizedText?, role: String, organisation: String, by: CivilDate?)
    /// The service lets time pass.
    case pause(until: CivilDate)
    /// Nobody has anything to do.
    case nothing

    /// For programs: `waits_for` is `payment`, `applicant`, `office`, `time` or null.
    public var json: JSON {
        func next(_ whom: String, by day: CivilDate?, _ more: [JSON.Member] = []) -> JSON {
            let both: [JSON.Member] = [.init("waits_for", .string(whom)), .init("by", day.map { JSON.string($0.description) } ?? .null)]
            return .object(both + more)
        }
        switch self {
        case .payment(let day): return next("payment", by: day)
        case .answer(let number, let day): return next("applicant", by: day, [.init("request", .integer(number))])
        case .office(let step, let role, let organisation, let day):
            let title = step.map { JSON.string($0.text) } ?? .null
            return next("office", by: day, [.init("step", title), .init("role", .string(role)), .init("organisation", .string(organisation))])
        case .pause(let day): return next("time", by: day)
        case .nothing: return ["waits_for": .null, "by": .null]
        }
    }
}

extension Casework {
    /// Days a payer has; the invoice says the same.
    static let daysToPay = 14

    static func payBy(_ theCase: Case, _ calendar: OfficeCalendar) -> CivilDate {
        calendar.zone.date(of: theCase.openedAt).adding(days: daysToPay)
    }
}

extension Case {
    /// The next step, as the process and its open tasks tell it. Of several tasks the one that is due first.
    func next(_ service: PublicService, _ calendar: OfficeCalendar) -> NextStep {
        switch stage(service) {
        case .withdrawn, .decided: return .nothing
        case .awaitingPayment: return .payment(by: Casework.payBy(self, calendar))
        case .awaitingApplicant:
            guard let request = requests.last(where: \.isOpen) else { return .nothing }
            return .answer(request.number, by: request.due)
        case .inProgress, .waiting, .appealed: break
        }
        let task = tasks.values.min { ($0.due ?? .distantFuture, $0.ticket) < ($1.due ?? .distantFuture, $1.ticket) }
        if let task { return .office(step: service.step(task.step)?.work?.title, role: task.role, organisation: task.organisation, by: task.due) }
        for waiting in process.waiting(in: service.process) {
            if case .timer(let due, _) = waiting.wait { return .pause(until: calendar.zone.date(of: due)) }
        }
        return .nothing
    }
}

extension CivilDate {
    /// Behind every deadline.
    fileprivate static let distantFuture = CivilDate(daysSinceEpoch: Int.max)
}
