import Blueprint
import Capability
import Decisions
import FEEL
import Kernel

/// The decision models of an edition. Shared ones are ready; a service's own is linked with the names of its service.
public struct DecisionBook: Sendable {
    private let shared: [String: DecisionModel]
    /// The models of `rules/`, by their files' names.
    let sharedByName: [String: DecisionModel]
    private let byService: [String: ServiceRulesFile]
    /// All models as they can be read and tried by themselves: the shared ones first, then those of services, each in the order of their names.
    let readable: [ReadableModel]
    private let languages: [String]

    init(_ edition: inout Linking) {
        let files = edition.folder.all(of: SharedRulesFile.kind).map(\.value)
        let models = DecisionModel.load(files.map { ($0.path, $0.bytes) }, mode: .strict, diagnostics: &edition.diagnostics)
        for (_, model) in models.sorted(by: { $0.key < $1.key }) {
            model.checkTables(diagnostics: &edition.diagnostics)
            model.checkUnits(of: [:], diagnostics: &edition.diagnostics)
        }
        sharedByName = Dictionary(models.map { (Self.name($0.key), $0.value) }, uniquingKeysWith: { first, _ in first })
        shared = Dictionary(models.values.map { ($0.namespace, $0) }, uniquingKeysWith: { first, _ in first })
        byService = Dictionary(
            edition.folder.all(of: ServiceRulesFile.kind).map { ($0.names.first ?? "", $0.value) }, uniquingKeysWith: { first, _ in first })
        languages = edition.government.translationLanguages
        let shared = shared
        readable =
            sharedByName.sorted { $0.key < $1.key }.map { ReadableModel(place: .shared, id: $0.key, model: $0.value) }
            + byService.sorted { $0.key < $1.key }.compactMap { id, file in
                // What is wrong in it is told where it is linked with its service.
                var unheard = Diagnostics()
                let model = DecisionModel(parsing: file.bytes, file: file.path, imports: shared, diagnostics: &unheard)
                return model.map { ReadableModel(place: .service, id: id, model: $0) }
            }
    }

    /// `rules/NAME.dmn`
    private static func name(_ path: String) -> String { String((path.split(separator: "/").last ?? "").dropLast(".dmn".count)) }

    /// The services that have rules of their own.
    public var services: [String] { byService.keys.sorted() }

    /// Reads the rules of a service against what the service calls by name.
    ///
    /// - Parameters:
    ///   - names: the service's names with their types.
    ///   - domains: what values they can have, where that is known.
    ///   - units: what they count, where that is known.
    ///   - law: those of the names that are values of rulebooks.
    /// - Returns: nil for a service without rules, or whose file is no model at all.
    public func rules(
        of service: String, names: [String: FEELType], domains: [String: InputDomain], units: [String: Unit] = [:], law: ServiceLaw = .none,
        diagnostics: inout Diagnostics
    ) -> ServiceRules? {
        guard let file = byService[service] else { return nil }
        var found = Diagnostics(isOfServed: diagnostics.isOfServed)
        let model = DecisionModel(parsing: file.bytes, file: file.path, imports: shared, given: names, mode: .strict, diagnostics: &found)
        defer { diagnostics.append(contentsOf: found) }
        guard let model else { return nil }
        var rules = ServiceRules(model: model, file: file.path, law: law)
        let known = units.merging(law.units) { own, _ in own }
        rules.units = RuleCheck(rules: rules, names: names, domains: domains, units: known, languages: languages).run(&found)
        return rules
    }
}
