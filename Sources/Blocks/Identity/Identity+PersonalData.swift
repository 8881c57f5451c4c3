import Capability
import Kernel
import Store

extension Identity {
    /// Accounts and mandates of a person.
    var personalData: PersonalDataHolder {
        PersonalDataHolder(
            id: "identity",
            export: { person, connection in
                let today = zone.date(of: connection.now)
                return [
                    "accounts": .array(
                        try accounts(of: person, in: connection).map { account in
                            [
                                "email": account.email.map(JSON.string) ?? .null, "name": account.name.map(JSON.string) ?? .null,
                                "language": account.language.map(JSON.string) ?? .null, "roles": .array(account.roles.map { .string($0) }),
                                "teams": .array(account.teams.sorted().map { .string($0) }), "skills": .array(account.skills.sorted().map { .string($0) }),
                            ]
                        }),
                    "mandates": .array(
                        try (mandates(heldBy: person, in: connection) + mandates(givenBy: .person(person), in: connection)).map { mandate in
                            [
                                "for": .string(mandate.principal == .person(person) ? "me" : "another"), "from": .string(mandate.from.description),
                                "to": mandate.to.map { .string($0.description) } ?? .null, "in_force": .bool(mandate.isInForce(on: today)),
                                "services": .array(mandate.services.map { .string($0) }),
                                "address": mandate.principal == .person(person) ? mandate.address.map(JSON.string) ?? .null : .null,
                            ]
                        }),
                    "absences": .array(
                        try accounts(of: person, in: connection).flatMap { try absences(of: $0.id, in: connection) }.map { absence in
                            ["from": .string(absence.from.description), "to": .string(absence.to.description)]
                        }),
                ]
            },
            erase: { person, tx in
                let accounts = try tx.rows("SELECT id, email_token FROM identity_accounts WHERE person = \(person)")
                for account in accounts {
                    let id: AccountID = try account.identifier(0)
                    if let token = try account.bytes(optional: 1) { try forget(address: token, in: tx) }
                    try endSessions(of: id, in: tx)
                    try tx.execute("DELETE FROM identity_roles WHERE account = \(id)")
                    try tx.execute("DELETE FROM identity_traits WHERE account = \(id)")
                    try tx.execute("DELETE FROM identity_absences WHERE account = \(id) OR stand_in = \(id)")
                    // The row stays without its address: what the account did is still an account's doing.
                    try resealing(id, in: tx) {
                        try tx.execute(
                            """
                            UPDATE identity_accounts SET email_token = NULL, email = NULL, name = NULL, password = NULL, language = NULL, is_suspended = 1
                            WHERE id = \(id)
                            """)
                    }
                }
                try tx.execute("UPDATE identity_mandates SET revoked_at = \(tx.now) WHERE revoked_at IS NULL AND (agent = \(person) OR principal = \(person))")
                try tx.execute("UPDATE identity_mandates SET address = NULL, address_token = NULL WHERE agent = \(person) OR principal = \(person)")
            })
    }

    /// Where others wrote the address down, and where it was asked for a link: a mandate that waits for it, and links that were not used.
    private func forget(address token: [UInt8], in tx: Transaction) throws {
        try tx.execute(
            """
            UPDATE identity_mandates SET address = NULL, address_token = NULL, revoked_at = COALESCE(revoked_at, \(tx.now))
            WHERE address_token = \(token)
            """)
        try endLinks(to: token, in: tx)
    }
}
