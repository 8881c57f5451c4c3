import Capability
import Casework
import Consent
import Courier
import Demonstration
import Desk
import Documents
import Identity
import Journal
import Ledger
import Messages
import Payments
import Portal
import Privacy
import Registries
import Rules

extension Composition {
    /// What this program is made of, in the order of the house. A new capability is a folder, and a line here.
    ///
    /// - Parameters:
    ///   - mail: how letters leave the house.
    ///   - mailbox: where `mail` keeps them in a demonstration.
    ///   - past: the clock of a demonstration that makes its own past.
    static func polity(mail: MailSender, mailbox: Mailbox? = nil, past: PastClock? = nil) -> Composition {
        Composition([
            .privacy, .journal, .identity, .registries, .rules, .documents, .messages(sender: mail, mailbox: mailbox), .ledger, .payments(), .consent,
            .casework, .portal, .desk, .demonstration(past),
        ])
    }

    /// The same, for commands that only read a folder: nothing is sent.
    static let polity = polity(mail: MailSender { _ in throw DeliveryFailure(isTemporary: true, reason: "this command sends no mail") })
}
