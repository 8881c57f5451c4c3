import Blueprint
import Capability
import FEEL
import Kernel
import Privacy
import Store

extension Registries {
    /// What a process looks up on its way: a service's `look_up` is read before it begins.
    public static let findTask = ServiceTaskDeclaration(
        "registries.find", "Looks a record up for the service's law, which the person behind it sees.",
        inputs: [
            .init("registry", "The registry's id, written out.", .registry),
            .init("number", "The record's id, or the number that people know it by."),
            .init(
                "fields", "The fields that the case needs, written out as a list: `[\"kind\", \"expires_on\"]`. No others reach it.",
                .fields(ofRegistryIn: "registry")),
        ],
        answer: """
            `record`, with these fields and `id`; null where there is none. The case keeps the answer, so of a record about somebody else than the \
            applicant it has only those that are not personal; a `look_up` reads those, and keeps nothing. Officers whose role does not read the \
            registry for the service's law do not see what was found.
            """, needsLegalBasis: true)

    func find(_ request: ServiceTaskRequest, government: Government, in tx: Transaction) throws -> Context {
        guard let basis = request.legalBasis, case .string(let registry)? = request.input["registry"], book[registry] != nil else {
            throw PolityError(.invalid, "REGISTRY-120", "A service task names no registry, or its service no legal basis.", context: request.service)
        }
        let number: String
        switch request.input["number"] {
        case .string(let text)?: number = text
        case .number(let known)?: number = known.description
        default: return ["record": .null]
        }
        let purpose = try ReadPurpose(
            law: basis, of: government, actor: Actor(.system("registries.find")), request: identifiers.next(), case: request.reference.description)
        let found = try read(purpose, in: tx) { reader -> Record? in
            if let id = RecordID(number), let record = try reader.record(id), record.registry == registry { return record }
            return try reader.record(in: registry, called: number)
        }
        return ["record": found.map { .context(kept($0, by: request.subject, asked(request.input["fields"]))) } ?? .null]
    }

    /// The fields that a task names; nil for all, in an edition of before tasks had to.
    private func asked(_ fields: Value?) -> Set<String>? {
        guard case .list(let names)? = fields else { return nil }
        return Set(names.compactMap { if case .string(let name) = $0 { name } else { nil } })
    }

    /// What a case may keep of a record. A case lies under the key of its own person, goes into the data that they are given, and stays when
    /// somebody else is erased: nothing personal of anybody else belongs there.
    private func kept(_ record: Record, by subject: Identifier<DataSubject>, _ asked: Set<String>?) -> Context {
        var values = record.values
        if let asked { for name in values.names where name != "id" && !asked.contains(name) { values[name] = nil } }
        guard record.subject != subject, let registry = book[record.registry] else { return values }
        for field in registry.fields where field.personal != nil || registry.subject == .field(field.id) { values[field.id] = nil }
        return values
    }
}
