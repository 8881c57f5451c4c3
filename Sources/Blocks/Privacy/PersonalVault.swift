import Crypto
import Foundation
import Kernel
import Store
import Synchronization

/// Seals and opens personal values with one key a data subject, and destroys that key when the person is erased.
///
/// AES-256-GCM with a random nonce (NIST SP 800-38D, section 8.2.2; a subject's key seals far fewer than the 2^32
/// values that section 8.3 allows). Subject, class and place are associated data, so sealed bytes moved to another
/// person, read as another class or copied to another row do not open.
public final class PersonalVault: Sendable {
    private static let form: UInt8 = 1

    private let shelf: KeyShelf
    private let master: MasterKey
    private let random: Random
    private let cache: Mutex<KeyCache>
    /// Keys of search indexes, each derived once: indexes are few, and deriving one costs as much as a dozen tokens.
    private let indexKeys = Mutex<[String: SymmetricKey]>([:])
    private let clock: Clock
    let keyStore: Store?

    /// - Parameter cached: keys held in memory at most; each for a minute, so that a person erased through another
    ///   process is forgotten here as well.
    public init(shelf: KeyShelf, master: MasterKey, clock: Clock, random: Random, cached: Int = 4_096, keyStore: Store? = nil) {
        self.shelf = shelf
        self.master = master
        self.clock = clock
        self.keyStore = keyStore
        self.random = random
        cache = Mutex(KeyCache(capacity: cached, lifetime: .seconds(60)))
    }

    /// The codec that every capability is given.
    public var codec: PersonalCodec {
        PersonalCodec(
            seal: { try self.seal($0, subject: $1, class: $2, place: $3) },
            open: { try self.open($0, subject: $1, class: $2, place: $3) },
            prepare: { try await self.prepare($0, making: $1) })
    }

    /// Destroys the keys of these subjects, durably. From then on every value of theirs answers `erased`, in every
    /// copy and every backup of the data.
    public func destroyKeys(of subjects: [Identifier<DataSubject>]) throws {
        try shelf.destroy(subjects.map(\.text))
        cache.withLock { cache in for subject in subjects { cache.remove(subject.text) } }
    }

    /// Overwrites the keys of subjects that were no persons, such as a link to sign in by: what they sealed answers `erased` as well, but
    /// nobody was erased, and after a restore nothing is to be repeated.
    public func endKeys(of subjects: [Identifier<DataSubject>]) throws {
        try shelf.end(subjects.map(\.text))
        cache.withLock { cache in for subject in subjects { cache.remove(subject.text) } }
    }

    /// Whether this subject's key was destroyed. Somebody of whom nothing was ever sealed has no key, and was not erased.
    public func isErased(_ subject: Identifier<DataSubject>) throws -> Bool {
        if cache.withLock({ $0.find(subject.text, now: clock.now()) }) != nil { return false }
        return try shelf.find(subject.text) == .destroyed
    }

    /// Whose keys were destroyed: those who come after one of them, in order, at most so many.
    public func destroyedSubjects(after last: Identifier<DataSubject>?, limit: Int) async throws -> [Identifier<DataSubject>] {
        try await shelf.destroyed(last?.text ?? "", limit).compactMap { Identifier($0) }
    }

    public func destroyedCount() async throws -> Int { try await shelf.destroyedCount() }

    /// A secret of the whole government, made at its first use: the root of the search tokens.
    func secret(named name: String) throws -> SymmetricKey {
        guard let key = try key(named: name, making: true) else {
            throw PolityError(.broken, "PERSONAL-107", "A secret of the key store was destroyed.", context: name)
        }
        return key
    }

    /// The key of one search index, derived from the root of all (HKDF, RFC 5869).
    func searchKey(of index: String) throws -> SymmetricKey {
        if let known = indexKeys.withLock({ $0[index] }) { return known }
        let root = try secret(named: "search-tokens")
        let key = HKDF<SHA256>.deriveKey(inputKeyMaterial: root, info: Data("search-tokens/1/\(index)".utf8), outputByteCount: 32)
        indexKeys.withLock { $0[index] = key }
        return key
    }

    private func seal(_ bytes: [UInt8], subject: Identifier<DataSubject>, class: PersonalClass, place: String) throws -> [UInt8] {
        guard let key = try key(named: subject.text, making: true) else {
            throw PolityError(
                .conflict, "PERSONAL-102", Phrase("privacy.fault.erased", en: "This person's data was erased.", es: "Los datos de esta persona se borraron."),
                hint: Phrase(
                    "privacy.fault.erased_hint", en: "Nothing new can be recorded under the same id.",
                    es: "No se puede guardar nada nuevo con el mismo identificador."))
        }
        let nonce = try AES.GCM.Nonce(data: random.bytes(12))
        let about = Self.associated(subject, `class`, place)
        guard let box = try AES.GCM.seal(bytes, using: key, nonce: nonce, authenticating: about).combined else {
            throw PolityError(.broken, "PERSONAL-101", "A personal value could not be sealed.")
        }
        var sealed: [UInt8] = []
        sealed.reserveCapacity(box.count + 1)
        sealed.append(Self.form)
        sealed.append(contentsOf: box)
        return sealed
    }

    private func open(_ sealed: [UInt8], subject: Identifier<DataSubject>, class: PersonalClass, place: String) throws -> Opened<[UInt8]> {
        guard let key = try key(named: subject.text, making: false) else { return .erased }
        guard sealed.first == Self.form else { throw damaged(place) }
        do {
            let box = try AES.GCM.SealedBox(combined: sealed.dropFirst())
            return .value(Array(try AES.GCM.open(box, using: key, authenticating: Self.associated(subject, `class`, place))))
        } catch is CryptoKitError {
            throw damaged(place)
        }
    }

    /// Reads, and where asked makes, the keys that are not in memory; what is missing or destroyed is told when it is used.
    private func prepare(_ subjects: [Identifier<DataSubject>], making: Bool) async throws {
        guard let ahead = shelf.ahead else { return }
        let now = clock.now()
        let names = cache.withLock { cache in subjects.filter { $0 != .nobody }.map(\.text).filter { cache.find($0, now: now) == nil } }
        guard !names.isEmpty else { return }
        let removals = cache.withLock { $0.removals }
        var entries = Array(zip(names, try await ahead.find(names)))
        let absent = making ? entries.filter { $0.1 == .absent }.map(\.0) : []
        if !absent.isEmpty {
            let made = try await ahead.add(try absent.map { ($0, try KeyWrapping.wrap(random.bytes(32), named: $0, with: master)) })
            entries += zip(absent, made)
        }
        for case (let name, .wrapped(let wrapped)) in entries {
            let key = SymmetricKey(data: try KeyWrapping.unwrap(wrapped, named: name, with: master))
            cache.withLock { $0.insert(key, for: name, now: clock.now(), unlessRemovedSince: removals) }
        }
    }

    private func damaged(_ place: String) -> PolityError {
        PolityError(.broken, "PERSONAL-101", "A stored personal value is damaged or not where it belongs.", context: place)
    }

    /// The parts are joined by a byte that none of them holds.
    private static func associated(_ subject: Identifier<DataSubject>, _ class: PersonalClass, _ place: String) -> [UInt8] {
        var bytes = Array(subject.text.utf8)
        bytes.append(0)
        bytes.append(contentsOf: `class`.rawValue.utf8)
        bytes.append(0)
        bytes.append(contentsOf: place.utf8)
        return bytes
    }

    /// nil when the key was destroyed. A key that was never made is an error when something is to be opened with it: the
    /// data stands beside another government's keys, and must not look erased.
    private func key(named name: String, making: Bool) throws -> SymmetricKey? {
        if name == Identifier<DataSubject>.nobody.text { return nil }
        let (known, removals) = cache.withLock { ($0.find(name, now: clock.now()), $0.removals) }
        if let known { return known }
        var entry = try shelf.find(name)
        if entry == .absent, making {
            entry = try shelf.add([(name, KeyWrapping.wrap(random.bytes(32), named: name, with: master))]).first ?? .absent
        }
        guard entry != .absent else {
            throw PolityError(
                .broken, "PERSONAL-108", "The key of a stored personal value is missing.", hint: "Restore the key store that belongs to this data.",
                context: name)
        }
        guard case .wrapped(let wrapped) = entry else { return nil }
        let key = SymmetricKey(data: try KeyWrapping.unwrap(wrapped, named: name, with: master))
        cache.withLock { $0.insert(key, for: name, now: clock.now(), unlessRemovedSince: removals) }
        return key
    }
}
