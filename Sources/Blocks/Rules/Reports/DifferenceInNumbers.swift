import Decisions
import FEEL
import Kernel

extension SimulationReport {
    /// What a change of the law does to those of a population, a sentence for each result that is another one for somebody.
    public func sentences(of law: Rulebook, in language: Language = .english) -> [String] {
        let words = LawWords(language: language)
        let sentences = results.compactMap { result -> String? in
            guard let reform = result.reform, result.change.differing > 0, let subject = law.subject(result.id) else { return nil }
            func amount(_ number: Decimal128) -> Phrase.Argument { .text(words.number(number.rounded(scale: 2), unit: subject.unit)) }
            let title = Phrase.Argument.text("‹\(subject.title[language.code])›")
            let (some, all) = (Phrase.Argument.text(language.format(result.change.differing)), Phrase.Argument.text(language.format(result.law.count)))
            guard result.isNumber else { return language.say(.differenceOfTruth, ["title": title, "some": some, "all": all]) }
            let change = reform.sum - result.law.sum
            return language.say(
                change < 0 ? .differenceLess : .differenceMore,
                ["title": title, "some": some, "all": all, "change": amount(change.magnitude), "old": amount(result.law.sum), "new": amount(reform.sum)])
        }
        return sentences.isEmpty ? [language.say(.differenceForNobody)] : sentences
    }
}

extension Phrase {
    fileprivate static let differenceMore = Phrase(
        "rules.difference.more", en: "{title} changes for {some} of {all}: in all {change} more, {new} instead of {old}.",
        es: "{title} cambia para {some} de {all}: en total {change} más, {new} en lugar de {old}.")
    fileprivate static let differenceLess = Phrase(
        "rules.difference.less", en: "{title} changes for {some} of {all}: in all {change} less, {new} instead of {old}.",
        es: "{title} cambia para {some} de {all}: en total {change} menos, {new} en lugar de {old}.")
    fileprivate static let differenceOfTruth = Phrase(
        "rules.difference.truth", en: "{title} changes for {some} of {all}.", es: "{title} cambia para {some} de {all}.")
    fileprivate static let differenceForNobody = Phrase(
        "rules.difference.nobody", en: "Nobody of the population is concerned.", es: "No afecta a nadie de la población.")
}
