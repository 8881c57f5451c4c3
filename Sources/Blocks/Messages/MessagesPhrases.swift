import Kernel

extension Phrase {
    static let inbox = Phrase("messages.inbox", en: "Messages", es: "Mensajes")
    static let readMessages = Phrase("messages.read_messages", en: "Read what we wrote to you", es: "Leer lo que le hemos escrito")
    static let inboxAbout = Phrase(
        "messages.inbox_about", en: "What we have written to you, also by e-mail.", es: "Lo que le hemos escrito, también por correo.")
    static let inboxEmpty = Phrase("messages.inbox_empty", en: "There are no messages for you.", es: "No hay mensajes para usted.")
    static let messageState = Phrase("messages.state", en: "State", es: "Estado")
    static let messageRead = Phrase("messages.read", en: "Read", es: "Leído")
    static let unread = Phrase("messages.unread", en: "New", es: "Nuevo")
    static let messageTitle = Phrase("messages.title", en: "Message", es: "Mensaje")
    static let messageDate = Phrase("messages.date", en: "Date", es: "Fecha")
    static let olderMessages = Phrase("messages.older", en: "Older messages", es: "Mensajes anteriores")
    static let aboutCase = Phrase("messages.about_case", en: "About {reference}", es: "Sobre {reference}")
    static let noSuchMessage = Phrase("messages.fault.not_found", en: "There is no such message.", es: "No existe ese mensaje.")
    static let notSent = Phrase("messages.fault.not_sent", en: "The mail could not be sent.", es: "No se pudo enviar el correo.")
    static let demoMail = Phrase("messages.demo_mail", en: "Mail of the demonstration", es: "Correo de la demostración")
    static let demoMailAbout = Phrase(
        "messages.demo_mail_about", en: "Nothing leaves this machine: what would be sent by mail is shown here, the newest first.",
        es: "Nada sale de este equipo: lo que se enviaría por correo se muestra aquí, lo más reciente primero.")
    static let demoMailEmpty = Phrase("messages.demo_mail_empty", en: "No mail yet.", es: "Todavía no hay correo.")
    static let mailTo = Phrase("messages.mail_to", en: "To", es: "Para")
    static let newMessages = Phrase(
        "messages.new_messages", en: .plural(one: "{count} new message", other: "{count} new messages"),
        es: .plural(one: "{count} mensaje nuevo", other: "{count} mensajes nuevos"))
}
