import Kernel

enum ConsentFault {
    static var notStanding: PolityError {
        PolityError(
            .forbidden, "CONSENT-101",
            Phrase("consent.fault.not_standing", en: "There is no consent for this, or it was withdrawn.", es: "No hay consentimiento para esto, o se retiró."),
            hint: Phrase(
                "consent.fault.not_standing_hint", en: "Ask the person, or read by a legal basis.", es: "Pídaselo a la persona, o lea con una base legal."))
    }
    static var notYours: PolityError {
        PolityError(
            .notFound, "CONSENT-102", Phrase("consent.fault.not_yours", en: "There is no such consent.", es: "No existe ese consentimiento."))
    }
    static var notOwnData: PolityError {
        PolityError(
            .forbidden, "CONSENT-103",
            Phrase("consent.fault.not_own_data", en: "Only the person can consent, for themselves.", es: "Solo la persona puede consentir, y por sí misma."))
    }
    static var unknownScope: PolityError {
        PolityError(
            .badInput, "CONSENT-104",
            Phrase(
                "consent.fault.unknown_scope", en: "The consent names an office or a registry that does not exist.",
                es: "El consentimiento nombra una oficina o un registro que no existe."))
    }
    static var notAllowed: PolityError {
        PolityError(
            .forbidden, "CONSENT-105",
            Phrase(
                "consent.fault.not_allowed", en: "Only the person, or an officer who may erase, can ask for this.",
                es: "Solo puede pedirlo la persona, o un funcionario autorizado a borrar datos."))
    }
}
