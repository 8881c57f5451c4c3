import Kernel

// What the error pages say. Each tells what happened and what to do now.

extension Phrase {
    static let badInput = Phrase("web.bad_input", en: "We could not read that", es: "No hemos podido leer la petición")
    static let badInputAdvice = Phrase(
        "web.bad_input_advice", en: "What your browser sent was incomplete or damaged. Go back and try again.",
        es: "Lo que envió su navegador estaba incompleto o dañado. Vuelva atrás e inténtelo de nuevo.")
    static let signInFirst = Phrase("web.sign_in_first", en: "Sign in first", es: "Primero debe entrar")
    static let signInFirstAdvice = Phrase(
        "web.sign_in_first_advice", en: "This page is only for people who have signed in. If you had signed in, your time ran out.",
        es: "Esta página es solo para quienes han entrado. Si ya había entrado, su sesión ha caducado.")
    static let strongerSignIn = Phrase("web.stronger_sign_in", en: "A stronger sign-in is needed", es: "Necesita una identificación más segura")
    static let strongerSignInAdvice = Phrase(
        "web.stronger_sign_in_advice", en: "This service must be surer of who you are. Sign in again in a stronger way.",
        es: "Este servicio debe estar más seguro de quién es usted. Entre de nuevo con un método más seguro.")
    static let notAllowed = Phrase("web.not_allowed", en: "You may not do this", es: "No tiene permiso para esto")
    static let notAllowedAdvice = Phrase(
        "web.not_allowed_advice", en: "Your role does not include it. If it should, ask your administrator.",
        es: "Su función no lo incluye. Si debería incluirlo, hable con su administrador.")
    static let purposeMissingAdvice = Phrase(
        "web.purpose_missing_advice", en: "Personal data is read only for a purpose. State the legal basis.",
        es: "Los datos personales solo se leen con un fin. Indique la base legal.")
    static let crossSite = Phrase("web.cross_site", en: "This came from another website", es: "Esto vino de otro sitio web")
    static let crossSiteAdvice = Phrase(
        "web.cross_site_advice", en: "To protect you, nothing was done. If you meant to do this, start from our own pages.",
        es: "Para protegerle, no se ha hecho nada. Si quería hacerlo, empiece desde nuestras páginas.")
    static let pageNotFound = Phrase("web.page_not_found", en: "Page not found", es: "Página no encontrada")
    static let pageNotFoundAdvice = Phrase(
        "web.page_not_found_advice", en: "There is nothing at this address, or it is not yours to see. Check the address or start again.",
        es: "No hay nada en esta dirección, o no puede verlo. Compruebe la dirección o empiece de nuevo.")
    static let tooSlow = Phrase("web.too_slow", en: "That took too long to arrive", es: "Ha tardado demasiado en llegar")
    static let tooSlowAdvice = Phrase(
        "web.too_slow_advice", en: "Your connection may be slow. Try again, with smaller files if you can.",
        es: "Puede que su conexión sea lenta. Inténtelo de nuevo, si puede con archivos más pequeños.")
    static let conflict = Phrase("web.conflict", en: "Somebody was here before you", es: "Alguien se le ha adelantado")
    static let conflictAdvice = Phrase(
        "web.conflict_advice", en: "This was changed while you were working on it. Go back, look at it as it is now, and decide again.",
        es: "Esto cambió mientras usted trabajaba. Vuelva atrás, mírelo como está ahora y decida de nuevo.")
    static let tooLarge = Phrase("web.too_large", en: "That is too large", es: "Es demasiado grande")
    static let tooLargeAdvice = Phrase(
        "web.too_large_advice", en: "What you sent is larger than we accept. Nothing was kept of it.",
        es: "Lo que ha enviado supera lo que aceptamos. No se ha guardado nada.")
    static let fileTooLarge = Phrase("web.file_too_large", en: "The file is too large", es: "El archivo es demasiado grande")
    static let tooManyFiles = Phrase("web.too_many_files", en: "Too many files at once", es: "Demasiados archivos a la vez")
    static let noFilesHere = Phrase("web.no_files_here", en: "No file can be sent here", es: "Aquí no se pueden enviar archivos")
    static let invalidInputAdvice = Phrase(
        "web.invalid_input_advice", en: "Go back and correct the following. What you entered is kept by your browser.",
        es: "Vuelva atrás y corrija lo siguiente. Su navegador conserva lo que escribió.")
    static let fieldMissing = Phrase("web.field_missing", en: "{field} is missing", es: "Falta {field}")
    static let fieldInvalid = Phrase("web.field_invalid", en: "{field} is not what it should be", es: "{field} no es válido")
    static let tooMany = Phrase("web.too_many", en: "Too many requests", es: "Demasiadas peticiones")
    static let tooManyAdvice = Phrase(
        "web.too_many_advice", en: "You, or somebody on your network, asked for very much in a short time. Wait a moment and try again.",
        es: "Usted, o alguien de su red, ha pedido mucho en poco tiempo. Espere un momento e inténtelo de nuevo.")
    static let broken = Phrase("web.broken", en: "Something broke on our side", es: "Algo ha fallado por nuestra parte")
    static let brokenAdvice = Phrase(
        "web.broken_advice", en: "It is not your fault. Try again later; if it stays, tell us the number below.",
        es: "No es culpa suya. Inténtelo más tarde; si continúa, díganos el número de abajo.")
    static let unavailable = Phrase("web.unavailable", en: "The service is very busy", es: "El servicio está muy ocupado")
    static let unavailableAdvice = Phrase(
        "web.unavailable_advice", en: "Nothing is lost. Try again in a moment.", es: "No se ha perdido nada. Inténtelo de nuevo en un momento.")
    static let staleForm = Phrase("web.stale_form", en: "This page was open for too long", es: "Esta página ha estado abierta demasiado tiempo")
    static let staleFormAdvice = Phrase(
        "web.stale_form_advice", en: "Your answers are still here. To be sure that it is you, please send them once more.",
        es: "Sus respuestas siguen aquí. Para asegurarnos de que es usted, envíelas otra vez.")
    static let signedOut = Phrase("web.signed_out", en: "You have been signed out", es: "Su sesión ha caducado")
    static let signedOutAdvice = Phrase(
        "web.signed_out_advice", en: "Nothing was done. Sign in again and go on where you were; what you answered on earlier pages is kept.",
        es: "No se ha hecho nada. Entre de nuevo y siga donde estaba; lo que respondió en páginas anteriores se conserva.")
    static let signedOutKept = Phrase(
        "web.signed_out_kept",
        en: "Nothing was sent, and what you wrote is kept on this page. Sign in again in another tab, then come back to this one and send it.",
        es: "No se ha enviado nada, y lo que escribió se conserva en esta página. Entre de nuevo en otra pestaña, vuelva a esta y envíelo.")
    static let signInNewTab = Phrase("web.sign_in_new_tab", en: "Sign in (opens another tab)", es: "Entrar (se abre otra pestaña)")
    static let sendAgain = Phrase("web.send_again", en: "Send again", es: "Enviar otra vez")
    static let requestNumber = Phrase("web.request_number", en: "Request number", es: "Número de petición")
    static let goBack = Phrase("web.go_back", en: "Go back and try again", es: "Volver e intentarlo de nuevo")
    static let startAgain = Phrase("web.start_again", en: "Go to the start", es: "Ir al inicio")
}
