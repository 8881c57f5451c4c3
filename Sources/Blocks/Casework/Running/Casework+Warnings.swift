import Kernel
import Store

/// Warnings before a case is decided too late: to who has its tasks, and to who supervises where they are.
extension Casework {
    static let warningJob = "casework.deadline"

    var warningJobs: [JobRunner.Kind] {
        [
            JobRunner.Kind(Self.warningJob, policy: .forDays) { job, _ in
                guard let payload = try? JSON(parsing: job.payload), let id = payload["case"]?.string.flatMap({ Identifier<Case>($0) }),
                    let subject = payload["of"]?.string.flatMap(CaseDeadline.Subject.init(rawValue:))
                else {
                    throw PolityError(.broken, "CASE-502", "A warning names no case.")
                }
                do {
                    try await command(id, machine("deadline")) { _ in .warn(subject) }
                } catch let error as PolityError where error.code == CaseFault.notFound.code {
                    // Its person was erased: nobody decides it any more.
                }
            }
        ]
    }

    func scheduleWarning(_ subject: CaseDeadline.Subject, at moment: Instant, of theCase: Case, _ tx: Transaction) throws {
        let payload: JSON = ["case": .string(theCase.id.text), "of": .string(subject.rawValue)]
        try tx.scheduleOrMove(JobRequest(Self.warningJob, key: "\(theCase.id)/\(subject.rawValue)", payload: payload.text, at: moment))
    }

    func unscheduleWarning(_ subject: CaseDeadline.Subject, of theCase: Case, _ tx: Transaction) throws {
        try tx.unschedule(Self.warningJob, key: "\(theCase.id)/\(subject.rawValue)")
    }

    /// Puts the warning on the desk of each of them, among what is for them.
    func warn(_ due: CivilDate, of theCase: Case, _ tx: Transaction) throws {
        let holders = theCase.tasks.values.compactMap { $0.standIn ?? $0.assignee }
        let places = Set(theCase.tasks.values.map(\.organisation) + [theCase.organisation])
        let supervisors = try places.sorted().flatMap { try neighbours.supervisors($0, tx) }
        for account in Set(holders + supervisors).sorted(by: { $0.text < $1.text }) {
            try MentionStore(identifiers: identifiers).warn(account, of: theCase.id, due: due, tx)
        }
    }
}
