import Blueprint
import Capability
import Casework
import Forms
import Kernel
import Registries

/// Finds names in the folder's made-up data that its registries and services do not have: what stands under one is passed over when
/// the demonstration is made, and nobody would see why.
enum MadeUpNamesCheck {
    static func run(_ edition: inout Linking) {
        let (book, services) = (edition[RegistryBook.self], edition[CompiledServices.self].byID)
        for sample in edition.folder.all(of: SampleFile.kind).map(\.value) {
            // A registry whose fields could not be read has been told of.
            guard let registry = book[sample.registry], !registry.fields.isEmpty else { continue }
            find(sample.fieldNames, among: registry.fields.map(\.id), "the registry '\(registry.id)' has no field", &edition.diagnostics)
        }
        for (id, past) in edition.folder.all(of: DemonstrationFile.kind).flatMap(\.value.past.services) {
            guard let service = services[id] else { continue }
            let findings = service.steps.flatMap { $0.work?.form.questions ?? [] }
            find(past.names.answers, among: service.form.questions.flatMap(\.recipeNames), "the service '\(id)' has no question", &edition.diagnostics)
            find(past.names.findings, among: findings.flatMap(\.recipeNames), "no step of the service '\(id)' asks", &edition.diagnostics)
            find(past.names.outcomes, among: service.outcomes.map(\.id), "the service '\(id)' has no outcome", &edition.diagnostics)
        }
    }

    private static func find(_ names: [Located<String>], among known: [String], _ fault: String, _ diagnostics: inout Diagnostics) {
        for name in names where !known.contains(name.value) {
            let meant = Spelling.nearest(to: name.value, among: known)
            diagnostics.error(
                name.location, "\(fault) '\(name.value)'",
                mend: meant.map { "Did you mean '\($0)'?" }
                    ?? (known.isEmpty ? "Leave it out." : "Leave it out, or write one of: \(known.prefix(12).joined(separator: ", "))."))
        }
    }
}

extension Question {
    /// What its recipe is called: `question`, and `group.question` within a repeating group.
    fileprivate var recipeNames: [String] {
        if case .group(let group) = kind { group.questions.map { "\(id).\($0.id)" } } else { [id] }
    }
}
