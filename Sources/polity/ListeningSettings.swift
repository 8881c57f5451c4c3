import ArgumentParser
import Capability
import Courier
import Demonstration
import Foundation
import Kernel

/// Where the server listens, how people reach it, and how mail leaves it.
struct ListeningSettings: ParsableArguments {
    @Option(help: ArgumentHelp("The address to listen on. [POLITY_HOST]", valueName: "address"))
    var host: String = Environment["POLITY_HOST"] ?? "127.0.0.1"

    @Option(help: ArgumentHelp("The port to listen on; 0 takes a free one. [POLITY_PORT]", valueName: "port"))
    var port: Int = Environment["POLITY_PORT"].flatMap(Int.init) ?? 8080

    @Option(
        help: ArgumentHelp("The address people reach it at, behind the proxy that ends TLS: https://arden.example. [POLITY_PUBLIC_ADDRESS]", valueName: "url"))
    var publicAddress: String = Environment["POLITY_PUBLIC_ADDRESS"] ?? ""

    @Option(help: ArgumentHelp("Proxies whose X-Forwarded-For is believed, separated by commas. [POLITY_TRUSTED_PROXIES]", valueName: "addresses"))
    var trustedProxies: String = Environment["POLITY_TRUSTED_PROXIES"] ?? ""

    @Option(
        help: ArgumentHelp(
            "Requests a minute that one address may send; 0 sets no limit, behind a proxy that limits and for measuring. [POLITY_CLIENT_RATE]",
            valueName: "number"))
    var clientRate: Int = Environment["POLITY_CLIENT_RATE"].flatMap(Int.init) ?? 3_000

    @Option(help: ArgumentHelp("The mail server: smtp://user:password@host:587, smtps://… for TLS from the start. [POLITY_SMTP]", valueName: "url"))
    var smtp: String = Environment["POLITY_SMTP"] ?? ""

    @Option(
        help: ArgumentHelp(
            "The sender of the government's mail; the default is no-reply at the host of the public address. [POLITY_MAIL_FROM]", valueName: "address"))
    var mailFrom: String = Environment["POLITY_MAIL_FROM"] ?? ""

    /// A setting that cannot work is an error at start, not a surprise later.
    func validate() throws {
        if let text = Environment["POLITY_PORT"], Int(text) == nil { throw ValidationError("POLITY_PORT takes 0 to 65535, not '\(text)'.") }
        if let text = Environment["POLITY_CLIENT_RATE"], Int(text) == nil {
            throw ValidationError("POLITY_CLIENT_RATE takes a number of requests a minute, 0 for no limit, not '\(text)'.")
        }
        guard (0...65_535).contains(port) else { throw ValidationError("--port takes 0 to 65535, not \(port).") }
        guard clientRate >= 0 else { throw ValidationError("--client-rate takes 0 or more, not \(clientRate).") }
        if !smtp.isEmpty, !smtp.hasPrefix("smtp://"), !smtp.hasPrefix("smtps://") {
            throw ValidationError("--smtp takes an address that begins with smtp:// or smtps://, such as smtp://mail.example.org:587.")
        }
        if !smtp.isEmpty { _ = try SMTPServer(address: smtp) }
        guard mailFrom.isEmpty || MailAddress(mailFrom) != nil else { throw ValidationError("--mail-from is not an e-mail address: \(mailFrom).") }
        for proxy in trustedProxies.split(separator: ",") where !Self.isAddress(proxy) {
            throw ValidationError("--trusted-proxies: '\(proxy)' is not the address of a proxy. Write IP addresses, separated by commas, without spaces.")
        }
        try checkPublicAddress()
    }

    /// What only serving needs.
    func check(isDemonstration: Bool) throws {
        guard isDemonstration || !smtp.isEmpty else {
            throw ValidationError(
                "No mail server is set, so nobody could be told anything. Give --smtp or POLITY_SMTP, or serve with --demo, which keeps mail on a page.")
        }
    }

    /// What works, and is most likely not what was meant; told at start.
    func advice(isDemonstration: Bool) -> String? {
        if publicAddress.isEmpty {
            return isDemonstration
                ? nil : "No --public-address is set, so links in letters lead to \(address(port: port)), which opens on this machine alone."
        }
        guard publicAddress.hasPrefix("https://"), trustedProxies.isEmpty else { return nil }
        return """
            --public-address is https, so a proxy stands in front, and --trusted-proxies names none: everybody counts as one client, and one of \
            them can use up what all may do. Name the proxy, for example --trusted-proxies 127.0.0.1.
            """
    }

    /// Links are made by writing a path behind it.
    private func checkPublicAddress() throws {
        guard !publicAddress.isEmpty else { return }
        guard publicAddress.hasPrefix("http://") || publicAddress.hasPrefix("https://") else {
            throw ValidationError("--public-address takes an address that begins with http:// or https://.")
        }
        guard let url = URLComponents(string: publicAddress), url.host?.isEmpty == false, url.path.isEmpty, url.query == nil, url.fragment == nil,
            url.user == nil
        else {
            throw ValidationError("--public-address takes a host and no path, such as https://arden.example, not '\(publicAddress)'.")
        }
    }

    private static func isAddress(_ text: Substring) -> Bool {
        var (four, six) = (in_addr(), in6_addr())
        return inet_pton(AF_INET, String(text), &four) == 1 || inet_pton(AF_INET6, String(text), &six) == 1
    }

    /// The capabilities, with mail leaving as it is set: by SMTP, or kept on a page in a demonstration without one.
    ///
    /// - Parameter past: the clock of a demonstration. While it stands in the past no letter leaves the house.
    func composition(isDemonstration: Bool, past: PastClock? = nil) throws -> Composition {
        guard smtp.isEmpty else {
            let server = MailSender.smtp(try SMTPServer(address: smtp))
            return .polity(mail: MailSender(send: { if past?.isInPast != true { try await server.send($0) } }, check: server.check), past: past)
        }
        let mailbox = Mailbox()
        return .polity(mail: .keeping(in: mailbox), mailbox: mailbox, past: past)
    }

    func address(port: Int) -> String {
        publicAddress.isEmpty ? "http://\(host == "127.0.0.1" || host == "0.0.0.0" ? "localhost" : host):\(port)" : publicAddress
    }
}

extension ListeningSettings {
    /// A receiver looks at the sender's domain, so it is the government's own.
    var sender: String {
        if !mailFrom.isEmpty { return mailFrom }
        return "no-reply@\(URLComponents(string: publicAddress)?.host ?? "localhost")"
    }
}

/// The process's environment, where an empty value counts as none.
enum Environment {
    static subscript(name: String) -> String? {
        ProcessInfo.processInfo.environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// What docs/operations.md lists.
    private static let names = [
        "POLITY_HOST", "POLITY_PORT", "POLITY_PUBLIC_ADDRESS", "POLITY_TRUSTED_PROXIES", "POLITY_CLIENT_RATE", "POLITY_SMTP", "POLITY_MAIL_FROM", "POLITY_DATA",
        "POLITY_DATABASE", "POLITY_KEYS",
    ]

    /// A misspelt variable would be passed over in silence, and the government served with other data than was meant.
    static func check() throws {
        for name in ProcessInfo.processInfo.environment.keys.sorted() where name.hasPrefix("POLITY_") && !names.contains(name) {
            // Other programs may have names like these (the tests have); only what is near to one of ours is a slip.
            let near = names.filter { Spelling.distance($0, name) <= 2 }
            if let meant = near.first { throw ValidationError("There is no setting \(name). Did you mean \(meant)?") }
        }
    }
}
