import HTML
import Kernel
import Store
import Web

/// A card company that takes no money: for the demonstration. Its page looks like a company's, and has two buttons.
///
/// What it was told lies in the store, as a company's books would lie elsewhere: whichever process is asked, it knows.
struct CardSimulator: Sendable {
    let store: Store

    static let migration = Migration(
        "payments", 3,
        """
        CREATE TABLE payments_simulated_charges (
            id TEXT PRIMARY KEY, currency TEXT NOT NULL, amount BIGINT NOT NULL, title TEXT NOT NULL, return_address TEXT NOT NULL, outcome TEXT NOT NULL
        );
        """)

    private static let id = Field<Identifier<CardCharge>>.path("charge", "The payment's id.")
    private static let choice = Field<String>.body("choice", "paid or declined.")

    var processor: CardProcessor {
        CardProcessor(
            begin: { charge in
                try await self.store.write("payments.simulate_charge") { tx in
                    try tx.execute(
                        """
                        INSERT INTO payments_simulated_charges (id, currency, amount, title, return_address, outcome)
                        VALUES (\(charge.id), \(charge.amount.currency.code), \(charge.amount.minorUnits), \(charge.title), \(charge.returnAddress),
                            \(CardOutcome.pending.rawValue)) ON CONFLICT (id) DO NOTHING
                        """)
                }
                // The demonstration runs on one site: what the return address begins with is its address.
                guard let end = charge.returnAddress.firstRange(of: "/pay/") else { return charge.returnAddress }
                return charge.returnAddress[..<end.lowerBound] + "/demo/card/\(charge.id)"
            },
            // A company that never heard of a charge has taken nothing.
            outcome: { id in
                let outcome = try await self.store.read { connection in
                    try connection.value("SELECT outcome FROM payments_simulated_charges WHERE id = \(id)", as: String.self)
                }
                return outcome.flatMap(CardOutcome.init) ?? .declined
            })
    }

    var routes: [Route] { [show, decide] }

    private var show: Route {
        Route(
            "demonstration_card", .get, "/demo/card/{charge}", "The page of a card company that takes no money.", input: [Self.id], access: .everyone,
            audience: .browsers
        ) { request in
            let charge = try await self.known(request[Self.id])
            return Reply {
                Page(request.say(.simulatorTitle), for: request, isPrivate: true) { html in
                    html.h1(request.say(.simulatorTitle))
                    html.p(request.say(.simulatorAbout))
                    html.summaryList([SummaryRow(request.say(.payFor), charge.title), SummaryRow(request.say(.amount), request.language.format(charge.amount))])
                    html.buttons { html in
                        let address = "/demo/card/\(charge.id)"
                        html.formButton(request.say(.simulatorPay), request, to: address, style: .primary, values: [("choice", "paid")])
                        html.formButton(request.say(.simulatorDecline), request, to: address, values: [("choice", "declined")])
                    }
                }
            }
        }
    }

    private var decide: Route {
        Route(
            "demonstration_card_choice", .post, "/demo/card/{charge}", "Pays with the simulator, or does not.", input: [Self.id, Self.choice],
            access: .everyone, audience: .browsers
        ) { request in
            let charge = try await self.known(request[Self.id])
            let outcome: CardOutcome = try request[Self.choice] == "paid" ? .paid : .declined
            try await self.store.write("payments.simulate_choice") { tx in
                try tx.execute(
                    """
                    UPDATE payments_simulated_charges SET outcome = \(outcome.rawValue)
                    WHERE id = \(charge.id) AND outcome = \(CardOutcome.pending.rawValue)
                    """)
            }
            guard let path = charge.returnAddress.firstRange(of: "/pay/") else { throw Payments.notFound }
            return .redirect(to: String(charge.returnAddress[path.lowerBound...]))
        }
    }

    private func known(_ id: Identifier<CardCharge>) async throws -> CardCharge {
        let row = try await store.read { connection in
            try connection.row("SELECT currency, amount, title, return_address FROM payments_simulated_charges WHERE id = \(id)")
        }
        guard let row, let currency = Currency(try row.text(0)) else { throw Payments.notFound }
        return CardCharge(
            id: id, amount: Money(minorUnits: try row.value(1), currency: currency), title: try row.text(2), returnAddress: try row.text(3))
    }
}
