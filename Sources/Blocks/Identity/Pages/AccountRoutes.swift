import Capability
import HTML
import Kernel
import Store
import Web

/// What belongs to whoever is signed in: their account, for whom they act, their data.
struct AccountRoutes: Sendable {
    let identity: Identity
    let store: Store
    let roster: Roster

    private static let present = Field<String?>.body("password", "The present password; empty when there is none yet.")
    private static let new = Field<String?>.body("new_password", "The new password.")
    private static let choice = Field<String?>.body("acting_for", "`self`, `office:ROLE` or `mandate:ID`.")

    var all: [Route] { [account, passwordForm, password, everywhere, actingForm, acting, data] }

    private var account: Route {
        Route("account", .get, "/account", "The account of whoever is signed in.", output: .any, access: .signedIn()) { request in
            let (account, sessions, choices) = try await store.read { connection in
                let account = try mine(request, connection)
                return (
                    account, try identity.sessions(of: account.id, this: request.session, in: connection), try identity.choices(for: account, in: connection)
                )
            }
            let output: JSON = [
                "email": account.email.map(JSON.string) ?? .null, "name": account.name.map(JSON.string) ?? .null,
                "acting_for": .string(Acting(request.actor.actingFor).text), "can_act_for": .array(choices.map { .string($0.id) }),
            ]
            let pages = roster.accountPages
            return Reply(output) { page(request, account, sessions, choices, pages) }
        }
    }

    private func page(
        _ request: Request, _ account: Account, _ sessions: [SessionSummary], _ choices: [ActingChoice], _ pages: [AccountPage]
    ) -> Page {
        Page(request.say(.accountTitle), for: request) { html in
            html.h1(request.say(.accountTitle))
            if request.query["done"] == "password" { html.banner(.success, title: request.say(.passwordChanged)) { _ in } }
            html.summaryList([
                SummaryRow(request.say(.emailAddress), account.email ?? request.say(.erased)),
                SummaryRow(request.say(.name), account.name ?? ""),
                SummaryRow(
                    request.say(.actingFor), title(of: request.actor.actingFor, request), changeHref: choices.count > 1 ? "/account/acting" : nil),
                SummaryRow(
                    request.say(.password), request.say(account.hasPassword ? .passwordSet : .passwordMissing), changeHref: "/account/password"),
            ])
            // A person's own matters; an account without a person has none.
            if request.actor.person != nil {
                html.h2(request.say(.yourData))
                html.cards(pages.map { Card(request.say($0.title), href: $0.path, text: request.say($0.about)) }, headingLevel: 3)
                html.p(request.say(.yourDataAbout))
                html.p { html in html.a(request.say(.downloadData), href: "/account/data") }
            }
            html.h2(request.say(.sessions))
            let zone = CivilZone(request.site.timeZone) ?? .utc
            html.dataTable(
                caption: request.say(.sessions), showsCaption: false,
                [Column(request.say(.device)), Column(request.say(.signedInSince)), Column(request.say(.lastSeen))],
                sessions.map { session in
                    [
                        .text(request.say(session.isThisOne ? .thisDevice : .otherDevice)), .text(request.language.format(zone.date(of: session.createdAt))),
                        .text(request.language.format(zone.date(of: session.seenAt))),
                    ]
                })
            html.formButton(request.say(.signOutEverywhere), request, to: "/account/sign-out-everywhere")
        }
    }

    private var passwordForm: Route {
        Route("password_form", .get, "/account/password", "The page to set or change the password.", access: .signedIn(), audience: .browsers) { request in
            let account = try await store.read { try mine(request, $0) }
            return Reply { passwordPage(request, hasPassword: account.hasPassword, faults: []) }
        }
    }

    private var password: Route {
        Route(
            "change_password", .post, "/account/password", "Sets or changes the password and ends all other sessions.", input: [Self.present, Self.new],
            access: .signedIn(), invalidInput: .handler
        ) { request in
            do {
                let session = try await identity.changePassword(from: request[Self.present] ?? "", to: request[Self.new] ?? "", of: request.actor)
                return Reply.redirect(to: "/account?done=password").startingSession(token: session.token)
            } catch let error as PolityError {
                guard let fault = error.fault(in: request.language, or: "new_password") else { throw error }
                let account = try await store.read { try mine(request, $0) }
                return Reply.invalid([fault]) { passwordPage(request, hasPassword: account.hasPassword, faults: [fault]) }
            }
        }
    }

    private func passwordPage(_ request: Request, hasPassword: Bool, faults: [Fault]) -> Page {
        let title = request.say(hasPassword ? .changePassword : .setPassword)
        return Page(title, for: request, back: "/account", hasFaults: !faults.isEmpty) { html in
            html.errorSummary(faults)
            html.h1(title)
            html.form(request, to: "/account/password") { html in
                if hasPassword { html.textInput(Control("password", request.say(.presentPassword), faults: faults), kind: .password) }
                html.textInput(Control("new_password", request.say(.newPassword), hint: request.say(.newPasswordHint), faults: faults), kind: .newPassword)
                html.submit(title)
            }
        }
    }

    private var everywhere: Route {
        Route("sign_out_everywhere", .post, "/account/sign-out-everywhere", "Ends every session of the account.", access: .signedIn()) { request in
            guard let account = request.actor.account else { throw IdentityFault.notSignedIn }
            try await store.write("identity.sign_out_everywhere") { try identity.endSessions(of: account, in: $0) }
            return Reply.redirect(to: "/sign-in").endingSession()
        }
    }

    private var actingForm: Route {
        Route("acting_form", .get, "/account/acting", "The page to choose for whom to act.", access: .signedIn(), audience: .browsers) { request in
            let choices = try await store.read { try identity.choices(for: mine(request, $0), in: $0) }
            let names = try await store.read { connection in try choices.map { try name(of: $0.actingFor, request, connection) } }
            return Reply {
                Page(request.say(.chooseActing), for: request, back: "/account") { html in
                    html.form(request, to: "/account/acting") { html in
                        html.radios(
                            Control("acting_for", request.say(.chooseActing), hint: request.say(.actingHint), isHeading: true),
                            zip(choices, names).map { ChoiceOption($0.id, $1) }, chosen: Acting(request.actor.actingFor).text)
                        html.submit(request.say(.continueButton))
                    }
                }
            }
        }
    }

    private var acting: Route {
        Route(
            "choose_acting", .post, "/account/acting", "Chooses for whom to act from now on.", input: [Self.choice], access: .signedIn(),
            invalidInput: .handler
        ) { request in
            guard let session = request.session else { throw IdentityFault.notSignedIn }
            let started = try await identity.choose(request[Self.choice] ?? "self", in: session)
            return Reply.redirect(to: "/account").startingSession(token: started.token)
        }
    }

    private var data: Route {
        Route("my_data", .get, "/account/data", "Everything held about whoever is signed in.", output: .any, access: .signedIn()) { request in
            guard let person = request.actor.person else { throw IdentityFault.notSignedIn }
            let holders = roster.personalData
            let parts = try await store.read { connection in try holders.map { JSON.Member($0.id, try $0.export(person, connection)) } }
            let output = JSON.object(parts)
            if request.isProgram { return Reply(output: output) }
            return .file(Download(fileName: "my-data.json", contentType: "application/json", content: .bytes(output.bytes)))
        }
    }

    private func mine(_ request: Request, _ connection: Connection) throws -> Account {
        guard let id = request.actor.account, let account = try identity.account(id, in: connection) else { throw IdentityFault.notSignedIn }
        return account
    }

    private func title(of acting: Actor.ActingFor, _ request: Request) -> String {
        switch acting {
        case .itself: request.say(.actingForYourself)
        case .office(Authority.administrator): request.say(.administratorRole)
        case .office(let role): identity.authority.title(of: role, in: request.language.code) ?? role
        case .mandate: request.say(.actingForSomebody)
        }
    }

    private func name(of acting: Actor.ActingFor, _ request: Request, _ connection: Connection) throws -> String {
        guard case .mandate(_, let party) = acting else { return title(of: acting, request) }
        let name: String? =
            switch party {
            case .person(let person): try identity.accounts(of: person, in: connection).compactMap(\.name).first
            case .organisation(let id): try identity.organisation(id, in: connection)?.name
            }
        return name ?? request.say(.actingForSomebody)
    }
}

extension Acting {
    init(_ acting: Actor.ActingFor) {
        switch acting {
        case .itself: self = .itself
        case .office(let role): self = .office(role)
        case .mandate(let id, _): self = .mandate(id)
        }
    }
}
