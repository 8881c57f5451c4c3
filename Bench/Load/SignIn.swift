import Demonstration

/// Signing in as a browser does: the form, its token, the cookie.
enum SignIn {
    /// - Returns: the header with the session's cookie.
    static func cookie(of account: DemonstrationAccount, port: Int) throws -> String {
        let connection = try HTTPConnection(port: port)
        let form = try connection.get("/sign-in")
        guard let visitor = form.cookie("visitor"), let token = token(in: form.text) else { throw BenchFault("the sign-in page has no form token") }
        let body = "email=\(account.email.replacing("@", with: "%40"))&password=\(account.password)&form_token=\(token)"
        let answer = try connection.post(
            "/sign-in", headers: "Content-Type: application/x-www-form-urlencoded\r\nCookie: visitor=\(visitor)\r\n", body: body)
        guard answer.status == 303, let session = answer.cookie("session") else { throw BenchFault("signing in was answered with \(answer.status)") }
        return "Cookie: session=\(session)"
    }

    static func token(in page: String) -> String? {
        guard let start = page.range(of: "name=\"form_token\" value=\"")?.upperBound else { return nil }
        return String(page[start...].prefix { $0 != "\"" })
    }
}
