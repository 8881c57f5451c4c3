import FEEL
import Forms
import Kernel

/// A message as a program outside sends it.
public struct ProgramMessage: Sendable, Hashable {
    public enum Target: Sendable, Hashable {
        case reference(ReferenceNumber)
        /// The value by which cases say which message is theirs (`polity:key`).
        case key(Value)
    }

    public var service: String
    public var name: String
    public var target: Target
    public var payload: JSON
    /// The same from the same sender means the same message, however often it comes (draft-ietf-httpapi-idempotency-key-header-07).
    public var idempotencyKey: String

    public init(service: String, name: String, target: Target, payload: JSON, idempotencyKey: String) {
        self.service = service
        self.name = name
        self.target = target
        self.payload = payload
        self.idempotencyKey = idempotencyKey
    }

    /// Everything it says, in one form.
    var canonical: String {
        let target: JSON =
            switch target {
            case .reference(let reference): ["case": .string(reference.plain)]
            case .key(let key): ["key": key.json]
            }
        let whole: JSON = ["service": .string(service), "message": .string(name), "for": target, "payload": payload]
        return String(decoding: whole.canonicalBytes, as: UTF8.self)
    }
}

/// A message that is kept, and will be given to whoever waits for it.
public struct ReceivedMessage: Sendable, Hashable {
    public var id: String
    public var keptUntil: Instant
}

/// What a message says that its service does not take.
public struct WrongMessage: Error, Sendable {
    public var errors: [FieldError]
    /// Members of the payload that the service knows nothing of.
    public var unknown: [String]
}

extension ServiceMessage {
    /// Reads what a program says, as a form's answers are read: numbers with a point, days in ISO 8601.
    ///
    /// - Throws: `WrongMessage`.
    func read(_ payload: JSON, today: CivilDate, currencyDigits: Int) throws -> Context {
        let known = Set(form.questions.map(\.id))
        let unknown = (payload.members ?? []).map(\.name).filter { !known.contains($0) }
        let read = FormReader(currencyDigits: currencyDigits).read(form, from: RawFields(json: payload))
        var errors = read.errors
        let progress = form.progress(read.answers, facts: ["today": .date(today)])
        errors += progress.errors.filter { error in !errors.contains { $0.question == error.question } }
        guard errors.isEmpty, unknown.isEmpty, progress.isComplete else { throw WrongMessage(errors: errors, unknown: unknown) }
        return progress.answers.values
    }
}
