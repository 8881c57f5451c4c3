import Blueprint
import Capability
import FEEL
import Kernel
import Registries
import Rules

/// `services/NAME/service.yaml` as it was read; `CompiledServices` holds what linking makes of it.
public struct ServiceFile: Sendable {
    let id: String
    let root: Checked

    public static let kind = FileKind<ServiceFile>(
        id: "service", pattern: "services/*/service.yaml",
        about: "A service: who may use it, what it asks, what it costs, how it is decided and what follows.",
        declares: "service", translations: .beside, schema: ServiceSchema.service
    ) { file, _ in ServiceFile(id: file.id, root: file.root) }
}

/// All services of an edition.
public struct CompiledServices: Sendable {
    public let byID: [String: PublicService]

    static func link(_ edition: inout Linking) {
        let (registries, book, rulebooks) = (edition[RegistryBook.self], edition[DecisionBook.self], edition[Rulebooks.self])
        var templates: [String: [(name: String, template: PaperTemplate)]] = [:]
        for entry in edition.folder.all(of: PaperTemplate.kind) where entry.names.count == 2 {
            templates[entry.names[0], default: []].append((entry.names[1], entry.value))
        }
        let drawn = Dictionary(edition.folder.all(of: ServiceProcessFile.kind).map { ($0.names.first ?? "", $0.value) }) { first, _ in first }
        let languages = edition.government.languages
        var services: [String: PublicService] = [:]
        for entry in edition.folder.all(of: ServiceFile.kind) {
            let own = PaperTemplates(templates[entry.value.id] ?? [], languages: languages)
            var reader = ServiceReader(
                id: entry.value.id, file: entry.value.root, government: edition.government, book: book, rulebooks: rulebooks, templates: own,
                drawn: drawn[entry.value.id], functions: edition.functions
            ) { registries[$0] }
            if let service = reader.read() { services[service.id] = service }
            edition.diagnostics.append(contentsOf: reader.diagnostics)
        }
        edition.provide(CompiledServices(byID: services))
    }
}
