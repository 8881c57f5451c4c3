/// What people in any office write to each other, where the folder has nothing of its own to say.
enum PastWords {
    static let remarks: PastPlan.Words = [
        "en": [
            "All is as I have described it.", "Please see the answers above.", "I can be reached in the evening.", "This is the first time that I apply.",
        ],
        "es": ["Todo es como lo he descrito.", "Vea las respuestas anteriores.", "Me puede llamar por la tarde.", "Es la primera vez que lo solicito."],
    ]
    static let granted: PastPlan.Words = [
        "en": ["Everything that the rules ask for is there.", "The application meets every condition."],
        "es": ["Consta todo lo que piden las normas.", "La solicitud cumple todas las condiciones."],
    ]
    static let refused: PastPlan.Words = [
        "en": ["What the rules ask for is not there.", "The application does not meet the conditions."],
        "es": ["Falta lo que piden las normas.", "La solicitud no cumple las condiciones."],
    ]
    static let upheld: PastPlan.Words = [
        "en": ["The first decision was right.", "The appeal brings nothing new."],
        "es": ["La primera resolución era correcta.", "El recurso no aporta nada nuevo."],
    ]
    static let requests: PastPlan.Words = [
        "en": ["One thing is not clear yet. Please tell us more about it.", "Please send us what is still missing."],
        "es": ["Una cosa no queda clara. Explíquela un poco más.", "Envíenos lo que falta."],
    ]
    static let replies: PastPlan.Words = [
        "en": ["Here is what you asked for.", "I hope that this makes it clear."],
        "es": ["Aquí tiene lo que pidió.", "Espero que así quede claro."],
    ]
    static let appeals: PastPlan.Words = [
        "en": ["I do not agree with the reasons. Please look at my application again.", "Something was overlooked."],
        "es": ["No estoy de acuerdo con los motivos. Revisen mi solicitud.", "Se ha pasado algo por alto."],
    ]
    /// Why a decision is given back to the colleague who made it.
    static let objections = ["Please give the section of the law.", "Should we not hear the applicant first?", "The reasons do not fit the drawings."]
    static let notes = [
        "Called the applicant, who will write.", "Compared with the file of last year.", "Asked a colleague for a second look.", "Nothing unusual.",
    ]
}
