import Kernel

extension Phrase {
    static let lawTitle = Phrase("rules.law.title", en: "The law in force", es: "La ley en vigor")
    static let lawIntroduction = Phrase(
        "rules.law.introduction", en: "Read what the law says on any day, with the source of each value, and try it on a case.",
        es: "Lea lo que dice la ley en cualquier día, con la fuente de cada valor, y pruébela con un caso.")
    static let lawNone = Phrase("rules.law.none", en: "No law is published here yet", es: "Todavía no hay ninguna ley publicada aquí")
    static let lawNoneAdvice = Phrase(
        "rules.law.none_advice", en: "Neither rulebooks nor decision tables stand in this government's folder.",
        es: "En la carpeta de este gobierno no hay ni leyes ni tablas de decisión.")
    static let lawTablesOf = Phrase("rules.law.tables_of", en: "Tables: {name}", es: "Tablas: {name}")
    static let lawTables = Phrase("rules.law.tables", en: "Decision tables", es: "Tablas de decisión")
    static let lawOn = Phrase("rules.law.on", en: "As it is on {date}", es: "Como es el {date}")
    static let lawDay = Phrase("rules.law.day", en: "Show the law of another day", es: "Mostrar la ley de otro día")
    static let lawDayHint = Phrase("rules.law.day_hint", en: "For example 6 4 2024", es: "Por ejemplo 6 4 2024")
    static let lawShow = Phrase("rules.law.show", en: "Show", es: "Mostrar")
    static let lawValues = Phrase("rules.law.values", en: "Amounts and rates", es: "Importes y tipos")
    static let lawFormulas = Phrase("rules.law.formulas", en: "What follows from them", es: "Lo que resulta de ellos")
    static let lawSince = Phrase("rules.law.since", en: "Since", es: "Desde")
    static let lawNotInForce = Phrase("rules.law.not_in_force", en: "not in force", es: "no está en vigor")
    static let lawTry = Phrase("rules.law.try", en: "Try a case", es: "Probar un caso")
    static let lawTryHint = Phrase(
        "rules.law.try_hint", en: "What you leave empty counts as nothing, or as it usually is. What you enter is not kept.",
        es: "Lo que deje vacío cuenta como nada, o como es habitual. Lo que escriba no se guarda.")
    static let lawChanges = Phrase("rules.law.changes", en: "Days on which it changed", es: "Días en que cambió")
    static let lawAllValues = Phrase("rules.law.all_values", en: "All values, by day", es: "Todos los valores, por día")
    static let lawFrom = Phrase("rules.law.from", en: "From {date}: {value}", es: "Desde el {date}: {value}")
    static let lawAtFirst = Phrase("rules.law.at_first", en: "At first: {value}", es: "Al principio: {value}")
    static let lawOfThatDay = Phrase("rules.law.of_that_day", en: "by the law of the day: {day}", es: "según la ley del día: {day}")
    static let lawHowMany = Phrase("rules.law.how_many", en: "How many: {role}", es: "Cuántos: {role}")
    static let lawCalculate = Phrase("rules.law.calculate", en: "Calculate", es: "Calcular")
    static let lawResult = Phrase("rules.law.result", en: "What the law says", es: "Lo que dice la ley")
    static let lawWhy = Phrase("rules.law.why", en: "Why: {title}", es: "Por qué: {title}")
    static let lawIs = Phrase("rules.law.is", en: "{title} is {value}", es: "{title}: {value}")
    static let lawGiven = Phrase("rules.law.given", en: "as you entered it", es: "como usted lo escribió")
    static let lawNotGiven = Phrase("rules.law.not_given", en: "because nothing was entered", es: "porque no se escribió nada")
    static let lawKnown = Phrase("rules.law.known", en: "as the application says", es: "como dice la solicitud")
    static let lawNotKnown = Phrase("rules.law.not_known", en: "because nothing else is known", es: "porque no se sabe otra cosa")
    static let lawBecause = Phrase("rules.law.because", en: "because it is {formula}", es: "porque es {formula}")
    static let lawUnrounded = Phrase("rules.law.unrounded", en: "which gives {value}, {rounded}", es: "que da {value}, {rounded}")
    static let lawOfDay = Phrase("rules.law.of_day", en: "by the law of {day}", es: "según la ley del {day}")
    static let lawAbove = Phrase("rules.law.above", en: "as explained above", es: "como se explica más arriba")
    static let lawTooManySteps = Phrase(
        "rules.law.too_many_steps", en: "because it takes too many steps to compute", es: "porque calcularlo exige demasiados pasos")
    static let lawNoLaw = Phrase("rules.law.no_law", en: "because no law was in force on {date}", es: "porque el {date} no había ley en vigor")
    static let lawNoParameter = Phrase(
        "rules.law.no_parameter", en: "because the law had no {name} on {date}", es: "porque el {date} la ley no tenía {name}")
    static let lawParameter = Phrase("rules.law.parameter", en: "{title}: {value}, since {date}", es: "{title}: {value}, desde el {date}")
    static let lawStep = Phrase("rules.law.step", en: "from {threshold}: {rate}", es: "desde {threshold}: {rate}")
    static let lawYes = Phrase("rules.law.yes", en: "yes", es: "sí")
    static let lawNo = Phrase("rules.law.no", en: "no", es: "no")
    static let lawNothing = Phrase("rules.law.nothing", en: "not known", es: "no se sabe")
    static let lawYears = Phrase("rules.law.years", en: "years", es: "años")
    static let lawUnknown = Phrase("rules.law.unknown", en: "There is no such law here.", es: "Aquí no hay tal ley.")
    static let lawBadNumber = Phrase("rules.law.bad_number", en: "Enter a number", es: "Escriba un número")
    static let lawBadDate = Phrase("rules.law.bad_date", en: "Enter a real date", es: "Escriba una fecha que exista")
    static let tableTooLarge = Phrase(
        "rules.tables.too_large", en: "This case is too large to try. Describe it with fewer or shorter values.",
        es: "Este caso es demasiado grande para probarlo. Descríbalo con menos valores o más cortos.")
    static let lawTooMuch = Phrase(
        "rules.law.too_much", en: "This case takes too many steps to compute. Describe fewer people, or shorter lists.",
        es: "Calcular este caso exige demasiados pasos. Describa menos personas o listas más cortas.")
    static let lawBadCase = Phrase("rules.law.bad_case", en: "The case cannot be read: {reason}", es: "El caso no se puede leer: {reason}")
}
