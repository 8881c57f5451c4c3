import Kernel

/// What a changed folder does to stored records: for `polity plan`, and for the server, which refuses to serve a folder
/// whose plan has something incompatible.
public struct RegistryPlan: Sendable {
    public struct Change: Sendable, Hashable, CustomStringConvertible {
        public enum Effect: String, Sendable {
            /// Stored records stay as they are and remain right.
            case compatible
            /// The field keeps its values under its new id.
            case renamed
            /// Stored records would be lost, or no longer be what the folder says.
            case incompatible
        }

        public var effect: Effect
        public var location: SourceLocation
        public var message: String
        public var mend: String?

        public init(effect: Effect, location: SourceLocation, message: String, mend: String? = nil) {
            self.effect = effect
            self.location = location
            self.message = message
            self.mend = mend
        }

        public var description: String { "\(location): \(effect.rawValue): \(message)" + (mend.map { "\n    \($0)" } ?? "") }
    }

    public private(set) var changes: [Change] = []

    public var isRefused: Bool { changes.contains { $0.effect == .incompatible } }

    /// - Parameter counts: how many records each registry of the old folder holds; what holds none may change freely.
    public init(from old: [Registry], to new: [Registry], counts: [String: Int]) {
        let fresh = Dictionary(new.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        let known = Set(old.map(\.id))
        for registry in old.sorted(by: { $0.id < $1.id }) {
            let count = counts[registry.id] ?? 0
            guard let next = fresh[registry.id] else {
                note(
                    count == 0 ? .compatible : .incompatible, registry.location,
                    "the registry '\(registry.id)' is gone, with \(count == 1 ? "1 record" : "\(count) records")",
                    "Keep its file; records are ended, not dropped.")
                continue
            }
            compare(registry, next, hasRecords: count > 0)
        }
        for registry in new.sorted(by: { $0.id < $1.id }) where !known.contains(registry.id) {
            note(.compatible, registry.location, "the registry '\(registry.id)' is new")
        }
    }

    /// Takes in what the folder does to something else that is stored.
    public mutating func add(_ more: [Change]) { changes += more }

    private mutating func note(_ effect: Change.Effect, _ location: SourceLocation, _ message: String, _ mend: String? = nil) {
        changes.append(Change(effect: effect, location: location, message: message, mend: effect == .incompatible ? mend : nil))
    }

    private mutating func compare(_ old: Registry, _ new: Registry, hasRecords: Bool) {
        let breaking: Change.Effect = hasRecords ? .incompatible : .compatible
        if old.storedSubject != new.storedSubject {
            note(
                breaking, new.location, "whose data a record of '\(new.id)' is has changed",
                "Its values are sealed under that person's key; make a new registry instead.")
        }
        let before = Dictionary(old.fields.map { ($0.storage, $0) }, uniquingKeysWith: { first, _ in first })
        var kept: Set<String> = []
        for field in new.fields {
            let name = "\(new.id).\(field.id)"
            guard let former = before[field.storage] else {
                if field.isRequired {
                    note(
                        breaking, field.location, "'\(name)' is new and required, but stored records have no value for it",
                        "Make it optional first, fill it in, and require it then.")
                } else {
                    note(.compatible, field.location, "'\(name)' is new")
                }
                continue
            }
            kept.insert(field.storage)
            if former.id != field.id { note(.renamed, field.location, "'\(new.id).\(former.id)' is now '\(name)'") }
            compare(former, field, name, breaking)
        }
        for field in old.fields where !kept.contains(field.storage) {
            let guess = new.fields.first { before[$0.storage] == nil && $0.type == field.type }
            note(
                breaking, new.location, "'\(new.id).\(field.id)' is gone, and its values with it",
                guess.map { "If it is now '\($0.id)', say 'was: \(field.id)' there." } ?? "Keep the field; it need not be shown.")
        }
    }

    private mutating func compare(_ old: RegistryField, _ new: RegistryField, _ name: String, _ breaking: Change.Effect) {
        if let lost = old.type.loss(as: new.type) { note(breaking, new.location, "'\(name)' \(lost)", "Add a field with the new type, and keep the old one.") }
        if old.personal != new.personal {
            note(
                breaking, new.location, "'\(name)' was \(old.personal?.rawValue ?? "not personal") and is now \(new.personal?.rawValue ?? "not personal")",
                "Stored values stay sealed as they were; add a new field instead.")
        }
        if !old.isRequired, new.isRequired {
            note(breaking, new.location, "'\(name)' is now required, and stored records may lack it", "Fill it in everywhere first.")
        }
        if !old.isUnique, new.isUnique {
            note(breaking, new.location, "'\(name)' is now unique, and stored records may share a value", "Add a new unique field instead.")
        }
        if old.check != new.check || old.pattern != new.pattern {
            note(.compatible, new.location, "'\(name)' is checked differently; stored values stay as they are")
        }
        if old.search != new.search { note(.compatible, new.location, "'\(name)' is searched differently; each record is found so after its next change") }
    }
}

extension Registry {
    /// The subject by the storage name of its field, so that a rename is none.
    fileprivate var storedSubject: String {
        switch subject {
        case .nobody: "nobody"
        case .itself: "itself"
        case .field(let id): "field:\(field(id)?.storage ?? id)"
        }
    }
}

extension FieldType {
    /// What goes wrong when values of this type are read as another; nil when nothing does.
    fileprivate func loss(as other: FieldType) -> String? {
        switch (self, other) {
        case (.choice(let before), .choice(let after)):
            let gone = before.map(\.id).filter { id in !after.contains { $0.id == id } }
            return gone.isEmpty ? nil : "no longer has the choices \(gone.joined(separator: ", "))"
        case (.text, .longText), (.personName, .text), (.phone, .text), (.email, .text), (.choice, .text): return nil
        case _ where self == other: return nil
        default: return "has another type"
        }
    }
}
