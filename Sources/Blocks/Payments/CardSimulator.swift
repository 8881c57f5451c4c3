import HTML
import Kernel
import Synchronization
import Web

/// A card company that takes no money: for the demonstration. Its page looks like a company's, and has two buttons.
final class CardSimulator: Sendable {
    private struct Known: Sendable {
        var charge: CardCharge
        var outcome: CardOutcome
    }

    private let charges = Mutex<[Identifier<CardCharge>: Known]>([:])

    private static let id = Field<Identifier<CardCharge>>.path("charge", "The payment's id.")
    private static let choice = Field<String>.body("choice", "paid or declined.")

    var processor: CardProcessor {
        CardProcessor(
            begin: { charge in
                self.charges.withLock { $0[charge.id] = Known(charge: charge, outcome: .pending) }
                // The demonstration runs on one site: what the return address begins with is its address.
                guard let end = charge.returnAddress.firstRange(of: "/pay/") else { return charge.returnAddress }
                return charge.returnAddress[..<end.lowerBound] + "/demo/card/\(charge.id)"
            },
            // After a restart nobody remembers the payer's page: then nothing was paid.
            outcome: { id in self.charges.withLock { $0[id]?.outcome ?? .declined } })
    }

    var routes: [Route] { [show, decide] }

    private var show: Route {
        Route(
            "demonstration_card", .get, "/demo/card/{charge}", "The page of a card company that takes no money.", input: [Self.id], access: .everyone,
            audience: .browsers
        ) { request in
            let charge = try self.known(request[Self.id])
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
            let charge = try self.known(request[Self.id])
            let outcome: CardOutcome = try request[Self.choice] == "paid" ? .paid : .declined
            self.charges.withLock { charges in
                if charges[charge.id]?.outcome == .pending { charges[charge.id]?.outcome = outcome }
            }
            guard let path = charge.returnAddress.firstRange(of: "/pay/") else { throw Payments.notFound }
            return .redirect(to: String(charge.returnAddress[path.lowerBound...]))
        }
    }

    private func known(_ id: Identifier<CardCharge>) throws -> CardCharge {
        guard let known = charges.withLock({ $0[id] }) else { throw Payments.notFound }
        return known.charge
    }
}
