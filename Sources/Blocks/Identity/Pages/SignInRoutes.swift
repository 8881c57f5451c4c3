import HTML
import Kernel
import Web

/// The pages by which people come in and go out.
struct SignInRoutes: Sendable {
    let identity: Identity
    let publicAddress: String
    /// Looked up when a link is asked for: the block that sends mail opens after this one.
    let post: @Sendable () -> SignInPost

    private static let email = Field<String?>.body("email", schema: .text(.init(.email, maximumLength: 254)), "The e-mail address of the account.")
    private static let password = Field<String?>.body("password", "The password.")
    private static let returnTo = Field<String?>.body("return_to", "Where to go on afterwards; a path of this site.")
    private static let returnToQuery = Field<String?>.query("return_to", "Where to go on afterwards; a path of this site.")
    private static let secret = Field<String>.path("secret", schema: .text(.init(maximumLength: 64)), "The link's secret part.")

    var all: [Route] { [form, signIn, linkForm, requestLink, sent, link, useLink, signOut] }

    private var form: Route {
        Route(
            "sign_in_form", .get, "/sign-in", "The page to sign in.", input: [Self.returnToQuery], access: .everyone, audience: .browsers,
            invalidInput: .handler
        ) { request in
            let returnTo = try? request[Self.returnToQuery]
            return Reply { signInPage(request, email: "", returnTo: returnTo, faults: []) }
        }
    }

    private static let signedIn = Schema.object(
        ObjectSchema(
            "SignedIn", "A session. A browser has it in a cookie.",
            [.required("token", .text(), "For programs: send it as `Authorization: Bearer`, until it is signed out.")]))

    private var signIn: Route {
        Route(
            "sign_in", .post, "/sign-in", "Signs in with e-mail address and password.", input: [Self.email, Self.password, Self.returnTo],
            output: Self.signedIn, access: .everyone, invalidInput: .handler
        ) { request in
            let (email, password, returnTo) = (try request[Self.email] ?? "", try request[Self.password] ?? "", try request[Self.returnTo])
            do {
                let session = try await identity.signIn(email: email, password: password, client: request.client)
                try await endPresent(request)
                return Reply.redirect(to: Self.path(returnTo), output: ["token": .string(session.token)]).startingSession(token: session.token)
            } catch let error as PolityError {
                return try Self.refused(error, request) { signInPage(request, email: email, returnTo: returnTo, faults: [$0]) }
            }
        }
    }

    private var linkForm: Route {
        Route(
            "sign_in_link_form", .get, "/sign-in/link", "The page to ask for a link by e-mail.", input: [Self.returnToQuery], access: .everyone,
            audience: .browsers, invalidInput: .handler
        ) { request in
            let returnTo = try? request[Self.returnToQuery]
            return Reply { linkPage(request, email: "", returnTo: returnTo, faults: []) }
        }
    }

    private var requestLink: Route {
        Route(
            "request_sign_in_link", .post, "/sign-in/link", "Sends a link to sign in by; the answer is the same for every address.",
            input: [Self.email, Self.returnTo], access: .everyone, invalidInput: .handler
        ) { request in
            let (email, returnTo) = (try request[Self.email] ?? "", try request[Self.returnTo])
            do {
                try await identity.requestLink(
                    email: email, client: request.client, language: request.language.code, returnTo: returnTo.map(Self.path),
                    page: publicAddress + "/sign-in/by-link/", post: post())
                return .redirect(to: "/sign-in/sent")
            } catch let error as PolityError {
                return try Self.refused(error, request) { linkPage(request, email: email, returnTo: returnTo, faults: [$0]) }
            }
        }
    }

    private var sent: Route {
        Route("sign_in_link_sent", .get, "/sign-in/sent", "What to do after asking for a link.", access: .everyone, audience: .browsers) { request in
            Reply {
                Page(request.say(.linkSent), for: request, back: "/sign-in/link") { html in
                    html.h1(request.say(.linkSent))
                    html.p(request.say(.linkSentAbout), class: "lead")
                }
            }
        }
    }

    /// Only a button: programs that look through mail open every link, and must not use it up. The site's own `Referrer-Policy:
    /// same-origin` tells nobody else the address; with `no-referrer` the button's request would bear `Origin: null` (Fetch standard,
    /// section 3.1) and be refused where a browser sends no `Sec-Fetch-Site`.
    private var link: Route {
        Route(
            "sign_in_by_link_form", .get, "/sign-in/by-link/{secret}", "The page behind a link from an e-mail.", input: [Self.secret], access: .everyone,
            audience: .browsers
        ) { request in
            let secret = try request[Self.secret]
            return Reply {
                Page(request.say(.linkReady), for: request, isPrivate: true) { html in
                    html.h1(request.say(.linkReady))
                    html.p(request.say(.linkReadyAbout), class: "lead")
                    html.form(request, to: "/sign-in/by-link/\(secret)") { html in html.submit(request.say(.signInTitle)) }
                }
            }
        }
    }

    private var useLink: Route {
        Route(
            "sign_in_by_link", .post, "/sign-in/by-link/{secret}", "Signs in by a link from an e-mail.", input: [Self.secret],
            output: Self.signedIn, access: .everyone
        ) { request in
            do {
                let used = try await identity.useLink(request[Self.secret], client: request.client)
                try await endPresent(request)
                return Reply.redirect(to: Self.path(used.returnTo), output: ["token": .string(used.session.token)])
                    .startingSession(token: used.session.token)
            } catch let error as PolityError {
                return try Self.refused(error, request) { linkPage(request, email: "", returnTo: nil, faults: [$0]) }
            }
        }
    }

    private var signOut: Route {
        Route("sign_out", .post, "/sign-out", "Ends this session.", access: .everyone) { request in
            if let session = request.session { try await identity.signOut(session) }
            return Reply.redirect(to: "/").endingSession()
        }
    }

    /// The session that the browser had is not left behind.
    private func endPresent(_ request: Request) async throws { if let session = request.session { try await identity.signOut(session) } }

    /// The page once more. After too many attempts it says with 429 when to come back (RFC 6585, section 4).
    private static func refused(_ error: PolityError, _ request: Request, _ page: @escaping @Sendable (Fault) -> Page) throws -> Reply {
        guard let fault = error.fault(in: request.language, or: "email"), error.kind != .tooMany || !request.isProgram else { throw error }
        var reply = Reply.invalid([fault]) { page(fault) }
        guard error.kind == .tooMany else { return reply }
        reply.status = 429
        return error.retryAfterSeconds.map { reply.header("Retry-After", String($0)) } ?? reply
    }

    /// A path of this site, and of no other: `//host` and `/\host` lead away (WHATWG URL standard, section 4.4).
    static func path(_ text: String?) -> String {
        guard let text, text.hasPrefix("/"), !text.hasPrefix("//"), !text.hasPrefix("/\\"), text.utf8.count <= 1_000,
            text.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x5C && $0 < 0x7F })
        else { return "/account" }
        return text
    }

    private func signInPage(_ request: Request, email: String, returnTo: String?, faults: [Fault]) -> Page {
        Page(request.say(.signInTitle), for: request, hasFaults: !faults.isEmpty, isPrivate: true) { html in
            html.errorSummary(faults)
            html.h1(request.say(.signInTitle))
            html.signInForm(request, to: "/sign-in", email: email, faults: faults, returnTo: returnTo)
            html.p(request.say(.signInByLinkAbout))
            html.p { html in html.a(request.say(.signInByLink), href: "/sign-in/link" + (returnTo.map { "?return_to=" + Self.escaped(Self.path($0)) } ?? "")) }
        }
    }

    private func linkPage(_ request: Request, email: String, returnTo: String?, faults: [Fault]) -> Page {
        Page(request.say(.linkTitle), for: request, back: "/sign-in", hasFaults: !faults.isEmpty, isPrivate: true) { html in
            html.errorSummary(faults)
            html.h1(request.say(.linkTitle))
            html.p(request.say(.signInByLinkAbout))
            html.form(request, to: "/sign-in/link") { html in
                if let returnTo { html.hidden("return_to", returnTo) }
                html.textInput(Control("email", request.say(.emailAddress), faults: faults), value: email, kind: .email)
                html.submit(request.say(.sendLink))
            }
        }
    }

    private static func escaped(_ path: String) -> String {
        path.utf8.reduce(into: "") { text, byte in
            let isPlain =
                byte == 0x2F || byte == 0x2D || byte == 0x5F || byte == 0x2E || (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
                || (0x61...0x7A).contains(byte)
            text += isPlain ? String(UnicodeScalar(byte)) : "%" + Hex.encode([byte]).uppercased()
        }
    }
}
