import Kernel
import Processes

/// What casework says no with. Codes are stable; wordings stand here and nowhere else.
enum CaseFault {
    static let unfinished = PolityError(.unavailable, "CASE-503", "This part of casework is being built.")
    /// One answer for "there is none" and "it is another person's": an address tells nothing.
    static let notFound = PolityError(
        .notFound, "CASE-404", "We cannot find this application.", hint: "Check the number, or sign in with the account you used.")
    static let signIn = PolityError(.notSignedIn, "CASE-401", "Sign in to use this service.")
    static let assurance = PolityError(
        .forbidden, "CASE-403", "This service needs a surer sign-in.", hint: "Sign in with a method of the level the service asks for.")
    static let noService = PolityError(.notFound, "CASE-405", "We cannot find this service.")
    static let noPage = PolityError(.notFound, "CASE-406", "This page is not part of the form any more.")
    static let submitted = PolityError(.conflict, "CASE-410", "This application has been sent already.", hint: "Open it from your overview.")
    static let tooLate = PolityError(.conflict, "CASE-409", "A colleague was first: this task is done.", hint: "Open the case again to see what was decided.")
    static let taken = PolityError(
        .conflict, "CASE-411", "A colleague works on this task.", hint: "Ask them to release it, or ask a supervisor to hand it over.")
    static let alreadyAnswered = PolityError(.conflict, "CASE-412", "This question has been answered, or its time is over.")
    static let alreadyDecided = PolityError(.conflict, "CASE-413", "This application has been decided and cannot be taken back.")
    static let noAppeal = PolityError(.conflict, "CASE-414", "No appeal can be made now.")
    static let notYours = PolityError(.forbidden, "CASE-415", "You may not do this.")
    static let wrongTask = PolityError(.conflict, "CASE-416", "This task does not take that.")
    static let incomplete = PolityError(.invalid, "CASE-420", "Some questions have no answer yet.", hint: "Go through the list and answer them.")
    static let ineligible = PolityError(.invalid, "CASE-421", "You cannot use this service at the moment.")
    static let unknownOutcome = PolityError(.invalid, "CASE-422", "Choose one of the outcomes.", field: "outcome")
    static let noReasons = PolityError(.invalid, "CASE-423", "Give at least one reason.", field: "reasons")
    static let noText = PolityError(.invalid, "CASE-424", "Write something.", field: "text")
    static let tooLong = PolityError(.tooLarge, "CASE-425", "This is too long.", hint: "Shorten it, or add it as a file.")
    static let unknownPlace = PolityError(.invalid, "CASE-427", "There is no such role or organisation.", field: "role")
    static let tooManyFiles = PolityError(.invalid, "CASE-426", "You have added as many files as this question takes.", hint: "Remove one first.")
    static let tooManyDrafts = PolityError(.tooMany, "CASE-429", "You have too many unfinished applications.", hint: "Finish or discard one of them.")

    static func damaged(_ what: String) -> PolityError {
        PolityError(.broken, "CASE-501", "A stored case cannot be read.", context: what)
    }

    static func incident(_ what: String) -> PolityError {
        PolityError(.broken, "CASE-500", "The case cannot go on by itself.", hint: "An operator has been told.", context: what)
    }
}

extension PolityError {
    /// A process's rejection, for people.
    init(_ rejection: Rejection) {
        switch rejection {
        case .notWaiting, .wrongKind, .notRunning, .alreadyStarted, .nobodyWaits: self = CaseFault.tooLate
        case .tooEarly: self = CaseFault.wrongTask
        case .endless: self = CaseFault.incident("the process turns in a circle")
        }
    }
}
