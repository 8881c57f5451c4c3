import Journal
import Kernel
import Store

/// Who may act for whom, who stands in for whom and which systems are let in stands in the public log: what somebody wrote into the store, or turned
/// to another, no act tells of.
struct PowerActs<Power: StoredPower>: Sendable {
    let journal: Journal

    func began(_ id: String, as author: Act.Author, in tx: Transaction) throws { try record(Power.begun, id, author, tx) }

    func changed(_ id: String, as author: Act.Author, in tx: Transaction) throws { try record(Power.changed, id, author, tx) }

    func ended(_ id: String, as author: Act.Author, in tx: Transaction) throws { try record(Power.ended, id, author, tx) }

    private func record(_ kind: String?, _ id: String, _ author: Act.Author, _ tx: Transaction) throws {
        guard let kind, let power = try Power.read("id = \(id)", tx).first else { return }
        try journal.record(
            Act(kind, organisation: power.organisation, reference: power.id, by: author, at: tx.now, content: power.told), about: power.subject, in: tx)
    }

    /// What earlier versions wrote down without an act.
    func takeOver(in store: Store) async throws {
        let author = Act.Author.system("identity.take_over")
        try await store.writePages("identity.take_over_powers", after: "") { [self] after, tx in
            let powers = try Power.read("id > \(after)", tx)
            for power in powers where try !(power.isEnded && Power.endsUntold) && acts(of: power.id, tx).isEmpty {
                try began(power.id, as: author, in: tx)
                if power.isEnded { try ended(power.id, as: author, in: tx) }
            }
            return powers.last?.id
        }
    }

    // MARK: Verification

    /// Those in the store of which no act tells, or of something else; for `polity verify`.
    func findings(in store: Store) async throws -> [String] {
        try await store.findings(after: "") { [self] after, connection in
            let powers = try Power.read("id > \(after)", connection)
            return (powers.last?.id, try powers.filter { try !isTold($0, connection) }.map { "The \(Power.word) \($0.id) is not what acts tell of." })
        }
    }

    private func isTold(_ power: Power, _ connection: Connection) throws -> Bool {
        if power.isEnded && Power.endsUntold { return true }
        let acts = try acts(of: power.id, connection)
        guard let begun = acts.first(where: { $0.kind == Power.begun }), acts.contains(where: { $0.kind == Power.ended }) == power.isEnded else { return false }
        // Acts of one moment have no order among them.
        return (acts.first { $0.kind == Power.changed } ?? begun).content.canonicalBytes == power.told.canonicalBytes
    }

    private func acts(of id: String, _ connection: Connection) throws -> [Act] {
        let kinds = [Power.begun, Power.changed, Power.ended].compactMap { $0 }
        return try journal.acts(reference: id, kinds: kinds, limit: 10, in: connection).compactMap(\.act.value)
    }
}
