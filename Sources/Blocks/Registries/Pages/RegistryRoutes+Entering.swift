import Blueprint
import FEEL
import HTML
import Kernel
import Store
import Web

/// A new record by hand: what an import would take, with the day from which it holds and the reason.
extension RegistryRoutes {
    var newForm: Route {
        Route(
            "desk_new_record_form", .get, Self.base + "/{registry}/new", "Shows the form in which a new record is entered.",
            input: [Self.registry, Self.caseReference], access: .permission(Self.write), purpose: .stated, audience: .browsers
        ) { request in
            let registry = try enterable(request)
            return Reply { RecordForm(routes: self, registry: registry, request: request).page() }
        }
    }

    var create: Route {
        Route(
            "create_record", .post, Self.base + "/{registry}/records", "Enters a new record, with a reason and the day from which it holds.",
            input: [Self.registry, Self.caseReference, Self.reason, Self.from], body: .open(RegistrySchema.change), output: RegistrySchema.record,
            access: .permission(Self.write), purpose: .stated
        ) { request in
            let registry = try enterable(request)
            let typed = TypedRecord(request)
            let refused = { @Sendable (faults: [Fault]) in
                Reply.invalid(faults) { RecordForm(routes: self, registry: registry, typed: typed, faults: faults, request: request).page() }
            }
            var faults: [Fault] = []
            let reason = (try request[Self.reason] ?? "").trimmed
            if typed.day == nil { faults.append(Fault(field: "from", message: request.say(.faultDay))) }
            if reason.isEmpty { faults.append(Fault(field: "reason", message: request.say(.faultReason))) }
            let read = try await changed(registry, nil, [:], typed, request)
            faults += read.faults
            for field in registry.fields where field.isRequired && read.values[field.id] == nil {
                let name = RecordForm.name(field)
                guard !faults.contains(where: { $0.field == name }) else { continue }
                faults.append(Fault(field: name, message: request.say(.faultMissing, ["field": .text(field.title[request.language.code])])))
            }
            guard faults.isEmpty, let day = typed.day else { return refused(faults) }
            let note = ChangeNote(
                by: request.actor, reason: String(reason.prefix(500)), case: try request[Self.caseReference],
                legalBasis: registry.subject == .nobody ? nil : request.purpose)
            let id: RecordID
            do {
                let values = read.values
                id = try await registries.store.write("registries.enter_by_hand") { tx in
                    try registries.create(registry.id, values, from: day, note: note, in: tx)
                }
            } catch let error as PolityError where !request.isProgram {
                guard let fault = Self.fault(error, registry, request) else { throw error }
                return refused([fault])
            }
            let purpose = request.query["purpose"] == nil ? [FormValues.Entry("purpose", request.purpose ?? "")] : []
            let record = try await registries.read(self.purpose(registry, request)) { try $0.record(id, on: day) }
            return .redirect(to: Self.address(registry.id, id, request, purpose), output: record.map { Self.json($0) } ?? .null)
        }
    }

    /// - Throws: `REGISTRY-101` for a registry that is none of the actor's business, what `change` throws to who may not write in it,
    ///   `REGISTRY-110` for a purpose that gives no right.
    private func enterable(_ request: Request) throws -> Registry {
        let registry = try registry(request)
        guard mayEnter(registry, request.actor) else { throw RegistryFault.notWritable(registry.id) }
        _ = try purpose(registry, request)
        return registry
    }

    /// The way to the form, on each ground that the reader can state.
    func enterLinks(_ registry: Registry, _ bases: [Government.LegalBasis], _ request: Request, _ html: inout HTML) {
        let grounds =
            registry.subject == .nobody
            ? [(Self.nobody, request.say(.enterRecord))]
            : bases.map { basis in
                let title = basis.title[request.language.code]
                return (basis.id, bases.count == 1 ? request.say(.enterRecord) : request.say(.enterRecordOn, ["basis": .text(title)]))
            }
        for (ground, words) in grounds {
            html.p { html in html.a(words, href: Self.address(registry) + "/new?" + FormValues([.init("purpose", ground)]).encoded) }
        }
    }
}
