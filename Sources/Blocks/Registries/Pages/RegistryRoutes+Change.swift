import FEEL
import HTML
import Kernel
import Privacy
import Store
import Web

/// Changes by hand: something has changed, was recorded wrongly, or has ended; from which day, and why.
extension RegistryRoutes {
    private static let path = base + "/{registry}/records/{record}/change"
    private static let kind = Field<String?>.body("kind", "`updated`, `corrected` or `ended`.")
    static let from = Field<String?>.body("from", "The day from which it holds (ISO 8601). Values are sent as `value.FIELD`, or `value.FIELD.PART`.")
    static let reason = Field<String?>.body("reason", "Why, for the record's history. Nothing personal.")
    private static let version = Field<Int?>.body("version", "The version the change was decided on.")

    var changeForm: Route {
        Route(
            "desk_record_form", .get, Self.path, "Shows the form in which a record is changed.", input: [Self.registry, Self.record, Self.caseReference],
            access: .permission(Self.write), purpose: .stated, audience: .browsers
        ) { request in
            let (registry, record, numbers) = try await writable(request)
            let form = RecordForm(routes: self, registry: registry, record: record, numbers: numbers, request: request)
            return Reply { form.page() }
        }
    }

    var change: Route {
        Route(
            "change_record", .post, Self.path, "Changes, corrects or ends a record, with a reason and the day from which it holds.",
            input: [Self.registry, Self.record, Self.caseReference, Self.kind, Self.reason, Self.from, Self.version],
            body: .open(RegistrySchema.change), output: RegistrySchema.record,
            access: .permission(Self.write), purpose: .stated
        ) { request in
            let (registry, record, numbers) = try await writable(request)
            let refused = { @Sendable (faults: [Fault]) in
                let form = RecordForm(
                    routes: self, registry: registry, record: record, numbers: numbers, typed: TypedRecord(request), faults: faults, request: request)
                return Reply.invalid(faults) { form.page() }
            }
            let typed = TypedRecord(request)
            var faults: [Fault] = []
            func fault(_ field: String, _ phrase: Phrase) { faults.append(Fault(field: field, message: request.say(phrase))) }
            let kind = try request[Self.kind].flatMap(RecordedChange.Kind.init(rawValue:)).flatMap { $0 == .created ? nil : $0 }
            if kind == nil { fault("kind", .faultKind) }
            guard let day = typed.day else {
                fault("from", .faultDay)
                return refused(faults)
            }
            let reason = (try request[Self.reason] ?? "").trimmed
            if reason.isEmpty { fault("reason", .faultReason) }
            var values = Context()
            if kind != .ended {
                let read = try await changed(registry, record, numbers, typed, request)
                values = read.values
                faults += read.faults
                if read.faults.isEmpty, values.names.isEmpty { fault("", .faultUnchanged) }
            }
            guard faults.isEmpty, let kind else { return refused(faults) }
            let note = ChangeNote(by: request.actor, reason: String(reason.prefix(500)), case: try request[Self.caseReference])
            let version = try request[Self.version]
            do {
                let changes = values
                try await registries.store.write("registries.change_by_hand") { tx in
                    switch kind {
                    case .ended: try registries.end(record.id, on: day, expecting: version, note: note, in: tx)
                    case .corrected: try registries.correct(record.id, changes, from: day, expecting: version, note: note, in: tx)
                    default: try registries.update(record.id, changes, from: day, expecting: version, note: note, in: tx)
                    }
                }
            } catch let error as PolityError where !request.isProgram {
                guard let fault = Self.fault(error, registry, request) else { throw error }
                return refused([fault])
            }
            // The purpose may have come in the body; the page it leads to must be told again.
            let purpose = request.query["purpose"] == nil ? [FormValues.Entry("purpose", request.purpose ?? "")] : []
            let after = try await registries.read(self.purpose(registry, request)) { try $0.record(record.id) }
            return .redirect(to: Self.address(registry.id, record.id, request, purpose), output: Self.json(after ?? record))
        }
    }

    /// The record as it is, for one who may change it, and the numbers of those it refers to. Reading them for the form is a
    /// look like any other.
    private func writable(_ request: Request) async throws -> (Registry, Record, [String: String]) {
        let registry = try registry(request)
        guard mayChange(registry, request.actor) else { throw RegistryFault.notWritable(registry.id) }
        let (id, book) = (try request[Self.record], registries.book)
        return try await registries.read(purpose(registry, request)) { reader in
            guard let record = try reader.record(id), record.registry == registry.id, !record.isErased else { throw RegistryFault.noRecord(in: registry.id) }
            var numbers: [String: String] = [:]
            for field in registry.fields {
                guard case .record(let other) = field.type, let number = book[other]?.identifier, case .string(let text)? = record.values[field.id],
                    let target = RecordID(text), case .string(let shown)? = try reader.record(target)?.values[number.id]
                else { continue }
                numbers[field.id] = shown
            }
            return (registry, record, numbers)
        }
    }

    /// What was typed and is not what is recorded. Empty boxes remove a value; areas and files are not changed here.
    func changed(
        _ registry: Registry, _ record: Record?, _ numbers: [String: String], _ typed: TypedRecord, _ request: Request
    ) async throws -> (values: Context, faults: [Fault]) {
        var values = Context()
        var faults: [Fault] = []
        for field in registry.fields where field.isTyped {
            guard let read = typed.value(of: field, in: request.language, currency: registries.book.currency) else {
                // What was left as it was shown need not be understood.
                if typed.isSent(field) { faults.append(Fault(field: RecordForm.name(field), message: request.say(.faultValue, title(field, request)))) }
                continue
            }
            var value = read
            if case .record(let other) = field.type, case .string(let number) = read {
                if number == numbers[field.id] { continue }
                let purpose = try purpose(registry, request)
                guard let target = try await registries.read(purpose, { try $0.record(in: other, called: number) }) else {
                    faults.append(Fault(field: RecordForm.name(field), message: request.say(.faultReference, title(field, request))))
                    continue
                }
                value = .string(target.id.text)
            }
            if value != (record?.values[field.id] ?? .null) { values[field.id] = value }
        }
        return (values, faults)
    }

    private func title(_ field: RegistryField, _ request: Request) -> Phrase.Arguments { ["field": .text(field.title[request.language.code])] }

    /// A rejection of the registries in the reader's words; nil for one that is no fault of theirs.
    static func fault(_ error: PolityError, _ registry: Registry, _ request: Request) -> Fault? {
        let field = error.field.flatMap { registry.field($0) }
        let phrase: Phrase
        switch error.code {
        case "REGISTRY-104": phrase = .faultValue
        case "REGISTRY-105": phrase = .faultMissing
        case "REGISTRY-106": phrase = .faultTaken
        case "REGISTRY-107": phrase = .faultMoved
        case "REGISTRY-108", "REGISTRY-109": phrase = .faultNotInForce
        default: return nil
        }
        let words = request.say(phrase, ["field": .text(field?.title[request.language.code] ?? "")])
        return Fault(field: field.map(RecordForm.name) ?? (error.code == "REGISTRY-108" ? "from" : ""), message: words, code: error.code)
    }
}

extension String {
    /// Without the white space around it.
    var trimmed: String { String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed()) }
}
