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
        if let before, before.isWarned, after?.isWarned != true || after?.subject != before.subject { change.consequences.append(.withdrawWarning) }
        if let after, let due = after.due, !after.isWarned { change.consequences.append(.scheduleWarning(after.subject, at: warningDay(before: due))) }
    }

    /// The deadline as it is from now on.
    private func deadline(of theCase: Case) -> CaseDeadline? {
        guard let (subject, term) = promise(theCase) else { return nil }
        let waits = theCase.waitsForApplicant(service) != nil
        guard var deadline = theCase.deadline, deadline.subject == subject else {
            // A case that has moved to a version that promises this was sent in before.
            let begun = subject == .decision ? calendar.zone.date(of: theCase.openedAt) : today
            let end = term.end(from: begun, in: calendar)
            return CaseDeadline(subject: subject, clock: waits ? .standing(workingDaysLeft: workingDaysLeft(until: end)) : .running(until: end))
        }
        switch deadline.clock {
        case .running(let until) where waits:
            deadline.clock = .standing(workingDaysLeft: workingDaysLeft(until: until))
            // Of the day on which it goes on nobody has been told.
            deadline.isWarned = false
        case .standing(let left) where !waits: deadline.clock = .running(until: day(workingDaysLeft: left))
        case .running, .standing: break
        }
        return deadline
    }

    /// Less than none where the day is over.
    private func workingDaysLeft(until day: CivilDate) -> Int {
        day < today ? -max(calendar.workingDays(from: day, to: today), 1) : calendar.workingDays(from: today, to: day)
    }

    /// At least one is left to who was in time. Who was late is as late as they were: a question does not make up for it.
    private func day(workingDaysLeft left: Int) -> CivilDate {
        guard left < 0 else { return calendar.date(after: today, workingDays: max(left, 1)) }
        var (day, late) = (today, -left)
        for _ in 0..<100_000 where late > 0 {
            if calendar.isWorkingDay(day) { late -= 1 }
            day = day.adding(days: -1)
        }
        return day
    }

    private func promise(_ theCase: Case) -> (CaseDeadline.Subject, Term)? {
        guard theCase.process.isRunning else { return nil }
        // Its task may wait beside a fee, or for an answer of the applicant.
        let appeal = StepCompiler.ID.appeal
        if theCase.tasks.values.contains(where: { $0.step == appeal }) || theCase.requests.contains(where: { $0.isOpen && $0.step == appeal }) {
            return service.appeal?.decideWithin.map { (.appeal, $0) }
        }
        return theCase.decisions.isEmpty ? service.decideWithin.map { (.decision, $0) } : nil
    }

    /// The first moment of the day on which no more working days are left than the service warns before.
    private func warningDay(before due: CivilDate) -> Instant {
        var day = due
        while day > today, calendar.workingDays(from: day, to: due) < service.warnBefore { day = day.adding(days: -1) }
        return day > today ? calendar.zone.start(of: day) : now
    }

    /// When officers are to be told of it, where that is later than now: its day may have moved with the holidays.
    func laterWarning(of subject: CaseDeadline.Subject, _ theCase: Case) -> Instant? {
        guard let deadline = theCase.deadline, deadline.subject == subject, !deadline.isWarned, let due = deadline.due,
            calendar.workingDays(from: today, to: due) > service.warnBefore
        else { return nil }
        return warningDay(before: due)
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
