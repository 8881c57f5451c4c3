import Forms
import Kernel

/// A message that programs outside may send to the cases of a service: `messages` of its `service.yaml`.
public struct ServiceMessage: Sendable {
    /// As `process.bpmn` calls it.
    public var name: String
    /// The roles whose programs may send it.
    public var from: [String]
    /// What it says. The answers are variables of the process once it has come.
    public var form: Form
    /// How long it is kept for a case that does not wait for it yet.
    public var keep: Term
    /// Whether cases say by a key which message is theirs, so that a program that knows no reference number can name that.
    public var hasKey: Bool
}

extension ServiceMessage {
    /// Whether a program may send it to cases of this organisation.
    func maySend(_ actor: Actor, to organisation: String) -> Bool {
        actor.grants.contains { from.contains($0.role) && $0.permissions.contains(.sendMessages) && $0.organisations.contains(organisation) }
    }
}

extension PublicService {
    public func message(_ name: String) -> ServiceMessage? { messages.first { $0.name == name } }
}

extension ServiceSchema {
    static let message = Schema.object(
        ObjectSchema(
            "Message", "What programs outside may tell cases of the service (`POST /api/services/NAME/messages/MESSAGE`).",
            [
                .required(
                    "from", .list(of: .reference(to: "role"), minimum: 1, maximum: 20),
                    "The roles whose programs may send it. Such a role has the permission `casework.message`, and an administrator gives it to a program."),
                .optional("keep", .text(.init(maximumLength: 40)), "How long it is kept for a case that does not wait for it yet. `30 days` when left out."),
                .optional(
                    "questions", .dictionary(of: .named("question") { question }),
                    "What it says: each answer is checked as on a form, and its name stands for it in the process from then on."),
            ]))
}
