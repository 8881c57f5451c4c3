import FEEL
import Kernel

/// What an outcome writes in registries is known to the rest of the same command, as it will stand there; the transaction writes it when
/// everything is decided. From the next command on the registries tell it themselves.
extension CaseDecider {
    func note(_ outcome: Outcome, _ names: Context, _ change: inout CaseChange) {
        guard !service.lookUps.isEmpty else { return }
        var names = names
        names["valid_until"] = outcome.certificate?.validUntil?.evaluate(names) ?? .null
        for written in outcome.changes where written.when.map({ $0.evaluate(names) == .boolean(true) }) ?? true {
            var fields = Context()
            for field in written.fields { fields[field.name] = field.value.evaluate(names) }
            for lookUp in lookUps(of: written, fields, names) {
                var record = Context()
                if case .update = written.target, case .context(let known)? = names[lookUp] { record = known }
                for entry in fields.entries { record[entry.name] = entry.value }
                change.records[lookUp] = .context(record)
            }
        }
    }

    /// The names under which the service looks a written record up. A new one is found by its person, or by the number that it is given.
    private func lookUps(of written: Outcome.Change, _ fields: Context, _ names: Context) -> [String] {
        switch written.target {
        case .update(let lookUp): return [lookUp]
        case .create:
            return service.lookUps.filter { lookUp in
                guard lookUp.registry == written.registry else { return false }
                guard case .record(let key) = lookUp.key else { return true }
                let wanted = key.evaluate(names)
                return wanted != .null && (names[lookUp.name] ?? .null) == .null && fields.entries.contains { $0.value == wanted }
            }.map(\.name)
        }
    }
}
