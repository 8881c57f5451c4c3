import Kernel

/// Every error of identity, with its wording. A failed sign-in has one wording, whatever failed.
enum IdentityFault {
    static var wrongSignIn: PolityError {
        PolityError(
            .invalid, "IDENTITY-201", "The e-mail address or the password is not right.", hint: "Check both, or ask for a link by e-mail instead.",
            field: "email")
    }
    static func tooOften(_ wait: Duration) -> PolityError {
        let minutes = max(1, (wait.components.seconds + 59) / 60)
        return PolityError(.tooMany, "IDENTITY-202", "Too many attempts to sign in.", hint: "Try again in \(minutes) minutes, or ask for a link by e-mail.")
    }
    static var deadLink: PolityError {
        PolityError(.invalid, "IDENTITY-203", "This link was used already, or is too old.", hint: "Ask for a new one.")
    }
    static var noAddress: PolityError {
        PolityError(.invalid, "IDENTITY-204", "Enter an e-mail address, like name@example.com.", field: "email")
    }
    static var weakPassword: PolityError {
        PolityError(
            .invalid, "IDENTITY-205", "Choose a password of at least \(PasswordRule.shortest) characters that is not easy to guess.",
            hint: "Three or four words that do not belong together are good.", field: "new_password")
    }
    static var notYours: PolityError { PolityError(.forbidden, "IDENTITY-206", "You cannot act for them.") }
    static func noRole(_ id: String) -> PolityError { PolityError(.notFound, "IDENTITY-207", "There is no such role.", field: "role", context: id) }
    static var noAccount: PolityError { PolityError(.notFound, "IDENTITY-208", "There is no such account.") }
    static var addressTaken: PolityError { PolityError(.conflict, "IDENTITY-209", "There is an account with this address already.", field: "email") }
    static func missing(_ permission: Permission) -> PolityError {
        PolityError(.forbidden, "IDENTITY-210", "You may not do this.", hint: "Ask whoever gives roles in your organisation.", context: permission.name)
    }
    static var notSignedIn: PolityError { PolityError(.notSignedIn, "IDENTITY-211", "Sign in to go on.") }
    static func tooWeak(_ level: AssuranceLevel) -> PolityError {
        PolityError(.forbidden, "IDENTITY-212", "We must be surer who you are for this.", context: level.rawValue)
    }
    static var wrongPassword: PolityError { PolityError(.invalid, "IDENTITY-213", "This is not your present password.", field: "password") }
    static var badClientName: PolityError {
        PolityError(.invalid, "IDENTITY-214", "Give the client an id of small letters, digits and _ that is not in use.", field: "client")
    }
    static var ownRole: PolityError { PolityError(.conflict, "IDENTITY-215", "The last administrator cannot be removed.") }
}
