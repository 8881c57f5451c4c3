import Kernel

extension MessageRequest.Kind {
    /// What a letter is called; `{title}` is the service's title or, of a decision, the outcome's.
    var title: Phrase {
        switch self {
        case .received: Phrase("casework.mail_received", en: "We have your application: {title}", es: "Hemos recibido su solicitud: {title}")
        case .paymentDue: Phrase("casework.mail_payment_due", en: "Please pay the fee: {title}", es: "Pague la tasa: {title}")
        case .paid: Phrase("casework.mail_paid", en: "We have your payment: {title}", es: "Hemos recibido su pago: {title}")
        case .questionAsked: Phrase("casework.mail_question_asked", en: "We need something from you: {title}", es: "Necesitamos algo de usted: {title}")
        case .decided: Phrase("casework.mail_decided", en: "{title}", es: "{title}")
        case .withdrawn, .withdrawnAndPaidBack:
            Phrase("casework.mail_withdrawn", en: "You withdrew your application: {title}", es: "Ha retirado su solicitud: {title}")
        case .notice: Phrase("casework.mail_notice", en: "{title}", es: "{title}")
        case .invoiced: Phrase("casework.mail_invoiced", en: "There is an invoice to pay: {title}", es: "Hay una factura por pagar: {title}")
        case .appealReceived: Phrase("casework.mail_appeal_received", en: "We have your appeal: {title}", es: "Hemos recibido su recurso: {title}")
        }
    }

    /// What it says where the case itself has no words for it.
    var text: Phrase {
        switch self {
        case .received:
            Phrase(
                "casework.mail_received_text", en: "Your reference number is {reference}. We will write to you when there is news.",
                es: "Su número de referencia es {reference}. Le escribiremos cuando haya novedades.")
        case .paymentDue:
            Phrase(
                "casework.mail_payment_due_text",
                en: "Please pay {amount} by {date}; your case shows the ways to pay. We begin when the fee has arrived. Your reference number is {reference}.",
                es:
                    "Pague {amount} hasta el {date} inclusive; en su expediente verá cómo pagar. Empezaremos cuando hayamos recibido la tasa. Su número de referencia es {reference}."
            )
        case .paid:
            Phrase(
                "casework.mail_paid_text", en: "Thank you. We have received {amount} for {reference}.",
                es: "Gracias. Hemos recibido {amount} por {reference}.")
        case .questionAsked:
            Phrase(
                "casework.mail_question_asked_text", en: "An officer has a question about {reference}.",
                es: "Un funcionario tiene una pregunta sobre {reference}.")
        case .decided: Phrase("casework.mail_decided_text", en: "There is a decision on {reference}.", es: "Hay una decisión sobre {reference}.")
        case .withdrawn:
            Phrase(
                "casework.mail_withdrawn_text", en: "Your application {reference} is closed without a decision. You do not owe anything for it.",
                es: "Su solicitud {reference} se ha cerrado sin decisión. No debe nada por ella.")
        case .withdrawnAndPaidBack:
            Phrase(
                "casework.mail_withdrawn_paid_back_text",
                en: "Your application {reference} is closed without a decision. You get back the fee the way you paid it.",
                es: "Su solicitud {reference} se ha cerrado sin decisión. Le devolvemos la tasa por la misma vía por la que la pagó.")
        case .notice: Phrase("casework.mail_notice_text", en: "There is news of {reference}.", es: "Hay novedades sobre {reference}.")
        case .invoiced:
            Phrase(
                "casework.mail_invoiced_text",
                en:
                    "Please pay {amount} by {date}; the invoice's page shows the ways to pay. It belongs to your application {reference}, which does not wait for it.",
                es:
                    "Pague {amount} hasta el {date} inclusive; en la página de la factura verá cómo pagar. Corresponde a su solicitud {reference}, que no espera este pago."
            )
        case .appealReceived:
            Phrase(
                "casework.mail_appeal_received_text", en: "Somebody else will look at {reference} again.", es: "Otra persona volverá a examinar {reference}.")
        }
    }
}

extension Phrase {
    static let mailAnswerBy = Phrase(
        "casework.mail_answer_by", en: "Please answer by {date}, on the page of your case. Until then our own time stands still.",
        es: "Responda hasta el {date} inclusive en la página de su expediente. Mientras tanto nuestro plazo se detiene.")
    static let mailOpensWithAddress = Phrase(
        "casework.mail_opens_with_address",
        en: "The page opens in the browser you sent it from, and in any other once you sign in with this e-mail address. No password is needed.",
        es: "La página se abre en el navegador desde el que la envió y, en otros, al entrar con este correo electrónico, sin contraseña.")
}

extension MessageRequest.Kind {
    /// When it is sent, for the reference of the folder.
    var about: String {
        switch self {
        case .received: "An application has arrived."
        case .paymentDue: "An application has arrived, and its fee is to be paid."
        case .paid: "The fee is paid."
        case .questionAsked: "An officer asks for what is missing."
        case .decided: "The case is decided; `{{text}}` is the decision letter."
        case .notice: "A `tell` step: what the service says on the way."
        case .invoiced: "The process makes an invoice beside the fee (`payments.invoice`)."
        case .appealReceived: "An appeal has arrived."
        case .withdrawn: "The applicant has withdrawn the application."
        case .withdrawnAndPaidBack: "The same, and the fee goes back."
        }
    }
}
