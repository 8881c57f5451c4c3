import Capability
import Identity
import Journal
import Kernel
import Logging
import Privacy
import Store

/// Erases a person from the whole government (Regulation (EU) 2016/679, article 17).
///
/// Every capability removes, in one transaction, what finds the person; then the key of all their values is destroyed, in
/// every copy and backup at once. The transaction notes that the key is still to be destroyed, so a crash between the two
/// is made good at the next start. Where a law keeps something, nothing is erased yet: the answer says what and until
/// when, and the wish is remembered.
public struct Erasure: Sendable {
    static let job = "consent.erase"

    public enum Outcome: Sendable, Hashable {
        /// With the capabilities that were asked.
        case erased(holders: [String])
        /// Everything stays until the last of these is over; then it is tried again.
        case postponed(until: CivilDate, kept: [Retention])
    }

    let store: Store
    let vault: PersonalVault
    let journal: Journal
    let identifiers: Identifiers
    let zone: CivilZone
    let logger: Logger
    let holders: @Sendable () -> [PersonalDataHolder]
    /// Clears the disk of what was removed.
    let scrub: @Sendable () async throws -> Void

    /// - Parameter scrub: the store's own, unless a test's disk fails.
    public init(
        store: Store, vault: PersonalVault, journal: Journal, identifiers: Identifiers, zone: CivilZone, logger: Logger,
        holders: @escaping @Sendable () -> [PersonalDataHolder], scrub: (@Sendable () async throws -> Void)? = nil
    ) {
        self.store = store
        self.vault = vault
        self.journal = journal
        self.identifiers = identifiers
        self.zone = zone
        self.logger = logger
        self.holders = holders
        self.scrub = scrub ?? { try await store.scrub() }
    }

    /// What is left to do on disks and in the key store is tried at once; what cannot be done now (a backup holds the log, the key store
    /// is away) is owed, and made good in the background: the person is erased whatever comes of it.
    ///
    /// - Throws: `CONSENT-105` unless the actor is the person, or holds `consent.erase`.
    public func erase(_ subject: PersonID, by actor: Actor) async throws -> Outcome {
        let isOwn = actor.person == subject && actor.actingFor == .itself
        guard isOwn || actor.may("consent.erase") || actor.isSystem else { throw ConsentFault.notAllowed }
        let asker = isOwn ? "self" : actor.account.map { "account:\($0)" } ?? "system"
        try await prepare(subject)
        let outcome = try await store.write("consent.erase") { tx in try begin(subject, asker, in: tx) }
        if case .erased = outcome {
            do { try await finish() } catch {
                logger.warning("an erasure is finished later", metadata: ["error": "\(error)"])
            }
        }
        return outcome
    }

    /// Brings into memory what tells how long a person's data is kept.
    func prepare(_ subject: PersonID) async throws { for holder in holders() { try await holder.prepare(subject) } }

    /// What the law keeps of a person, latest first; empty when they can be erased now. They are prepared before.
    public func retentions(of subject: PersonID, in connection: Connection) throws -> [Retention] {
        let today = zone.date(of: connection.now)
        let holds = try connection.rows(
            "SELECT reason, until_day FROM consent_holds WHERE subject = \(subject) AND lifted_at IS NULL AND until_day >= \(today) ORDER BY id"
        ).map { Retention(what: .legalHold, until: try $0.date(1), source: try $0.text(0)) }
        return try (holders().flatMap { try $0.retained(subject, connection) } + holds).sorted { $0.until > $1.until }
    }

    private func begin(_ subject: PersonID, _ asker: String, in tx: Transaction) throws -> Outcome {
        let kept = try retentions(of: subject, in: tx)
        if let last = kept.first {
            let day = last.until.adding(days: 1)
            try tx.schedule(JobRequest(Self.job, key: "\(subject)/\(day)", at: zone.start(of: day)))
            return .postponed(until: last.until, kept: kept)
        }
        let all = holders()
        for holder in all { try holder.erase(subject, tx) }
        try note(subject, askedBy: asker, all, keysDestroyedAt: nil, in: tx)
        return .erased(holders: all.map(\.id))
    }

    func note(_ subject: PersonID, askedBy asker: String, _ holders: [PersonalDataHolder], keysDestroyedAt: Instant?, in tx: Transaction) throws {
        try tx.execute(
            """
            INSERT INTO consent_erasures (id, subject, asked_by, erased_at, keys_destroyed_at, holders)
            VALUES (\(identifiers.next(ErasureRow.self)), \(subject), \(asker), \(tx.now), \(keysDestroyedAt),
                \(JSON.array(holders.map { .string($0.id) }).text))
            """)
    }

    /// Destroys the keys of everybody whose erasure is noted, and notes that it is done; then scrubs the disk where that is owed. Doing so
    /// twice changes nothing.
    public func finish() async throws {
        let open: [PersonID] = try await store.read { connection in
            try connection.rows("SELECT DISTINCT subject FROM consent_erasures WHERE keys_destroyed_at IS NULL LIMIT 1000").map { try $0.identifier(0) }
        }
        if !open.isEmpty {
            try await tellOfLateActs(open)
            try vault.destroyKeys(of: open)
            try await store.write("consent.keys_destroyed") { tx in
                for subject in open {
                    try tx.execute("UPDATE consent_erasures SET keys_destroyed_at = \(tx.now) WHERE subject = \(subject) AND keys_destroyed_at IS NULL")
                }
            }
        }
        try await scrubWhatIsOwed()
    }

    /// What was recorded about them since their erasure was written down ends with their keys too.
    private func tellOfLateActs(_ subjects: [PersonID]) async throws {
        let late: [(subject: PersonID, since: Instant)] = try await store.read { connection in
            try connection.rows(
                """
                SELECT e.subject, MIN(e.erased_at) FROM consent_erasures e
                WHERE e.keys_destroyed_at IS NULL AND e.subject IN \(list: subjects.map(\.text)) GROUP BY e.subject
                """
            ).map { (try $0.identifier(0), try $0.instant(1)) }
                .filter { try journal.hasActs(about: $0.subject, after: $0.since, in: connection) }
        }
        guard !late.isEmpty else { return }
        try await store.write("consent.late_acts") { tx in
            for (subject, since) in late { try journal.recordErasure(of: subject, since: since, in: tx) }
        }
    }

    /// What was removed, such as search tokens, goes from the disk as well. On PostgreSQL that locks every table, and is left to the
    /// operator's quiet hour.
    func scrubWhatIsOwed() async throws {
        guard store.dialect == .sqlite else { return }
        let owed: [String] = try await store.read { connection in
            try connection.rows("SELECT id FROM consent_erasures WHERE scrubbed_at IS NULL ORDER BY id LIMIT 1000").map { try $0.text(0) }
        }
        guard !owed.isEmpty else { return }
        try await scrub()
        try await store.write("consent.scrubbed") { tx in
            for id in owed { try tx.write("UPDATE consent_erasures SET scrubbed_at = \(tx.now) WHERE id = \(id)") }
        }
    }

    // MARK: - Legal holds

    /// Keeps a person's data until a day, whatever they wish: for a court, an inquiry.
    public func hold(_ subject: PersonID, until day: CivilDate, because reason: String, by actor: Actor, in tx: Transaction) throws {
        try actor.require("consent.hold")
        try tx.execute(
            """
            INSERT INTO consent_holds (id, subject, reason, placed_by, placed_at, until_day)
            VALUES (\(identifiers.next(HoldRow.self)), \(subject), \(reason), \(actor.account?.text ?? "system"), \(tx.now), \(day))
            """)
    }

    /// Whether a court or an inquiry keeps a person's data, whatever else says that its time is over.
    public func isHeld(_ subject: PersonID, in connection: Connection) throws -> Bool {
        let today = zone.date(of: connection.now)
        let query: SQL = "SELECT id FROM consent_holds WHERE subject = \(subject) AND lifted_at IS NULL AND until_day >= \(today) LIMIT 1"
        return try connection.row(query) != nil
    }

    public func liftHolds(on subject: PersonID, by actor: Actor, in tx: Transaction) throws {
        try actor.require("consent.hold")
        try tx.execute("UPDATE consent_holds SET lifted_at = \(tx.now) WHERE subject = \(subject) AND lifted_at IS NULL")
    }

    private enum ErasureRow {}
    private enum HoldRow {}
}

extension Actor {
    var isSystem: Bool { if case .system = principal { true } else { false } }
}
