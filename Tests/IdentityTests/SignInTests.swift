import Foundation
import Kernel
import Privacy
import Store
import StoreTesting
import Testing
import Web

@testable import Identity

@Suite struct SignInTests {
    @Test(arguments: TestStores.all) func aLinkSignsInOnce(_ kind: TestStore) async throws {
        try await TestIdentity.on(kind) { town in
            let identity = town.identity
            try await identity.requestLink(
                email: "Ada@Example.org ", client: TestIdentity.client, language: "en", returnTo: "/x", page: TestIdentity.page, post: town.letters.post)
            #expect(town.letters.all.withLock { $0.last?.address } == "ada@example.org")
            let secret = town.letters.secret
            // Of many who hold the link, one comes in.
            let sessions: [UsedLink] = await withTaskGroup(of: UsedLink?.self) { group in
                for _ in 0..<5 { group.addTask { try? await identity.useLink(secret, client: "198.51.100.1") } }
                return await group.reduce(into: []) { if let used = $1 { $0.append(used) } }
            }
            #expect(sessions.count == 1 && sessions.first?.returnTo == "/x")
            let session = try await town.session(try #require(sessions.first).session.token)
            #expect(session?.actor.isSignedIn == true && session?.actor.assurance == .low && session?.actor.grants == [])
            // The same address again: the same account.
            try await identity.requestLink(
                email: "ada@example.org", client: TestIdentity.client, language: "en", returnTo: nil, page: TestIdentity.page, post: town.letters.post)
            #expect(try await identity.useLink(town.letters.secret, client: TestIdentity.client).session.account == session?.actor.account)
        }
    }

    /// Whoever writes into the store asks for a link to somebody's address, and gives it a secret of their own.
    @Test(arguments: TestStores.all) func aLinkWithAnotherSecretLetsNobodyIn(_ kind: TestStore) async throws {
        try await TestIdentity.on(kind) { town in
            try await town.account("head@example.org", roles: ["head"])
            try await town.identity.requestLink(
                email: "head@example.org", client: "", language: "en", returnTo: nil, page: TestIdentity.page, post: town.letters.post)
            let own = Secret(random: .seeded(3))
            try await town.store.write("test.change") { try $0.execute("UPDATE identity_links SET hash = \(own.hash)") }
            await #expect(throws: PolityError.self) { try await town.identity.useLink(own.text, client: "") }
            #expect(try await town.store.read { try $0.value("SELECT COUNT(*) FROM identity_sessions", as: Int.self) } == 0)
        }
    }

    @Test(arguments: TestStores.all) func aLinkLastsFifteenMinutes(_ kind: TestStore) async throws {
        try await TestIdentity.on(kind) { town in
            try await town.identity.requestLink(
                email: "a@example.org", client: "", language: "en", returnTo: nil, page: TestIdentity.page, post: town.letters.post)
            town.clock.advance(by: .seconds(15 * 60))
            let error = await #expect(throws: PolityError.self) { try await town.identity.useLink(town.letters.secret, client: "") }
            #expect(error?.code == "IDENTITY-203")
            for forged in ["", "x", String(repeating: "A", count: 43)] {
                await #expect(throws: PolityError.self) { try await town.identity.useLink(forged, client: "") }
            }
            // Later the link's own key is destroyed and its row gone.
            let subject = try #require(town.letters.all.withLock { $0.last?.subject })
            town.clock.advance(by: .seconds(2 * 3_600))
            try await town.identity.sweep()
            #expect(try await town.store.read { try $0.value("SELECT COUNT(*) FROM identity_links", as: Int.self) } == 0)
            #expect(throws: PolityError.self) { try town.vault.codec.seal(text: "x", subject: subject, class: .contact, place: "p") }
        }
    }

    /// Nothing that is stored or sent by asking tells whether there is an account.
    @Test(arguments: TestStores.all) func askingForALinkTellsNothing(_ kind: TestStore) async throws {
        try await TestIdentity.on(kind) { town in
            try await town.account("known@example.org", password: "three wild horses")
            for address in ["known@example.org", "unknown@example.org"] {
                try await town.identity.requestLink(
                    email: address, client: TestIdentity.client, language: "en", returnTo: nil, page: TestIdentity.page, post: town.letters.post)
            }
            #expect(town.letters.count == 2)
            #expect(try await town.store.read { try $0.value("SELECT COUNT(*) FROM identity_accounts", as: Int.self) } == 1)
            var answers: [String] = []
            for (email, password) in [
                ("known@example.org", "wrong"), ("unknown@example.org", "three wild horses"), ("no address", "x"), ("known@example.org", ""),
            ] {
                let error = await #expect(throws: PolityError.self) {
                    try await town.identity.signIn(email: email, password: password, client: TestIdentity.client)
                }
                answers.append(error?.description ?? "")
            }
            #expect(Set(answers).count == 1 && answers[0].hasPrefix("IDENTITY-201"))
        }
    }

    /// The work for an unknown address is one verification, as for a known one.
    @Test func anUnknownAddressCostsOneVerification() async throws {
        let hasher = try PasswordHasher(cost: .least)
        #expect(try await hasher.verify("whatever", against: nil) == .init(matches: false, isOutdated: false))
        let hash = try await hasher.hash("three wild horses")
        #expect(hash.hasPrefix("$argon2id$"))
        #expect(try await hasher.verify("three wild horses", against: hash).matches)
        #expect(
            try await PasswordHasher(cost: .init(passes: 2, bytes: 16 << 10)).verify("three wild horses", against: hash)
                == .init(matches: true, isOutdated: true))
        await #expect(throws: PolityError.self) { try await hasher.hash(String(repeating: "x", count: 2_000)) }
    }

    @Test func tooManyAtOnceAreToldToWait() async throws {
        let workers = WorkerThreads(count: 1, waiting: 2)
        let release = DispatchSemaphore(value: 0)
        let (began, refused) = (Tally(), Tally())
        try await withThrowingTaskGroup(of: Void.self) { group in
            func add() {
                group.addTask {
                    do {
                        try await workers.run {
                            began.add()
                            release.wait()
                        }
                    } catch is PolityError { refused.add() }
                }
            }
            add()
            #expect(try await eventually { began.count == 1 })
            // One is at work, two may wait.
            for _ in 0..<11 { add() }
            #expect(try await eventually { refused.count == 9 })
            for _ in 0..<3 { release.signal() }
            try await group.waitForAll()
        }
        #expect(refused.count == 9)
    }

    @Test(arguments: TestStores.all) func attemptsAreLimitedForAnAccountAndForAnAddress(_ kind: TestStore) async throws {
        var settings = IdentitySettings()
        settings.clientLimit = AttemptLimit(burst: 8, interval: .seconds(20))
        try await TestIdentity.on(kind, settings: settings) { town in
            try await town.account("ada@example.org", password: "three wild horses")
            func attempt(_ email: String, _ password: String, _ client: String) async -> String {
                do {
                    _ = try await town.identity.signIn(email: email, password: password, client: client)
                    return "in"
                } catch let error as PolityError { return error.code } catch { return "\(error)" }
            }
            for _ in 0..<5 { #expect(await attempt("ada@example.org", "wrong", "192.0.2.99") == "IDENTITY-201") }
            // The right password does not help any more, from there; an unknown address is limited alike.
            #expect(await attempt("ADA@example.org", "three wild horses", "192.0.2.99") == "IDENTITY-202")
            for _ in 0..<5 { #expect(await attempt("nobody@example.org", "x", "203.0.113.1") == "IDENTITY-201") }
            #expect(await attempt("nobody@example.org", "x", "203.0.113.1") == "IDENTITY-202")
            town.clock.advance(by: .seconds(181))
            #expect(await attempt("ada@example.org", "three wild horses", "192.0.2.99") == "in")
            // Having come in, the account's slate is clean.
            for _ in 0..<5 { #expect(await attempt("ada@example.org", "wrong", "192.0.2.98") == "IDENTITY-201") }
            // One client that tries many accounts.
            for index in 0..<8 { #expect(await attempt("p\(index)@example.org", "x", "198.51.100.9") == "IDENTITY-201") }
            #expect(await attempt("q@example.org", "x", "198.51.100.9") == "IDENTITY-202")
        }
    }

    /// Whoever tries from one place keeps nobody out, pays for each attempt, and learns when to come back.
    @Test(arguments: TestStores.all) func nobodyIsKeptOutFromElsewhere(_ kind: TestStore) async throws {
        try await TestIdentity.on(kind) { town in
            try await town.account("ada@example.org", password: "three wild horses")
            func attempt(_ password: String, _ client: String) async -> PolityError? {
                do {
                    _ = try await town.identity.signIn(email: "ada@example.org", password: password, client: client)
                    return nil
                } catch { return error as? PolityError }
            }
            var refused: [PolityError] = []
            for _ in 0..<40 { if let error = await attempt("guess", "203.0.113.66") { refused.append(error) } }
            #expect(refused.map(\.code) == Array(repeating: "IDENTITY-201", count: 5) + Array(repeating: "IDENTITY-202", count: 35))
            #expect(refused.last?.retryAfterSeconds ?? 0 > 0)
            // All of one IPv6 network are one.
            for host in 1...9 { _ = await attempt("guess", "2001:db8:6:6::\(host)") }
            #expect(await attempt("guess", "2001:db8:6:6::ffff")?.code == "IDENTITY-202")
            #expect(await attempt("three wild horses", "192.0.2.7") == nil)
            // The attempts that were refused have used up what the sender may do at all, with any address.
            let other = await #expect(throws: PolityError.self) {
                try await town.identity.signIn(email: "bo@example.org", password: "x", client: "203.0.113.66")
            }
            #expect(other?.code == "IDENTITY-202")
            // From very many places together it is too much, and over soon.
            for place in 0..<120 { _ = await attempt("guess", "198.51.100.\(place)") }
            #expect(await attempt("three wild horses", "192.0.2.8")?.code == "IDENTITY-202")
            town.clock.advance(by: .seconds(90))
            #expect(await attempt("three wild horses", "192.0.2.8") == nil)
            // Coming in is no attempt on the account: it may be done from as many places as one likes.
            for place in 0..<120 { #expect(await attempt("three wild horses", "192.0.2.\(100 + place)") == nil) }
        }
    }

    /// A link can be asked for by whoever is its owner, whatever others ask for elsewhere.
    @Test(arguments: TestStores.all) func linksAreLimitedForWhoAsks(_ kind: TestStore) async throws {
        try await TestIdentity.on(kind) { town in
            func ask(_ client: String, _ email: String = "ada@example.org") async -> String {
                do {
                    try await town.identity.requestLink(
                        email: email, client: client, language: "en", returnTo: nil, page: TestIdentity.page, post: town.letters.post)
                    return "sent"
                } catch { return (error as? PolityError)?.code ?? "\(error)" }
            }
            for _ in 0..<20 { _ = await ask("203.0.113.66") }
            #expect(town.letters.count == 3)
            #expect(await ask("192.0.2.7") == "sent")
            for place in 0..<30 { _ = await ask("198.51.100.\(place)") }
            #expect(town.letters.count == 10)
            // A link that was sent is used all the same.
            _ = try await town.identity.useLink(town.letters.secret, client: "203.0.113.66")
            #expect(await ask("192.0.2.7", "") == "IDENTITY-204")
            #expect(await ask("192.0.2.7", "josé@example.org") == "IDENTITY-220")
        }
    }

    /// Whoever chooses a password shuts out whom they did not let in.
    @Test(arguments: TestStores.all) func aNewPasswordEndsLinksThatWereNotUsed(_ kind: TestStore) async throws {
        try await TestIdentity.on(kind) { town in
            let id = try await town.account("ada@example.org")
            try await town.identity.requestLink(
                email: "ada@example.org", client: TestIdentity.client, language: "en", returnTo: nil, page: TestIdentity.page, post: town.letters.post)
            let account = try #require(try await town.store.read { try town.identity.account(id, in: $0) })
            try await town.identity.setPassword("three wild horses", of: account)
            let error = await #expect(throws: PolityError.self) { try await town.identity.useLink(town.letters.secret, client: TestIdentity.client) }
            #expect(error?.code == "IDENTITY-203")
        }
    }

    @Test(arguments: TestStores.all) func aBlankFormIsNoAttempt(_ kind: TestStore) async throws {
        try await TestIdentity.on(kind) { town in
            for _ in 0..<10 {
                let error = await #expect(throws: PolityError.self) { try await town.identity.signIn(email: " ", password: "", client: "192.0.2.7") }
                #expect(error?.code == "IDENTITY-204")
            }
        }
    }

    @Test func theSecurityLogHoldsNobodysData() async throws {
        try await TestIdentity.on(.sqlite) { town in
            try await town.account("ada@example.org", password: "three wild horses")
            for _ in 0..<3 { _ = try? await town.identity.signIn(email: "ada@example.org", password: "wrong", client: "192.0.2.77") }
            _ = try await town.session("forged")
            for _ in 0..<100 { town.identity.security.note(.notTheirs, route: "application") }
            let lines = town.log.lines.withLock { $0 }
            #expect(lines.contains { $0.contains("sign_in_failed") } && lines.contains { $0.contains("forged_session") })
            #expect(lines.filter { $0.contains("not_theirs") }.count == 20)
            #expect(!lines.contains { $0.contains("ada") || $0.contains("192.0.2") })
            town.clock.advance(by: .seconds(60))
            town.identity.security.note(.notTheirs)
            #expect(town.log.lines.withLock { $0.last?.contains("80") } == true)
        }
    }

    @Test(arguments: [
        ("short1", false), ("password123", false), ("1234567890", false), ("aaaaaaaaaaaa", false), ("adaexample99", false), ("three wild horses", true),
        ("correct horse battery", true), ("contraseña1", false), ("日本語のパスワードです", true),
    ])
    func passwordsMustBeLongAndUncommon(_ password: String, _ isGood: Bool) {
        #expect(PasswordRule.accepts(password, email: "adaexample@example.org") == isGood)
    }

    @Test(arguments: [
        ("/services/x?a=1", "/services/x?a=1"), ("https://evil.example/", "/account"), ("//evil.example", "/account"), ("/\\evil.example", "/account"),
        ("/a\\b", "/account"), ("/a b", "/account"), ("javascript:1", "/account"), ("", "/account"),
    ])
    func signingInLeadsNowhereElse(_ asked: String, _ path: String) { #expect(SignInRoutes.path(asked) == path) }
}

@Suite struct AttemptLimitTests {
    @Test func allowsABurstAndThenOneEachInterval() {
        let limit = AttemptLimit(burst: 3, interval: .seconds(10))
        var due: Instant?
        var now = Instant(microseconds: 0)
        var allowed = 0
        for second in 0..<100 {
            now = Instant(microseconds: Int64(second) * 1_000_000)
            if case .allowed(let next) = limit.verdict(due: due, now: now) { (due, allowed) = (next, allowed + 1) }
        }
        #expect(allowed == 3 + 9)
        #expect(limit.verdict(due: now + .seconds(30), now: now) == .refused(wait: .seconds(10)))
    }
}
