/// The person whose data a value is (the "data subject" of data protection law). It stands for a resident in a
/// registry, for the holder of an account, and for someone who only left an address: each is a person with an id, and
/// each can be erased.
public typealias DataSubject = Named.Person

extension Identifier<DataSubject> {
    /// The subject of what belongs to nobody any more, because its time is over: it never has a key, so all its values are erased.
    public static let nobody: Self = {
        guard let nobody = Self("00000000-0000-7000-8000-000000000000") else { preconditionFailure("an id has 36 characters") }
        return nobody
    }()
}

/// How sensitive a personal value is. The class is bound to the sealed value: it cannot be read as another one.
public enum PersonalClass: String, Sendable, Hashable, CaseIterable {
    /// Name, date of birth, what was answered.
    case ordinary
    /// Address, e-mail, telephone.
    case contact
    /// A number that names one person across registries.
    case identifier
    /// Health, belief, origin and what else the law calls special.
    case special
}

/// What a sealed value turns out to be. Every reader meets `erased` sooner or later, so the type makes it answer for it.
public enum Opened<Content> {
    case value(Content)
    /// The subject's key was destroyed; nobody can read the value any more.
    case erased

    /// nil when erased.
    public var value: Content? { if case .value(let content) = self { content } else { nil } }

    public func map<New>(_ transform: (Content) throws -> New) rethrows -> Opened<New> {
        switch self {
        case .value(let content): .value(try transform(content))
        case .erased: .erased
        }
    }
}

extension Opened: Sendable where Content: Sendable {}
extension Opened: Equatable where Content: Equatable {}
extension Opened: Hashable where Content: Hashable {}

/// The one way by which a personal value is written down and read back, wherever it lies: record, answer, event,
/// draft, message, file or salt. Sealed bytes say nothing without the subject's key, and erasing a person destroys it.
///
/// Sealing and opening are synchronous, so that they may stand inside a transaction's body. There everybody else waits for
/// them, so a command that knows whom it is about calls `prepare` before it begins.
public struct PersonalCodec: Sendable {
    public typealias Seal = @Sendable (_ bytes: [UInt8], _ subject: Identifier<DataSubject>, _ class: PersonalClass, _ place: String) throws -> [UInt8]
    public typealias Open = @Sendable (_ sealed: [UInt8], _ subject: Identifier<DataSubject>, _ class: PersonalClass, _ place: String) throws -> Opened<[UInt8]>

    public typealias Prepare = @Sendable (_ subjects: [Identifier<DataSubject>], _ making: Bool) async throws -> Void

    private let sealing: Seal
    private let opening: Open
    private let preparing: Prepare

    public init(seal: @escaping Seal, open: @escaping Open, prepare: @escaping Prepare = { _, _ in }) {
        sealing = seal
        opening = open
        preparing = prepare
    }

    /// Brings the keys of these subjects into memory, so that sealing and opening soon afterwards wait for nothing.
    ///
    /// - Parameter making: makes the keys of subjects that have none yet, as sealing would.
    public func prepare(_ subjects: Identifier<DataSubject>..., making: Bool = false) async throws { try await preparing(subjects, making) }

    /// The same for many, whose keys are made in one durable step.
    public func prepare(all subjects: [Identifier<DataSubject>], making: Bool = false) async throws { try await preparing(subjects, making) }

    /// - Parameters:
    ///   - place: where the value stands (`messages.body/<id>`). Sealed bytes copied to another place do not open there.
    /// - Throws: `PERSONAL-102` when the subject was erased: nothing new may be written about them.
    public func seal(_ bytes: [UInt8], subject: Identifier<DataSubject>, class: PersonalClass, place: String) throws -> [UInt8] {
        try sealing(bytes, subject, `class`, place)
    }

    /// - Throws: `PERSONAL-101` when the bytes are damaged, or belong to another subject, class or place.
    public func open(_ sealed: [UInt8], subject: Identifier<DataSubject>, class: PersonalClass, place: String) throws -> Opened<[UInt8]> {
        try opening(sealed, subject, `class`, place)
    }

    public func seal(text: String, subject: Identifier<DataSubject>, class: PersonalClass, place: String) throws -> [UInt8] {
        try sealing(Array(text.utf8), subject, `class`, place)
    }

    public func openText(_ sealed: [UInt8], subject: Identifier<DataSubject>, class: PersonalClass, place: String) throws -> Opened<String> {
        try opening(sealed, subject, `class`, place).map { String(decoding: $0, as: UTF8.self) }
    }
}
