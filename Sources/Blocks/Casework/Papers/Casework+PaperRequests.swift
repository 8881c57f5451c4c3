import FEEL
import Kernel
import Store

extension Casework {
    /// What papers an outcome gives.
    func papers(
        _ decision: Decision, _ outcome: Outcome, _ names: Context, _ theCase: Case, _ decider: CaseDecider, number: () throws -> ReferenceNumber
    ) throws -> [PaperRequest] {
        try PaperWriter(government: government).papers(decision, outcome, names, theCase, decider, number: number)
    }

    /// About one number in 10¹⁰ is taken already.
    func freeNumber(_ tx: Transaction) throws -> ReferenceNumber {
        for _ in 0..<8 {
            let number = ReferenceNumber(random: random)
            if try tx.row("SELECT id FROM casework_papers WHERE number = \(number.plain)") == nil { return number }
        }
        throw CaseFault.incident("no free number was found for a paper")
    }
}
