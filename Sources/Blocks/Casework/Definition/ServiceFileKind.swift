import Blueprint
import Capability
import FEEL
import Kernel
import Processes
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
        let (government, functions, tasks, servedIn, papers) = (edition.government, edition.functions, edition.serviceTasks, edition.servedIn, templates)
        // No service needs another to be read.
        let read = edition.folder.all(of: ServiceFile.kind).concurrentMap { entry in
            let own = PaperTemplates(papers[entry.value.id] ?? [], languages: languages)
            var reader = ServiceReader(
                id: entry.value.id, file: entry.value.root, government: government, book: book, rulebooks: rulebooks, templates: own,
                drawn: drawn[entry.value.id], functions: functions, serviceTasks: tasks, servedIn: servedIn
            ) { registries[$0] }
            return (service: reader.read(), diagnostics: reader.diagnostics)
        }
        for (service, diagnostics) in read {
            if let service { services[service.id] = service }
            edition.diagnostics.append(contentsOf: diagnostics)
        }
        BeginningCheck(services.values.sorted { $0.id < $1.id }).run(&edition.diagnostics)
        for service in services.values.sorted(by: { $0.id < $1.id }) { StandingStartCheck(service).run(&edition.diagnostics) }
        checkExchange(of: services.values.sorted { $0.id < $1.id }, &edition.diagnostics)
        edition.provide(CompiledServices(byID: services))
        edition.provide(ServiceRuleWords(byService: services.mapValues(\.ruleWords)))
    }
}

extension CompiledServices {
    /// What is sent by one service and awaited by none, or the other way about, is most often one name in two spellings.
    private static func checkExchange(of services: [PublicService], _ diagnostics: inout Diagnostics) {
        let all = services.map(\.process.exchange)
        let (sent, awaited) = (all.flatMap(\.messagesSent), all.flatMap(\.messagesAwaited).filter { !StepCompiler.MessageName.isOwn($0.name) })
        warn(of: sent, without: awaited, "no service waits for the message", "It is kept for its time, and then told to those who supervise.", &diagnostics)
        let alone = services.flatMap { service in
            service.process.exchange.messagesAwaited.filter { !StepCompiler.MessageName.isOwn($0.name) && service.message($0.name) == nil }
        }
        warn(
            of: alone, without: sent, "no service sends the message",
            "Send it in another service's process.bpmn, with the same name, or let programs send it: 'messages' of service.yaml.", &diagnostics)
        let (thrown, heard) = (all.flatMap(\.signalsThrown), all.flatMap(\.signalsHeard))
        warn(of: thrown, without: heard, "no service waits for the signal", "Nobody hears it.", &diagnostics)
        warn(of: heard, without: thrown, "no service throws the signal", "Throw it in another service's process.bpmn, with the same name.", &diagnostics)
    }

    private static func warn(
        of lines: [ProcessExchange.Line], without others: [ProcessExchange.Line], _ what: String, _ mend: String, _ diagnostics: inout Diagnostics
    ) {
        let names = Set(others.map(\.name))
        for line in lines where !names.contains(line.name) {
            let nearest = Spelling.nearest(to: line.name, among: Array(names)).map { "Did you mean '\($0)'?" }
            diagnostics.warning(line.location, "\(what) '\(line.name)'", mend: nearest ?? mend)
        }
    }
}
