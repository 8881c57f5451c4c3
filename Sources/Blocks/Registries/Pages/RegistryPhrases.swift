import Kernel

extension Phrase {
    static let registriesTitle = Phrase("registries.title", en: "Registries", es: "Registros")
    static let noRegistries = Phrase("registries.none", en: "No registry is open to you", es: "Ningún registro está abierto para usted")
    static let noRegistriesAdvice = Phrase(
        "registries.none_advice", en: "A registry’s file names the roles that may read it, and why.",
        es: "El archivo de cada registro dice qué funciones pueden leerlo y por qué.")
    static let searchRecords = Phrase("registries.search", en: "Find a record", es: "Buscar una inscripción")
    static let searchRecordsBy = Phrase("registries.search_by", en: "Find a record by: {fields}", es: "Buscar una inscripción por: {fields}")
    static let whyRead = Phrase("registries.why", en: "Why do you read this?", es: "¿Para qué lo consulta?")
    static let whyReadHint = Phrase(
        "registries.why_hint", en: "The person sees that you looked, and why.", es: "La persona verá que lo consultó y para qué.")
    static let readOn = Phrase("registries.read_on", en: "Purpose: {basis}. {note}", es: "Finalidad: {basis}. {note}")
    static let looksAreSeen = Phrase(
        "registries.looks_are_seen", en: "Each person you find sees that you looked.", es: "Cada persona que encuentre verá que la consultó.")
    static let nothingFound = Phrase("registries.nothing_found", en: "Nothing found", es: "No se encontró nada")
    static let nothingFoundAdvice = Phrase(
        "registries.nothing_found_advice", en: "Type a number whole, or at least three letters of each word.",
        es: "Escriba un número completo o al menos tres letras de cada palabra.")
    static let recordsFound = Phrase("registries.found", en: "Records found", es: "Inscripciones encontradas")
    static let recordErased = Phrase("registries.erased", en: "Erased", es: "Borrado")
    static let inForce = Phrase("registries.in_force", en: "In force", es: "Vigente")
    static let notInForceThen = Phrase("registries.not_in_force", en: "Not in force on that day", es: "No vigente ese día")
    static let notInForceAdvice = Phrase(
        "registries.not_in_force_advice", en: "The history says from when until when it held.", es: "El historial dice desde cuándo y hasta cuándo rigió.")
    static let registryMap = Phrase("registries.map", en: "Where it lies", es: "Dónde está")
    static let holdsFrom = Phrase("registries.holds_from", en: "Holds from", es: "Rige desde")
    static let holdsUntil = Phrase("registries.holds_until", en: "Holds until", es: "Rige hasta")
    static let openEnd = Phrase("registries.open_end", en: "No end is recorded", es: "Sin fin registrado")
    static let recordVersion = Phrase("registries.version", en: "Version", es: "Versión")
    static let recordHistory = Phrase("registries.history", en: "History", es: "Historial")
    static let anotherDay = Phrase("registries.another_day", en: "See it on another day", es: "Verlo en otra fecha")
    static let holdsOn = Phrase("registries.holds_on", en: "As it held on", es: "Como regía el")
    static let knownOn = Phrase("registries.known_on", en: "By what was recorded until", es: "Según lo registrado hasta el")
    static let showThen = Phrase("registries.show_then", en: "Show", es: "Mostrar")
    static let underCase = Phrase("registries.under_case", en: "case {reference}", es: "expediente {reference}")
    static let changedBySystem = Phrase("registries.by_system", en: "The system", es: "El sistema")
    static let changedByOfficer = Phrase("registries.by_officer", en: "An officer", es: "Un funcionario")
    static let changeHoldsFrom = Phrase("registries.change_from", en: "from {date}", es: "desde el {date}")
    static let noValue = Phrase("registries.no_value", en: "nothing", es: "nada")

    static func recordChange(_ kind: RecordedChange.Kind) -> Phrase {
        switch kind {
        case .created: Phrase("registries.did_create", en: "{who} entered it", es: "{who} lo inscribió")
        case .updated: Phrase("registries.did_update", en: "{who} recorded a change", es: "{who} registró un cambio")
        case .corrected: Phrase("registries.did_correct", en: "{who} corrected it", es: "{who} lo corrigió")
        case .ended: Phrase("registries.did_end", en: "{who} ended it", es: "{who} lo dio de baja")
        }
    }

    static let changeRecord = Phrase("registries.change", en: "Change or correct", es: "Cambiar o corregir")
    static let enterRecord = Phrase("registries.enter", en: "Enter a new record", es: "Inscribir un registro nuevo")
    static let enterRecordOn = Phrase("registries.enter_on", en: "Enter a new record: {basis}", es: "Inscribir un registro nuevo: {basis}")
    static let changeKind = Phrase("registries.change_kind", en: "What happened?", es: "¿Qué ocurrió?")
    static let changeUpdate = Phrase("registries.kind_update", en: "Something has changed", es: "Algo ha cambiado")
    static let changeUpdateHint = Phrase(
        "registries.kind_update_hint", en: "The new values hold from the day below; before it the old ones did.",
        es: "Los valores nuevos rigen desde la fecha indicada; antes, los anteriores.")
    static let changeCorrect = Phrase("registries.kind_correct", en: "What is recorded is wrong", es: "Lo registrado es erróneo")
    static let changeCorrectHint = Phrase(
        "registries.kind_correct_hint", en: "The right values held from the day below all along. What was recorded before stays in the history.",
        es: "Los valores correctos regían ya desde la fecha indicada. Lo anterior queda en el historial.")
    static let changeEnd = Phrase("registries.kind_end", en: "It has ended", es: "Ha terminado")
    static let changeEndHint = Phrase(
        "registries.kind_end_hint", en: "There is no such thing any more from the day below.", es: "Ya no existe desde la fecha indicada.")
    static let changeDay = Phrase("registries.change_day", en: "From which day?", es: "¿Desde qué fecha?")
    static let changeReason = Phrase("registries.change_reason", en: "Why?", es: "¿Por qué?")
    static let changeReasonHint = Phrase(
        "registries.change_reason_hint", en: "Whoever reads the record reads this. Write nothing personal.",
        es: "Lo leerá quien consulte la inscripción. No escriba datos personales.")
    static let changeSave = Phrase("registries.change_save", en: "Record it", es: "Registrarlo")
    static let changeLines = Phrase("registries.change_lines", en: "One a line", es: "Uno por línea")
    static let changeReference = Phrase("registries.change_reference", en: "The number of the record", es: "El número de la inscripción")

    static let faultKind = Phrase("registries.form.kind", en: "Say what happened", es: "Indique qué ocurrió")
    static let faultDay = Phrase("registries.form.day", en: "Enter a real day, such as 27 3 2026", es: "Escriba una fecha real, como 27 3 2026")
    static let faultReason = Phrase("registries.form.reason", en: "Say why", es: "Indique por qué")
    static let faultUnchanged = Phrase("registries.form.unchanged", en: "Nothing was changed", es: "No se cambió nada")
    static let faultValue = Phrase("registries.form.value", en: "{field}: this value is not right", es: "{field}: este valor no es correcto")
    static let faultMissing = Phrase("registries.form.missing", en: "{field} must have a value", es: "{field} debe tener un valor")
    static let faultTaken = Phrase("registries.form.taken", en: "{field}: another record has this value", es: "{field}: otra inscripción tiene este valor")
    static let faultMoved = Phrase(
        "registries.form.moved", en: "Somebody else has changed this record meanwhile. Look at it again.",
        es: "Otra persona ha cambiado esta inscripción entretanto. Revísela.")
    static let faultNotInForce = Phrase("registries.form.not_in_force", en: "The record is not in force on that day", es: "La inscripción no rige ese día")
    static let faultReference = Phrase(
        "registries.form.reference", en: "{field}: there is no record with this number", es: "{field}: no hay inscripción con este número")
}
