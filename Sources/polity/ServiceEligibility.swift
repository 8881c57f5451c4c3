import ArgumentParser
import Casework
import Decisions
import FEEL
import Foundation
import Kernel
import Rules

/// Who may use a service, as a formula over a population: what its `eligibility` demands, laid over the rulebook that people are computed by.
///
/// Its questions become inputs, so a column may tell them, and so do the fields of the records it looks up: `licence.status` is the column
/// `licence_status`, and who has none of a record's columns has no such record. The values of the law that it calls are those of the rulebook, of each
/// person as the population tells them; the decisions of its rules.dmn are computed from all these, person by person.
struct ServiceEligibility {
    /// The formula's name: `may_use_NAME`.
    let name: String
    let overlay: RulebookDefinition
    /// What columns may tell, by what it is of the service: a record, whose fields they are, or a question.
    private(set) var asked: [(name: String, columns: [String], isRecord: Bool)] = []

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
        guard let entity = law.entities.first(where: { $0.members == nil }) ?? law.entities.first else { throw Self.refused("The rulebook has no entity.") }
        var needed = service.eligibility.reduce(into: Set<String>()) { $0.formUnion($1.must.references) }
        for decision in service.rules?.decisions ?? [] where needed.contains(decision.name) { needed.formUnion(service.rules?.usedInputs ?? []) }
        let calls = Dictionary(service.law.calls.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        let first = needed.sorted().compactMap { calls[$0] }.first
        var builder = OverlayBuilder(
            known: Set(law.inputs.map(\.subject.id) + law.formulas.map(\.subject.id) + law.parameters.map(\.id)), entity: first?.result.entity ?? entity.id,
            period: first?.result.period ?? .year, location: service.location)
        for name in needed.sorted() {
            if let call = calls[name] {
                guard call.rulebook == law.id else { throw Self.refused("The service calls '\(name)' of the rulebook '\(call.rulebook)', not of \(rulebook).") }
                if name != call.result.id { try builder.formula(name, call.result.title, call.result.type, call.result.id, call.result.across) }
            } else if ["today", "law_date"].contains(name) {
                try builder.formula(name, LocalizedText(Self.words(name)), .date, "date(\"\(date)\")")
            } else if let rules = service.rules, let decision = rules.decisions.first(where: { $0.name == name }) {
                try builder.decision(decision, of: rules, on: date)
            } else if service.lookUps.contains(where: { $0.name == name }), case .context(let fields)? = service.names[name] {
                let simple = fields.filter { Self.isSimple($0.value) }
                asked.append((name, try builder.record(name, simple), true))
            } else if let question = service.form.questions.first(where: { $0.id == name }), let type = service.names[name], Self.isSimple(type) {
                // What the rulebook knows under the same name is the same thing.
                if !builder.known.contains(name) { try builder.input(name, question.ask, type) }
                asked.append((name, [name], false))
            } else {
                throw Self.refused("The service '\(id)' asks for '\(name)', which a population does not tell.")
            }
        }
        self.name = "may_use_\(id)"
        try builder.formula(self.name, service.title, .boolean, service.eligibility.map { "(\($0.must.source)\n)" }.joined(separator: " and "))
        overlay = RulebookDefinition(
            id: id, title: service.title, inputs: builder.inputs, formulas: builder.formulas, functions: builder.functions, location: service.location)
    }

    /// Records of which the population says nothing would be missing to everybody, so that is refused; a question that nobody answers is told.
    func check(_ people: Population) throws {
        for (name, columns, isRecord) in asked where !columns.contains(where: people.tells) {
            guard isRecord else {
                Terminal.complain("The population does not say '\(name)', so nobody has answered that question.")
                continue
            }
            throw Self.refused("The population tells nothing of '\(name)'. Its columns are such as \(columns.prefix(5).joined(separator: ", ")).")
        }
    }

    private static func words(_ name: String) -> String { name.replacing("_", with: " ") }

    private static func isSimple(_ type: FEELType) -> Bool { [.number, .boolean, .date, .string].contains(type) }

    private static func refused(_ words: String) -> ExitCode {
        Terminal.complain(words)
        return ExitCode(1)
    }

    /// Puts together what is laid over the rulebook, each under a name that nothing else has.
    private struct OverlayBuilder {
        private(set) var known: Set<String>
        let entity: String
        let period: PeriodKind
        let location: SourceLocation
        private(set) var inputs: [RulebookDefinition.Input] = []
        private(set) var formulas: [RulebookDefinition.Formula] = []
        private(set) var functions: [String: Function] = [:]

        init(known: Set<String>, entity: String, period: PeriodKind, location: SourceLocation) {
            self.known = known
            self.entity = entity
            self.period = period
            self.location = location
        }

        private mutating func claim(_ id: String) throws {
            guard known.insert(id).inserted else {
                throw ServiceEligibility.refused("The rulebook already has a '\(id)', which the service uses for something else.")
            }
        }

        private func subject(_ id: String, _ title: LocalizedText, _ type: FEELType, _ across: RulebookDefinition.Across) -> RulebookDefinition.Subject {
            .init(id: id, title: title, entity: entity, type: type, period: period, across: across, initial: .null, location: location)
        }

        mutating func input(_ id: String, _ title: LocalizedText, _ type: FEELType) throws {
            try claim(id)
            inputs.append(.init(subject(id, title, type, .first)))
        }

        mutating func formula(
            _ id: String, _ title: LocalizedText, _ type: FEELType, _ text: String, _ across: RulebookDefinition.Across = .first
        ) throws {
            try claim(id)
            let version = DatedValue(from: ServiceEligibility.always, value: SourceText(text, at: location), location: location)
            formulas.append(.init(subject(id, title, type, across), versions: DatedValues([version]), source: id))
        }

        /// A record that is null where none of its columns says anything.
        mutating func record(_ name: String, _ fields: [String: FEELType]) throws -> [String] {
            let columns = fields.keys.sorted().map { (field: $0, column: "\(name)_\($0)") }
            for (field, column) in columns { try input(column, LocalizedText(ServiceEligibility.words(column)), fields[field] ?? .any) }
            let isMissing = columns.map { "\($0.column) = null" }.joined(separator: " and ")
            let record = columns.map { "\"\($0.field)\": \($0.column)" }.joined(separator: ", ")
            try formula(
                name, LocalizedText(ServiceEligibility.words(name)), .context(fields), "if \(isMissing.isEmpty ? "true" : isMissing) then null else {\(record)}"
            )
            return columns.map(\.column)
        }

        /// A decision of rules.dmn, as a function of what its model is computed from.
        mutating func decision(_ decision: ModelElement, of rules: ServiceRules, on date: CivilDate) throws {
            let inputs = rules.usedInputs.sorted()
            let function = "decide_\(decision.name)"
            try claim(function)
            functions[function] = Function(parameters: inputs.map { .init($0) }, result: decision.type) { arguments in
                var given = Context()
                for (input, argument) in zip(inputs, arguments) { given[input] = argument }
                given["law_date"] = .date(date)
                return rules.value(of: decision.name, given: given) ?? .null
            }
            try formula(decision.name, LocalizedText(ServiceEligibility.words(decision.name)), decision.type, "\(function)(\(inputs.joined(separator: ", ")))")
        }
    }
}
