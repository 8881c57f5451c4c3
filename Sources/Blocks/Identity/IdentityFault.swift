import Kernel

/// Every error of identity, with its wording. A failed sign-in has one wording, whatever failed.
enum IdentityFault {
    static var wrongSignIn: PolityError {
        PolityError(
            .invalid, "IDENTITY-201",
            Phrase(
                "identity.fault.wrong_sign_in", en: "The e-mail address or the password is not right.",
                es: "El correo electrónico o la contraseña no son correctos."),
            hint: Phrase(
                "identity.fault.wrong_sign_in_hint", en: "Check both, or ask for a link by e-mail instead.",
                es: "Compruebe ambos, o pida un enlace por correo electrónico."), field: "email")
    }
    static func tooOften(_ wait: Duration) -> PolityError {
        let minutes = max(1, (wait.components.seconds + 59) / 60)
        var fault = PolityError(
            .tooMany, "IDENTITY-202", Phrase("identity.fault.too_often", en: "Too many attempts to sign in.", es: "Demasiados intentos de entrar."),
            ["count": .count(Int(minutes))],
            hint: Phrase(
                "identity.fault.too_often_hint",
                en: .plural(
                    one: "Try again in {count} minute, or ask for a link by e-mail.", other: "Try again in {count} minutes, or ask for a link by e-mail."),
                es: .plural(
                    one: "Inténtelo de nuevo dentro de {count} minuto, o pida un enlace por correo electrónico.",
                    other: "Inténtelo de nuevo dentro de {count} minutos, o pida un enlace por correo electrónico.")))
        fault.retryAfterSeconds = Int(wait.components.seconds) + 1
        return fault
    }
    static var deadLink: PolityError {
        PolityError(
            .invalid, "IDENTITY-203",
            Phrase("identity.fault.dead_link", en: "This link was used already, or is too old.", es: "Este enlace ya se usó o es demasiado antiguo."),
            hint: Phrase("identity.fault.dead_link_hint", en: "Ask for a new one.", es: "Pida uno nuevo."))
    }
    static var noAddress: PolityError {
        PolityError(
            .invalid, "IDENTITY-204",
            Phrase(
                "identity.fault.no_address", en: "Enter an e-mail address, like name@example.com.",
                es: "Escriba un correo electrónico, como nombre@example.com."), field: "email")
    }
    static var weakPassword: PolityError {
        PolityError(
            .invalid, "IDENTITY-205",
            Phrase(
                "identity.fault.weak_password", en: "Choose a password of at least {length} characters that is not easy to guess.",
                es: "Elija una contraseña de al menos {length} caracteres que no sea fácil de adivinar."),
            ["length": .count(PasswordRule.shortest)],
            hint: Phrase(
                "identity.fault.weak_password_hint", en: "Three or four words that do not belong together are good.",
                es: "Tres o cuatro palabras sin relación entre sí son una buena elección."),
            field: "new_password")
    }
    static var notYours: PolityError {
        PolityError(
            .forbidden, "IDENTITY-206", Phrase("identity.fault.not_yours", en: "You cannot act for them.", es: "No puede actuar en su nombre."))
    }
    static func noRole(_ id: String) -> PolityError {
        PolityError(
            .notFound, "IDENTITY-207", Phrase("identity.fault.no_role", en: "There is no such role.", es: "No existe esa función."), field: "role", context: id)
    }
    static var noAccount: PolityError {
        PolityError(
            .notFound, "IDENTITY-208", Phrase("identity.fault.no_account", en: "There is no such account.", es: "No existe esa cuenta."))
    }
    static var addressTaken: PolityError {
        PolityError(
            .conflict, "IDENTITY-209",
            Phrase("identity.fault.address_taken", en: "There is an account with this address already.", es: "Ya hay una cuenta con este correo."),
            field: "email")
    }
    static func missing(_ permission: Permission) -> PolityError {
        PolityError(
            .forbidden, "IDENTITY-210", Phrase("identity.fault.missing", en: "You may not do this.", es: "No tiene permiso para esto."),
            hint: Phrase(
                "identity.fault.missing_hint", en: "Ask whoever gives roles in your organisation.",
                es: "Hable con quien asigna las funciones en su organización."), context: permission.name)
    }
    static var notSignedIn: PolityError {
        PolityError(
            .notSignedIn, "IDENTITY-211", Phrase("identity.fault.not_signed_in", en: "Sign in to go on.", es: "Entre para continuar."))
    }
    static func tooWeak(_ level: AssuranceLevel) -> PolityError {
        PolityError(
            .forbidden, "IDENTITY-212",
            Phrase("identity.fault.too_weak", en: "We must be surer who you are for this.", es: "Para esto debemos estar más seguros de quién es usted."),
            context: level.rawValue)
    }
    static var wrongPassword: PolityError {
        PolityError(
            .invalid, "IDENTITY-213", Phrase("identity.fault.wrong_password", en: "This is not your present password.", es: "Esta no es su contraseña actual."),
            field: "password")
    }
    static var badClientName: PolityError {
        PolityError(
            .invalid, "IDENTITY-214",
            Phrase(
                "identity.fault.bad_client_name", en: "Give the client an id of small letters, digits and _ that is not in use.",
                es: "Dé al cliente un identificador de minúsculas, cifras y _ que no esté en uso."), field: "client")
    }
    static var badAbsence: PolityError {
        PolityError(
            .invalid, "IDENTITY-216",
            Phrase(
                "identity.fault.bad_absence", en: "The last day of an absence is not before its first, not past, and within a year.",
                es: "El último día de una ausencia no es anterior al primero, no ha pasado y está a menos de un año."), field: "to")
    }
    static var awayAlready: PolityError {
        PolityError(
            .conflict, "IDENTITY-217",
            Phrase(
                "identity.fault.away_already", en: "An absence is entered for some of these days already.",
                es: "Ya hay una ausencia anotada para algunos de estos días."),
            hint: Phrase("identity.fault.away_already_hint", en: "End that one first.", es: "Termine primero la otra."), field: "from")
    }
    static var noStandIn: PolityError {
        PolityError(
            .invalid, "IDENTITY-218",
            Phrase(
                "identity.fault.no_stand_in", en: "Choose a colleague of the same office, who is there on these days.",
                es: "Elija a una persona de la misma oficina que esté esos días."), field: "stand_in")
    }
    static var noAbsence: PolityError {
        PolityError(
            .notFound, "IDENTITY-219", Phrase("identity.fault.no_absence", en: "There is no such absence.", es: "No existe esa ausencia."))
    }
    static var longPassword: PolityError {
        PolityError(
            .invalid, "IDENTITY-302", Phrase("identity.fault.long_password", en: "The password is too long.", es: "La contraseña es demasiado larga."),
            field: "password")
    }
    static var noMemory: PolityError {
        PolityError(
            .unavailable, "IDENTITY-303",
            Phrase(
                "identity.fault.no_memory", en: "There is no memory for the password's hash.",
                es: "No hay memoria para comprobar la contraseña en este momento."), hint: tryAgain)
    }
    static var busy: PolityError {
        PolityError(
            .unavailable, "IDENTITY-304",
            Phrase(
                "identity.fault.busy", en: "Too many people are signing in at this moment.", es: "Hay demasiadas personas entrando en este momento."),
            hint: tryAgain)
    }
    private static let tryAgain = Phrase(
        "identity.fault.try_again", en: "Try again in a minute.", es: "Inténtelo de nuevo dentro de un minuto.")
    static var notMailable: PolityError { PolityError(.invalid, "IDENTITY-220", Phrase.notMailable, field: "email") }
    static var noTrait: PolityError {
        PolityError(
            .invalid, "IDENTITY-221",
            Phrase("identity.fault.no_trait", en: "Choose a team or a skill of the folder.", es: "Elija un equipo o una capacidad de la carpeta."),
            field: "trait")
    }
    static var notOfTeamsRole: PolityError {
        PolityError(
            .invalid, "IDENTITY-222",
            Phrase(
                "identity.fault.not_of_teams_role", en: "This team is of other roles than the account has.",
                es: "Este equipo es de otras funciones que las que tiene la cuenta."),
            hint: Phrase("identity.fault.not_of_teams_role_hint", en: "Give the role first.", es: "Dé antes la función."), field: "trait")
    }
    static var ownRole: PolityError {
        PolityError(
            .conflict, "IDENTITY-215",
            Phrase("identity.fault.own_role", en: "The last administrator cannot be removed.", es: "No se puede quitar al último administrador."))
    }
}
