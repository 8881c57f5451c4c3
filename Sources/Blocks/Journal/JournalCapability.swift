import Capability
import Kernel
import MerkleLog
import Web

extension Capability {
    /// Acts, the public log and the record of reads. It provides the `Journal` to all later blocks, and emits
    /// `journal.acts_sequenced` for each batch: `{"acts": [{"id": …, "kind": …, "reference": …}]}`.
    public static var journal: Capability {
        Capability(
            id: "journal", migrations: Journal.migrations,
            open: { host in
                // An Ed25519 seed (RFC 8032, section 5.1.5). A fresh key could not continue a log that there is.
                let key = KeyFile(for: "the public log", at: host.settings.keyDirectory + "/log.key")
                let seed = try key.bytes(random: host.random, mayBeMade: try await !LogIdentity.isEstablished(in: host.store))
                guard let signer = NoteSigner(name: LogIdentity.origin(publicAddress: host.settings.publicAddress), seed: seed) else {
                    throw JournalFault.badAddress(host.settings.publicAddress)
                }
                let journal = try await Journal.open(
                    store: host.store, codec: host[PersonalCodec.self], signer: signer, clock: host.clock, random: host.random,
                    head: ReplacedFile(at: host.settings.keyDirectory + "/log.head"),
                    onSequenced: { [events = host.events] acts, tx in try events.emit(.actsSequenced(acts), in: tx) })
                if host.isServed { try await journal.holdToHead() }
                journal.verify(journal.committedReads)
                host.provide(journal)
                var offer = Offer()
                offer.loops = [
                    BackgroundLoop("journal.sequence", every: .milliseconds(500)) { try await journal.sequence() },
                    BackgroundLoop("journal.commit_reads", every: .seconds(5)) { try await journal.commitReads() },
                ]
                offer.integrity = [IntegrityCheck("journal.reads") { try await journal.foreignReads() }]
                let reads = ReadsPage(journal: journal, government: host.edition.government)
                offer.routes = journal.routes + [reads.route]
                offer.panels = [reads.panel]
                offer.accountPages = [AccountPage(.readsTitle, about: .readsLead, path: "/account/reads")]
                offer.personalData = [journal.personalData]
                offer.figures = [
                    Figure(
                        id: "journal_leaves",
                        about: Phrase("journal.figure_leaves", en: "Acts that stand in the public log", es: "Actos que constan en el registro público")
                    ) { try await host.store.read { try StoredTree.head(in: $0).size } }
                ]
                offer.checks = [{ await journal.check(now: host.clock.now()) }]
                return offer
            })
    }
}

extension Journal {
    /// Unhealthy when acts have waited for a minute: no process sequences.
    func check(now: Instant) async -> HealthCheck {
        guard let backlog = try? await backlog() else { return HealthCheck("journal", isHealthy: false, note: "the store does not answer") }
        let isStuck = backlog.since.map { now - $0 > .seconds(60) } ?? false
        return HealthCheck("journal", isHealthy: !isStuck, note: "\(backlog.count) acts wait for their place")
    }
}

extension Event {
    static func actsSequenced(_ acts: [SequencedAct]) -> Event {
        Event(
            "journal.acts_sequenced",
            [
                "acts": .array(
                    acts.map { act in
                        .object([
                            .init("id", .string(act.id.text)), .init("kind", .string(act.kind)), .init("reference", act.reference.map(JSON.string) ?? .null),
                        ])
                    })
            ])
    }
}
