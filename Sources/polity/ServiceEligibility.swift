import ArgumentParser
import Casework
import Decisions
import FEEL
import Foundation
import Kernel

/// Who may use a service, as a formula over a population: what its `eligibility` demands, laid over the rulebook that people are computed by.
///
/// Its questions become inputs, so a column may tell them; the values of the law that it calls are those of the rulebook, of each person as the
/// population tells them. What a population cannot tell, a record of a registry, is refused.
struct ServiceEligibility {
    /// The formula's name: `may_use_NAME`.
    let name: String
    let overlay: RulebookDefinition

    private static let always = CivilDate(daysSinceEpoch: -719_162)

    /// - Parameter path: `GOVERNMENT/services/NAME`.
    /// - Throws: `ExitCode` after telling what is wrong.
    init(_ path: String, rulebook: String, asOf date: CivilDate) throws {
        let folder = URL(fileURLWithPath: path)
        let id = folder.lastPathComponent
        let edition = try CheckedFolder.edition(at: folder.deletingLastPathComponent().deletingLastPathComponent().path)
        guard let service = edition[CompiledServices.self].byID[id] else {
            throw Self.refused("There is no service '\(id)' in that government. Give its folder: governments/arden/services/NAME.")
        }
        guard !service.eligibility.isEmpty else { throw Self.refused("The service '\(id)' demands nothing of those who apply: everybody may use it.") }
        let law = try LawFile.definition(rulebook)
        let location = service.location
        guard let entity = law.entities.first(where: { $0.members == nil }) ?? law.entities.first else { throw Self.refused("The rulebook has no entity.") }
        let calls = Dictionary(service.law.calls.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        let known = Set(law.inputs.map(\.subject.id) + law.formulas.map(\.subject.id))
        var inputs: [RulebookDefinition.Input] = []
        var formulas: [RulebookDefinition.Formula] = []
        var of = (entity: entity.id, period: PeriodKind.year)
        func formula(_ id: String, _ title: LocalizedText, _ type: FEELType, _ text: String, _ period: PeriodKind, _ across: RulebookDefinition.Across) {
            let subject = RulebookDefinition.Subject(
                id: id, title: title, entity: of.entity, type: type, period: period, across: across, initial: .null, location: location)
            let version = DatedValue(from: Self.always, value: SourceText(text, at: location), location: location)
            formulas.append(.init(subject, versions: DatedValues([version]), source: id))
        }
        let used = service.eligibility.reduce(into: Set<String>()) { $0.formUnion($1.must.references) }.sorted()
        if let call = used.compactMap({ calls[$0] }).first { of = (call.result.entity, call.result.period) }
        for name in used where !known.contains(name) {
            let title = LocalizedText(name.replacing("_", with: " "))
            if let call = calls[name] {
                guard call.rulebook == law.id else { throw Self.refused("The service calls '\(name)' of the rulebook '\(call.rulebook)', not of \(rulebook).") }
                formula(name, call.result.title, call.result.type, call.result.id, call.result.period, call.result.across)
            } else if ["today", "law_date"].contains(name) {
                formula(name, title, .date, "date(\"\(date)\")", of.period, .first)
            } else if let question = service.form.questions.first(where: { $0.id == name }), let type = service.names[name], Self.isSimple(type) {
                inputs.append(
                    .init(
                        .init(
                            id: name, title: question.ask, entity: of.entity, type: type, period: of.period, across: .first, initial: .null,
                            location: location)))
            } else {
                throw Self.refused("The service '\(id)' asks for '\(name)', which a population does not tell.")
            }
        }
        self.name = "may_use_\(id)"
        formula(
            self.name, service.title, .boolean, service.eligibility.map { "(\($0.must.source)\n)" }.joined(separator: " and "), of.period, .first)
        overlay = RulebookDefinition(id: id, title: service.title, inputs: inputs, formulas: formulas, location: location)
    }

    private static func isSimple(_ type: FEELType) -> Bool { [.number, .boolean, .date, .string].contains(type) }

    private static func refused(_ words: String) -> ExitCode {
        Terminal.complain(words)
        return ExitCode(1)
    }
}
