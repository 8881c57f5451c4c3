import Kernel
import Web

extension Case.Stage {
    /// Where a case stands, in a word or two.
    public var phrase: Phrase {
        switch self {
        case .awaitingPayment: Phrase("casework.stage.awaiting_payment", en: "Waiting for payment", es: "Pendiente de pago")
        case .inProgress: Phrase("casework.stage.in_progress", en: "We are working on it", es: "En trámite")
        case .awaitingApplicant: Phrase("casework.stage.awaiting_applicant", en: "Waiting for you", es: "Esperamos su respuesta")
        case .waiting: Phrase("casework.stage.waiting", en: "Waiting", es: "En espera")
        case .appealed: Phrase("casework.stage.appealed", en: "Appeal under way", es: "Recurso en curso")
        case .decided: Phrase("casework.stage.decided", en: "Decided", es: "Decidido")
        case .withdrawn: Phrase("casework.stage.withdrawn", en: "Withdrawn", es: "Retirada")
        }
    }

    public var tone: TagTone {
        switch self {
        case .awaitingPayment, .awaitingApplicant: .waiting
        case .inProgress, .waiting, .appealed: .active
        case .decided: .good
        case .withdrawn: .neutral
        }
    }
}

extension HistoryLine {
    /// The event in words.
    public func title(in language: Language) -> String {
        switch kind {
        case "submitted": language.say(Phrase("casework.history.submitted", en: "You sent it in", es: "Lo envió"))
        case "paid": language.say(Phrase("casework.history.paid", en: "The fee was paid", es: "Se pagó la tasa"))
        case "asked": language.say(Phrase("casework.history.asked", en: "We asked you for something", es: "Le pedimos algo"))
        case "answered": language.say(Phrase("casework.history.answered", en: "You answered", es: "Respondió"))
        case "decided": language.say(Phrase("casework.history.decided", en: "It was decided", es: "Se decidió"))
        case "appealed": language.say(Phrase("casework.history.appealed", en: "You appealed", es: "Recurrió"))
        case "withdrawn": language.say(Phrase("casework.history.withdrawn", en: "You withdrew it", es: "La retiró"))
        case "closed": language.say(Phrase("casework.history.closed", en: "It was closed", es: "Se cerró"))
        default: language.say(Phrase("casework.history.step", en: "A step was taken", es: "Se dio un paso"))
        }
    }
}
