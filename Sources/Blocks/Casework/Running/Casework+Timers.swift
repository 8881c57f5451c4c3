import Kernel
import Processes
import Store
import Web

extension Casework {
    /// Fires timers of processes as they become due, and tells cases that they are paid. A timer told twice, or cancelled meanwhile, does nothing.
    /// What a case cannot take, because what follows from it cannot be carried out, is told to those who supervise.
    public var jobs: [JobRunner.Kind] {
        [
            JobRunner.Kind(Self.timerJob, policy: .forDays) { job, _ in
                guard let payload = try? JSON(parsing: job.payload), let id = payload["case"]?.string.flatMap({ Identifier<Case>($0) }),
                    let ticket = payload["ticket"]?.integer
                else {
                    throw PolityError(.broken, "CASE-502", "A timer names no case.")
                }
                try await fire(Ticket(ticket), of: id, job)
            },
            JobRunner.Kind(Self.paidJob, policy: .forDays) { job, _ in
                guard let id = Identifier<Case>(job.payload) else { throw PolityError(.broken, "CASE-502", "A payment names no case.") }
                try await give(id, .payment, job) { _, _ in .paid }
            },
        ]
    }

    /// Where what follows from a timer, or from one before it, cannot be carried out, they are tried one by one, in their order: what is refused keeps
    /// no other from happening, and its own job tells of it.
    private func fire(_ ticket: Ticket, of id: Identifier<Case>, _ job: Job) async throws {
        do {
            try await command(id, machine(CaseNotice.Kind.timer.machine)) { dossier, connection in
                if let due = dossier.theCase.process.due(at: ticket), due > connection.now {
                    throw RetryLater(CaseFault.clockPutBack, after: due - connection.now)
                }
                return .fire(ticket)
            }
        } catch let fault as PolityError where fault.isTheCasesOwn {
            let refused = try await fireTimers(before: ticket, of: id)
            try await give(id, .timer, job) { _, _ in .fire(ticket, without: refused) }
        }
    }

    /// - Returns: those that the case cannot take.
    private func fireTimers(before ticket: Ticket, of id: Identifier<Case>) async throws -> Set<Ticket> {
        var refused: Set<Ticket> = []
        for _ in 0..<CaseDecider.mostTimersAtOnce {
            let left = refused
            let earlier = try await store.read { connection -> Ticket? in
                let dossier = try dossier(id, connection)
                guard let due = dossier.theCase.process.due(at: ticket) else { return nil }
                return dossier.theCase.process.timer(before: (due, ticket), without: left, in: dossier.service.process)
            }
            guard let earlier else { break }
            do {
                try await command(id, machine(CaseNotice.Kind.timer.machine)) { _ in .fire(earlier, without: left) }
            } catch let fault as PolityError where fault.isTheCasesOwn {
                refused.insert(earlier)
            }
        }
        return refused
    }

    /// Nothing of the command stays where the case cannot take it: it stands where it stood, and a notice tells of it. A case that this program
    /// cannot read is another matter, and tried again.
    private func give(
        _ id: Identifier<Case>, _ kind: CaseNotice.Kind, _ job: Job, _ command: @escaping @Sendable (Dossier, Connection) throws -> CaseCommand
    ) async throws {
        do {
            try await self.command(id, machine(kind.machine), command)
        } catch let fault as PolityError where fault.isTheCasesOwn {
            let found = try await store.read { try dossier(id, $0) }
            guard !found.theCase.isErased else { return }
            let element = job.ticket.flatMap { found.theCase.process.element(of: $0, in: found.service.process) } ?? ""
            let (reason, notice) = (fault.code + (fault.context.map { ": \($0)" } ?? ""), identifiers.next(CaseNotice.self))
            try await store.write("casework.refused") { tx in
                try tx.complete(job)
                try NoticeStore().insert(kind, notice, refusing: reason, of: id, element: element, tx)
            }
        }
    }

    static let paidJob = "casework.paid"

    /// The government's own work.
    func machine(_ name: String) -> Caller { Caller(Actor(.system("casework." + name)), request: identifiers.next()) }
}

extension Job {
    /// Of a timer.
    fileprivate var ticket: Ticket? { (try? JSON(parsing: payload))?["ticket"]?.integer.map(Ticket.init) }
}
