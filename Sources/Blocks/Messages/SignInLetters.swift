import Courier
import Identity
import Kernel

extension Phrase {
    static let signInLetterTitle = Phrase("messages.sign_in_letter_title", en: "Your link to sign in", es: "Su enlace para entrar")
    static let signInLetter = Phrase(
        "messages.sign_in_letter",
        en: "Open this link to sign in. It works once, for {minutes} minutes. If you did not ask for it, do nothing: nobody can use it without this message.",
        es: "Abra este enlace para entrar. Funciona una vez, durante {minutes} minutos. Si no lo ha pedido, no haga nada: nadie puede usarlo sin este mensaje.")
}

extension Messages {
    /// Sends links to sign in by. The letter is sealed under the link's own subject and so ends with the link.
    var signInPost: SignInPost {
        SignInPost { letter, tx in
            let language = frame().government.language(letter.language)
            let minutes = Decimal128(letter.lifetime.components.seconds / 60)
            try enqueue(
                MessageOrder(
                    to: letter.subject, address: MailAddress(letter.address), language: letter.language, kind: "sign_in_link",
                    title: language.say(.signInLetterTitle), text: language.say(.signInLetter, ["minutes": .number(minutes)]) + "\n\n" + letter.link,
                    values: ["sign_in_link": .string(letter.link)]),
                in: tx)
        }
    }
}
