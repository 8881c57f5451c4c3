import FEEL
import Forms
import Kernel
import Web

/// Where programs outside tell cases something.
struct MessageRoutes {
    let casework: Casework

    var all: [Route] { [send] }

    private static let service: Field<String> = .path("service", "The service's id.")
    private static let name: Field<String> = .path("name", "The message's name, as the service's `messages` have it.")
    private static let key: Field<String> = .header(
        "Idempotency-Key", schema: .text(.init(maximumLength: 257)),
        "A text that stands for this message alone, such as a UUID, with or without quotation marks around it. The same key again is the same message.")
    private static let reference: Field<String?> = .body("case", schema: .text(.init(maximumLength: 40)), "The reference number of the case it is for.")
    private static let correlation: Field<JSON?> = .body(
        "key", "In place of `case`: the value by which the service's cases say which message is theirs; a text, a number or a truth value.")
    private static let payload: Field<JSON?> = .body(
        "payload", "What the message says: an object with the answers to the message's `questions` of service.yaml.")
    private static let output = Schema.object(
        ObjectSchema(
            "ReceivedMessage", "A message that is kept, and goes to the case it is for as soon as that waits for it.",
            [
                .required("message", .text(), "Its id."),
                .required("kept_until", .text(), "How long it waits for a case that does not wait for it yet (RFC 3339). Then those who supervise are told."),
            ]))

    private var send: Route {
        Route(
            "send_message", .post, "/services/{service}/messages/{name}", "Tells a case something that it waits for, or will wait for.",
            input: [Self.service, Self.name, Self.key, Self.reference, Self.correlation, Self.payload], output: Self.output,
            access: .permission(.sendMessages), audience: .programs
        ) { request in
            let message = try Self.message(request)
            do {
                let received = try await casework.receive(message, Caller(request.actor, request: request.id, language: request.language))
                return Reply(output: ["message": .string(received.id), "kept_until": .string(received.keptUntil.description)])
            } catch let wrong as WrongMessage {
                return Reply(output: .null, status: 422, faults: wrong.faults(request))
            }
        }
    }

    private static func message(_ request: Request) throws -> ProgramMessage {
        let target: ProgramMessage.Target
        switch (try request[Self.reference], try request[Self.correlation]) {
        case (let text?, nil):
            guard let reference = ReferenceNumber(text) else { throw CaseFault.notFound }
            target = .reference(reference)
        case (nil, let value?):
            guard value.string != nil || value.number != nil || value.bool != nil else { throw CaseFault.noTarget }
            target = .key(Value(value))
        case (nil, nil), (.some, .some): throw CaseFault.noTarget
        }
        let payload = try request[Self.payload] ?? .object([])
        guard payload.members != nil else { throw CaseFault.noPayload }
        return ProgramMessage(
            service: try request[Self.service], name: try request[Self.name], target: target, payload: payload,
            idempotencyKey: try idempotencyKey(request[Self.key]))
    }

    /// A string of RFC 8941, section 3.3.3, as the draft wants it, or bare, as most programs send it.
    private static func idempotencyKey(_ header: String) throws -> String {
        var text = header[...]
        if text.count >= 2, text.first == "\"", text.last == "\"" { text = text.dropFirst().dropLast() }
        guard (1...255).contains(text.utf8.count), text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else { throw CaseFault.noIdempotencyKey }
        return String(text)
    }
}

extension WrongMessage {
    fileprivate func faults(_ request: Request) -> [Fault] {
        let wrong = errors.map { Fault(field: "payload." + $0.field, message: $0.message(in: request.language)) }
        let more = unknown.prefix(50).map { Fault(field: "payload." + $0, message: request.say(.messageSaysMore)) }
        let all = wrong + more
        return all.isEmpty ? [Fault(field: "payload", message: CaseFault.incomplete.message(in: request.language))] : all
    }
}

extension Phrase {
    fileprivate static let messageSaysMore = Phrase(
        "casework.message_says_more", en: "The service knows nothing of this.", es: "El servicio no conoce este dato.")
}
