import Kernel
import Web

extension Phrase {
    static let privacyTitle = Phrase("consent.privacy_title", en: "Consents and erasure", es: "Consentimientos y borrado")
    static let privacyAbout = Phrase(
        "consent.privacy_about", en: "What you have allowed, how to take it back, and how to have your data erased.",
        es: "Lo que ha permitido, cómo retirarlo y cómo pedir que se borren sus datos.")
    static let consents = Phrase("consent.consents", en: "What you have agreed to", es: "Lo que ha consentido")
    static let noConsents = Phrase(
        "consent.no_consents", en: "You have agreed to nothing beyond what the law allows.", es: "No ha consentido nada más allá de lo que permite la ley.")
    static let purpose = Phrase("consent.purpose", en: "What for", es: "Para qué")
    static let controller = Phrase("consent.controller", en: "Who may read", es: "Quién puede leer")
    static let givenOn = Phrase("consent.given_on", en: "Given on", es: "Dado el")
    static let state = Phrase("consent.state", en: "State", es: "Estado")
    static let stands = Phrase("consent.stands", en: "In force", es: "Vigente")
    static let withdrawn = Phrase("consent.withdrawn", en: "Withdrawn or ended", es: "Retirado o terminado")
    static let withdraw = Phrase("consent.withdraw", en: "Withdraw: {purpose}", es: "Retirar: {purpose}")
    static let eraseTitle = Phrase("consent.erase_title", en: "Have your data erased", es: "Borrar sus datos")
    static let eraseAbout = Phrase(
        "consent.erase_about", en: "You can ask us to erase everything we hold about you. It cannot be undone.",
        es: "Puede pedirnos que borremos todo lo que guardamos sobre usted. No se puede deshacer.")
    static let eraseLink = Phrase("consent.erase_link", en: "Ask us to erase your data", es: "Pedir el borrado")
    static let eraseConfirm = Phrase("consent.erase_confirm", en: "Erase everything about me", es: "Borrar todo sobre mí")
    static let eraseWarning = Phrase(
        "consent.erase_warning", en: "Your account, your applications and your records can then be read by nobody, not even by you.",
        es: "Después nadie podrá leer su cuenta, sus solicitudes ni sus registros, tampoco usted.")
    static let keptTitle = Phrase("consent.kept_title", en: "How long we keep your data", es: "Cuánto tiempo conservamos sus datos")
    static let keptNothing = Phrase(
        "consent.kept_nothing", en: "No law keeps anything of yours. It stays until you ask us to erase it.",
        es: "Ninguna ley conserva nada suyo. Permanece hasta que nos pida borrarlo.")
    static let keptUntil = Phrase("consent.kept_until", en: "Kept until", es: "Se conserva hasta")
    static let afterwards = Phrase("consent.afterwards", en: "Afterwards", es: "Después")
    static let thenDeleted = Phrase("consent.then_deleted", en: "We delete it", es: "Lo borramos")
    static let thenLater = Phrase(
        "consent.then_later", en: "Its time begins when the case is closed", es: "Su plazo empieza cuando se cierra el caso")
    static let thenOnRequest = Phrase("consent.then_on_request", en: "We erase it if you ask", es: "Lo borramos si lo pide")
    static let keptByLaw = Phrase("consent.kept_by_law", en: "The law keeps this for now", es: "La ley conserva esto por ahora")
    static let keptAbout = Phrase(
        "consent.kept_about", en: "We note your wish now and erase your data after the last of these days.",
        es: "Anotamos su petición y borraremos sus datos después del último de estos días.")
    static let legalHold = Phrase("consent.legal_hold", en: "Everything, for a court or an inquiry", es: "Todo, para un tribunal o una investigación")
    static let what = Phrase("consent.what", en: "What", es: "Qué")
    static let until = Phrase("consent.until", en: "Until", es: "Hasta")
    static let ownPeriod = Phrase("consent.own_period", en: "The service's own period", es: "El plazo propio del servicio")
    static let law = Phrase("consent.law", en: "By which law", es: "Por qué ley")
    static let erasedTitle = Phrase("consent.erased_title", en: "Your data is erased", es: "Sus datos están borrados")
    static let erasedAbout = Phrase(
        "consent.erased_about", en: "Nobody can read anything about you here any more.", es: "Nadie puede ya leer aquí nada sobre usted.")
    static let postponedTitle = Phrase("consent.postponed_title", en: "We have noted your wish", es: "Hemos anotado su petición")
    static let postponedAbout = Phrase(
        "consent.postponed_about", en: "Your data will be erased after {day}, when no law keeps it any more.",
        es: "Borraremos sus datos después del {day}, cuando ninguna ley conserve ya sus datos.")
}

extension LocalizedText {
    /// In every language that the house speaks, whichever is the government's first.
    static let legalHold = LocalizedText(
        Language.english.say(.legalHold), translations: ["en": Language.english.say(.legalHold), "es": Language.spanish.say(.legalHold)])
}
