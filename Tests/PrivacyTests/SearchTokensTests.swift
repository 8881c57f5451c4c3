import Kernel
import StoreTesting
import Testing

@testable import Privacy

@Suite struct SearchTokensTests {
    static func tokens(_ index: String = "tests.name", seed: UInt64 = 1) throws -> SearchTokens {
        try SearchTokens(index: index, vault: .inMemory(clock: TestClock().clock, random: .seeded(seed)))
    }

    @Test(arguments: [
        ("María José Núñez", "maria nun", true), ("María José Núñez", "NUÑEZ", true), ("Łukasz Ødegård", "lukasz ode", true), ("Li Wei", "li", true),
        ("Li Wei", "l", false), ("Linda Wei", "li", false), ("Linda Wei", "lin", true), ("Strauß", "strauss", true), ("O'Neill-Smith", "neill smith", true),
        ("Anna", "annabel", false), ("Ada", "", false),
    ])
    func findsBeginningsOfWords(_ value: String, _ query: String, _ isFound: Bool) throws {
        let tokens = try Self.tokens()
        let asked = tokens.query(query)
        #expect((!asked.isEmpty && asked.isSubset(of: tokens.all(value))) == isFound)
    }

    @Test func indexesDoNotMeet() throws {
        let vault = try PersonalVault.inMemory(clock: TestClock().clock, random: .seeded(1))
        let (first, second) = (try SearchTokens(index: "a", vault: vault), try SearchTokens(index: "b", vault: vault))
        #expect(first.all("Ada Example").isDisjoint(with: second.all("Ada Example")))
        #expect(try first.whole("Ada") == SearchTokens(index: "a", vault: vault).whole("ADA"))
        #expect(try Self.tokens(seed: 1).whole("Ada") != Self.tokens(seed: 2).whole("Ada"))
    }

    @Test(arguments: [
        ("Ada@Example.ORG ", "ada@example.org", true), ("JOSE\u{301}@x.es", "josé@x.es", true), ("José@x.es", "jose@x.es", false),
        ("ana@bánk.es", "ana@bank.es", false), ("straße@x.de", "strasse@x.de", false), ("łucja@x.pl", "lucja@x.pl", false),
        ("\u{FF41}da@x.org", "ada@x.org", false), ("\u{430}da@x.org", "ada@x.org", false),
    ])
    func anAddressIsItself(_ one: String, _ other: String, _ isSame: Bool) throws {
        let tokens = try Self.tokens()
        #expect((tokens.exact(TextFolding.email(one)) == tokens.exact(TextFolding.email(other))) == isSame)
    }

    /// What was stored by earlier versions is found as before, where it can be mail.
    @Test(arguments: ["ada@example.org", "a.b+c_d@mail.example.org", "o'neill@x.org"]) func ofPlainAddressesNothingChanges(_ text: String) throws {
        let tokens = try Self.tokens()
        #expect(tokens.exact(text) == tokens.whole(text))
    }

    @Test func aLongValueHasABoundedNumberOfTokens() throws {
        let text = String(repeating: "antidisestablishmentarianism ", count: 1) + (0..<5_000).map { "word\($0)" }.joined(separator: " ")
        #expect(try Self.tokens().all(text).count <= 1 + SearchTokens.mostWords * (SearchTokens.longestPrefix))
    }

    @Test(arguments: [("Łucja  ÅSE ", "lucja ase"), ("ﬁn", "fin"), ("ﾊﾛｰ", "ハロー"), ("İstanbul", "istanbul"), ("", "")])
    func folds(_ text: String, _ folded: String) { #expect(TextFolding.fold(text) == folded) }
}

@Suite struct ReadPurposeTests {
    static let request = RequestIDs.next()

    @Test func anOfficeReadsByLawAndAVisitorDoesNot() throws {
        let government = TestGovernment.small
        let ids = Identifiers(clock: TestClock().clock, random: .system)
        let (account, person): (AccountID, PersonID) = (ids.next(), ids.next())
        let officer = Actor(.account(account), person: person, assurance: .low, actingFor: .office("clerk"), organisation: "town")
        #expect(try ReadPurpose(law: "act", of: government, actor: officer, request: Self.request).groundText == "law:act")
        #expect(throws: PolityError.self) { try ReadPurpose(law: "no_such_act", of: government, actor: officer, request: Self.request) }
        let citizen = Actor(.account(account), person: person, assurance: .high)
        #expect(throws: PolityError.self) { try ReadPurpose(law: "act", of: government, actor: citizen, request: Self.request) }
        #expect(try !ReadPurpose(ownDataOf: citizen, request: Self.request).isRecorded)
        #expect(throws: PolityError.self) { try ReadPurpose(ownDataOf: .nobody, request: Self.request) }
        let agent = Actor(.account(account), person: person, assurance: .low, actingFor: .mandate(ids.next(), .person(ids.next())))
        #expect(try ReadPurpose(ownDataOf: agent, request: Self.request).isRecorded)
    }
}
