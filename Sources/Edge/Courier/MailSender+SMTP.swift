import CCurl
import Kernel

extension MailSender {
    /// Hands messages to an SMTP server (RFC 5321) through libcurl, several at once, each connection used again.
    public static func smtp(_ server: SMTPServer) -> MailSender {
        let lanes = CurlLanes(count: 4)
        return MailSender { message in
            try await lanes.run { curl in try deliver(message, to: server, with: curl) }
        }
    }

    private static func deliver(_ message: MailMessage, to server: SMTPServer, with curl: CurlHandle) throws {
        let host = server.host.contains(":") && !server.host.hasPrefix("[") ? "[\(server.host)]" : server.host
        // The path is the name this client greets with.
        let name = message.from.address.split(separator: "@").last.map(String.init) ?? "localhost"
        curl.set(CURLOPT_URL, "\(server.security == .implicitTLS ? "smtps" : "smtp")://\(host):\(server.port)/\(name)")
        curl.set(CURLOPT_PROTOCOLS_STR, "smtp,smtps")
        curl.set(CURLOPT_USE_SSL, server.security == .none ? Int(CURLUSESSL_NONE.rawValue) : Int(CURLUSESSL_ALL.rawValue))
        if let user = server.user { curl.set(CURLOPT_USERNAME, user) }
        if let password = server.password { curl.set(CURLOPT_PASSWORD, password) }
        curl.set(CURLOPT_MAIL_FROM, "<\(message.from.address)>")
        curl.setList(CURLOPT_MAIL_RCPT, ["<\(message.to.address)>"])
        curl.set(CURLOPT_CONNECTTIMEOUT, min(10, server.timeoutSeconds))
        curl.set(CURLOPT_TIMEOUT, server.timeoutSeconds)
        curl.upload(message.encoded)
        let code = curl.perform()
        guard code != CURLE_OK else { return }
        // The server's words may hold the recipient's address; its number says enough.
        let status = curl.long(CURLINFO_RESPONSE_CODE)
        throw DeliveryFailure(
            isTemporary: !(500...599).contains(status),
            reason: "SMTP \(status), \(String(cString: curl_easy_strerror(code)))")
    }
}
