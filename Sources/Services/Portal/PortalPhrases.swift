import Kernel

extension Phrase {
    static let alsoFound = Phrase("portal.also_found", en: "Also found", es: "También se encontró")
    static let noSuchService = Phrase("portal.no_such_service", en: "There is no such service.", es: "No existe ese servicio.")
    static let homeTitle = Phrase("portal.home_title", en: "What do you need?", es: "¿Qué necesita?")
    static let homeIntroduction = Phrase(
        "portal.home_introduction", en: "Apply, report, pay and follow what becomes of it, in one place.",
        es: "Solicite, avise, pague y siga cada trámite en un solo lugar.")
    static let findService = Phrase("portal.find_service", en: "Find a service", es: "Buscar un servicio")
    static let services = Phrase("portal.services", en: "Services", es: "Servicios")
    static let noServiceFound = Phrase("portal.no_service_found", en: "No service matches “{query}”", es: "Ningún servicio coincide con «{query}»")
    static let noServiceFoundAdvice = Phrase(
        "portal.no_service_found_advice", en: "Try another word, or look through all services.", es: "Pruebe con otra palabra o consulte todos los servicios.")
    static let allServices = Phrase("portal.all_services", en: "All services", es: "Todos los servicios")
    static let servicesFound = Phrase(
        "portal.services_found", en: .plural(one: "{count} service found", other: "{count} services found"),
        es: .plural(one: "{count} servicio encontrado", other: "{count} servicios encontrados"))

    static let beforeYouStart = Phrase("portal.before_you_start", en: "Before you start", es: "Antes de empezar")
    static let youWillNeed = Phrase("portal.you_will_need", en: "You will need", es: "Necesitará")
    static let howLong = Phrase("portal.how_long", en: "How long it takes", es: "Cuánto tarda")
    static let whatItCosts = Phrase("portal.what_it_costs", en: "What it costs", es: "Cuánto cuesta")
    static let costDepends = Phrase(
        "portal.cost_depends", en: "It depends on your answers. You are told before you send.",
        es: "Depende de sus respuestas. Se lo decimos antes de enviar.")
    static let free = Phrase("portal.free", en: "Nothing", es: "Nada")
    static let howLongKept = Phrase("portal.how_long_kept", en: "How long we keep it", es: "Cuánto lo conservamos")
    static let keptFor = Phrase(
        "portal.kept_for", en: "Your answers, files and messages for {term} after your case is closed. Then we delete them.",
        es: "Sus respuestas, archivos y mensajes durante {term} tras el cierre de su caso. Después los borramos.")
    static let whoDecides = Phrase("portal.who_decides", en: "Who is responsible", es: "Quién es responsable")
    static let weDecideBy = Phrase("portal.we_decide_by", en: "We decide by", es: "Resolvemos antes del final del")
    static let weDecideAppealBy = Phrase("portal.we_decide_appeal_by", en: "Your appeal is decided by", es: "Su recurso se resuelve antes del final del")
    static let decideStandsForYou = Phrase(
        "portal.decide_stands", en: "The time stands still while we wait for you.", es: "El plazo no corre mientras el trámite depende de usted.")
    static let decideWhen = Phrase("portal.decide_when", en: "When we decide", es: "Cuándo resolvemos")
    static let whoCanApply = Phrase("portal.who_can_apply", en: "Who can apply", es: "Quién puede solicitarlo")
    static let startNow = Phrase("portal.start_now", en: "Start now", es: "Empezar")
    static let begunTitle = Phrase(
        "portal.begun_title", en: "You began this already, and last changed it on {date}", es: "Ya la empezó; el último cambio fue el {date}")
    static let begunContinue = Phrase("portal.begun_continue", en: "Continue where you left off", es: "Continuar donde lo dejó")
    static let signInToStart = Phrase("portal.sign_in_to_start", en: "You will be asked to sign in.", es: "Se le pedirá que inicie sesión.")
    static let cannotApply = Phrase("portal.cannot_apply", en: "You cannot use this service", es: "No puede usar este servicio")
    static let publicReports = Phrase("portal.public_reports", en: "See what others have reported", es: "Ver lo que otros han comunicado")
    static let lawOf = Phrase("portal.law_of", en: "The law: {source}", es: "La norma: {source}")

    static let continueButton = Phrase("portal.continue", en: "Continue", es: "Continuar")
    static let saveAndReturn = Phrase(
        "portal.save_and_return", en: "Your answers are saved. You can close this page and come back to it from “Your applications”.",
        es: "Sus respuestas se guardan. Puede cerrar esta página y volver desde «Sus solicitudes».")
    static let checkTitle = Phrase("portal.check_title", en: "Check your answers", es: "Revise sus respuestas")
    static let formChanged = Phrase(
        "portal.form_changed", en: "This form has changed since your last visit", es: "Este formulario ha cambiado desde su última visita")
    static let formChangedKept = Phrase(
        "portal.form_changed_kept", en: "Your answers still fit. Please look at them once more before you send.",
        es: "Sus respuestas siguen sirviendo. Revíselas de nuevo antes de enviarlas.")
    static let formChangedQuestions = Phrase(
        "portal.form_changed_questions", en: "Your other answers are kept. Please answer these again:",
        es: "Conservamos las demás respuestas. Responda de nuevo a:")
    static let beforeYouSend = Phrase("portal.before_you_send", en: "Before you send it", es: "Antes de enviarla")
    static let discardTitle = Phrase("portal.discard_title", en: "Delete this draft?", es: "¿Borrar este borrador?")
    static let discardAbout = Phrase(
        "portal.discard_about", en: "Your answers and files are deleted. This cannot be undone.",
        es: "Se borran sus respuestas y archivos. No se puede deshacer.")
    static let keepDraft = Phrase("portal.keep_draft", en: "Keep it", es: "Conservarlo")
    static let feeToPay = Phrase("portal.fee_to_pay", en: "To pay: {amount}", es: "A pagar: {amount}")
    static let confirmTruth = Phrase(
        "portal.confirm_truth", en: "By sending this you confirm that what you say is true to the best of your knowledge.",
        es: "Al enviarlo confirma que lo que dice es cierto según su conocimiento.")
    static let sendApplication = Phrase("portal.send", en: "Send", es: "Enviar")
    static let sendAndPay = Phrase("portal.send_and_pay", en: "Send and pay {amount}", es: "Enviar y pagar {amount}")
    static let discardDraft = Phrase("portal.discard", en: "Delete this draft", es: "Borrar este borrador")
    static let sentTitle = Phrase("portal.sent_title", en: "We have received it", es: "Lo hemos recibido")
    static let yourReference = Phrase("portal.your_reference", en: "Your reference number", es: "Su número de referencia")
    static let whatHappensNext = Phrase("portal.what_happens_next", en: "What happens next", es: "Qué pasa ahora")
    static let nextMail = Phrase("portal.next_mail", en: "We will write to you when something happens.", es: "Le escribiremos cuando haya novedades.")
    static let nextMailTo = Phrase(
        "portal.next_mail_to", en: "We write to {address} when something happens. Keep the reference number.",
        es: "Le escribiremos a {address} cuando haya novedades. Guarde el número de referencia.")
    static let nextOpensWithAddress = Phrase(
        "portal.next_opens_with_address", en: "You can follow it in this browser, and in any other once you sign in with that address.",
        es: "Puede seguirlo en este navegador y, en cualquier otro, al entrar con esa dirección.")
    static let nextKeepPage = Phrase(
        "portal.next_keep_page",
        en: "You left no e-mail address, so we cannot write to you. Keep the reference number: its public page shows what becomes of it.",
        es: "No dejó una dirección de correo, así que no podemos escribirle. Guarde el número de referencia: su página pública muestra cómo va.")
    static let nextKeepNumber = Phrase(
        "portal.next_keep_number", en: "Keep the reference number. You left no e-mail address, so only this browser opens the case.",
        es: "Guarde el número de referencia. No dejó una dirección de correo, así que solo este navegador abre el expediente.")
    static let notAgreed = Phrase("portal.not_agreed", en: "If you do not agree", es: "Si no está de acuerdo")
    static let papersSoon = Phrase(
        "portal.papers_soon", en: "Your documents are being made. They will be here in a moment.",
        es: "Estamos preparando sus documentos. Estarán aquí en un momento.")
    static let paperReplaced = Phrase("portal.paper_replaced", en: "(no longer valid)", es: "(ya no es válido)")
    static let publicPage = Phrase("portal.public_page", en: "What everybody can see of it", es: "Lo que cualquiera puede ver")
    static let publicPhoto = Phrase("portal.public_photo", en: "Photo {number} sent with the report", es: "Foto {number} enviada con el aviso")
    static let followIt = Phrase("portal.follow_it", en: "Follow what happens", es: "Seguir el trámite")
    static let payNow = Phrase("portal.pay_now", en: "Pay {amount}", es: "Pagar {amount}")

    static let myApplications = Phrase("portal.my_applications", en: "Your applications", es: "Sus solicitudes")
    static let noApplications = Phrase("portal.no_applications", en: "You have not applied for anything yet", es: "Aún no ha solicitado nada")
    static let noApplicationsAdvice = Phrase(
        "portal.no_applications_advice", en: "What you begin and what you send in will stand here.", es: "Aquí verá lo que empiece y lo que envíe.")
    static let notSentYet = Phrase("portal.not_sent_yet", en: "Not sent yet", es: "Sin enviar")
    static let referenceIs = Phrase("portal.reference_is", en: "Reference {reference}", es: "Referencia {reference}")

    static let aboutCase = Phrase("portal.about_case", en: "About this case", es: "Sobre este expediente")
    static let caseHistory = Phrase("portal.case_history", en: "What happened so far", es: "Lo ocurrido hasta ahora")
    static let yourAnswers = Phrase("portal.your_answers", en: "What you told us", es: "Lo que nos comunicó")
    static let theDecision = Phrase("portal.the_decision", en: "The decision", es: "La decisión")
    static let reasons = Phrase("portal.reasons", en: "Reasons", es: "Motivos")
    static let conditions = Phrase("portal.conditions", en: "Conditions", es: "Condiciones")
    static let decidedByRules = Phrase("portal.decided_by_rules", en: "Decided by the rules of this service", es: "Decidido por las reglas de este servicio")
    static let decidedByOfficer = Phrase("portal.decided_by_officer", en: "Decided by: {role}", es: "Decidido por: {role}")
    static let papers = Phrase("portal.papers", en: "Your documents", es: "Sus documentos")
    static let weAsked = Phrase("portal.we_asked", en: "We need something from you", es: "Necesitamos algo de usted")
    static let answerBy = Phrase(
        "portal.answer_by", en: "Please answer by {date}. Until then our own time stands still.",
        es: "Responda hasta el {date} inclusive. Mientras tanto nuestro plazo se detiene.")
    static let yourAnswer = Phrase("portal.your_answer", en: "Your answer", es: "Su respuesta")
    static let addFiles = Phrase("portal.add_files", en: "Add files", es: "Añadir archivos")
    static let writeSomething = Phrase("portal.write_something", en: "Write something, or add a file", es: "Escriba algo o añada un archivo")
    static let sendAnswer = Phrase("portal.send_answer", en: "Send your answer", es: "Enviar su respuesta")
    static let appeal = Phrase("portal.appeal", en: "Appeal against this decision", es: "Recurrir esta decisión")
    static let appealUntil = Phrase("portal.appeal_until", en: "You can appeal until {date}.", es: "Puede recurrir hasta el {date}.")
    static let appealWhy = Phrase("portal.appeal_why", en: "Why should we decide differently?", es: "¿Por qué deberíamos decidir de otro modo?")
    static let sendAppeal = Phrase("portal.send_appeal", en: "Send your appeal", es: "Enviar su recurso")
    static let withdraw = Phrase("portal.withdraw", en: "Withdraw this application", es: "Retirar esta solicitud")
    static let withdrawWarning = Phrase(
        "portal.withdraw_warning", en: "A withdrawn application is closed without a decision. It cannot be opened again.",
        es: "Una solicitud retirada se cierra sin decisión y no puede reabrirse.")
    static let status = Phrase("portal.status", en: "Status", es: "Estado")
    static let yourInvoices = Phrase("portal.your_invoices", en: "Invoices", es: "Facturas")
    static let payBy = Phrase("portal.pay_by", en: "Please pay by {date}.", es: "Pague hasta el {date} inclusive.")
    static let fee = Phrase("portal.fee", en: "Fee", es: "Tasa")
    static let paid = Phrase("portal.paid", en: "paid", es: "pagada")
    static let answered = Phrase("portal.answered", en: "You answered on {date}.", es: "Respondió el {date}.")

    static let publicTitle = Phrase("portal.public_title", en: "Public page of {reference}", es: "Página pública de {reference}")
    static let publicListTitle = Phrase("portal.public_list", en: "Reports", es: "Avisos")
    static let publicListEmpty = Phrase("portal.public_list_empty", en: "Nothing has been reported yet", es: "Aún no se ha comunicado nada")
    static let publicOpened = Phrase("portal.public_opened", en: "Reported", es: "Comunicado")
    static let publicClosed = Phrase("portal.public_closed", en: "Closed", es: "Cerrado")
    static let publicMap = Phrase("portal.public_map", en: "Map of the reports below", es: "Mapa de los avisos de abajo")
    static let publicNote = Phrase(
        "portal.public_note", en: "This page is public. It shows nothing about who reported it.",
        es: "Esta página es pública. No muestra nada sobre quién avisó.")
    static let reportAnother = Phrase("portal.report_another", en: "Report something", es: "Comunicar algo")
}
