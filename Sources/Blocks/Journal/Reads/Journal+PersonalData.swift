import Capability
import Kernel
import Store

extension Journal {
    /// The acts about a person, and who looked at their data.
    var personalData: PersonalDataHolder {
        PersonalDataHolder(
            id: "journal",
            export: { [self] subject, connection in
                let acts = try connection.rows("SELECT \(StoredAct.columns) FROM journal_acts a WHERE a.subject = \(subject) ORDER BY a.id LIMIT 10000")
                return [
                    "acts": .array(try acts.compactMap { try StoredAct($0).open(codec).value.map { try JSON(parsing: $0.act) } }),
                    "reads": .array(try reads(of: subject, limit: 10_000, in: connection).map(\.json)),
                ]
            },
            // The key that opens act and salt is destroyed with the subject; what stays is a leaf nobody can trace.
            erase: { [self] subject, tx in
                try recordErasure(of: subject, in: tx)
                try tx.execute("UPDATE journal_acts SET reference = NULL WHERE subject = \(subject)")
                try forgetReads(of: subject, in: tx)
            })
    }
}

extension ReadEntry {
    /// As the person it is about may have it: without the account.
    public var json: JSON {
        var members: [JSON.Member] = [.init("at", .string(at.description)), .init("by", .string(author.text)), .init("ground", .string(ground))]
        if let organisation { members.append(.init("organisation", .string(organisation))) }
        if let reference { members.append(.init("reference", .string(reference))) }
        return .object(members)
    }
}
