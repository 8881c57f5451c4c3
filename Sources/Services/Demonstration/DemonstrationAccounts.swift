import Capability
import Consent
import Identity
import Kernel
import Registries
import Store
import Web

/// Who can sign in to a demonstration, with the passwords that are printed.
public struct DemonstrationAccount: Sendable {
    public var name: String
    public var email: String
    public var password: String
    /// Ids of roles; empty for residents.
    public var roles: [String]

    /// The accounts of an edition, in the order of the file.
    public static func all(of edition: Edition) -> [DemonstrationAccount] {
        files(edition).map { DemonstrationAccount(name: $0.name, email: $0.email, password: password(of: $0.id), roles: $0.roles) }
    }

    /// Those of the folder; where it names none, one for each role, so that any government can be tried out.
    static func files(_ edition: Edition) -> [DemonstrationFile.Account] {
        let files = edition.folder.all(of: DemonstrationFile.kind)
        if !files.isEmpty { return files.flatMap(\.value.accounts) }
        return ([Authority.administrator] + edition.government.roles.map(\.id)).enumerated().map { place, role in
            let id = role == Authority.administrator ? "admin" : role
            let name = "\(MadeUpNames.given[place * 7 % MadeUpNames.given.count]) \(MadeUpNames.family[place * 11 % MadeUpNames.family.count])"
            return DemonstrationFile.Account(id: id, email: "\(id)@demonstration.example", name: name, sample: nil, record: nil, roles: [role], consents: [])
        }
    }

    /// The FNV-1a hash of a short name.
    static func seed(of id: String) -> UInt64 { id.utf8.reduce(14_695_981_039_346_656_037) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 } }

    /// The same words for the same short name, on every machine: a demonstration keeps no secrets.
    static func password(of id: String) -> String {
        let words = [
            "amber", "basalt", "candle", "cedar", "copper", "dune", "ember", "ferry", "granite", "hazel", "island", "juniper", "lantern", "meadow", "orchard",
            "pebble", "quarry", "ribbon", "saddle", "timber", "velvet", "willow",
        ]
        let generator = SeededGenerator(seed: seed(of: id))
        return "\(words[generator.next(below: words.count)])-\(words[generator.next(below: words.count)])-\(10 + generator.next(below: 90))"
    }
}

extension SampleMaker {
    /// Accounts for the people of `demonstration.yaml`: a resident's account belongs to the person of their record.
    func makeAccounts(_ hashes: [String: String], identity: Identity, consents: Consents, request: RequestID, in tx: Transaction) throws {
        for account in DemonstrationAccount.files(edition) {
            let record = (made[account.sample ?? ""] ?? []).first { $0.name == account.record?.value }
            let id = try identity.createAccount(
                email: account.email, person: record.flatMap { PersonID($0.id) }, name: account.name, passwordHash: hashes[account.id], in: tx)
            for role in account.roles { try identity.give(role, to: id, by: Actor(.system("demonstration")), in: tx) }
            let found = try identity.account(id, in: tx)
            if let found { for trait in account.traits { try identity.give(trait, to: found, by: Actor(.system("demonstration")), in: tx) } }
            for consent in account.consents {
                try consents.give(
                    purpose: consent.purpose, to: consent.organisation, registries: consent.registries, by: Actor(.account(id), person: found?.person),
                    request: request, in: tx)
            }
        }
    }
}
