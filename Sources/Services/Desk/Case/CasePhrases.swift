import Kernel

/// The words of a case's page.
extension Phrase {
    static let back = Phrase("desk.back_to_queue", en: "Your queue", es: "Su bandeja")
    static let answers = Phrase("desk.answers", en: "Answers", es: "Respuestas")
    static let findings = Phrase("desk.findings", en: "What officers found", es: "Lo que se comprobó")
    static let evidence = Phrase("desk.evidence", en: "Evidence", es: "Documentación")
    static let whereItIs = Phrase("desk.where_it_is", en: "Where it is", es: "Dónde está")
    static let fileErased = Phrase("desk.file_erased", en: "This file was erased.", es: "Este archivo se borró.")
    static let papers = Phrase("desk.papers", en: "Letters and certificates", es: "Cartas y certificados")
    static let paperWaits = Phrase("desk.paper_waits", en: "being made", es: "en preparación")
    static let paperSuperseded = Phrase("desk.paper_superseded", en: "(superseded)", es: "(sustituido)")
    static let withheldTitle = Phrase("desk.withheld", en: "Some records are not shown", es: "Algunas inscripciones no se muestran")
    static let withheldText = Phrase(
        "desk.withheld_text",
        en: "Your role does not read: {registries}. What the rules suggest rests on them too, so it is left out. Hand the task over if you need it.",
        es: "Su función no lee: {registries}. Lo que sugieren las reglas también depende de ello, por lo que no aparece. Traspase la tarea si lo necesita.")
    static let withheldPreview = Phrase(
        "desk.withheld_preview", en: "Values from {registries} are blank here, because your role does not read them. The papers have them.",
        es: "Los datos de {registries} aparecen en blanco porque su función no los lee. Los documentos sí los llevan.")
    static let whatWeHold = Phrase("desk.what_we_hold", en: "What is on record", es: "Lo que consta en los registros")
    static let openRecord = Phrase("desk.open_record", en: "Open this record", es: "Abrir esta inscripción")
    static let applicant = Phrase("desk.applicant", en: "Applicant", es: "Solicitante")
    static let fee = Phrase("desk.fee", en: "Fee", es: "Tasa")
    static let feePaid = Phrase("desk.fee_paid", en: "paid", es: "pagada")
    static let feeOpen = Phrase("desk.fee_open", en: "not paid yet", es: "sin pagar")
    static let organisation = Phrase("desk.organisation", en: "Organisation", es: "Organismo")
    static let whatRulesSay = Phrase("desk.what_rules_say", en: "What the rules suggest", es: "Lo que sugieren las reglas")
    static let noSuggestion = Phrase(
        "desk.no_suggestion", en: "The rules suggest nothing here; it is your judgement.", es: "Las reglas no sugieren nada; decide su criterio.")
    static let howRulesGotThere = Phrase("desk.how_rules_got_there", en: "Why this is suggested", es: "Por qué se sugiere")
    static let ruleHolds = Phrase("desk.rule_holds", en: "Holds", es: "Se cumple")
    static let ruleDoesNotHold = Phrase("desk.rule_does_not_hold", en: "Does not hold", es: "No se cumple")
    static let ruleUnknown = Phrase("desk.rule_unknown", en: "Cannot be told", es: "No se puede saber")
    static let ruleAlways = Phrase("desk.rule_always", en: "It applies when no rule before it does.", es: "Se aplica si no se cumple ninguna anterior.")
    static let notKnown = Phrase("desk.not_known", en: "not known", es: "no consta")
    static let notes = Phrase("desk.notes", en: "Notes for colleagues", es: "Notas internas")
    static let addNote = Phrase("desk.add_note", en: "Add a note", es: "Añadir una nota")
    static let noteLabel = Phrase("desk.note_label", en: "Note", es: "Nota")
    static let noteHint = Phrase("desk.note_hint", en: "The applicant does not see it.", es: "El solicitante no la ve.")
    static let noteMentionHint = Phrase(
        "desk.note_mention_hint", en: "The applicant does not see it. A colleague whom you name as @Name finds it among what is for them.",
        es: "El solicitante no la ve. Quien aparezca como @Nombre la encontrará entre lo que es para esa persona.")
    static let noteEmpty = Phrase("desk.note_empty", en: "Write the note", es: "Escriba la nota")
    static let take = Phrase("desk.take", en: "Take this task", es: "Asumir la tarea")
    static let release = Phrase("desk.release", en: "Put it back", es: "Devolverla")
    static let yours = Phrase("desk.yours", en: "This task is yours.", es: "Esta tarea es suya.")
    static let colleagueWorks = Phrase("desk.colleague_works", en: "{name} works on this task.", es: "{name} trabaja en esta tarea.")
    static let decision = Phrase("desk.decision", en: "Decision", es: "Decisión")
    static let reasonsLabel = Phrase("desk.reasons_label", en: "Reasons", es: "Motivos")
    static let reasonsHint = Phrase("desk.reasons_hint", en: "The applicant reads them. One a line.", es: "Los leerá el solicitante. Uno por línea.")
    static let reasonsLanguage = Phrase(
        "desk.reasons_language", en: "Write in the applicant’s language: {language}.", es: "Escriba en el idioma del solicitante: {language}.")
    static let conditionsLabel = Phrase("desk.conditions_label", en: "Conditions", es: "Condiciones")
    static let conditionsHint = Phrase("desk.conditions_hint", en: "What must be kept to. One a line.", es: "Lo que debe cumplirse. Uno por línea.")
    static let recordDecision = Phrase("desk.record_decision", en: "Record the decision", es: "Registrar la decisión")
    static let seeLetter = Phrase("desk.see_letter", en: "See the letter first", es: "Ver antes la carta")
    static let letterLabel = Phrase("desk.letter_label", en: "What it says, as drafted", es: "Lo que dice, según el borrador")
    static let letterHint = Phrase(
        "desk.letter_hint", en: "Change it where it does not fit. Your reasons and conditions follow it. Left empty, it goes out as drafted.",
        es: "Cámbielo si no encaja. Le siguen sus motivos y condiciones. Si lo deja vacío, se envía según el borrador.")
    static let letterKept = Phrase(
        "desk.letter_kept", en: "Your own message is kept for this decision. See the letter to read it.",
        es: "Se conserva su propio mensaje para esta decisión. Vea la carta para leerlo.")
    static let letterEdited = Phrase(
        "desk.letter_edited", en: "The officer wrote this in the place of the drafted message:", es: "Se escribió esto en lugar del mensaje del borrador:")
    static let seeLetterAgain = Phrase("desk.see_letter_again", en: "See it as changed", es: "Verla con los cambios")
    static let changeDecision = Phrase("desk.change_decision", en: "Change it", es: "Cambiarla")
    static let previewTitle = Phrase("desk.preview_title", en: "What the applicant would get", es: "Lo que recibiría el solicitante")
    static let previewLead = Phrase(
        "desk.preview_lead", en: "Nothing is recorded or sent yet.", es: "Todavía no se ha registrado ni enviado nada.")
    static let theMessage = Phrase("desk.the_message", en: "Message", es: "Mensaje")
    static let theLetter = Phrase("desk.the_letter", en: "Letter", es: "Carta")
    static let theCertificate = Phrase("desk.the_certificate", en: "Certificate", es: "Certificado")
    static let validUntil = Phrase("desk.valid_until", en: "Valid until {date}", es: "Válido hasta el {date}")
    static let registriesChange = Phrase(
        "desk.registries_change", en: "These registries would change: {registries}.", es: "Cambiarían estos registros: {registries}.")
    static let chooseOutcome = Phrase("desk.choose_outcome", en: "Choose a decision", es: "Elija una decisión")
    static let giveReasons = Phrase("desk.give_reasons", en: "Give at least one reason", es: "Indique al menos un motivo")
    static let askApplicant = Phrase("desk.ask_applicant", en: "Ask the applicant", es: "Preguntar al solicitante")
    static let askLabel = Phrase("desk.ask_label", en: "What is missing?", es: "¿Qué falta?")
    static let askHint = Phrase(
        "desk.ask_hint", en: "The applicant is told at once. Your deadline stands still until the answer.",
        es: "Se avisa al solicitante. Su plazo se detiene hasta la respuesta.")
    static let askSend = Phrase("desk.ask_send", en: "Send the question", es: "Enviar la pregunta")
    static let askEmpty = Phrase("desk.ask_empty", en: "Say what is missing", es: "Indique qué falta")
    static let handOver = Phrase("desk.hand_over", en: "Hand over", es: "Traspasar")
    static let handOverTo = Phrase("desk.hand_over_to", en: "To whom?", es: "¿A quién?")
    static let handOverNobody = Phrase("desk.hand_over_nobody", en: "Choose to whom", es: "Elija a quién")
    static let handOverNote = Phrase("desk.hand_over_note", en: "Why?", es: "¿Por qué?")
    static let finish = Phrase("desk.finish", en: "Finish this task", es: "Terminar la tarea")
    static let waitingForApplicant = Phrase(
        "desk.waiting_for_applicant", en: "Asked on {date}; the applicant has until {due} to answer",
        es: "Se preguntó el {date}; el solicitante tiene hasta el {due} para responder")
    static let answeredQuestion = Phrase("desk.answered_question", en: "Asked, and answered on {date}", es: "Preguntado y respondido el {date}")
    static let neverAnswered = Phrase("desk.never_answered", en: "Asked, and not answered by {due}", es: "Preguntado y sin respuesta hasta el {due}")
    static let decidedAs = Phrase("desk.decided_as", en: "Decided on {date}: {outcome}", es: "Decidido el {date}: {outcome}")
    static let appealMade = Phrase("desk.appeal_made", en: "The applicant appealed", es: "El solicitante recurrió")
    static let appealTask = Phrase("desk.appeal_task", en: "Decide on the appeal", es: "Resolver el recurso")

    static let doneTaken = Phrase("desk.done_taken", en: "This task is yours now", es: "La tarea es suya")
    static let doneReleased = Phrase("desk.done_released", en: "The task is back in the queue", es: "La tarea ha vuelto a la bandeja")
    static let doneDecided = Phrase(
        "desk.done_decided", en: "The decision is recorded, and the applicant is told", es: "La decisión está registrada y se avisa al solicitante")
    static let doneBegun = Phrase("desk.done_begun", en: "It is begun", es: "Se ha iniciado")
    static let doneFinished = Phrase("desk.done_finished", en: "The task is finished", es: "La tarea está terminada")
    static let doneAsked = Phrase("desk.done_asked", en: "The applicant has been asked", es: "Se ha preguntado al solicitante")
    static let doneNoted = Phrase("desk.done_noted", en: "The note is added", es: "La nota está añadida")
    static let doneHandedOver = Phrase("desk.done_handed_over", en: "The task is handed over", es: "La tarea está traspasada")
    static let nextTask = Phrase("desk.next_task", en: "Next: {task}, {reference}", es: "Siguiente: {task}, {reference}")
    static let colleagueFirst = Phrase("desk.colleague_first", en: "A colleague was a moment faster", es: "Otra persona fue más rápida")
    static let colleagueFirstAdvice = Phrase(
        "desk.colleague_first_advice", en: "Nothing of yours was recorded. The case below is as it stands now.",
        es: "No se registró nada suyo. El expediente aparece como está ahora.")
    static let whatYouTyped = Phrase("desk.what_you_typed", en: "What you had typed", es: "Lo que había escrito")
    static let keepAsNote = Phrase("desk.keep_as_note", en: "Keep it as a note for colleagues", es: "Guardarlo como nota interna")
}

/// The words of a case's history.
extension Phrase {
    static let history = Phrase("desk.history", en: "History", es: "Historial")
    static let theSystem = Phrase("desk.the_system", en: "The rules", es: "Las reglas")
    static let theApplicant = Phrase("desk.the_applicant", en: "The applicant", es: "El solicitante")
    static let didSubmit = Phrase("desk.did_submit", en: "The applicant sent it in", es: "El solicitante la envió")
    static let timeBegan = Phrase(
        "desk.time_began", en: "Opened without an application: its time had come", es: "Abierto de oficio: había llegado su fecha")
    static let signalBegan = Phrase(
        "desk.signal_began", en: "Opened without an application: another case gave a signal", es: "Abierto de oficio: otro expediente dio una señal")
    static let conditionBegan = Phrase(
        "desk.condition_began", en: "Opened without an application: a condition came to hold", es: "Abierto de oficio: se cumplió una condición")
    static let didPay = Phrase("desk.did_pay", en: "The fee was paid", es: "Se pagó la tasa")
    static let didTake = Phrase("desk.did_take", en: "{who} took the task", es: "{who} asumió la tarea")
    static let didRelease = Phrase("desk.did_release", en: "{who} put the task back", es: "{who} devolvió la tarea")
    static let didHandOver = Phrase("desk.did_hand_over", en: "{who} handed the task over", es: "{who} traspasó la tarea")
    static let didBegin = Phrase("desk.did_begin", en: "{who} chose what is done next", es: "{who} eligió qué se hace ahora")
    static let didFinish = Phrase("desk.did_finish", en: "{who} finished the task", es: "{who} terminó la tarea")
    static let didDecide = Phrase("desk.did_decide", en: "{who} decided", es: "{who} decidió")
    static let didAsk = Phrase("desk.did_ask", en: "{who} asked the applicant", es: "{who} preguntó al solicitante")
    static let didAnswer = Phrase("desk.did_answer", en: "The applicant answered", es: "El solicitante respondió")
    static let didAppeal = Phrase("desk.did_appeal", en: "The applicant appealed", es: "El solicitante interpuso recurso")
    static let didNote = Phrase("desk.did_note", en: "{who} left a note", es: "{who} dejó una nota")
    static let didWithdraw = Phrase("desk.did_withdraw", en: "The applicant withdrew it", es: "El solicitante la retiró")
    static let timePassed = Phrase("desk.time_passed", en: "A term ended", es: "Venció un plazo")
    static let deadlineNear = Phrase(
        "desk.deadline_near", en: "The day by which it is to be decided is near", es: "Se acerca el día hasta el que debe resolverse")
    static let systemAnswered = Phrase("desk.system_answered", en: "Another system answered", es: "Respondió otro sistema")
    static let systemDidNotAnswer = Phrase(
        "desk.system_did_not_answer", en: "Another system did not answer, or refused", es: "Otro sistema no respondió o se negó")
    static let messageCame = Phrase("desk.message_came", en: "A message of another case came", es: "Llegó un mensaje de otro expediente")
    static let signalCame = Phrase("desk.signal_came", en: "Another case gave a signal", es: "Otro expediente dio una señal")
    static let didRetry = Phrase("desk.did_retry", en: "{who} let a step be tried again", es: "{who} hizo que se intentara de nuevo un paso")
    static let didMove = Phrase(
        "desk.did_move", en: "It goes on by the newest version of the service", es: "Continúa con la versión más reciente del servicio")
    static let rulesDecided = Phrase("desk.rules_decided", en: "The rules decided: {outcome}", es: "Las reglas decidieron: {outcome}")
    static let beginsTask = Phrase("desk.begins_task", en: "Waits for: {task} ({role})", es: "Queda pendiente: {task} ({role})")
    static let decidedWithout = Phrase(
        "desk.decided_without", en: "Decided, as a supervisor gave it, without a skill that the task asked for: {skills}",
        es: "Resuelto, por asignación de un supervisor, sin una capacidad que pedía la tarea: {skills}")
    static let wentToWholeRole = Phrase("desk.went_to_whole_role", en: "to all of the role", es: "a toda la función")
    static let skillsWaived = Phrase(
        "desk.skills_waived", en: "without a skill that it asks for: {skills}", es: "sin una capacidad que pide: {skills}")
    static let wentTo = Phrase("desk.went_to", en: "to {to}", es: "a {to}")
    static let noAnswerInTime = Phrase("desk.no_answer_in_time", en: "There was no answer in time", es: "No hubo respuesta a tiempo")
    static let isClosed = Phrase("desk.is_closed", en: "The case is closed", es: "El expediente está cerrado")
}
