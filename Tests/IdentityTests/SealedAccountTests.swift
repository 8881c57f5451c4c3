import Kernel
import Store
import StoreTesting
import Testing

@testable import Identity

/// Whose an account is and how one signs in to it is changed by the program alone, or found.
@Suite struct SealedAccountTests {
    @Test(
        arguments: TestStores.all,
        [
            "UPDATE identity_accounts SET password = (SELECT MAX(password) FROM identity_accounts) WHERE password IS NULL",
            "UPDATE identity_accounts SET person = (SELECT person FROM identity_accounts WHERE password IS NOT NULL) WHERE password IS NULL",
            "UPDATE identity_accounts SET is_suspended = 0 WHERE is_suspended = 1", "UPDATE identity_accounts SET mac = NULL WHERE password IS NULL",
        ] as [SQL])
    func aChangedAccountIsFound(_ kind: TestStore, _ change: SQL) async throws {
        try await TestIdentity.on(kind) { town in
            let head = try await town.account("head@example.org", roles: ["head"])
            _ = try await town.account("ada@example.org", password: "three wild horses")
            try await town.store.write("test.suspend") { try town.identity.suspend(head, true, in: $0) }
            #expect(try await town.identity.foreignAccounts() == [])
            try await town.store.write("test.change") { _ = try $0.execute(change) }
            let findings = try await town.identity.foreignAccounts()
            #expect(findings == ["The account \(head) has another person, password or state than this government gave it."])
            // The program's own change does not make it good.
            try await town.store.write("test.suspend") { try town.identity.suspend(head, false, in: $0) }
            #expect(try await town.identity.foreignAccounts() == findings)
        }
    }

    @Test(arguments: TestStores.all) func whatTheProgramChangesStaysSealed(_ kind: TestStore) async throws {
        try await TestIdentity.on(kind) { town in
            let id = try await town.account("ada@example.org", password: "three wild horses")
            let account = try #require(try await town.store.read { try town.identity.account(id, in: $0) })
            try await town.identity.setPassword("four wild horses!", of: account)
            #expect(try await town.identity.foreignAccounts() == [])
            for isSuspended in [true, false] {
                try await town.store.write("test.suspend") { try town.identity.suspend(id, isSuspended, in: $0) }
                #expect(try await town.identity.foreignAccounts() == [])
            }
            try await town.store.write("test.erase") { try town.identity.personalData.erase(account.person, $0) }
            #expect(try await town.identity.foreignAccounts() == [])
        }
    }

    @Test(arguments: TestStores.all) func accountsOfEarlierVersionsAreTakenOver(_ kind: TestStore) async throws {
        try await TestIdentity.on(kind) { town in
            for name in ["ada", "ben"] { _ = try await town.account(name + "@example.org") }
            try await town.store.write("test.old") { _ = try $0.execute("UPDATE identity_accounts SET mac = NULL") }
            #expect(try await town.identity.foreignAccounts().count == 2)
            try await town.identity.takeOverAccounts()
            #expect(try await town.identity.foreignAccounts() == [])
        }
    }
}
