import Kernel
import Ledger
import Store

extension Payments {
    /// What a case's invoices come to when nobody wants the service any more: what nobody paid is cancelled; what was paid
    /// goes back the way it came where `payingBack` says so. A part payment waits for the cashier, who sees it as it is.
    public func giveUp(caseID: String, payingBack: Bool, in tx: Transaction) throws {
        for invoice in try invoices(ofCase: caseID, connection: tx) {
            switch invoice.state {
            case .open where invoice.paid.minorUnits == 0: try cancel(invoice.id, in: tx)
            case .settled where payingBack: try refund(invoice.id, by: wayIn(invoice, tx), in: tx)
            case .open, .settled, .cancelled, .refunded: break
            }
        }
    }

    private func wayIn(_ invoice: Invoice, _ tx: Transaction) throws -> Receipt.Method {
        let byCard: Int? = try tx.value("SELECT COUNT(*) FROM payments_charges WHERE invoice = \(invoice.id) AND state = \(CardOutcome.paid.rawValue)")
        return (byCard ?? 0) > 0 ? .card : .transfer
    }
}
