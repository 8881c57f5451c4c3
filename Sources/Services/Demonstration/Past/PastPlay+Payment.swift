import Casework
import Kernel
import Payments
import Store

extension PastPlay {
    /// Pays what is owed on a case, with a card that the simulator takes; some are declined first.
    func pay(_ application: PastApplication) async throws {
        let payments = government.host[Payments.self]
        guard let invoice = try await openInvoice(of: application.caseID.text) else { return }
        for outcome in application.fate.isDeclinedFirst ? [CardOutcome.declined, .paid] : [.paid] {
            let card = CardProcessor(begin: { $0.id.text }, outcome: { _ in outcome })
            let charge = try await payments.payByCard(invoice.reference, with: card, returningTo: { "/pay/\(invoice.reference.text)/\($0)" })
            clock.advance(by: .seconds(40))
            guard let charge = Identifier<CardCharge>(charge) else { return }
            try await payments.settleCharge(charge, of: invoice.reference, with: card)
        }
    }

    func openInvoice(of id: String) async throws -> Invoice? {
        let payments = government.host[Payments.self]
        return try await government.host.store.read { try payments.invoices(ofCase: id, connection: $0).last { $0.state == .open } }
    }
}
