import Kernel

extension Term {
    /// `12 years`, in the reader's language.
    public func words(in language: Language) -> String {
        let phrase: Phrase =
            switch unit {
            case .minutes: .minutes
            case .hours: .hours
            case .days: .days
            case .weeks: .weeks
            case .months: .months
            case .years: .years
            case .workingDays: .workingDays
            }
        return language.say(phrase, ["count": .count(count)])
    }
}

extension Phrase {
    fileprivate static let minutes = Phrase(
        "casework.term.minutes", en: .plural(one: "{count} minute", other: "{count} minutes"), es: .plural(one: "{count} minuto", other: "{count} minutos"))
    fileprivate static let hours = Phrase(
        "casework.term.hours", en: .plural(one: "{count} hour", other: "{count} hours"), es: .plural(one: "{count} hora", other: "{count} horas"))
    fileprivate static let days = Phrase(
        "casework.term.days", en: .plural(one: "{count} day", other: "{count} days"), es: .plural(one: "{count} día", other: "{count} días"))
    fileprivate static let weeks = Phrase(
        "casework.term.weeks", en: .plural(one: "{count} week", other: "{count} weeks"), es: .plural(one: "{count} semana", other: "{count} semanas"))
    fileprivate static let months = Phrase(
        "casework.term.months", en: .plural(one: "{count} month", other: "{count} months"), es: .plural(one: "{count} mes", other: "{count} meses"))
    fileprivate static let years = Phrase(
        "casework.term.years", en: .plural(one: "{count} year", other: "{count} years"), es: .plural(one: "{count} año", other: "{count} años"))
    fileprivate static let workingDays = Phrase(
        "casework.term.working_days", en: .plural(one: "{count} working day", other: "{count} working days"),
        es: .plural(one: "{count} día hábil", other: "{count} días hábiles"))
}
