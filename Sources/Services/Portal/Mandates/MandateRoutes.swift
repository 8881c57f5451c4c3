import Capability
import HTML
import Identity
import Kernel
import Web

/// Letting somebody else act in one's name: whom one has asked, until when, and how it ends.
extension Portal {
    private static let email: Field<String?> = .body("email", "The e-mail address with which the other person signs in.")
    private static let until: Field<CivilDate?> = .body("until", "The last day; empty until it is ended. In a form: until.day, until.month, until.year.")
    private static let mandate: Field<MandateID> = .path("mandate", "The mandate's id.")

    var mandateRoutes: [Route] { [mandates, giveMandate, revokeMandate] }

    /// A mandate with the name of the other side.
    struct NamedMandate: Sendable {
        var mandate: Mandate
        var name: String?

        var output: JSON {
            [
                "id": .string(mandate.id.text), "name": name.map(JSON.string) ?? .null, "services": .array(mandate.services.map(JSON.string)),
                "until": mandate.to.map { .string($0.description) } ?? .null,
            ]
        }
    }

    private var mandates: Route {
        Route(
            "mandates", .get, "/mandates", "Lists for whom one may act, and who may act in one's own name.", output: PortalSchema.mandates,
            access: .signedIn()
        ) { request in
            let (given, held) = try await mandates(of: request)
            let output: JSON = [
                "given": .array(given.map(\.output)), "held": .array(held.map(\.output)),
            ]
            return Reply(output) { mandatesPage(given, held, MandateForm(), request) }
        }
    }

    private var giveMandate: Route {
        Route(
            "give_mandate", .post, "/mandates", "Lets another person act in one's own name.", input: [Self.email], body: .open(.any),
            access: .signedIn(), rate: RateLimit(10, perSeconds: 3_600, by: .account)
        ) { request in
            if case .mandate = request.actor.actingFor { throw PolityError(.conflict, "PORTAL-409", Phrase.onlyForYourself) }
            guard let person = request.actor.person else { throw PolityError(.conflict, "PORTAL-409", Phrase.onlyForYourself) }
            var form = MandateForm(email: try request[Self.email] ?? "", until: request.form.date("until"))
            if form.until.isEmpty, let day = request.body["until"]?.string.flatMap({ CivilDate($0) }) { form.until = DateAnswer(day) }
            form.services = request.body["services"]?.array?.compactMap(\.string) ?? request.body["services"]?.string.map { [$0] } ?? []
            if form.services.contains(where: { casework.services.service($0)?.isAppliedFor != true }) {
                form.faults.append(Web.Fault(field: "services", message: request.say(.chooseFromList)))
            }
            let today = self.today
            if form.email.isEmpty { form.faults.append(Web.Fault(field: "email", message: request.say(.whoseEmail))) }
            if !form.until.isEmpty, form.until.date.map({ $0 < today }) ?? true {
                form.faults.append(Web.Fault(field: "until", message: request.say(.untilWhen)))
            }
            let identity = host[Identity.self]
            if form.faults.isEmpty {
                // The answer is the same whether somebody has this address or not: nobody learns here who has an account.
                do {
                    try await host.store.write("portal.give_mandate") { [form] tx in
                        try identity.giveMandate(
                            for: person, toAddress: form.email, services: form.services, from: today, to: form.until.date, in: tx)
                        return ()
                    }
                    return .redirect(to: "/mandates?done=given")
                } catch let error as PolityError where error.kind == .invalid || error.kind == .forbidden {
                    form.faults.append(Web.Fault(field: "email", message: request.say(.noOtherAddress)))
                }
            }
            let (given, held) = try await mandates(of: request)
            return .invalid(form.faults) { [form] in mandatesPage(given, held, form, request) }
        }
    }

    private var revokeMandate: Route {
        Route(
            "revoke_mandate", .post, "/mandates/{mandate}/revoke", "Ends a mandate at once; either side may.", input: [Self.mandate],
            access: .signedIn()
        ) { request in
            let (id, actor, identity) = (try request[Self.mandate], request.actor, host[Identity.self])
            try await host.store.write("portal.revoke_mandate") { tx in
                // Somebody else's is as if there were none.
                guard let mandate = try identity.mandate(id, in: tx), let person = actor.person, mandate.agent == person || mandate.principal == .person(person)
                else { throw PolityError(.notFound, "PORTAL-404", Phrase.noSuchMandate) }
                try identity.revokeMandate(id, by: actor, in: tx)
            }
            return .redirect(to: "/mandates")
        }
    }

    private func mandates(of request: Request) async throws -> (given: [NamedMandate], held: [NamedMandate]) {
        guard let person = request.actor.person else { return ([], []) }
        let (identity, today) = (host[Identity.self], self.today)
        return try await host.store.read { connection in
            func name(_ person: PersonID) throws -> String? { try identity.accounts(of: person, in: connection).lazy.compactMap { $0.name ?? $0.email }.first }
            let given = try identity.mandates(givenBy: .person(person), in: connection).filter { $0.isInForce(on: today) }
            let held = try identity.mandates(heldBy: person, in: connection).filter { $0.isInForce(on: today) }
            return (
                try given.map { NamedMandate(mandate: $0, name: try $0.address ?? name($0.agent)) },
                try held.map { mandate in
                    switch mandate.principal {
                    case .person(let id): NamedMandate(mandate: mandate, name: try name(id))
                    case .organisation(let id): NamedMandate(mandate: mandate, name: try identity.organisation(id, in: connection)?.name)
                    }
                }
            )
        }
    }

    /// For whom the reader acts, where it is not themselves: it stands over everything they do.
    func principalName(_ request: Request) async throws -> String? {
        guard case .mandate(let id, _) = request.actor.actingFor else { return nil }
        let held = try await mandates(of: request).held
        return held.first { $0.mandate.id == id }?.name ?? request.say(.somebodyElse)
    }
}
