import Kernel
import Processes

/// The clocks of a task that asks the applicant: they stop with the question and go on with the answer.
extension CaseDecider {
    /// What is left of the timers on the border of a task.
    func stoppedTimers(beside ticket: Ticket, _ theCase: Case) -> [StoppedTimer] {
        theCase.process.waiting(beside: ticket, in: service.process).compactMap { waiting in
            switch waiting.wait {
            // What keeps it from coming may be mended until the answer is there.
            case .timer where waiting.incident != nil: StoppedTimer(event: waiting.element, left: .anew)
            case .stopped where !timers(of: waiting.element).isEmpty: StoppedTimer(event: waiting.element, left: .anew)
            case .timer(let due, let repeats): StoppedTimer(event: waiting.element, left: left(of: waiting.element, due), repeats: repeats)
            default: nil
            }
        }
    }

    private func timers(of event: String) -> [Timer] { service.process.element(event)?.timers ?? [] }

    private func left(of event: String, _ due: Instant) -> StoppedTimer.Left {
        let timers = timers(of: event)
        let day = calendar.zone.date(of: due)
        // Its time has come, and it was about to happen.
        guard due > now else { return .until(due) }
        if timers.contains(where: \.countsWorkingDays) { return .workingDays(calendar.workingDays(from: today, to: day)) }
        if timers.contains(where: \.isMoment) { return .until(due) }
        // Its times are the calendar's, whenever the answer comes.
        if timers.contains(where: \.isSchedule) { return .anew }
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
            let timer = left.remove(at: index)
            if let due = end(of: timer.left) { try play(.move(waiting.ticket, due: due, repeats: timer.repeats), &change) }
        }
    }

    /// As for the day on which the task is due, at least a day is left. nil: it stays as it has begun.
    private func end(of left: StoppedTimer.Left) -> Instant? {
        switch left {
        case .anew: nil
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
        case .duration, .at, .cron, .cycle: false
        }
    }

    fileprivate var isMoment: Bool { if case .at = self { true } else { false } }
    fileprivate var isSchedule: Bool { if case .cron = self { true } else { false } }
}
