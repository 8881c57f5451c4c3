import FEEL
import Kernel

/// The values of a record in one span: those that say nothing about a person as they are, the others sealed by class.
struct RecordState: Equatable {
    var subject: PersonID?
    /// By storage name.
    var open: [String: JSON]
    /// All personal values of one class together, as a sealed JSON object by storage name.
    var sealed: [PersonalClass: [UInt8]]

    /// The values of `open` in a stable order.
    var data: JSON { .object(open.sorted { $0.key < $1.key }.map { .init($0.key, $0.value) }) }
}

/// Opens and seals the states of one record.
struct RecordSealer {
    let codec: PersonalCodec
    let registry: Registry
    let record: RecordID
    let book: RegistryBook

    private var place: String { Self.place(registry: registry.id, record: record) }

    static func place(registry: String, record: RecordID) -> String { "registries.\(registry)/\(record.text)" }

    /// Applies `changes` (by field id; null removes a value) to a state.
    func applying(_ changes: [(field: RegistryField, value: JSON?)], to state: RecordState) throws -> RecordState {
        var next = state
        for (field, value) in changes where registry.sealing(of: field) == nil { next.open[field.storage] = value }
        next.subject = subject(of: next)
        let touched = Set(changes.compactMap { registry.sealing(of: $0.field) })
        // A new subject's values must lie under their own key, every class of them.
        let classes = next.subject == state.subject ? touched : touched.union(state.sealed.keys)
        for part in classes {
            var values = try opened(part, of: state).value ?? [:]
            for (field, value) in changes where registry.sealing(of: field) == part { values[field.storage] = value }
            next.sealed[part] = try seal(values, part, subject: next.subject)
        }
        return next
    }

    /// What a state holds, as pages and FEEL see it.
    func values(of state: RecordState) throws -> (values: Context, isErased: Bool) {
        var parts: [PersonalClass: [String: JSON]] = [:]
        var isErased = false
        for part in state.sealed.keys {
            switch try opened(part, of: state) {
            case .value(let values): parts[part] = values
            case .erased: isErased = true
            }
        }
        var context = Context()
        context["id"] = .string(record.text)
        for field in registry.fields {
            let stored = if let part = registry.sealing(of: field) { parts[part]?[field.storage] } else { state.open[field.storage] }
            context[field.id] = FieldValue(field: field, book: book).value(stored)
        }
        return (context, isErased)
    }

    /// The stored values of one field in a state; nil when missing or erased.
    func stored(_ field: RegistryField, of state: RecordState) throws -> JSON? {
        guard let part = registry.sealing(of: field) else { return state.open[field.storage] }
        return try opened(part, of: state).value?[field.storage]
    }

    private func subject(of state: RecordState) -> PersonID? {
        switch registry.subject {
        case .nobody: nil
        case .itself: PersonID(record.text)
        case .field(let id): registry.field(id).flatMap { state.open[$0.storage]?.string }.flatMap { PersonID($0) }
        }
    }

    private func opened(_ part: PersonalClass, of state: RecordState) throws -> Opened<[String: JSON]> {
        guard let bytes = state.sealed[part], let subject = state.subject else { return .value([:]) }
        return try codec.open(bytes, subject: subject, class: part, place: place).map { bytes in
            Dictionary((try JSON(parsing: bytes).members ?? []).map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
        }
    }

    private func seal(_ values: [String: JSON], _ part: PersonalClass, subject: PersonID?) throws -> [UInt8]? {
        guard !values.isEmpty else { return nil }
        guard let subject else { throw RegistryFault.noSubject(in: registry.id) }
        let json = JSON.object(values.sorted { $0.key < $1.key }.map { .init($0.key, $0.value) })
        return try codec.seal(json.bytes, subject: subject, class: part, place: place)
    }
}
