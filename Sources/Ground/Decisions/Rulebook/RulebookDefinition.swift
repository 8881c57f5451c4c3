import FEEL
import Kernel

/// A rulebook as its file says it, before names are resolved: the law on one matter as dated values and formulas.
public struct RulebookDefinition: Sendable {
    public var id: String
    public var title: LocalizedText
    public var calendar: LawCalendar
    public var entities: [Entity]
    public var inputs: [Input]
    public var parameters: [Parameter]
    public var formulas: [Formula]
    /// What people ask the law for, in this order; every formula that no other needs, where none is named.
    public var results: [String]
    public var location: SourceLocation

    public init(
        id: String, title: LocalizedText, calendar: LawCalendar = .civil, entities: [Entity] = [], inputs: [Input] = [], parameters: [Parameter] = [],
        formulas: [Formula] = [], results: [String] = [], location: SourceLocation
    ) {
        self.id = id
        self.title = title
        self.calendar = calendar
        self.entities = entities
        self.inputs = inputs
        self.parameters = parameters
        self.formulas = formulas
        self.results = results
        self.location = location
    }

    /// Who or what the law is about: a person, or a group of them in which each member has a role.
    public struct Entity: Sendable {
        public struct Role: Sendable {
            /// The name of the list of members who have it: `adults`.
            public var id: String
            public var title: LocalizedText

            public init(id: String, title: LocalizedText) {
                self.id = id
                self.title = title
            }
        }

        public var id: String
        public var title: LocalizedText
        /// The kind of its members; nil for what is no group.
        public var members: String?
        public var roles: [Role]
        public var location: SourceLocation

        public init(id: String, title: LocalizedText, members: String? = nil, roles: [Role] = [], location: SourceLocation) {
            self.id = id
            self.title = title
            self.members = members
            self.roles = roles
            self.location = location
        }
    }

    /// What inputs and formulas have in common.
    public struct Subject: Sendable {
        public var id: String
        public var title: LocalizedText
        public var entity: String
        public var type: FEELType
        /// The values a text may have; empty for any.
        public var choices: [String]
        public var unit: Unit?
        public var period: PeriodKind
        /// How the values of short periods make that of a longer one.
        public var across: Across
        /// What holds where nothing is known, and where the law is silent. Zero, false or null where none is given.
        public var initial: Value
        public var location: SourceLocation

        public init(
            id: String, title: LocalizedText, entity: String, type: FEELType, choices: [String] = [], unit: Unit? = nil, period: PeriodKind, across: Across,
            initial: Value, location: SourceLocation
        ) {
            self.id = id
            self.title = title
            self.entity = entity
            self.type = type
            self.choices = choices
            self.unit = unit
            self.period = period
            self.across = across
            self.initial = initial
            self.location = location
        }
    }

    public enum Across: String, Sendable, CaseIterable {
        /// An amount that flows: months add up to the year, and a year is shared among its months.
        case sum
        /// A state: the year's is that of its first day.
        case first
        /// A state: the year's is that of its last day.
        case last
    }

    public struct Input: Sendable {
        public var subject: Subject

        public init(_ subject: Subject) { self.subject = subject }
    }

    public struct Parameter: Sendable {
        public enum Content: Sendable {
            case value(DatedValues<Decimal128>)
            /// `base` is the unit of what the scale is applied to.
            case scale(Scale, base: Unit?)
        }

        public var id: String
        public var title: LocalizedText
        public var unit: Unit?
        public var source: String?
        public var content: Content
        public var location: SourceLocation

        public init(id: String, title: LocalizedText, unit: Unit?, source: String?, content: Content, location: SourceLocation) {
            self.id = id
            self.title = title
            self.unit = unit
            self.source = source
            self.content = content
            self.location = location
        }
    }

    public struct Formula: Sendable {
        public var subject: Subject
        /// The expressions that followed each other; the first holds from the beginning of time where it says no date.
        public var versions: DatedValues<SourceText>
        public var source: String?
        public var rounding: Rounding?
        /// The name of a date: the law of that day applies, in place of that of the period's first day.
        public var lawOf: SourceText?

        public init(_ subject: Subject, versions: DatedValues<SourceText>, source: String? = nil, rounding: Rounding? = nil, lawOf: SourceText? = nil) {
            self.subject = subject
            self.versions = versions
            self.source = source
            self.rounding = rounding
            self.lawOf = lawOf
        }
    }
}

extension RulebookDefinition.Parameter {
    /// The days from which its values hold; of a scale, those of all its brackets. Not in order, and not each once.
    public var dates: [CivilDate] {
        switch content {
        case .value(let values): values.all.map(\.from)
        case .scale(let scale, _): scale.brackets.flatMap { $0.threshold.all.map(\.from) + $0.rate.all.map(\.from) }
        }
    }
}

extension RulebookDefinition {
    /// The days on which an amount or a formula becomes another one, oldest first.
    public var changes: [CivilDate] {
        Set(parameters.flatMap(\.dates) + formulas.flatMap { $0.versions.all.map(\.from) }).sorted()
    }

    /// With a reform: what it gives anew is added, dated values and formulas stand in place of the old from their first day on.
    public func reformed(by reform: RulebookDefinition) -> RulebookDefinition {
        var result = self
        for parameter in reform.parameters {
            if let index = result.parameters.firstIndex(where: { $0.id == parameter.id }) {
                result.parameters[index].content = result.parameters[index].content.replaced(by: parameter.content)
            } else {
                result.parameters.append(parameter)
            }
        }
        for formula in reform.formulas {
            if let index = result.formulas.firstIndex(where: { $0.subject.id == formula.subject.id }) {
                result.formulas[index].versions = result.formulas[index].versions.replaced(by: formula.versions)
                if let rounding = formula.rounding { result.formulas[index].rounding = rounding }
            } else {
                result.formulas.append(formula)
            }
        }
        result.inputs += reform.inputs.filter { input in !inputs.contains { $0.subject.id == input.subject.id } }
        result.entities += reform.entities.filter { entity in !entities.contains { $0.id == entity.id } }
        return result
    }
}

extension RulebookDefinition.Parameter.Content {
    /// A scale is replaced bracket by bracket; brackets that only the reform has are added.
    fileprivate func replaced(by reform: Self) -> Self {
        switch (self, reform) {
        case (.value(let old), .value(let new)): return .value(old.replaced(by: new))
        case (.scale(let old, let base), .scale(let new, _)):
            var brackets = old.brackets
            for (index, bracket) in new.brackets.enumerated() {
                if index < brackets.count {
                    brackets[index].threshold = brackets[index].threshold.replaced(by: bracket.threshold)
                    brackets[index].rate = brackets[index].rate.replaced(by: bracket.rate)
                } else {
                    brackets.append(bracket)
                }
            }
            return .scale(Scale(new.kind, brackets), base: base)
        default: return reform
        }
    }
}
