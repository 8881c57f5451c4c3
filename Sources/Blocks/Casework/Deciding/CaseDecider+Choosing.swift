import FEEL
import Kernel
import Processes

/// Ad-hoc sub-processes (BPMN 2.0.2, section 10.3.5.3): an officer chooses what is done next in it. To choose is a task like another, with the
/// sub-process's own ticket.
extension CaseDecider {
    /// The task begins and ends with what can be chosen.
    func followChoice(_ event: ProcessEvent, _ change: inout CaseChange) {
        switch event {
        case .rested(let ticket, _, _, _, .adHoc, _, _):
            guard let element = service.process.element(of: event), let work = service.step(element)?.work else { return }
            let task = OfficeTask(
                ticket: ticket, step: element, role: work.role, organisation: organisation(for: element, change.theCase), assignee: nil, createdAt: now,
                due: due(work, change))
            change.record(.taskOpened(routed(task, change)))
        case .closed(let ticket), .left(let ticket), .dropped(let ticket):
            guard let task = change.theCase.tasks[ticket], service.adHoc(task.step) != nil else { return }
            change.record(.taskClosed(ticket))
        default: break
        }
    }

    private func due(_ work: Step.Work, _ change: CaseChange) -> CivilDate? {
        switch work.within {
        case .term(let term): return term.end(from: today, in: calendar)
        case .workingDays(let count):
            guard case .number(let number) = count.evaluate(context(change)), let days = Int(exactly: number.rounded(scale: 0)), days >= 0 else { return nil }
            return Term(days, .workingDays).end(from: today, in: calendar)
        case nil: return nil
        }
    }

    func begin(_ element: String, _ ticket: Ticket, _ change: inout CaseChange) throws {
        let task = try free(ticket, &change)
        guard service.adHoc(task.step) != nil else { throw CaseFault.wrongTask }
        guard change.theCase.process.offered(at: ticket, in: service.process).contains(element) else { throw CaseFault.notOffered }
        try play(.activate(ticket, element: element), &change)
    }
}

/// What may be done next, for whoever has the task to choose it.
public struct WorkChoice: Sendable, Hashable {
    /// Elements of the process that may be begun now.
    public var offered: [String]
    /// What was chosen and is not done.
    public var underWay: [String]
    public var end: End

    public enum End: Sendable, Hashable {
        /// It is over when its condition holds.
        case byItself
        /// The officer says so. What is under way then is given up, or waited for.
        case byHand(givesUp: Bool)
    }
}

extension OfficerView {
    /// nil where the task is to do something and not to choose.
    public func choice(_ task: OfficeTask) -> WorkChoice? {
        guard let adHoc = service.adHoc(task.step) else { return nil }
        let underWay = theCase.process.waiting(in: service.process).map(\.element).filter { element in
            guard let found = service.process.element(element), found.parent == task.step else { return false }
            if case .boundary = found.kind { return false }
            return true
        }
        return WorkChoice(
            offered: theCase.process.offered(at: task.ticket, in: service.process), underWay: underWay,
            end: adHoc.completion == nil ? .byHand(givesUp: adHoc.cancelsRemaining) : .byItself)
    }
}

extension PublicService {
    func adHoc(_ step: String) -> Element.AdHoc? {
        guard case .subProcess(.adHoc(let adHoc))? = process.element(step)?.kind else { return nil }
        return adHoc
    }
}
