import Casework
import Kernel
import Payments
import Store

/// Payments by transfer: the bank's statements, as a cashier imports them every few days.
extension PastPlay {
    /// Puts the transfers that have arrived on one statement and imports it, then sends back what nobody could place.
    func bringStatement(of open: [Identifier<Case>: PastApplication]) async throws {
        guard let cashier = people.officers.first(where: { $0.actor.may("payments.match") })?.actor, let organisation = cashier.organisation else { return }
        let today = calendar.zone.date(of: clock.now)
        var transfers: [MadeUpStatement.Transfer] = []
        for standing in try await casework.openCases() where standing.stage == .awaitingPayment {
            guard let application = open[standing.caseID], application.fate.isPaidByTransfer, let patience = application.fate.paysAfterDays else { continue }
            // The same day whenever it is looked at, so that a movement that was booked before is known again.
            let day = calendar.zone.date(of: standing.openedAt).adding(days: patience + 2)
            guard day <= today, let invoice = try await openInvoice(of: standing.caseID.text) else { continue }
            transfers.append(MadeUpStatement.Transfer(of: invoice, on: day, application.fate.generator(5)))
        }
        let payments = government.host[Payments.self]
        let officer = cashier.account?.text ?? "demonstration"
        if !transfers.isEmpty {
            let statement = MadeUpStatement(day: today, transfers: transfers)
            _ = try await payments.importStatements(statement.camt, organisation: organisation, by: officer)
        }
        try await sendBack(before: today.adding(days: -Self.searchDays), in: organisation, payments)
    }

    /// How long a cashier looks for the invoice of a transfer.
    private static let searchDays = 12

    private func sendBack(before day: CivilDate, in organisation: String, _ payments: Payments) async throws {
        try await government.host.store.write("demonstration.send_back") { tx in
            for line in try payments.waitingLines(organisations: [organisation], connection: tx) where line.day < day {
                try payments.sendBack(line.key, in: tx)
            }
        }
    }
}
