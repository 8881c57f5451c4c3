import Capability
import Kernel
import Logging
import MerkleLog
import Store
import Synchronization

/// The government's memory of what it did: acts with their commitments, the public log made of them, and the record of
/// who read personal data.
///
/// ```swift
/// try await store.write("casework.decide") { tx in
///     …
///     let act = try journal.record(Act("decision_made", organisation: "planning", reference: reference, by: .office("planning_officer"),
///         at: tx.now, content: ["decision": …]), about: subject, in: tx)
/// }
/// // About a second later:
/// if let proof = try await journal.proof(for: act) { … }
/// ```
public final class Journal: Sendable {
    let store: Store
    let codec: PersonalCodec
    let random: Random
    let identifiers: Identifiers
    let log: LogIdentity
    let settings: JournalSettings
    let seal: RowSeal
    let readSeal: RowSeal
    let subjectSeal: RowSeal
    /// The newest checkpoint that was signed, where whoever can write the store cannot write.
    let head: ReplacedFile?
    /// Set when there was no such file.
    let takesOver = Mutex(false)
    /// Names this process among those that might sequence.
    let holder: String
    /// Told of each batch inside its transaction, once the acts have their places.
    let onSequenced: @Sendable ([SequencedAct], Transaction) throws -> Void
    let committed = Mutex<[CommittedContent]>([])

    /// Opens the journal over a migrated store and makes the log's first, empty checkpoint where there is none.
    ///
    /// - Parameter head: a file outside the store that keeps the newest checkpoint.
    /// - Throws: `JOURNAL-102` when the log was signed with another key so far.
    public static func open(
        store: Store, codec: PersonalCodec, signer: NoteSigner, clock: Clock, random: Random, settings: JournalSettings = JournalSettings(),
        head: ReplacedFile? = nil, onSequenced: @escaping @Sendable ([SequencedAct], Transaction) throws -> Void = { _, _ in }
    ) async throws -> Journal {
        let log = try await LogIdentity.establish(signer: signer, in: store)
        return Journal(
            store: store, codec: codec, clock: clock, random: random, log: log, settings: settings, head: head, onSequenced: onSequenced)
    }

    private init(
        store: Store, codec: PersonalCodec, clock: Clock, random: Random, log: LogIdentity, settings: JournalSettings, head: ReplacedFile?,
        onSequenced: @escaping @Sendable ([SequencedAct], Transaction) throws -> Void
    ) {
        self.store = store
        self.codec = codec
        self.random = random
        identifiers = Identifiers(clock: clock, random: random)
        self.log = log
        self.settings = settings
        self.head = head
        seal = RowSeal(log.signer, for: "journal_waiting")
        readSeal = RowSeal(log.signer, for: "journal_reads")
        subjectSeal = RowSeal(log.signer, for: "journal_read_subjects")
        self.onSequenced = onSequenced
        holder = Hex.encode(random.bytes(16))
    }

    /// Whether a log was begun here; false too for a store without its tables. Opening a journal would begin one.
    public static func exists(in store: Store) async -> Bool { (try? await LogIdentity.isEstablished(in: store)) ?? false }

    /// The log's name: the address it is served at, without the scheme.
    public var origin: String { log.origin }

    /// The key that checkpoints are signed with; publish it where the log's own server cannot change it.
    public var publicKey: NoteKey { log.signer.key }

    /// Signs a text that is no checkpoint, with the log's key under a name of its own: `origin/purpose`. Key ids depend on the
    /// name (C2SP signed-note), so that no such note can pass for a checkpoint, nor for one of another purpose.
    public func sign(_ text: String, for purpose: String) throws -> SignedNote {
        guard let signer = log.signer.named(log.origin + "/" + purpose) else {
            throw PolityError(.broken, "JOURNAL-110", "This cannot be signed.", context: "a key cannot be named for '\(purpose)'")
        }
        return try SignedNote(text, signedBy: [signer])
    }

    /// Another block says that acts of its kinds commit to something it stores; `verify` compares from then on.
    public func verify(_ content: CommittedContent) { committed.withLock { $0.append(content) } }
}

public struct JournalSettings: Sendable, Hashable {
    /// Acts that one batch numbers and one checkpoint covers, at most. On SQLite nobody else writes meanwhile, so
    /// it is a batch that nobody notices.
    public var batchLimit: Int
    /// How long a silent sequencer keeps others out.
    public var lease: Duration

    public init(batchLimit: Int = 128, lease: Duration = .seconds(10)) {
        self.batchLimit = batchLimit
        self.lease = lease
    }
}

/// An act that has its place in the log.
public struct SequencedAct: Sendable, Hashable {
    public var id: ActID
    public var kind: String
    public var reference: String?
    /// The leaf's index.
    public var position: Int
}
