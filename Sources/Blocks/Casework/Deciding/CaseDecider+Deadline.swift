import FEEL
import Kernel

/// The time within which the service promises a decision, and one on an appeal.
extension CaseDecider {
    /// Lets the time begin, stand still, go on and end as the case does, after each command.
    func keepTime(_ change: inout CaseChange) {
        guard service.decideWithin != nil || service.appeal?.decideWithin != nil || change.theCase.deadline != nil else { return }
        let before = change.theCase.deadline
        let after = deadline(of: change.theCase)
        guard after != before else { return }
        change.record(.deadline(after))
        if let before, before.due != nil, !before.isWarned { change.consequences.append(.unscheduleWarning(before.subject)) }
        if let after, let due = after.due, !after.isWarned { change.consequences.append(.scheduleWarning(after.subject, at: warningDay(before: due))) }
    }

    /// The deadline as it is from now on.
    private func deadline(of theCase: Case) -> CaseDeadline? {
        guard let (subject, term) = promise(theCase) else { return nil }
        let waits = theCase.waitsForApplicant(service) != nil
        guard var deadline = theCase.deadline, deadline.subject == subject else {
            let end = term.end(from: today, in: calendar)
            return CaseDeadline(
                subject: subject, clock: waits ? .standing(workingDaysLeft: calendar.workingDays(from: today, to: end)) : .running(until: end))
        }
        switch deadline.clock {
        case .running(let until) where waits: deadline.clock = .standing(workingDaysLeft: calendar.workingDays(from: today, to: until))
        // As a step's: whoever was late has the day of the answer and one more.
        case .standing(let left) where !waits: deadline.clock = .running(until: calendar.date(after: today, workingDays: max(left, 1)))
        case .running, .standing: break
        }
        return deadline
    }

    private func promise(_ theCase: Case) -> (CaseDeadline.Subject, Term)? {
        guard theCase.process.isRunning else { return nil }
        if theCase.stage(service) == .appealed { return service.appeal?.decideWithin.map { (.appeal, $0) } }
        return theCase.decisions.isEmpty ? service.decideWithin.map { (.decision, $0) } : nil
    }

    /// The first moment of the day on which no more working days are left than the service warns before.
    private func warningDay(before due: CivilDate) -> Instant {
        var day = due
        while day > today, calendar.workingDays(from: day, to: due) < service.warnBefore { day = day.adding(days: -1) }
        return day > today ? calendar.zone.start(of: day) : now
    }

    /// The deadline is near: officers are told, once. A warning that comes too early, or twice, has nothing to do.
    func warn(of subject: CaseDeadline.Subject, _ change: inout CaseChange) {
        guard var deadline = change.theCase.deadline, deadline.subject == subject, !deadline.isWarned, let due = deadline.due,
            calendar.workingDays(from: today, to: due) <= service.warnBefore
        else { return }
        deadline.isWarned = true
        change.record(.deadline(deadline))
        change.consequences.append(.warn(due))
    }
}
