import Kernel
import Web

extension Phrase {
    static let signInTitle = Phrase("identity.sign_in_title", en: "Sign in", es: "Entrar")
    static let signInByLink = Phrase("identity.sign_in_by_link", en: "Get a link by e-mail instead", es: "Recibir un enlace por correo")
    static let signInByLinkAbout = Phrase(
        "identity.sign_in_by_link_about", en: "No password yet, or forgotten? We can send you a link. It works once, for 15 minutes.",
        es: "¿No tiene contraseña o la ha olvidado? Podemos enviarle un enlace. Funciona una vez, durante 15 minutos.")
    static let linkTitle = Phrase("identity.link_title", en: "Get a link to sign in", es: "Recibir un enlace para entrar")
    static let emailAddress = Phrase("identity.email_address", en: "E-mail address", es: "Correo electrónico")
    static let sendLink = Phrase("identity.send_link", en: "Send the link", es: "Enviar el enlace")
    static let linkSent = Phrase("identity.link_sent", en: "Check your e-mail", es: "Mire su correo")
    static let linkSentAbout = Phrase(
        "identity.link_sent_about",
        en: "We have sent a link to the address you gave. Open it within 15 minutes to sign in. If nothing comes, look in your spam folder.",
        es:
            "Hemos enviado un enlace a la dirección indicada. Ábralo antes de que pasen 15 minutos para entrar. Si no llega nada, mire en la carpeta de correo no deseado (spam)."
    )
    static let linkReady = Phrase("identity.link_ready", en: "Continue to sign in", es: "Continuar para entrar")
    static let linkReadyAbout = Phrase(
        "identity.link_ready_about", en: "This link signs you in once, on this device.", es: "Este enlace le permite entrar una vez, en este dispositivo.")
    static let accountTitle = Phrase("identity.account_title", en: "Your account", es: "Su cuenta")
    static let name = Phrase("identity.name", en: "Name", es: "Nombre")
    static let actingFor = Phrase("identity.acting_for", en: "You are acting for", es: "Actúa en nombre de")
    static let actingForYourself = Phrase("identity.acting_for_yourself", en: "Yourself", es: "En su propio nombre")
    static let actingForSomebody = Phrase("identity.acting_for_somebody", en: "A person who gave you a mandate", es: "Una persona que le dio un mandato")
    static let chooseActing = Phrase("identity.choose_acting", en: "For whom do you act?", es: "¿En nombre de quién actúa?")
    static let actingHint = Phrase(
        "identity.acting_hint", en: "An office has the rights of its role. As yourself, you use services like everybody else.",
        es: "Un cargo tiene los derechos de su función. En su propio nombre usa los servicios como cualquiera.")
    static let setPassword = Phrase("identity.set_password", en: "Set a password", es: "Elegir una contraseña")
    static let changePassword = Phrase("identity.change_password", en: "Change your password", es: "Cambiar la contraseña")
    static let password = Phrase("identity.password", en: "Password", es: "Contraseña")
    static let passwordSet = Phrase("identity.password_set", en: "Set", es: "Elegida")
    static let passwordMissing = Phrase("identity.password_missing", en: "None yet; you sign in by e-mail", es: "Aún ninguna; entra por correo")
    static let presentPassword = Phrase("identity.present_password", en: "Your present password", es: "Su contraseña actual")
    static let newPassword = Phrase("identity.new_password", en: "New password", es: "Contraseña nueva")
    static let newPasswordHint = Phrase(
        "identity.new_password_hint", en: "At least 10 characters. Three or four words that do not belong together are good.",
        es: "Al menos 10 caracteres. Tres o cuatro palabras sin relación son una buena idea.")
    static let passwordChanged = Phrase(
        "identity.password_changed", en: "Your password is changed. Other devices are signed out.",
        es: "Su contraseña ha cambiado. Se ha cerrado la sesión en los demás dispositivos.")
    static let sessions = Phrase("identity.sessions", en: "Where you are signed in", es: "Dónde ha entrado")
    static let device = Phrase("identity.device", en: "Device", es: "Dispositivo")
    static let signedInSince = Phrase("identity.signed_in_since", en: "Signed in", es: "Entró")
    static let lastSeen = Phrase("identity.last_seen", en: "Last used", es: "Último uso")
    static let thisDevice = Phrase("identity.this_device", en: "This device", es: "Este dispositivo")
    static let otherDevice = Phrase("identity.other_device", en: "Another device", es: "Otro dispositivo")
    static let signOutEverywhere = Phrase("identity.sign_out_everywhere", en: "Sign out everywhere", es: "Salir en todos los dispositivos")
    static let yourData = Phrase("identity.your_data", en: "Your data", es: "Sus datos")
    static let yourDataAbout = Phrase(
        "identity.your_data_about", en: "Everything we hold about you, in one file that programs can read.",
        es: "Todo lo que guardamos sobre usted, en un archivo que pueden leer los programas.")
    static let downloadData = Phrase("identity.download_data", en: "Download your data", es: "Descargar sus datos")
    static let administration = Phrase("identity.administration", en: "Administration", es: "Administración")
    static let officersTitle = Phrase("identity.officers_title", en: "People and roles", es: "Personas y funciones")
    static let account = Phrase("identity.account", en: "Account", es: "Cuenta")
    static let roles = Phrase("identity.roles", en: "Roles", es: "Funciones")
    static let role = Phrase("identity.role", en: "Role", es: "Función")
    static let teams = Phrase("identity.teams", en: "Teams", es: "Equipos")
    static let skills = Phrase("identity.skills", en: "Skills", es: "Capacidades")
    static let trait = Phrase("identity.trait", en: "Team or skill", es: "Equipo o capacidad")
    static let giveTrait = Phrase("identity.give_trait", en: "Give a team or a skill", es: "Dar un equipo o una capacidad")
    static let teamNamed = Phrase("identity.team_named", en: "Team: {name}", es: "Equipo: {name}")
    static let skillNamed = Phrase("identity.skill_named", en: "Skill: {name}", es: "Capacidad: {name}")
    static let giveRole = Phrase("identity.give_role", en: "Give a role", es: "Dar una función")
    static let takeRole = Phrase("identity.take_role", en: "Take a role back", es: "Retirar una función")
    static let give = Phrase("identity.give", en: "Give", es: "Dar")
    static let take = Phrase("identity.take", en: "Take back", es: "Retirar")
    static let administratorRole = Phrase("identity.administrator_role", en: "Administrator", es: "Administración")
    static let erased = Phrase("identity.erased", en: "Erased", es: "Borrado")
    static let noClients = Phrase("identity.no_clients", en: "No other system is let in", es: "Ningún otro sistema tiene acceso")
    static let noClientsAdvice = Phrase(
        "identity.no_clients_advice", en: "A system that calls the API needs a token of its own. Make one below.",
        es: "Un sistema que llame a la API necesita un token propio. Cree uno abajo.")
    static let clientsTitle = Phrase("identity.clients_title", en: "Other systems", es: "Otros sistemas")
    static let clientID = Phrase("identity.client_id", en: "Id, in small letters", es: "Identificador, en minúsculas")
    static let clientName = Phrase("identity.client_name", en: "What it is", es: "Qué es")
    static let makeClient = Phrase("identity.make_client", en: "Let a system in", es: "Dar acceso a un sistema")
    static let clientMade = Phrase("identity.client_made", en: "The system may come in", es: "El sistema tiene acceso")
    static let clientToken = Phrase("identity.client_token", en: "Its token, shown only now", es: "Su clave, que solo se muestra ahora")
    static let organisation = Phrase("identity.organisation", en: "Organisation", es: "Organización")
    static let state = Phrase("identity.state", en: "State", es: "Estado")
    static let inForce = Phrase("identity.in_force", en: "In force", es: "Vigente")
    static let revoked = Phrase("identity.revoked", en: "Revoked", es: "Revocado")
    static let revoke = Phrase("identity.revoke", en: "Revoke", es: "Revocar")
}

extension PolityError {
    /// The error in a reader's language, at its field.
    func fault(in language: Language, or field: String) -> Fault? {
        guard [.invalid, .tooMany, .conflict, .notFound].contains(kind), code.hasPrefix("IDENTITY-") else { return nil }
        let words = [message(in: language), hint(in: language)].compactMap { $0 }
        return Fault(field: self.field ?? field, message: words.joined(separator: " "), code: code)
    }
}
