import Kernel
import Store

/// Warnings before a case is decided too late: to who has its tasks; where nobody has one, to who supervises where they are.
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
                    let caller = machine("deadline")
                    try await command(id, caller) { dossier, connection in
                        let decider = CaseDecider(service: dossier.service, calendar: calendar, facts: [:], now: connection.now, actor: caller.actor)
                        if let later = decider.laterWarning(of: subject, dossier.theCase) {
                            throw RetryLater(CaseFault.notNearYet, after: later - connection.now)
                        }
                        return .warn(subject)
                    }
                } catch let error as PolityError where error.code == CaseFault.notFound.code {
                    // Its person was erased: nobody decides it any more.
                }
            }
        ]
    }

    func scheduleWarning(_ subject: CaseDeadline.Subject, at moment: Instant, of theCase: Case, _ tx: Transaction) throws {
        let payload: JSON = ["case": .string(theCase.id.text), "of": .string(subject.rawValue)]
        // A case may have had its warning, and have another day since.
        try tx.scheduleAnew(JobRequest(Self.warningJob, key: "\(theCase.id)/\(subject.rawValue)", payload: payload.text, at: moment))
    }

    func unscheduleWarning(_ subject: CaseDeadline.Subject, of theCase: Case, _ tx: Transaction) throws {
        try tx.unschedule(Self.warningJob, key: "\(theCase.id)/\(subject.rawValue)")
    }

    /// Puts the warning on the desk of each of them, among what is for them.
    func warn(_ due: CivilDate, of theCase: Case, _ tx: Transaction) throws {
        let holders = theCase.tasks.values.compactMap { $0.standIn ?? $0.assignee }
        let places = Set(theCase.tasks.values.map(\.organisation) + [theCase.organisation])
        // Who supervises sees in the overview how many are near. They are told of those that are nobody's.
        let told = holders.isEmpty ? try places.sorted().flatMap { try neighbours.supervisors($0, tx) } : holders
        for account in Set(told).sorted(by: { $0.text < $1.text }) {
            try MentionStore(identifiers: identifiers).warn(account, of: theCase.id, due: due, tx)
        }
    }
}
