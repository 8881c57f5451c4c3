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
    /// What formulas may call beside the functions of FEEL: the decisions of a model. No file says any.
    public var functions: [String: Function]
    public var location: SourceLocation
    /// The keys that its file writes, and where.
    public var stated: [String: SourceLocation]

    public init(
        id: String, title: LocalizedText, calendar: LawCalendar = .civil, entities: [Entity] = [], inputs: [Input] = [], parameters: [Parameter] = [],
        formulas: [Formula] = [], results: [String] = [], functions: [String: Function] = [:], location: SourceLocation,
        stated: [String: SourceLocation] = [:]
    ) {
        self.id = id
        self.title = title
        self.calendar = calendar
        self.entities = entities
        self.inputs = inputs
        self.parameters = parameters
        self.formulas = formulas
        self.results = results
        self.functions = functions
        self.location = location
        self.stated = stated
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
        /// What people read in the place of a choice's id, of those that have such words.
        public var choiceTitles: [String: LocalizedText]
        public var unit: Unit?
        public var period: PeriodKind
        /// How the values of short periods make that of a longer one.
        public var across: Across
        /// What holds where nothing is known, and where the law is silent. Zero, false or null where none is given.
        public var initial: Value
        public var location: SourceLocation
        /// The keys that its file writes, and where: what is left out says nothing in a reform.
        public var stated: [String: SourceLocation]

        public init(
            id: String, title: LocalizedText, entity: String, type: FEELType, choices: [String] = [], choiceTitles: [String: LocalizedText] = [:],
            unit: Unit? = nil, period: PeriodKind, across: Across, initial: Value, location: SourceLocation, stated: [String: SourceLocation] = [:]
        ) {
            self.id = id
            self.title = title
            self.entity = entity
            self.type = type
            self.choices = choices
            self.choiceTitles = choiceTitles
            self.unit = unit
            self.period = period
            self.across = across
            self.initial = initial
            self.location = location
            self.stated = stated
        }

        /// What people read for one of its texts: its title, else the id with spaces.
        public func title(of choice: String) -> LocalizedText { choiceTitles[choice] ?? LocalizedText(choice.replacing("_", with: " ")) }
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
        /// The keys that its file writes, and where.
        public var stated: [String: SourceLocation]

        public init(
            id: String, title: LocalizedText, unit: Unit?, source: String?, content: Content, location: SourceLocation, stated: [String: SourceLocation] = [:]
        ) {
            self.id = id
            self.title = title
            self.unit = unit
            self.source = source
            self.content = content
            self.location = location
            self.stated = stated
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
}
