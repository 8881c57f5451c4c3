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

/// Who reads a case's history: "you" is somebody else for each.
public enum HistoryReader: Sendable { case applicant, officer }

extension HistoryLine {
    /// The event in words, for the one who reads them.
    public func title(in language: Language, for reader: HistoryReader = .applicant) -> String {
        switch reader {
        case .applicant: language.say(applicantPhrase)
        case .officer: language.say(officerPhrase)
        }
    }

    private var applicantPhrase: Phrase {
        switch kind {
        case "submitted": Phrase("casework.history.submitted", en: "You sent it in", es: "Lo envió")
        case "asked": Phrase("casework.history.asked", en: "We asked you for something", es: "Le pedimos algo")
        case "answered": Phrase("casework.history.answered", en: "You answered", es: "Respondió")
        case "appealed": Phrase("casework.history.appealed", en: "You appealed", es: "Recurrió")
        case "withdrawn": Phrase("casework.history.withdrawn", en: "You withdrew it", es: "La retiró")
        default: commonPhrase
        }
    }

    private var officerPhrase: Phrase {
        switch kind {
        case "submitted": Phrase("casework.history.officer_submitted", en: "It came in", es: "Se recibió")
        case "asked": Phrase("casework.history.officer_asked", en: "The applicant was asked for something", es: "Se pidió algo al solicitante")
        case "answered": Phrase("casework.history.officer_answered", en: "The applicant answered", es: "El solicitante respondió")
        case "appealed": Phrase("casework.history.officer_appealed", en: "The applicant appealed", es: "El solicitante recurrió")
        case "withdrawn": Phrase("casework.history.officer_withdrawn", en: "The applicant withdrew it", es: "El solicitante la retiró")
        default: commonPhrase
        }
    }

    private var commonPhrase: Phrase {
        switch kind {
        case "time_began": Phrase("casework.history.time_began", en: "It was opened because its time had come", es: "Se abrió de oficio al llegar su fecha")
        case "signal_began":
            Phrase("casework.history.signal_began", en: "It was opened at another case's signal", es: "Se abrió de oficio por la señal de otro expediente")
        case "condition_began":
            Phrase("casework.history.condition_began", en: "It was opened because a condition held", es: "Se abrió de oficio al cumplirse una condición")
        case "paid": Phrase("casework.history.paid", en: "The fee was paid", es: "Se pagó la tasa")
        case "proposed": Phrase("casework.history.proposed", en: "A decision waits for a second officer", es: "Una decisión espera el refrendo de otra persona")
        case "decided", "countersigned": Phrase("casework.history.decided", en: "It was decided", es: "Se decidió")
        case "closed": Phrase("casework.history.closed", en: "It was closed", es: "Se cerró")
        case "finished": Phrase("casework.history.finished", en: "A task was finished", es: "Se terminó una tarea")
        case "taken": Phrase("casework.history.taken", en: "Somebody took the task", es: "Alguien tomó la tarea")
        case "released": Phrase("casework.history.released", en: "The task was put back", es: "La tarea se devolvió")
        case "handed_over": Phrase("casework.history.handed_over", en: "The task was handed over", es: "La tarea se traspasó")
        case "noted": Phrase("casework.history.noted", en: "A note was added", es: "Se añadió una nota")
        case "time_passed": Phrase("casework.history.time_passed", en: "A time was over", es: "Venció un plazo")
        case "called": Phrase("casework.history.called", en: "Another system answered", es: "Respondió otro sistema")
        case "call_failed": Phrase("casework.history.call_failed", en: "Another system did not answer", es: "Otro sistema no respondió")
        case "message_came": Phrase("casework.history.message_came", en: "Another case sent a message", es: "Otro expediente envió un mensaje")
        case "signal_came": Phrase("casework.history.signal_came", en: "Another case gave a signal", es: "Otro expediente dio una señal")
        case "retried": Phrase("casework.history.retried", en: "A step was tried again", es: "Se intentó de nuevo un paso")
        case "moved":
            Phrase(
                "casework.history.moved", en: "It goes on by the newest version of the service", es: "Continúa con la versión más reciente del servicio")
        default: Phrase("casework.history.step", en: "A step was taken", es: "Se dio un paso")
        }
    }
}

extension PublicService {
    /// Where a case stands: once it is decided, the outcome's own words.
    public func status(_ stage: Case.Stage, outcome id: String?, in language: Language) -> (text: String, tone: TagTone) {
        guard stage == .decided, let outcome = id.flatMap({ outcome($0) }) else { return (language.say(stage.phrase), stage.tone) }
        return (outcome.title[language.code], outcome.isPositive ? .good : .neutral)
    }
}
