import Crypto
import Foundation
import Kernel
import Privacy
import Store
import Web

/// A letter with a link to sign in by. The block that sends mail provides it; it promises the letter in the transaction.
public struct SignInPost: Sendable {
    public struct Letter: Sendable, Hashable {
        /// Under whose key the letter is to be sealed; it ends with the link.
        public var subject: PersonID
        public var address: String
        public var language: String
        /// The whole address of the page behind the link.
        public var link: String
        public var lifetime: Duration
    }

    public var send: @Sendable (_ letter: Letter, _ tx: Transaction) throws -> Void

    public init(send: @escaping @Sendable (_ letter: Letter, _ tx: Transaction) throws -> Void) { self.send = send }
}

/// What a link in a letter turned out to be.
public struct UsedLink: Sendable, Hashable {
    public var session: StartedSession
    public var returnTo: String?
}

extension Identity {
    /// Sends a link to an address. The same work is done, and nothing different is answered, whether or not there is an
    /// account: each link is sealed under a subject of its own, and who it belongs to is looked up when it is used.
    ///
    /// - Parameter page: the address of the page that takes the link, to which the secret is appended.
    public func requestLink(email: String, client: String, language: String, returnTo: String?, page: String, post: SignInPost) async throws {
        let address = TextFolding.email(email)
        try Self.requireAddress(address)
        try await count(limits(for: address, from: client, "link", settings.linkLimit, settings.wideLinkLimit))
        _ = try await makeLink(to: address, language: language, returnTo: returnTo, lifetime: settings.linkLifetime, page: page, post: post)
    }

    /// Makes a link and hands it to `post`, where there is one.
    ///
    /// - Returns: the link, for an administrator at the server's own terminal.
    public func makeLink(
        to address: String, language: String, returnTo: String? = nil, lifetime: Duration, page: String, post: SignInPost? = nil
    ) async throws -> String {
        let secret = Secret(random: random)
        let subject: PersonID = identifiers.next()
        let link = page + secret.text
        let (token, codec) = (try token(of: address), vault.codec)
        try await store.write("identity.make_link") { tx in
            let sealed = try codec.seal(text: address, subject: subject, class: .contact, place: Self.linkPlace(secret))
            try tx.execute(
                """
                INSERT INTO identity_links (hash, subject, email_token, email, language, return_to, expires_at)
                VALUES (\(secret.hash), \(subject), \(token), \(sealed), \(language), \(returnTo), \(tx.now + lifetime))
                """)
            try post?.send(.init(subject: subject, address: address, language: language, link: link, lifetime: lifetime), tx)
        }
        return link
    }

    /// Uses a link up and signs in. The first use of an address makes its account.
    ///
    /// - Throws: `IDENTITY-203` when the link was used, is too old or never was one.
    public func useLink(_ secret: String, client: String) async throws -> UsedLink {
        try await count([(limitKey("use", ClientNetwork.of(client)), settings.useLimit)])
        guard let secret = Secret(text: secret) else { throw IdentityFault.deadLink }
        do {
            let used = try await store.write("identity.use_link") { tx in try use(secret, in: tx) }
            guard let used else { throw IdentityFault.deadLink }
            return used
        } catch let error as PolityError where error.code == IdentityFault.deadLink.code {
            security.note(.deadLink)
            throw error
        }
    }

    /// An address belongs to its secret: whoever gives a link in the store another one gets nothing to read.
    private static func linkPlace(_ secret: Secret) -> String { "identity.links.email/\(Hex.encode(secret.hash))" }

    private func use(_ secret: Secret, in tx: Transaction) throws -> UsedLink? {
        // Using is one statement: of two who hold the link, the second changes no row.
        let isFirst =
            try tx.execute(
                "UPDATE identity_links SET used_at = \(tx.now) WHERE hash = \(secret.hash) AND used_at IS NULL AND expires_at > \(tx.now)") == 1
        guard isFirst, let row = try tx.row("SELECT subject, email, language, return_to FROM identity_links WHERE hash = \(secret.hash)") else { return nil }
        let opened = try vault.codec.openText(row.bytes(1), subject: row.identifier(0), class: .contact, place: Self.linkPlace(secret))
        guard case .value(let address) = opened else { return nil }
        // Whoever holds the link has shown that this address is theirs, and no other.
        let known = try account(email: address, in: tx)
        if let known, known.isSuspended { return nil }
        let owner = try known?.id ?? createAccount(email: address, language: row.text(2), in: tx)
        return UsedLink(session: try startSession(of: owner, assurance: .low, in: tx), returnTo: try row.text(optional: 3))
    }

    /// Ends the links to an address that were not used yet. Their rows go with the next sweep, which ends their keys too.
    func endLinks(to token: [UInt8], in tx: Transaction) throws {
        try tx.execute("UPDATE identity_links SET used_at = \(tx.now), expires_at = 0 WHERE email_token = \(token) AND used_at IS NULL")
    }

    /// Forgets links and limits whose time is over, and ends the keys that sealed the links' addresses.
    public func sweep() async throws {
        let ended: [PersonID] = try await store.read { connection in
            let longAgo = connection.now - .seconds(3_600)
            return try connection.rows("SELECT subject FROM identity_links WHERE expires_at < \(longAgo) ORDER BY expires_at LIMIT 1000").map {
                try $0.identifier(0)
            }
        }
        if !ended.isEmpty { try vault.endKeys(of: ended) }
        try await store.write("identity.sweep") { tx in
            for subject in ended { try tx.execute("DELETE FROM identity_links WHERE subject = \(subject)") }
            try tx.execute("DELETE FROM identity_limits WHERE due < \(tx.now)")
            try tx.execute("DELETE FROM identity_sessions WHERE expires_at <= \(tx.now)")
        }
    }
}
