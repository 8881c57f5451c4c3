import Casework
import Kernel
import Web

/// What happened, in words for an officer: who did what, and what came of it.
extension CaseDrawing {
    func event(_ entry: CaseHistoryEntry) -> TimelineEvent {
        let zone = desk.casework.calendar.zone
        let local = Instant(microseconds: entry.at.microseconds + Int64(zone.secondsFromUTC(entry.at)) * 1_000_000).description
        let moment = "\(language.formatShort(desk.day(entry.at))), \(local.dropFirst(11).prefix(5))"
        let more = details(entry)
        return TimelineEvent(title(entry), moment: moment, datetime: entry.at.description, text: more.isEmpty ? nil : more.joined(separator: " · "))
    }

    private func who(_ entry: CaseHistoryEntry) -> String {
        guard let account = AccountID(entry.by) else { return request.say(.theSystem) }
        return account == view.theCase.account ? request.say(.theApplicant) : colleagues.name(account, in: language)
    }

    private func title(_ entry: CaseHistoryEntry) -> String {
        let who = who(entry)
        switch entry.kind {
        case "submitted": return request.say(.didSubmit)
        case "time_began": return request.say(.timeBegan)
        case "signal_began": return request.say(.signalBegan)
        case "condition_began": return request.say(.conditionBegan)
        case "paid": return request.say(.didPay)
        case "taken": return request.say(.didTake, ["who": .text(who)])
        case "released": return request.say(.didRelease, ["who": .text(who)])
        case "handed_over": return request.say(.didHandOver, ["who": .text(who)])
        case "begun": return request.say(.didBegin, ["who": .text(who)])
        case "finished": return request.say(.didFinish, ["who": .text(who)])
        case "decided": return request.say(.didDecide, ["who": .text(who)])
        case "proposed": return request.say(.didPropose, ["who": .text(who)])
        case "countersigned": return request.say(.didCountersign, ["who": .text(who)])
        case "given_back": return request.say(.didGiveBack, ["who": .text(who)])
        case "asked": return request.say(.didAsk, ["who": .text(who)])
        case "answered": return request.say(.didAnswer)
        case "appealed": return request.say(.didAppeal)
        case "noted": return request.say(.didNote, ["who": .text(who)])
        case "withdrawn": return request.say(.didWithdraw)
        case "time_passed": return request.say(.timePassed)
        case "called": return request.say(.systemAnswered)
        case "call_failed": return request.say(.systemDidNotAnswer)
        case "message_came": return request.say(.messageCame)
        case "signal_came": return request.say(.signalCame)
        case "retried": return request.say(.didRetry, ["who": .text(who)])
        case "deadline_near": return request.say(.deadlineNear)
        case "moved": return request.say(.didMove)
        default: return entry.kind
        }
    }

    /// What the title does not say: to whom it went, what was decided, what begins.
    private func details(_ entry: CaseHistoryEntry) -> [String] {
        entry.events.compactMap { event in
            switch event {
            case .decided(let decision):
                let outcome = view.service.outcome(decision.outcome)?.title[language.code] ?? decision.outcome
                return decision.by == .rules ? request.say(.rulesDecided, ["outcome": .text(outcome)]) : outcome
            case .proposed(let decision):
                let outcome = view.service.outcome(decision.outcome)?.title[language.code] ?? decision.outcome
                return request.say(.waitsForSecond, ["outcome": .text(outcome)])
            case .taskOpened(let task):
                return request.say(
                    .beginsTask,
                    ["task": .text(desk.stepTitle(task.step, of: view.service.id, language)), "role": .text(desk.roleName(task.role, language))])
            case .taskMoved(_, let role, _): return request.say(.wentTo, ["to": .text(desk.roleName(role, language))])
            case .taskPutBefore(_, let team?): return request.say(.wentTo, ["to": .text(desk.teamName(team, language))])
            case .taskPutBefore(_, nil): return request.say(.wentToWholeRole)
            case .skillsWaived(_, _, let skills): return request.say(.skillsWaived, ["skills": .text(desk.skillNames(skills, language))])
            case .taskAssigned(_, let account?) where entry.kind == "handed_over":
                return request.say(.wentTo, ["to": .text(colleagues.name(account, in: language))])
            case .stoodIn(_, let absent, _): return request.say(.inPlaceOf, ["name": .text(colleagues.name(absent, in: language))])
            case .answered(_, nil): return request.say(.noAnswerInTime)
            case .closed: return request.say(.isClosed)
            default: return nil
            }
        }
    }
}
