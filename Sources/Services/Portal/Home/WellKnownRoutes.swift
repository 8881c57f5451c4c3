import Kernel
import Web

/// What programs look for at addresses that are the same everywhere (RFC 8615).
extension Portal {
    var wellKnownRoutes: [Route] { (host.edition.government.contact.email.map { [securityContact(mail: $0)] } ?? []) + [changePassword] }

    /// Whom to tell of a weakness (RFC 9116): the government itself. It has to say until when it holds; it is made anew each time.
    private func securityContact(mail: String) -> Route {
        Route(
            "security_contact", .get, "/.well-known/security.txt", "Tells where a weakness is reported (RFC 9116).", access: .everyone, audience: .browsers
        ) { request in
            let address = request.site.publicURL
            let text = """
                Contact: mailto:\(mail)
                Expires: \(request.now + .seconds(180 * 86_400))
                Preferred-Languages: \(request.site.languages.map(\.code).joined(separator: ", "))
                Canonical: \(address)/.well-known/security.txt

                """
            return Reply(output: .null, body: .bytes(contentType: "text/plain; charset=utf-8", Array(text.utf8)))
        }
    }

    /// Where a password is changed: keepers of passwords lead people there (W3C, A Well-Known URL for Changing Passwords).
    private var changePassword: Route {
        Route(
            "change_password_address", .get, "/.well-known/change-password", "Leads to where a password is changed.", access: .everyone, audience: .browsers
        ) { _ in .redirect(to: "/account/password") }
    }
}
