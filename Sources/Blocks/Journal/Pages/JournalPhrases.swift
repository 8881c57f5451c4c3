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
    static let logCheckText = Phrase(
        "journal.log_check_text",
        en:
            "A certificate carries its own proof: anybody can verify it without this website, with the key above. Programs can follow the whole log under /log/tile in a form that many tools read (C2SP tlog-tiles).",
        es:
            "Un certificado lleva su propia prueba: cualquiera puede verificarlo sin este sitio, con la clave de arriba. Los programas pueden seguir todo el registro en /log/tile, en una forma que muchas herramientas leen (C2SP tlog-tiles)."
    )
    static let logCheckKeep = Phrase(
        "journal.log_check_keep",
        en: "Keep a copy of the signed file. If the log ever told another story about its past, your copy would prove it.",
        es: "Guarde una copia del archivo firmado. Si el registro contara alguna vez otra historia de su pasado, su copia lo demostraría.")
}
