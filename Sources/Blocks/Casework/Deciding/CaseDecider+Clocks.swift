import Kernel
import Processes

/// The clocks of a task that asks the applicant: they stop with the question and go on with the answer.
extension CaseDecider {
    /// What is left of the timers on the border of a task.
    func stoppedTimers(beside ticket: Ticket, _ theCase: Case) -> [StoppedTimer] {
        theCase.process.waiting(beside: ticket, in: service.process).compactMap { waiting in
            guard case .timer(let due, _) = waiting.wait, waiting.incident == nil else { return nil }
            return StoppedTimer(event: waiting.element, left: left(of: waiting.element, due))
        }
    }

    private func left(of event: String, _ due: Instant) -> StoppedTimer.Left {
        let timers = service.process.element(event)?.timers ?? []
        let day = calendar.zone.date(of: due)
        // Its time has come, and it was about to happen.
        guard due > now else { return .until(due) }
        if timers.contains(where: \.countsWorkingDays) { return .workingDays(calendar.workingDays(from: today, to: day)) }
        if timers.contains(where: \.isMoment) { return .until(due) }
        guard due == calendar.zone.end(of: day) else { return .time(due - now) }
        return .days(day.daysSinceEpoch - today.daysSinceEpoch)
    }

    /// The task has begun again, and its timers anew: each goes on with what was left of it. One that had come already does not come again.
    func goOn(_ timers: [StoppedTimer], beside ticket: Ticket, _ change: inout CaseChange) throws {
        var left = timers
        for waiting in change.theCase.process.waiting(beside: ticket, in: service.process) {
            guard case .timer = waiting.wait else { continue }
            guard let index = left.firstIndex(where: { $0.event == waiting.element }) else {
                try play(.stopListening(waiting.ticket), &change)
                continue
            }
            try play(.move(waiting.ticket, due: end(of: left.remove(at: index).left)), &change)
        }
    }

    /// As for the day on which the task is due, at least a day is left.
    private func end(of left: StoppedTimer.Left) -> Instant {
        switch left {
        case .workingDays(let count): Term(max(count, 1), .workingDays).end(from: now, in: calendar)
        case .days(let count): Term(max(count, 1), .days).end(from: now, in: calendar)
        case .time(let time): now + time
        case .until(let moment): moment
        }
    }
}

extension Element {
    /// Those of a boundary event.
    fileprivate var timers: [Timer] {
        guard case .boundary(let trigger, _, _) = kind else { return [] }
        return trigger.timers
    }
}

extension Trigger {
    fileprivate var timers: [Timer] {
        switch self {
        case .timer(let timer): [timer]
        case .multiple(let parts), .parallelMultiple(let parts): parts.flatMap(\.timers)
        default: []
        }
    }
}

extension Timer {
    fileprivate var countsWorkingDays: Bool {
        switch self {
        case .workingDays: true
        case .after(let term), .every(let term, _): term.unit == .workingDays
        case .duration, .at, .cycle: false
        }
    }

    fileprivate var isMoment: Bool { if case .at = self { true } else { false } }
}
