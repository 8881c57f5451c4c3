import HTML
import Kernel
import Store
import Web

/// Who works here: in which roles and teams, and with which skills.
extension AdministrationRoutes {
    private static let email = Field<String?>.body("email", schema: .text(.init(.email, maximumLength: 254)), "The account's e-mail address.")
    private static let role = Field<String?>.body("role", "A role of the folder, or `administrator`.")
    private static let trait = Field<String?>.body("trait", "`team:ID` or `skill:ID` of the folder.")

    var officerRoutes: [Route] { [officers, give, take, giveTrait, takeTrait] }

    private var officers: Route {
        Route("officers", .get, "/admin/officers", "Everybody with a role.", output: AdministrationSchema.officers, access: Self.access) { request in
            try await officersReply(request)
        }
    }

    private var give: Route {
        Route(
            "give_role", .post, "/admin/officers", "Gives a role to an account.", input: [Self.email, Self.role], output: .any, access: Self.access,
            invalidInput: .handler
        ) { request in
            let role = try request[Self.role] ?? ""
            return try await change(request, OfficersForm(role: role)) { account, tx in try identity.give(role, to: account.id, by: request.actor, in: tx) }
        }
    }

    private var take: Route {
        Route(
            "take_role", .post, "/admin/officers/take", "Takes a role back.", input: [Self.email, Self.role], output: .any, access: Self.access,
            invalidInput: .handler
        ) { request in
            let role = try request[Self.role] ?? ""
            return try await change(request, OfficersForm(role: role)) { account, tx in try identity.take(role, from: account.id, by: request.actor, in: tx) }
        }
    }

    private var giveTrait: Route {
        Route(
            "give_trait", .post, "/admin/officers/traits", "Puts an officer into a team, or says that they have a skill.", input: [Self.email, Self.trait],
            output: .any, access: Self.access, invalidInput: .handler
        ) { request in
            let chosen = try request[Self.trait] ?? ""
            return try await change(request, OfficersForm(trait: chosen)) { account, tx in
                guard let trait = OfficerTrait(chosen) else { throw IdentityFault.noTrait }
                try identity.give(trait, to: account, by: request.actor, in: tx)
            }
        }
    }

    private var takeTrait: Route {
        Route(
            "take_trait", .post, "/admin/officers/traits/take", "Takes an officer out of a team, or a skill off them.", input: [Self.email, Self.trait],
            output: .any, access: Self.access, invalidInput: .handler
        ) { request in
            let chosen = try request[Self.trait] ?? ""
            return try await change(request, OfficersForm(trait: chosen)) { account, tx in
                guard let trait = OfficerTrait(chosen) else { throw IdentityFault.noTrait }
                try identity.take(trait, from: account, by: request.actor, in: tx)
            }
        }
    }

    /// - Parameter form: what was sent, which is shown again where it was wrong.
    private func change(
        _ request: Request, _ form: OfficersForm, _ apply: @escaping @Sendable (Account, Transaction) throws -> Void
    ) async throws -> Reply {
        let email = try request[Self.email] ?? ""
        do {
            try await store.write("identity.change_role") { tx in
                guard let account = try identity.account(email: email, in: tx) else { throw IdentityFault.noAccount }
                try apply(account, tx)
            }
        } catch let error as PolityError {
            guard let fault = error.fault(in: request.language, or: "email"), !request.isProgram else { throw error }
            var form = form
            (form.email, form.faults) = (email, [fault])
            return try await officersReply(request, form)
        }
        return .redirect(to: "/admin/officers")
    }

    /// What was typed into one of the two forms, and what is wrong with it.
    private struct OfficersForm {
        var email = ""
        var role: String?
        var trait: String?
        var faults: [Fault] = []

        var isOfTraits: Bool { trait != nil }
    }

    private func officersReply(_ request: Request, _ form: OfficersForm = OfficersForm()) async throws -> Reply {
        let found = try await store.read { try identity.officers(limit: 500, in: $0) }
        let officers = found.sorted { request.language.sortKey($0.name ?? $0.email ?? "") < request.language.sortKey($1.name ?? $1.email ?? "") }
        let output = JSON.array(
            officers.map {
                [
                    "email": $0.email.map(JSON.string) ?? .null, "roles": .array($0.roles.map { .string($0) }),
                    "teams": .array($0.teams.sorted().map { .string($0) }), "skills": .array($0.skills.sorted().map { .string($0) }),
                ]
            })
        let page = { @Sendable [form] in
            Page(request.say(.officersTitle), for: request, width: .wide, hasFaults: !form.faults.isEmpty) { html in
                html.errorSummary(form.faults)
                tabs(request, &html)
                html.h1(request.say(.officersTitle))
                officerTable(officers, request, &html)
                html.h2(request.say(.giveRole))
                let faults = form.isOfTraits ? [] : form.faults
                html.form(request, to: "/admin/officers") { html in
                    html.textInput(
                        Control("email", request.say(.emailAddress), id: form.isOfTraits ? "role-email" : nil, faults: faults),
                        value: form.isOfTraits ? "" : form.email, kind: .email, width: .half, autocomplete: "off")
                    html.select(Control("role", request.say(.role), faults: faults), roleOptions(request), chosen: form.role)
                    giveOrTake("/admin/officers/take", request, &html)
                }
                if hasTraits { traitForm(form, request, &html) }
            }
        }
        return form.faults.isEmpty ? Reply(output, page: page) : Reply.invalid(form.faults, page: page)
    }

    private var hasTraits: Bool { !identity.authority.government.teams.isEmpty || !identity.authority.government.skills.isEmpty }

    private func officerTable(_ officers: [Account], _ request: Request, _ html: inout HTML) {
        let (government, language) = (identity.authority.government, request.language.code)
        var columns = [Column(request.say(.account)), Column(request.say(.roles))]
        if hasTraits { columns += [Column(request.say(.teams)), Column(request.say(.skills))] }
        let rows = officers.map { officer -> [Cell] in
            let email = officer.email ?? request.say(.erased)
            let roles = officer.roles.map { title(of: $0, request) }.joined(separator: ", ")
            let row: [Cell] = [officer.name.map { .pair($0, email) } ?? .text(email), .text(roles)]
            guard hasTraits else { return row }
            let teams = government.teams.filter { officer.teams.contains($0.id) }.map { $0.title[language] }
            let skills = government.skills.filter { officer.skills.contains($0.id) }.map { $0.title[language] }
            return row + [Cell.text(teams.joined(separator: ", ")), .text(skills.joined(separator: ", "))]
        }
        html.dataTable(caption: request.say(.officersTitle), showsCaption: false, columns, rows)
    }

    private func traitForm(_ form: OfficersForm, _ request: Request, _ html: inout HTML) {
        let (government, language) = (identity.authority.government, request.language.code)
        let faults = form.isOfTraits ? form.faults : []
        // Both forms ask for an address; the one that was sent bears the field's own id, as the summary of faults does.
        let options =
            government.teams.map { ChoiceOption("team:\($0.id)", request.say(.teamNamed, ["name": .text($0.title[language])])) }
            + government.skills.map { ChoiceOption("skill:\($0.id)", request.say(.skillNamed, ["name": .text($0.title[language])])) }
        html.h2(request.say(.giveTrait))
        html.form(request, to: "/admin/officers/traits") { html in
            html.textInput(
                Control("email", request.say(.emailAddress), id: form.isOfTraits ? nil : "trait-email", faults: faults),
                value: form.isOfTraits ? form.email : "", kind: .email, width: .half, autocomplete: "off")
            html.select(Control("trait", request.say(.trait), faults: faults), options, chosen: form.trait)
            giveOrTake("/admin/officers/traits/take", request, &html)
        }
    }

    private func giveOrTake(_ take: String, _ request: Request, _ html: inout HTML) {
        html.buttons { html in
            html.submit(request.say(.give))
            html.element("button", request.say(.take), class: "button button-secondary", [.type("submit"), .attribute("formaction", take)])
        }
    }

    private func roleOptions(_ request: Request) -> [ChoiceOption] {
        (identity.authority.government.roles.map(\.id) + [Authority.administrator]).map { ChoiceOption($0, title(of: $0, request)) }
    }
}
