import HTML
import Kernel
import Store
import Web

/// Who works here in which role, and which systems may come in.
struct AdministrationRoutes: Sendable {
    let identity: Identity
    let store: Store

    private static let clientID = Field<String?>.body("client", "The client's id, in snake_case.")
    private static let clientName = Field<String?>.body("name", "What the client is.")
    private static let organisation = Field<String?>.body("organisation", "The organisation it works for.")
    private static let roles = Field<[String]>.body("roles", "The roles it holds.")
    static let access = Route.Access.permission("identity.administer")

    var all: [Route] { officerRoutes + [clients, makeClient, revoke] }

    private var clients: Route {
        Route("clients", .get, "/admin/clients", "The systems that may call the API.", output: AdministrationSchema.clients, access: Self.access) {
            request in
            try await clientsReply(request)
        }
    }

    private var makeClient: Route {
        Route(
            "make_client", .post, "/admin/clients", "Lets a system in; the answer holds its token, once.",
            input: [Self.clientID, Self.clientName, Self.organisation, Self.roles], output: AdministrationSchema.token, access: Self.access,
            invalidInput: .handler
        ) { request in
            let (id, name) = (try request[Self.clientID] ?? "", try request[Self.clientName] ?? "")
            let (organisation, roles) = (try request[Self.organisation] ?? "", try request[Self.roles])
            do {
                let token = try await store.write("identity.make_client") { tx in
                    try identity.makeClient(
                        id, name: name.isEmpty ? id : name, roles: roles, organisation: organisation, lifetime: .seconds(365 * 86_400), by: request.actor,
                        in: tx)
                }
                return Reply(["client": .string(id), "token": .string(token)]) {
                    Page(request.say(.clientMade), for: request, back: "/admin/clients") { html in
                        html.confirmation(request.say(.clientMade), referenceLabel: request.say(.clientToken), reference: token)
                    }
                }
            } catch let error as PolityError {
                guard let fault = error.fault(in: request.language, or: "client"), !request.isProgram else { throw error }
                return try await clientsReply(request, faults: [fault])
            }
        }
    }

    private var revoke: Route {
        Route(
            "revoke_client", .post, "/admin/clients/revoke", "Shuts a system out.", input: [Self.clientID], output: .any, access: Self.access,
            invalidInput: .handler
        ) { request in
            let id = try request[Self.clientID] ?? ""
            try await store.write("identity.revoke_client") { try identity.revokeClient(id, by: request.actor, in: $0) }
            return .redirect(to: "/admin/clients")
        }
    }

    private func clientsReply(_ request: Request, faults: [Fault] = []) async throws -> Reply {
        let clients = try await store.read { try identity.clients(in: $0) }
        let output = JSON.array(
            clients.map { client in
                [
                    "client": .string(client.id), "name": .string(client.name), "organisation": .string(client.organisation),
                    "roles": .array(client.roles.map { .string($0) }), "expires_at": .string(client.expiresAt.description), "revoked": .bool(client.isRevoked),
                ]
            })
        let government = identity.authority.government
        let page = { @Sendable in
            Page(request.say(.clientsTitle), for: request, width: .wide, hasFaults: !faults.isEmpty) { html in
                html.errorSummary(faults)
                tabs(request, &html)
                html.h1(request.say(.clientsTitle))
                if clients.isEmpty { html.emptyState(request.say(.noClients), request.say(.noClientsAdvice)) } else { clientTable(clients, request, &html) }
                html.h2(request.say(.makeClient))
                html.form(request, to: "/admin/clients") { html in
                    html.textInput(Control("client", request.say(.clientID), faults: faults), width: .half, autocomplete: "off")
                    html.textInput(Control("name", request.say(.clientName), faults: faults))
                    html.select(
                        Control("organisation", request.say(.organisation), faults: faults),
                        government.organisations.map { ChoiceOption($0.id, $0.title[request.language.code]) })
                    html.checkboxes(
                        Control("roles", request.say(.roles), faults: faults), government.roles.map { ChoiceOption($0.id, $0.title[request.language.code]) })
                    html.submit(request.say(.makeClient))
                }
                let standing = clients.filter { !$0.isRevoked }
                if !standing.isEmpty {
                    html.h2(request.say(.revoke))
                    html.buttons { html in
                        for client in standing {
                            html.formButton(
                                "\(request.say(.revoke)): \(client.id)", request, to: "/admin/clients/revoke", style: .danger, values: [("client", client.id)])
                        }
                    }
                }
            }
        }
        return faults.isEmpty ? Reply(output, page: page) : Reply.invalid(faults, page: page)
    }

    private func clientTable(_ clients: [MachineClient], _ request: Request, _ html: inout HTML) {
        let government = identity.authority.government
        html.dataTable(
            caption: request.say(.clientsTitle), showsCaption: false,
            [Column(request.say(.clientsTitle)), Column(request.say(.organisation)), Column(request.say(.roles)), Column(request.say(.state))],
            clients.map { client in
                [
                    .text("\(client.name) (\(client.id))"),
                    .text(government.organisation(client.organisation)?.title[request.language.code] ?? client.organisation),
                    .text(client.roles.map { title(of: $0, request) }.joined(separator: ", ")),
                    .text(request.say(client.isRevoked ? .revoked : .inForce)),
                ]
            })
    }

    func tabs(_ request: Request, _ html: inout HTML) {
        html.tabs(
            [Link(request.say(.officersTitle), href: "/admin/officers"), Link(request.say(.clientsTitle), href: "/admin/clients")],
            label: request.say(.administration),
            on: request)
    }

    func title(of role: String, _ request: Request) -> String {
        role == Authority.administrator ? request.say(.administratorRole) : identity.authority.title(of: role, in: request.language.code) ?? role
    }
}
