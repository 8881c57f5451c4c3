import Kernel
import Processes

/// What casework says no with. Codes are stable; wordings stand here and nowhere else.
enum CaseFault {
    /// One answer for "there is none" and "it is another person's": an address tells nothing.
    static let notFound = PolityError(
        .notFound, "CASE-404", Phrase("casework.fault.not_found", en: "We cannot find this application.", es: "No encontramos esta solicitud."),
        hint: Phrase(
            "casework.fault.not_found_hint",
            en: "Check the address, or sign in with the account you used. What you sent without one opens when you sign in with the e-mail address you left.",
            es:
                "Compruebe la dirección o entre con la cuenta que utilizó. Lo que envió sin cuenta se abre al entrar con el correo electrónico que dejó."))
    static let noSuchJob = PolityError(
        .notFound, "CASE-408", Phrase("casework.fault.no_such_job", en: "There is no such work to be tried again.", es: "No hay tal trabajo que reintentar."),
        hint: Phrase(
            "casework.fault.no_such_job_hint", en: "A colleague may have been first: look at the list again.",
            es: "Quizá un colega se le adelantó: mire de nuevo la lista."))
    static let signIn = PolityError(
        .notSignedIn, "CASE-401", Phrase("casework.fault.sign_in", en: "Sign in to use this service.", es: "Entre para usar este servicio."))
    static let assurance = PolityError(
        .forbidden, "CASE-403",
        Phrase("casework.fault.assurance", en: "This service needs a surer sign-in.", es: "Este servicio exige una identificación más segura."),
        hint: Phrase(
            "casework.fault.assurance_hint", en: "Sign in with a method of the level the service asks for.",
            es: "Entre con un método del nivel que pide el servicio."))
    static let outsideMandate = PolityError(
        .forbidden, "CASE-407",
        Phrase(
            "casework.fault.outside_mandate", en: "You may not use this service in their name.",
            es: "No puede usar este servicio en nombre de esa persona."),
        hint: Phrase(
            "casework.fault.outside_mandate_hint", en: "The one who lets you act for them chose other services. Ask them, or act for yourself.",
            es: "Quien le permite actuar eligió otros servicios. Pídaselo, o actúe en su propio nombre."))
    static let noService = PolityError(
        .notFound, "CASE-405", Phrase("casework.fault.no_service", en: "We cannot find this service.", es: "No encontramos este servicio."))
    /// What the file is shows its content; its name may say anything.
    static func wrongFileType(_ question: String, _ accept: [String]) -> PolityError {
        PolityError(
            .unsupportedType, "CASE-415",
            Phrase(
                "casework.fault.file_type", en: "This question takes only these kinds of file: {kinds}.",
                es: "Esta pregunta solo admite estos tipos de archivo: {kinds}."),
            ["kinds": .text(accept.map { $0.uppercased() }.joined(separator: ", "))],
            hint: Phrase(
                "casework.fault.file_type_hint", en: "Go back and choose another file. Your other answers are kept.",
                es: "Vuelva atrás y elija otro archivo. Sus demás respuestas se conservan."),
            field: question)
    }
    static func fileTooLarge(_ question: String) -> PolityError {
        PolityError(
            .tooLarge, "CASE-413",
            Phrase(
                "casework.fault.file_too_large", en: "This file is too large for the question.",
                es: "El archivo es demasiado grande para esta pregunta."),
            hint: Phrase(
                "casework.fault.file_too_large_hint", en: "Go back and choose a smaller file. Your other answers are kept.",
                es: "Vuelva atrás y elija un archivo más pequeño. Sus demás respuestas se conservan."),
            field: question)
    }
    static func feeUnknown(_ service: String) -> PolityError {
        PolityError(
            .broken, "CASE-509",
            Phrase("casework.fault.fee_unknown", en: "We cannot tell what this costs.", es: "No podemos decir cuánto cuesta."),
            context: "the fee of \(service) has no value for these answers")
    }
    static let erased = PolityError(
        .notFound, "CASE-414",
        Phrase("casework.fault.erased", en: "This person's data was erased.", es: "Los datos de esta persona se han borrado."),
        hint: Phrase(
            "casework.fault.erased_hint", en: "Only the case's number, its dates and its outcome remain, and its entries in the public log.",
            es: "Solo quedan el número del expediente, sus fechas y su resultado, y sus anotaciones en el registro público."))
    static let noPage = PolityError(
        .notFound, "CASE-406",
        Phrase("casework.fault.no_page", en: "This page is not part of the form any more.", es: "Esta página ya no forma parte del formulario."))
    static let submitted = PolityError(
        .conflict, "CASE-410", Phrase("casework.fault.submitted", en: "This application has been sent already.", es: "Esta solicitud ya se ha enviado."),
        hint: Phrase("casework.fault.submitted_hint", en: "Open it from your overview.", es: "Ábrala desde su lista de solicitudes."))
    static let tooLate = PolityError(
        .conflict, "CASE-409",
        Phrase("casework.fault.too_late", en: "A colleague was first: this task is done.", es: "Un colega se le adelantó: esta tarea ya está hecha."),
        hint: Phrase(
            "casework.fault.too_late_hint", en: "Open the case again to see what was decided.", es: "Abra de nuevo el expediente para ver qué se decidió."))
    static let taken = PolityError(
        .conflict, "CASE-411", Phrase("casework.fault.taken", en: "A colleague works on this task.", es: "Un colega trabaja en esta tarea."),
        hint: Phrase(
            "casework.fault.taken_hint", en: "Ask them to release it, or ask a supervisor to hand it over.",
            es: "Pídale que la libere, o pida a un supervisor que se la pase."))
    static let alreadyAnswered = PolityError(
        .conflict, "CASE-412",
        Phrase(
            "casework.fault.already_answered", en: "This question has been answered, or its time is over.",
            es: "Esta pregunta ya se ha respondido, o su plazo ha terminado."))
    static let alreadyDecided = PolityError(
        .conflict, "CASE-413",
        Phrase(
            "casework.fault.already_decided", en: "This application has been decided and cannot be taken back.",
            es: "Esta solicitud ya está resuelta y no se puede retirar."))
    static let noAppeal = PolityError(
        .conflict, "CASE-414", Phrase("casework.fault.no_appeal", en: "No appeal can be made now.", es: "Ahora no se puede recurrir."))
    static let notYours = PolityError(
        .forbidden, "CASE-415", Phrase("casework.fault.not_yours", en: "You may not do this.", es: "No tiene permiso para esto."))
    static let wrongTask = PolityError(
        .conflict, "CASE-416", Phrase("casework.fault.wrong_task", en: "This task does not take that.", es: "Esta tarea no admite eso."))
    /// A drawn process that waits for no answer would go on past its review, without a decision.
    static let asksNobody = PolityError(
        .conflict, "CASE-455",
        Phrase(
            "casework.fault.asks_nobody", en: "The process of this service waits for no answer here, so nothing was asked.",
            es: "El proceso de este servicio no espera aquí ninguna respuesta, por lo que no se ha preguntado nada."),
        hint: Phrase(
            "casework.fault.asks_nobody_hint", en: "Decide by what there is, or tell those who keep the service that it lacks a question.",
            es: "Resuelva con lo que hay, o avise a quienes mantienen el servicio de que le falta una pregunta."),
        field: "question")
    static let alreadyAsked = PolityError(
        .conflict, "CASE-456",
        Phrase(
            "casework.fault.already_asked", en: "The applicant is being asked something already.",
            es: "Ya se está preguntando algo al solicitante."),
        hint: Phrase(
            "casework.fault.already_asked_hint", en: "Ask when that is answered, or its time is over.",
            es: "Pregunte cuando haya respondido o haya vencido su plazo."),
        field: "question")
    static let notOffered = PolityError(
        .conflict, "CASE-448",
        Phrase("casework.fault.not_offered", en: "This cannot be begun now.", es: "Esto no se puede iniciar ahora."),
        hint: Phrase(
            "casework.fault.not_offered_hint", en: "Choose one of what the case offers; where one thing is done at a time, finish that first.",
            es: "Elija entre lo que ofrece el expediente; si las cosas se hacen de una en una, termine antes la que está en curso."))
    static let noDraft = PolityError(
        .invalid, "CASE-449",
        Phrase(
            "casework.fault.no_draft", en: "The rules do not suggest this decision here, so they draft no reasons for it.",
            es: "Las reglas no proponen aquí esta resolución, por lo que no redactan motivos."),
        hint: Phrase(
            "casework.fault.no_draft_hint", en: "Write the reasons yourself, or decide this case by itself.",
            es: "Escriba usted los motivos o resuelva este expediente por separado."),
        field: "reasons")
    static let otherKind = PolityError(
        .invalid, "CASE-450",
        Phrase(
            "casework.fault.other_kind", en: "This is a task of another kind than the first that was chosen.",
            es: "Esta tarea es de otra clase que la primera elegida."),
        hint: Phrase(
            "casework.fault.other_kind_hint", en: "Choose tasks of one kind, and do the others afterwards.",
            es: "Elija tareas de una misma clase y haga después las demás."))
    static let oneByOne = PolityError(
        .conflict, "CASE-451",
        Phrase("casework.fault.one_by_one", en: "Tasks like this are done case by case.", es: "Las tareas como esta se hacen expediente por expediente."),
        hint: Phrase("casework.fault.one_by_one_hint", en: "Open the case and do it there.", es: "Abra el expediente y hágala allí."))
    /// - Parameter what: in the reader's words.
    static func unfitting(_ what: String) -> PolityError {
        PolityError(
            .invalid, "CASE-452",
            Phrase("casework.fault.unfitting", en: "These answers do not fit this case: {what}", es: "Estas respuestas no valen para este expediente: {what}"),
            ["what": .text(what)])
    }
    static let incomplete = PolityError(
        .invalid, "CASE-420", Phrase("casework.fault.incomplete", en: "Some questions have no answer yet.", es: "Algunas preguntas aún no tienen respuesta."),
        hint: Phrase("casework.fault.incomplete_hint", en: "Go through the list and answer them.", es: "Recorra la lista y respóndalas."))
    static let ineligible = PolityError(
        .invalid, "CASE-421",
        Phrase("casework.fault.ineligible", en: "You cannot use this service at the moment.", es: "Ahora mismo no puede usar este servicio."))
    static let unknownOutcome = PolityError(
        .invalid, "CASE-422", Phrase("casework.fault.unknown_outcome", en: "Choose one of the outcomes.", es: "Elija una de las resoluciones."),
        field: "outcome")
    static let noReasons = PolityError(
        .invalid, "CASE-423", Phrase("casework.fault.no_reasons", en: "Give at least one reason.", es: "Indique al menos un motivo."), field: "reasons")
    static let noText = PolityError(
        .invalid, "CASE-424", Phrase("casework.fault.no_text", en: "Write something.", es: "Escriba algo."), field: "text")
    static let noValues = PolityError(
        .invalid, "CASE-432",
        Phrase(
            "casework.fault.no_values", en: "These are not names and values in braces.", es: "Esto no son nombres y valores entre llaves."),
        hint: Phrase(
            "casework.fault.no_values_hint", en: "Write a name, a colon and a value in braces, with commas between several, or leave the field empty.",
            es: "Escriba entre llaves un nombre, dos puntos y un valor, con comas entre varios, o deje el campo vacío."),
        field: "values")
    static let tooLong = PolityError(
        .tooLarge, "CASE-425", Phrase("casework.fault.too_long", en: "This is too long.", es: "Es demasiado largo."),
        hint: Phrase("casework.fault.too_long_hint", en: "Shorten it, or add it as a file.", es: "Acórtelo o añádalo como archivo."))
    static let unknownPlace = PolityError(
        .invalid, "CASE-427", Phrase("casework.fault.unknown_place", en: "There is no such role or organisation.", es: "No existe esa función u organización."),
        field: "role")
    static let ownDecision = PolityError(
        .forbidden, "CASE-428",
        Phrase(
            "casework.fault.own_decision", en: "Another officer has to look at what you decided.", es: "Otra persona debe revisar lo que usted decidió."),
        hint: Phrase(
            "casework.fault.own_decision_hint", en: "Hand the task over to a colleague, or leave it in the queue.",
            es: "Traspase la tarea a un colega, o déjela en la bandeja."))
    static let cannotBeTold = PolityError(
        .invalid, "CASE-433",
        Phrase(
            "casework.fault.cannot_be_told", en: "A colleague who is named may not see this case.",
            es: "Una persona mencionada no puede ver este expediente."),
        field: "text")
    static let noMessage = PolityError(
        .notFound, "CASE-405",
        Phrase(
            "casework.fault.no_message", en: "This service takes no such message from programs.", es: "Este servicio no admite ese mensaje de programas."))
    static let caseClosed = PolityError(
        .conflict, "CASE-434", Phrase("casework.fault.case_closed", en: "This case is closed.", es: "Este expediente está cerrado."),
        hint: Phrase(
            "casework.fault.case_closed_hint", en: "It takes no message any more. Tell the office if it should know.",
            es: "Ya no admite mensajes. Avise a la oficina si debe saberlo."),
        field: "case")
    static let keyUsed = PolityError(
        .invalid, "CASE-435",
        Phrase(
            "casework.fault.key_used", en: "You have sent another message under this key.", es: "Ya envió otro mensaje con esta clave."),
        hint: Phrase(
            "casework.fault.key_used_hint", en: "Take a new key for each message, and the same one only to send the same message again.",
            es: "Use una clave nueva para cada mensaje, y la misma solo para reenviar el mismo mensaje."),
        field: "Idempotency-Key")
    static let noIdempotencyKey = PolityError(
        .invalid, "CASE-436",
        Phrase(
            "casework.fault.no_idempotency_key", en: "The key is empty, too long or holds characters that no header can.",
            es: "La clave está vacía, es demasiado larga o contiene caracteres que una cabecera no admite."),
        field: "Idempotency-Key")
    static let noTarget = PolityError(
        .invalid, "CASE-437",
        Phrase(
            "casework.fault.no_target", en: "Say which case the message is for: its reference number under 'case', or a text or number under 'key'.",
            es: "Diga para qué expediente es el mensaje: su número en «case», o un texto o número en «key»."),
        field: "case")
    static let noMessageKey = PolityError(
        .invalid, "CASE-438",
        Phrase(
            "casework.fault.no_message_key", en: "The cases of this service have no key for this message.",
            es: "Los expedientes de este servicio no tienen clave para este mensaje."),
        hint: Phrase("casework.fault.no_message_key_hint", en: "Name the case by its reference number.", es: "Indique el expediente por su número."),
        field: "key")
    static let noPayload = PolityError(
        .invalid, "CASE-439",
        Phrase("casework.fault.no_payload", en: "What the message says must be an object.", es: "El contenido del mensaje debe ser un objeto."),
        field: "payload")
    static let tooManyMessages = PolityError(
        .tooMany, "CASE-440",
        Phrase(
            "casework.fault.too_many_messages", en: "Too many of your messages wait for a case.", es: "Demasiados mensajes suyos esperan un expediente."),
        hint: Phrase(
            "casework.fault.too_many_messages_hint", en: "Ask the office whether they name the right cases.",
            es: "Pregunte a la oficina si indican los expedientes correctos."))
    static func refusedAgain(_ cause: PolityError) -> PolityError {
        PolityError(
            .conflict, "CASE-441",
            Phrase("casework.fault.refused_again", en: "The case still cannot take this.", es: "El expediente sigue sin poder atenderlo."),
            hint: Phrase(
                "casework.fault.refused_again_hint", en: "Nothing has changed. Mend what keeps it from it, and send it again.",
                es: "No ha cambiado nada. Corrija lo que lo impide y envíelo de nuevo."),
            context: cause.description)
    }
    static let awaitedNoMore = PolityError(
        .conflict, "CASE-442",
        Phrase("casework.fault.awaited_no_more", en: "The case does not wait for this any more.", es: "El expediente ya no espera esto."),
        hint: Phrase(
            "casework.fault.awaited_no_more_hint", en: "Look at the case, and say that it is dealt with.",
            es: "Mire el expediente e indique que ya está atendido."))
    /// Why, and what to do instead. It is read in a supervisor's words too: who may give it to somebody.
    static func lacksSkills(_ titles: [LocalizedText]) -> PolityError {
        PolityError(
            .forbidden, "CASE-443",
            Phrase(
                "casework.fault.lacks_skills", en: "This task asks for a skill that you do not have: {skills}.",
                es: "Esta tarea pide una capacidad que usted no tiene: {skills}."),
            ["skills": .texts(titles)],
            hint: Phrase(
                "casework.fault.lacks_skills_hint",
                en: "Leave it to a colleague who has it, or ask a supervisor to give it to you. An administrator enters skills.",
                es: "Déjela a un colega que la tenga, o pida a un supervisor que se la asigne. Las capacidades las anota la administración."))
    }
    static func takerLacksSkills(_ titles: [LocalizedText]) -> PolityError {
        PolityError(
            .forbidden, "CASE-444",
            Phrase(
                "casework.fault.taker_lacks_skills", en: "They do not have a skill that this task asks for: {skills}.",
                es: "Esa persona no tiene una capacidad que pide esta tarea: {skills}."),
            ["skills": .texts(titles)],
            hint: Phrase(
                "casework.fault.taker_lacks_skills_hint", en: "Choose somebody who has it. A supervisor can give it to anybody of the role.",
                es: "Elija a quien la tenga. Un supervisor puede asignarla a cualquiera de la función."),
            field: "to")
    }
    static let unknownTeam = PolityError(
        .invalid, "CASE-445",
        Phrase("casework.fault.unknown_team", en: "There is no such team of this role.", es: "No existe ese equipo en esta función."), field: "to")
    static let noPartInIt = PolityError(
        .forbidden, "CASE-447",
        Phrase(
            "casework.fault.no_part_in_it", en: "That office has no part in this service.", es: "Esa oficina no interviene en este servicio."),
        hint: Phrase(
            "casework.fault.no_part_in_it_hint", en: "Ask somebody who assigns work here to hand it over: the office would see the whole case.",
            es: "Pida que lo traspase quien asigna el trabajo aquí: la oficina vería todo el expediente."),
        field: "to")
    static func ownVariables(_ names: Set<String>) -> PolityError {
        PolityError(
            .invalid, "CASE-446",
            Phrase(
                "casework.fault.own_variables", en: "These are set by decisions alone: {names}.",
                es: "Estos valores solo los fijan las decisiones: {names}."),
            ["names": .text(names.sorted().joined(separator: ", "))],
            hint: Phrase(
                "casework.fault.own_variables_hint", en: "Set other values, or leave the field empty.",
                es: "Fije otros valores o deje el campo vacío."),
            field: "values")
    }
    static let tooManyFiles = PolityError(
        .invalid, "CASE-426",
        Phrase(
            "casework.fault.too_many_files", en: "You have added as many files as this question takes.",
            es: "Ya ha añadido todos los archivos que admite esta pregunta."),
        hint: Phrase("casework.fault.too_many_files_hint", en: "Remove one first.", es: "Quite uno primero."))
    static let tooManyDrafts = PolityError(
        .tooMany, "CASE-429",
        Phrase("casework.fault.too_many_drafts", en: "You have too many unfinished applications.", es: "Tiene demasiadas solicitudes sin terminar."),
        hint: Phrase("casework.fault.too_many_drafts_hint", en: "Finish or discard one of them.", es: "Termine o descarte alguna."))

    /// The moment at which a timer was found to be due lies in the future again.
    static let clockPutBack = PolityError(.unavailable, "CASE-514", "A timer is not due any more: the clock was put back.")

    /// A start event of an edition that another process serves.
    static let otherEdition = PolityError(.unavailable, "CASE-516", "A case is to be opened by another edition of the folder.")

    /// Officers were to be warned of a day that is further away than it was: holidays have changed.
    static let notNearYet = PolityError(.unavailable, "CASE-515", "The day of which officers are warned is not near yet.")

    static func damaged(_ what: String) -> PolityError {
        PolityError(.broken, "CASE-501", "A stored case cannot be read.", context: what)
    }

    static func cannotMove(_ what: String) -> PolityError {
        PolityError(.conflict, "CASE-510", "A case cannot go on in the newest version of its service.", context: what)
    }

    /// `polity migrate` was told of a step that there is not.
    static func noStep(_ step: String, among steps: Set<String>, _ what: String) -> PolityError {
        let near = Spelling.nearest(to: step, among: steps).map { "Did you mean '\($0)'?" }
        let all = "There are: \(steps.sorted().joined(separator: ", "))."
        return PolityError(.invalid, "CASE-511", "A step that is called otherwise does not exist.", hint: near ?? all, context: what)
    }

    static func tooMuchWork(_ what: String) -> PolityError {
        PolityError(
            .broken, "CASE-519",
            Phrase(
                "casework.fault.too_much_work", en: "The process of this service cannot take this: a formula in it takes too much work.",
                es: "El proceso de este servicio no puede admitir esto: una de sus fórmulas exige demasiado trabajo."),
            hint: Phrase(
                "casework.fault.too_much_work_hint", en: "Nothing was changed. Tell those who keep the service, and do it again when it is mended.",
                es: "No se ha cambiado nada. Avise a quienes mantienen el servicio y repítalo cuando esté corregido."),
            context: what)
    }

    static func incident(_ what: String) -> PolityError {
        PolityError(.broken, "CASE-500", "The case cannot go on by itself.", hint: "An operator has been told.", context: what)
    }
}

extension PolityError {
    /// A process's rejection, for people.
    init(_ rejection: Rejection) {
        switch rejection {
        case .notWaiting, .wrongKind, .notRunning, .alreadyStarted, .nobodyWaits, .nobodyHears, .noStart, .notOffered: self = CaseFault.tooLate
        case .tooEarly: self = CaseFault.wrongTask
        case .endless: self = CaseFault.incident("the process turns in a circle")
        case .tooMuchWork(let what): self = CaseFault.tooMuchWork(what)
        }
    }
}

extension PolityError {
    /// Whether another case may well take what this one could not. What is out of order for all is tried again later, and so is what the store
    /// refused, as when others wrote at the same moment; only a text that it cannot hold is the case's.
    var isTheCasesOwn: Bool { kind != .unavailable && kind != .tooMany && (!code.hasPrefix("STORE-") || kind == .invalid) }

    /// Somebody cannot have a task because they lack a skill.
    public var isAboutSkills: Bool { code == CaseFault.lacksSkills([]).code || code == CaseFault.takerLacksSkills([]).code }

    /// Two officers met on one task: it is done, or a colleague has taken it.
    public var isColleagueFirst: Bool { [CaseFault.tooLate.code, CaseFault.taken.code].contains(code) }
}
