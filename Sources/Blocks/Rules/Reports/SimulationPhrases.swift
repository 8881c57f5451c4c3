import Kernel

extension Phrase {
    static let simulationLead = Phrase(
        "rules.simulation.lead", en: "{law}, as it is on {date}, for {who}.", es: "{law}, como es el {date}, para {who}.")
    static let simulationReformLead = Phrase(
        "rules.simulation.reform_lead", en: "A reform of: {law}. Both laws as they are on {date}, for {who}.",
        es: "Una reforma de: {law}. Ambas leyes como son el {date}, para {who}.")
    static let simulationChanges = Phrase("rules.simulation.changes", en: "What changes in the law", es: "Qué cambia en la ley")
    static let simulationTotals = Phrase("rules.simulation.totals", en: "What it comes to", es: "A cuánto asciende")
    static let simulationValue = Phrase("rules.simulation.value", en: "Value", es: "Valor")
    static let simulationConcerned = Phrase("rules.simulation.concerned", en: "Concerned", es: "Afectados")
    static let simulationTotal = Phrase("rules.simulation.total", en: "In all", es: "En total")
    static let simulationConcernedByReform = Phrase("rules.simulation.concerned_by_reform", en: "Concerned by the reform", es: "Afectados por la reforma")
    static let simulationTotalByReform = Phrase("rules.simulation.total_by_reform", en: "In all by the reform", es: "En total con la reforma")
    static let simulationChange = Phrase("rules.simulation.change", en: "Change", es: "Cambio")
    static let simulationUnknown = Phrase("rules.simulation.unknown", en: "Unknown", es: "Se desconoce")
    static let simulationUnknownByReform = Phrase(
        "rules.simulation.unknown_by_reform", en: "Unknown by the reform", es: "Se desconoce con la reforma")
    static let simulationMean = Phrase("rules.simulation.mean", en: "On average", es: "De media")
    static let simulationHasBy = Phrase("rules.simulation.has_by", en: "What they have or pay: {name}", es: "Cuánto tienen o pagan: {name}")
    static let simulationWinnersAndLosers = Phrase("rules.simulation.winners_and_losers", en: "Winners and losers", es: "Quién gana y quién pierde")
    static let simulationWinners = Phrase("rules.simulation.winners", en: "Win", es: "Ganan")
    static let simulationLosers = Phrase("rules.simulation.losers", en: "Lose", es: "Pierden")
    static let simulationUnchanged = Phrase("rules.simulation.unchanged", en: "No change", es: "Sin cambio")
    static let simulationTheyGain = Phrase("rules.simulation.they_gain", en: "People gain in all", es: "La gente gana en total")
    static let simulationTheyLose = Phrase("rules.simulation.they_lose", en: "People lose in all", es: "La gente pierde en total")
    static let simulationMeanGain = Phrase("rules.simulation.mean_gain", en: "Gain on average", es: "Ganancia media")
    static let simulationInAll = Phrase("rules.simulation.in_all", en: "Gain in all", es: "Ganancia total")
    static let simulationOutcomesBy = Phrase("rules.simulation.outcomes_by", en: "Who wins and who loses: {name}", es: "Quién gana y quién pierde: {name}")
    static let simulationGainBy = Phrase("rules.simulation.gain_by", en: "What they gain or lose: {name}", es: "Cuánto ganan o pierden: {name}")
    static let simulationTenths = Phrase(
        "rules.simulation.tenths", en: "tenths by ‹{name}›, from the least on", es: "décimas por ‹{name}›, de menos a más")
    static let simulationEverybody = Phrase("rules.simulation.everybody", en: "Everybody", es: "Todos")
    static let simulationDistribution = Phrase("rules.simulation.distribution", en: "How it is spread: {title}", es: "Cómo se reparte: {title}")
    static let simulationDistributionHint = Phrase(
        "rules.simulation.distribution_hint", en: "So many people in a hundred have this much or less.",
        es: "Tantas personas de cada cien tienen esto o menos.")
    static let simulationCurve = Phrase(
        "rules.simulation.curve", en: "Curve of ‹{title}› over the hundredths of people; the table has its figures.",
        es: "Curva de ‹{title}› por centésimas de personas; la tabla tiene las cifras.")
    static let simulationPercent = Phrase("rules.simulation.percent", en: "People up to", es: "Personas hasta")
    static let simulationByLaw = Phrase("rules.simulation.by_law", en: "The law as it is", es: "La ley como es")
    static let simulationByReform = Phrase("rules.simulation.by_reform", en: "The reform", es: "La reforma")
    static let simulationCaseload = Phrase("rules.simulation.caseload", en: "How many have it: {title}", es: "Cuántos lo tienen: {title}")
    static let simulationClaimsBy = Phrase("rules.simulation.claims_by", en: "How many: {name}", es: "Cuántos: {name}")
    static let simulationClaims = Phrase("rules.simulation.claims", en: "By the law", es: "Según la ley")
    static let simulationClaimsByReform = Phrase("rules.simulation.claims_by_reform", en: "By the reform", es: "Con la reforma")
    static let simulationGained = Phrase("rules.simulation.gained", en: "Come to it", es: "Lo obtienen")
    static let simulationLost = Phrase("rules.simulation.lost", en: "Lose it", es: "Lo pierden")
    static let simulationMoreClaims = Phrase(
        "rules.simulation.more_claims", en: "Change in how many have it: {title}", es: "Cambio en cuántos lo tienen: {title}")
    static let simulationHow = Phrase("rules.simulation.how", en: "How this was computed", es: "Cómo se ha calculado")
    static let simulationExact = Phrase(
        "rules.simulation.exact",
        en:
            "Every person by the law and by the reform, with exact decimal numbers and the roundings that the law prescribes; only what is printed here is shortened. What people would do otherwise because of the reform is not estimated.",
        es:
            "Cada persona según la ley y según la reforma, con números decimales exactos y los redondeos que la ley prescribe; solo se abrevia lo que aquí se muestra. No se estima lo que la gente haría de otro modo por la reforma."
    )
}
