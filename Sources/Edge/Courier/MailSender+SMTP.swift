import CCurl
import Kernel

extension MailSender {
    /// Hands messages to an SMTP server (RFC 5321) through libcurl, several at once, each connection used again.
    public static func smtp(_ server: SMTPServer) -> MailSender {
        let lanes = CurlLanes(count: 4)
        return MailSender { message in
            try await lanes.run { curl in try deliver(message, to: server, with: curl) }
        } check: {
            try await lanes.run { curl in try greet(server, with: curl) }
        }
    }

    private static func deliver(_ message: MailMessage, to server: SMTPServer, with curl: CurlHandle) throws {
        // The path is the name this client greets with.
        prepare(curl, for: server, as: message.from.address.split(separator: "@").last.map(String.init) ?? "localhost")
        curl.set(CURLOPT_MAIL_FROM, "<\(message.from.address)>")
        curl.setList(CURLOPT_MAIL_RCPT, ["<\(message.to.address)>"])
        curl.upload(message.encoded)
        try perform(curl)
    }

    /// Greets, encrypts and signs in as for a message, and then asks for nothing (RFC 5321, section 4.1.1.9).
    private static func greet(_ server: SMTPServer, with curl: CurlHandle) throws {
        prepare(curl, for: server, as: "localhost")
        curl.set(CURLOPT_CUSTOMREQUEST, "NOOP")
        try perform(curl)
    }

    private static func prepare(_ curl: CurlHandle, for server: SMTPServer, as name: String) {
        let host = server.host.contains(":") && !server.host.hasPrefix("[") ? "[\(server.host)]" : server.host
        curl.set(CURLOPT_URL, "\(server.security == .implicitTLS ? "smtps" : "smtp")://\(host):\(server.port)/\(name)")
        curl.set(CURLOPT_PROTOCOLS_STR, "smtp,smtps")
        curl.set(CURLOPT_USE_SSL, server.security == .none ? Int(CURLUSESSL_NONE.rawValue) : Int(CURLUSESSL_ALL.rawValue))
        if let user = server.user { curl.set(CURLOPT_USERNAME, user) }
        if let password = server.password { curl.set(CURLOPT_PASSWORD, password) }
        curl.set(CURLOPT_CONNECTTIMEOUT, min(10, server.timeoutSeconds))
        curl.set(CURLOPT_TIMEOUT, server.timeoutSeconds)
    }

    private static func perform(_ curl: CurlHandle) throws {
        let code = curl.perform()
        guard code != CURLE_OK else { return }
        // The server's words may hold the recipient's address; its number says enough.
        let status = curl.long(CURLINFO_RESPONSE_CODE)
        throw DeliveryFailure(isTemporary: !isRefusal(status, code), reason: "SMTP \(status), \(String(cString: curl_easy_strerror(code)))")
    }

    /// Whether the message itself is refused for good. A server that turns this client away, by its greeting, for want of encryption or
    /// because of its password (RFC 4954, section 6), says nothing of the message: an operator mends that, and it is sent then.
    private static func isRefusal(_ status: Int, _ code: CURLcode) -> Bool {
        (500...599).contains(status) && ![530, 534, 535, 538].contains(status)
            && ![CURLE_LOGIN_DENIED, CURLE_USE_SSL_FAILED, CURLE_WEIRD_SERVER_REPLY, CURLE_REMOTE_ACCESS_DENIED].contains(code)
    }
}
