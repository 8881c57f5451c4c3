import Kernel

extension Phrase {
    static let logTitle = Phrase("journal.log_title", en: "The public log", es: "El registro público")
    static let logLead = Phrase(
        "journal.log_lead",
        en:
            "Every official act leaves an entry here when it happens: a decision, a certificate, a change of a register. Entries are chained by arithmetic, so none can be changed, removed or slipped in later without everybody noticing.",
        es:
            "Cada acto oficial deja aquí un asiento en el momento en que ocurre: una resolución, un certificado, un cambio en un registro. Los asientos están encadenados por cálculo, de modo que ninguno puede cambiarse, quitarse ni añadirse después sin que todos lo noten."
    )
    static let logPrivacy = Phrase(
        "journal.log_privacy",
        en:
            "An entry says nothing about anybody. It is a number made from the act and from random bytes that only the government and the holder of the certificate have.",
        es: "Un asiento no dice nada de nadie. Es un número hecho con el acto y con bytes aleatorios que solo tienen el gobierno y quien posee el certificado.")
    static let logCheckpoint = Phrase("journal.log_checkpoint", en: "The newest checkpoint", es: "El punto de control más reciente")
    static let logSize = Phrase("journal.log_size", en: "Acts in the log", es: "Actos en el registro")
    static let logRoot = Phrase("journal.log_root", en: "Root of the tree", es: "Raíz del árbol")
    static let logKey = Phrase("journal.log_key", en: "Signed with", es: "Firmado con")
    static let logFile = Phrase("journal.log_file", en: "Signed file", es: "Archivo firmado")
    static let logLatest = Phrase("journal.log_latest", en: "Latest entries", es: "Últimos asientos")
    static let logPosition = Phrase("journal.log_position", en: "Number", es: "Número")
    static let logKind = Phrase("journal.log_kind", en: "Kind of act", es: "Clase de acto")
    static let logEntry = Phrase("journal.log_entry", en: "Entry", es: "Asiento")
    static let logEmptyTitle = Phrase("journal.log_empty_title", en: "Nothing yet", es: "Todavía nada")
    static let logEmptyText = Phrase(
        "journal.log_empty_text", en: "The first official act will be the first entry.", es: "El primer acto oficial será el primer asiento.")
    static let logCheckTitle = Phrase("journal.log_check_title", en: "Check it yourself", es: "Compruébelo usted")
    static let logCheckKeep = Phrase(
        "journal.log_check_keep",
        en: "Keep a copy of the signed file. If the log ever told another story about its past, your copy would prove it.",
        es: "Guarde una copia del archivo firmado. Si el registro contara alguna vez otra historia de su pasado, su copia lo demostraría.")
    static let logCheckCertificate = Phrase(
        "journal.log_check_certificate",
        en: "Check a certificate: its PDF carries its own proof, so it can be verified without this website, with the key above.",
        es: "Compruebe un certificado: su PDF lleva su propia prueba, así que puede verificarse sin este sitio, con la clave de arriba.")
    static let logCheckLink = Phrase("journal.log_check_link", en: "Check a certificate here", es: "Comprobar un certificado aquí")
    static let logCheckMirror = Phrase(
        "journal.log_check_mirror",
        en: "Follow the whole log with your own program: every entry and every hash is a public file, in a form that many tools read (C2SP tlog-tiles).",
        es:
            "Siga todo el registro con su propio programa: cada asiento y cada hash es un archivo público, en una forma que muchas herramientas leen (C2SP tlog-tiles)."
    )

    static let logProves = Phrase("journal.log_proves", en: "What it proves", es: "Qué demuestra")
    static let logProvesOne = Phrase(
        "journal.log_proves_one", en: "An act that somebody shows you is one of those, unchanged to the last letter.",
        es: "Un acto que alguien le muestra es uno de ellos, sin cambios hasta la última letra.")
    static let logProvesWhole = Phrase(
        "journal.log_proves_whole", en: "No act was removed, changed or dated back since anybody last kept a copy of the signed file.",
        es: "Ningún acto se ha quitado, cambiado ni antedatado desde que alguien guardó una copia del archivo firmado.")
    static let logProvesOrder = Phrase(
        "journal.log_proves_order", en: "The acts stand in one order, the same for everybody who asks.",
        es: "Los actos siguen un solo orden, el mismo para quien pregunte.")
    static let logDoesNot = Phrase("journal.log_does_not", en: "What it does not tell", es: "Qué no dice")
    static let logDoesNotRight = Phrase(
        "journal.log_does_not_right",
        en: "Whether a decision is right. For that there are reasons, appeals and courts; the log makes sure that nobody rewrites them.",
        es: "Si una resolución es justa. Para eso hay motivos, recursos y tribunales; el registro asegura que nadie los reescriba.")
}

extension Language {
    /// What an act is called; the kinds that the house's own blocks record, and of others the id in plain words.
    func say(actOf kind: String) -> String {
        switch kind {
        case "application_submitted": say(Phrase("journal.act_application", en: "Application sent in", es: "Solicitud presentada"))
        case "case_opened": say(Phrase("journal.act_case_opened", en: "Case opened without an application", es: "Expediente abierto de oficio"))
        case "decision_made": say(Phrase("journal.act_decision", en: "Decision", es: "Resolución"))
        case "appeal": say(Phrase("journal.act_appeal", en: "Appeal", es: "Recurso"))
        case "withdrawal": say(Phrase("journal.act_withdrawal", en: "Application withdrawn", es: "Solicitud retirada"))
        case "record_created": say(Phrase("journal.act_record_created", en: "Record created", es: "Inscripción creada"))
        case "record_updated": say(Phrase("journal.act_record_updated", en: "Record changed", es: "Inscripción modificada"))
        case "record_corrected": say(Phrase("journal.act_record_corrected", en: "Record corrected", es: "Inscripción corregida"))
        case "record_ended": say(Phrase("journal.act_record_ended", en: "Record ended", es: "Inscripción dada de baja"))
        case "case_deleted": say(Phrase("journal.act_case_deleted", en: "Case deleted", es: "Expediente eliminado"))
        case "person_erased": say(Phrase("journal.act_person_erased", en: "Personal data erased", es: "Datos personales borrados"))
        case "endings_taken_over": say(Phrase("journal.act_endings", en: "Earlier erasures listed", es: "Borrados anteriores enumerados"))
        case "role_given": say(Phrase("journal.act_role_given", en: "Office given", es: "Cargo conferido"))
        case "role_taken": say(Phrase("journal.act_role_taken", en: "Office taken back", es: "Cargo retirado"))
        case "trait_given": say(Phrase("journal.act_trait_given", en: "Team or skill given", es: "Equipo o aptitud asignados"))
        case "trait_taken": say(Phrase("journal.act_trait_taken", en: "Team or skill taken back", es: "Equipo o aptitud retirados"))
        case "ledger_posted": say(Phrase("journal.act_ledger", en: "Entries in the books", es: "Asientos contables"))
        default: (kind.first?.uppercased() ?? "") + kind.dropFirst().replacing("_", with: " ")
        }
    }
}
