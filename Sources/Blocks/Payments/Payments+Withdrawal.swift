import Kernel
import Ledger
import Store

extension Payments {
    /// What a case's invoices come to when nobody wants the service any more: what nobody paid is cancelled; what was paid
    /// goes back the way it came where `payingBack` says so. A part payment that does not go back waits for the cashier.
    public func giveUp(caseID: String, payingBack: Bool, in tx: Transaction) throws {
        for invoice in try invoices(ofCase: caseID, connection: tx) {
            switch invoice.state {
            case .open where invoice.paid.minorUnits == 0: try cancel(invoice.id, in: tx)
            case .settled where payingBack: try refund(invoice.id, in: tx)
            case .open where payingBack:
                try refund(invoice.id, in: tx)
                try cancel(invoice.id, in: tx)
            case .open, .settled, .cancelled, .refunded: break
            }
        }
    }
}
