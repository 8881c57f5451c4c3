import Kernel
import Processes
import Store
import Web

extension Casework {
    /// Fires timers of processes as they become due. A timer told twice, or cancelled meanwhile, does nothing.
    public var jobs: [JobRunner.Kind] {
        [
            JobRunner.Kind(Self.timerJob, policy: .forDays) { job, _ in
                guard let payload = try? JSON(parsing: job.payload), let id = payload["case"]?.string.flatMap({ Identifier<Case>($0) }),
                    let ticket = payload["ticket"]?.integer
                else {
                    throw PolityError(.broken, "CASE-502", "A timer names no case.")
                }
                try await command(id, machine("timer")) { _ in .fire(Ticket(ticket)) }
            },
            JobRunner.Kind(Self.paidJob, policy: .forDays) { job, _ in
                guard let id = Identifier<Case>(job.payload) else { throw PolityError(.broken, "CASE-502", "A payment names no case.") }
                try await command(id, machine("payments")) { _ in .paid }
            },
        ]
    }

    static let paidJob = "casework.paid"

    /// The government's own work.
    func machine(_ name: String) -> Caller { Caller(Actor(.system("casework." + name)), request: identifiers.next()) }
}
